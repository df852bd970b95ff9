//! The benchmark's models.

use bson::oid::ObjectId;
use mongomancy::{MongoCollection, MongoDocument};
use serde::{Deserialize, Serialize, de::DeserializeOwned};

/// A model of the benchmark.
pub(super) trait Model:
    MongoCollection<Id = ObjectId> + Serialize + DeserializeOwned + Clone + PartialEq + Send + Sync + Unpin
{
    /// What one document counts for: the size of its source as the benchmark's text has it.
    const BYTES: u32;

    /// The same document under the ids of this number, so that both sides store the same.
    fn numbered(&self, number: u32) -> Self;
}

/// An id that no other kind of ids and no other number has.
pub(super) fn id(kind: u8, number: u32) -> ObjectId {
    let mut bytes = [kind; 12];
    bytes[8..].copy_from_slice(&number.to_be_bytes());
    ObjectId::from_bytes(bytes)
}

/// Kinds of ids: of documents, of what they refer to, of an embedded document, of the first one in an array.
pub(super) const DOCUMENT: u8 = 1;
pub(super) const FOREIGN: u8 = 2;
pub(super) const EMBEDDED: u8 = 3;
pub(super) const IN_ARRAY: u8 = 4;

/// A struct of so many fields that they are better named than typed out. The files have no ids: these are set later.
macro_rules! flat {
    ($(#[$derive:meta])* $name:ident { $($(#[$with:meta])* $id:ident)* } strings $($string:ident)*; integers $($integer:ident)*;) => {
        #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
        $(#[$derive])*
        pub(super) struct $name {
            $($(#[$with])* #[serde(default)] $id: ObjectId,)*
            $($string: String,)*
            $($integer: i32,)*
        }
    };
}

flat! {
    #[derive(MongoCollection)]
    Small { #[serde(rename = "_id")] id }
    strings field1 field2 field3 field4 field5 field6 field7;
    integers field8 field9 field10 field11 field12 field13;
}

flat! {
    #[derive(MongoCollection)]
    SmallForeign { #[serde(rename = "_id")] id field_fk }
    strings field1 field2 field3 field4 field5 field6 field7;
    integers field8 field9 field10 field11 field12 field13;
}

/// What a [`SmallForeign`] refers to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, MongoCollection)]
pub(super) struct ForeignKey {
    #[serde(rename = "_id")]
    id: ObjectId,
    name: String,
}

impl ForeignKey {
    pub(super) fn of(number: u32) -> Self {
        Self { id: id(FOREIGN, number), name: format!("foreign key {number}") }
    }
}

impl Model for Small {
    const BYTES: u32 = 250;

    fn numbered(&self, number: u32) -> Self {
        Self { id: id(DOCUMENT, number), ..self.clone() }
    }
}

impl Model for SmallForeign {
    const BYTES: u32 = Small::BYTES;

    fn numbered(&self, number: u32) -> Self {
        Self { id: id(DOCUMENT, number), field_fk: id(FOREIGN, number), ..self.clone() }
    }
}

flat! {
    #[derive(MongoCollection)]
    Large { #[serde(rename = "_id")] id }
    strings
        field1 field2 field3 field4 field5 field6 field7 field8 field9 field10 field11 field12 field13 field14
        field15 field16 field17 field18 field19 field20 field21 field22 field23 field24 field25 field26 field27
        field28 field29 field30 field31 field32 field33 field34 field35 field36 field37 field38 field39 field40
        field41 field42 field43 field44 field45 field46 field47 field48 field49 field50 field51 field52 field53
        field54 field55 field56 field57 field58 field59 field60 field61 field62 field63 field64 field65 field66
        field67 field68 field69 field70 field71 field72 field73 field74 field75 field76 field77 field78 field79
        field80 field81 field82 field83 field84 field85 field86 field87 field88 field89 field90 field91 field92
        field93 field94 field95 field96 field97 field98 field99 field100 field101 field102 field103 field104
        field105 field106 field107 field108 field109 field110 field111 field112 field113 field114 field115 field116
        field117 field118 field119 field120 field121 field122 field123 field124 field125;
    integers
        field126 field127 field128 field129 field130 field131 field132 field133 field134 field135 field136 field137
        field138 field139 field140 field141 field142 field143 field144 field145 field146 field147 field148 field149
        field150 field151 field152 field153 field154 field155 field156 field157 field158 field159 field160 field161
        field162 field163 field164 field165 field166 field167 field168 field169 field170 field171 field172 field173
        field174 field175 field176 field177 field178 field179 field180 field181 field182 field183 field184 field185
        field186 field187 field188 field189 field190 field191 field192 field193 field194 field195 field196 field197
        field198 field199 field200 field201 field202 field203 field204 field205 field206 field207 field208 field209
        field210 field211 field212 field213 field214 field215 field216 field217 field218 field219 field220 field221
        field222 field223 field224 field225 field226 field227 field228 field229 field230 field231 field232 field233
        field234 field235 field236 field237 field238 field239 field240 field241 field242 field243 field244 field245
        field246 field247 field248 field249 field250;
}

flat! {
    #[derive(MongoDocument)]
    Strings { unique_id }
    strings field1 field2 field3 field4 field5 field6 field7 field8 field9 field10 field11 field12 field13 field14
        field15;
    integers;
}

flat! {
    #[derive(MongoDocument)]
    Integers { unique_id }
    strings;
    integers field1 field2 field3 field4 field5 field6 field7 field8 field9 field10 field11 field12 field13 field14
        field15;
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, MongoCollection)]
pub(super) struct LargeNested {
    #[serde(rename = "_id", default)]
    id: ObjectId,
    embedded_str_doc_1: Strings,
    embedded_str_doc_2: Strings,
    embedded_str_doc_3: Strings,
    embedded_str_doc_4: Strings,
    embedded_str_doc_5: Strings,
    embedded_str_doc_array: Vec<Strings>,
    embedded_int_doc_8: Integers,
    embedded_int_doc_9: Integers,
    embedded_int_doc_10: Integers,
    embedded_int_doc_11: Integers,
    embedded_int_doc_12: Integers,
    embedded_int_doc_13: Integers,
    embedded_int_doc_14: Integers,
}

impl Model for Large {
    const BYTES: u32 = 8000;

    fn numbered(&self, number: u32) -> Self {
        Self { id: id(DOCUMENT, number), ..self.clone() }
    }
}

impl Model for LargeNested {
    const BYTES: u32 = 8000;

    fn numbered(&self, number: u32) -> Self {
        let mut numbered = self.clone();
        numbered.id = id(DOCUMENT, number);
        numbered.embedded_str_doc_1.unique_id = id(EMBEDDED, number);
        if let Some(first) = numbered.embedded_str_doc_array.first_mut() {
            first.unique_id = id(IN_ARRAY, number);
        }
        numbered
    }
}
