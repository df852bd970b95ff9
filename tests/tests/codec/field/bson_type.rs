//! BSON's own types.

use bson::{
    Binary, Bson, DateTime, DbPointer, Decimal128, Document, JavaScriptCodeWithScope, RawArrayBuf, RawBson,
    RawDocumentBuf, Regex, Timestamp, Uuid, oid::ObjectId, spec::BinarySubtype,
};
use mongomancy::Id;
use proptest::{prelude::Rng, test_runner::TestRng};

use crate::{
    check::fields,
    family::strange,
    sample::{Sample, of, one_of},
    tree,
};

struct Somebody;

fields! {
    object_id: [ObjectId],
    id: [Id<Somebody>],
    date_time: [DateTime],
    timestamp: [Timestamp],
    decimal: [Decimal128],
    uuid: [Uuid],
    binary: [Binary],
    regex: [Regex],
    code_with_scope: [JavaScriptCodeWithScope],
    document: [Document],
    any: [Bson],
    raw_document: [RawDocumentBuf],
    raw_array: [RawArrayBuf],
    raw_bson: [RawBson],
    db_pointer: [DbPointer],
}

impl Sample for ObjectId {
    fn sample(rng: &mut TestRng) -> Self {
        let mut bytes = [0; 12];
        rng.fill_bytes(&mut bytes);
        Self::from_bytes(bytes)
    }
}

impl<T> Sample for Id<T> {
    fn sample(rng: &mut TestRng) -> Self {
        Self::from(ObjectId::sample(rng))
    }
}

impl Sample for DateTime {
    fn sample(rng: &mut TestRng) -> Self {
        Self::from_millis(of(rng))
    }
}

impl Sample for Timestamp {
    fn sample(rng: &mut TestRng) -> Self {
        Self { time: of(rng), increment: of(rng) }
    }
}

impl Sample for Decimal128 {
    fn sample(rng: &mut TestRng) -> Self {
        let mut bytes = [0; 16];
        rng.fill_bytes(&mut bytes);
        Self::from_bytes(bytes)
    }
}

impl Sample for Uuid {
    fn sample(rng: &mut TestRng) -> Self {
        let mut bytes = [0; 16];
        rng.fill_bytes(&mut bytes);
        Self::from_bytes(bytes)
    }
}

impl Sample for Binary {
    fn sample(rng: &mut TestRng) -> Self {
        let subtype = BinarySubtype::from(one_of(rng, &[0_u8, 1, 2, 3, 4, 5, 6, 9, 0x80, 0xFF]));
        Self { subtype, bytes: of(rng) }
    }
}

impl Sample for Regex {
    fn sample(rng: &mut TestRng) -> Self {
        let mut text = || crate::sample::key(rng).try_into().unwrap();
        Self { pattern: text(), options: text() }
    }
}

impl Sample for JavaScriptCodeWithScope {
    fn sample(rng: &mut TestRng) -> Self {
        Self { code: of(rng), scope: of(rng) }
    }
}

impl Sample for RawBson {
    fn sample(rng: &mut TestRng) -> Self {
        let valid = |element: &tree::Element| Self::try_from_element(element);
        let values: Vec<Self> = strange::VALUES.iter().filter_map(valid).collect();
        one_of(rng, &values)
    }
}

trait FromElement: Sized {
    fn try_from_element(element: &tree::Element) -> Option<Self>;
}

impl FromElement for RawBson {
    fn try_from_element(element: &tree::Element) -> Option<Self> {
        let document = RawDocumentBuf::from_bytes(tree::write(std::slice::from_ref(element))).ok()?;
        let value = document.get("").ok()??;
        Some(value.into())
    }
}

impl Sample for Bson {
    fn sample(rng: &mut TestRng) -> Self {
        RawBson::sample(rng).try_into().unwrap()
    }
}

impl Sample for Document {
    fn sample(rng: &mut TestRng) -> Self {
        let keys: Vec<i32> = of(rng);
        keys.iter().map(|_| (crate::sample::key(rng), Bson::sample(rng))).collect()
    }
}

impl Sample for RawDocumentBuf {
    fn sample(rng: &mut TestRng) -> Self {
        Self::try_from(Document::sample(rng)).unwrap()
    }
}

impl Sample for RawArrayBuf {
    fn sample(rng: &mut TestRng) -> Self {
        let values: Vec<i32> = of(rng);
        let mut array = Self::new();
        for _ in values {
            array.push(RawBson::sample(rng));
        }
        array
    }
}

impl Sample for DbPointer {
    fn sample(rng: &mut TestRng) -> Self {
        let pointers = strange::VALUES.iter().filter_map(RawBson::try_from_element);
        let pointers: Vec<Self> = pointers
            .filter_map(|value| match value {
                RawBson::DbPointer(pointer) => Some(pointer),
                _ => None,
            })
            .collect();
        one_of(rng, &pointers)
    }
}
