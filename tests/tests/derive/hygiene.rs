//! Generated code among names that are not what they seem.

mod shadowed {
    #![allow(dead_code)]

    use mongomancy::{MongoCollection, MongoDocument, Projection};
    use serde::{Deserialize, Serialize};

    struct Result;
    struct Vec;
    struct Some;
    struct None;
    struct Ok;
    struct Err;
    struct Box;
    struct Default;
    struct Index;
    struct Field;
    struct Duration;
    struct IndexKey;
    struct MongoFields;
    mod std {}
    mod core {}
    mod bson {}

    mod types {
        pub(super) type Text = ::std::string::String;
    }

    #[derive(Serialize, Deserialize, MongoDocument)]
    pub(super) struct Stats {
        wins: ::std::option::Option<i64>,
        fields: i64,
    }

    #[derive(Serialize, Deserialize, MongoDocument)]
    pub(super) struct PlayerFields {
        x: i64,
    }

    #[derive(Projection)]
    #[projection(of = Stats)]
    pub(super) struct Decode {
        wins: ::std::option::Option<i64>,
        #[projection(path = fields)]
        p: ::std::option::Option<i64>,
    }

    #[derive(MongoDocument)]
    pub(super) enum Kind {
        Some(i32),
        None,
        Ok { to: ::std::option::Option<i32>, kind: i32 },
    }

    #[derive(MongoDocument)]
    pub(super) struct Tuple(i32, #[serde(default = "from")] i32);

    fn from() -> i32 {
        1
    }

    #[derive(MongoDocument)]
    #[serde(untagged)]
    pub(super) enum Err2 {
        Kind(Kind),
        Tuple(Tuple),
    }

    #[derive(Serialize, Deserialize, MongoCollection)]
    #[index(stats.wins, unique)]
    #[index(stats.fields, flag = -1)]
    #[index(fields.x)]
    #[index(flag, name = "options", hidden, partial = { name: { $gte: "a" }, $or: [{ flag: true }, { stats.fields: [1, null] }] },
        collation(locale = "en", strength = 2), raw = { "storageEngine": {} })]
    #[index(fields = "text", weights(fields = 2), default_language = "none")]
    #[index($**, wildcard_projection(flag))]
    #[collection(clustered, pre_and_post_images, validation_level = "off", options = { "comment": 1 })]
    #[collection(read_concern = "local", write_concern(w = 1, timeout = "1 s"), read_preference = "nearest")]
    #[default_documents(defaults, key(name))]
    pub(super) struct Player {
        #[index(unique)]
        name: ::std::option::Option<types::Text>,
        flag: bool,
        stats: Stats,
        fields: PlayerFields,
        #[index(expire_after = 1)]
        seen: ::mongomancy::bson::DateTime,
    }

    fn defaults() -> [Player; 0] {
        []
    }
}

mod private_types {
    use mongomancy::{MongoCollection, MongoDocument};
    use serde::{Deserialize, Serialize};

    #[derive(Serialize, Deserialize, MongoDocument)]
    struct Inner {
        deep: i32,
    }

    #[derive(Serialize, Deserialize, MongoCollection)]
    #[index(inner.deep)]
    #[allow(unreachable_pub)]
    pub struct Outer {
        inner: Inner,
    }
}

mod from_a_macro {
    use mongomancy::MongoCollection;
    use serde::{Deserialize, Serialize};

    macro_rules! collection {
        ($name:ident, $table:literal, $field:ident: $type:ty, $direction:literal) => {
            #[derive(Serialize, Deserialize, MongoCollection)]
            #[collection(name = $table)]
            #[index($field = $direction, unique)]
            pub(super) struct $name {
                #[serde(rename = $table)]
                $field: $type,
            }
        };
    }

    collection!(Made, "made", field: Option<i32>, -1);
}

use mongomancy::MongoCollection;

#[test]
fn shadowed_names_do_no_harm() {
    assert_eq!(shadowed::Player::definition().indexes().len(), 8);
    assert!(shadowed::Player::definition().indexes()[0].partial_filter().is_some());
    assert_eq!(private_types::Outer::definition().indexes().len(), 1);
}

#[test]
fn macros_can_write_the_attributes() {
    assert_eq!(from_a_macro::Made::NAME, "made");
    let definition = from_a_macro::Made::definition();
    let index = &definition.indexes()[0];
    assert_eq!(index.field_for_mongo(), bson::doc! { "made": -1 });
    assert!(index.partial_filter().is_some());
}

#[test]
fn types_inside_functions_work() {
    use mongomancy::MongoDocument;
    use serde::{Deserialize, Serialize};

    #[derive(Serialize, Deserialize, MongoDocument)]
    struct Local {
        wins: i32,
    }

    #[derive(Serialize, Deserialize, MongoCollection)]
    #[index(local.wins = -1)]
    #[default_documents(defaults, key(local.wins))]
    struct Within {
        local: Local,
    }

    fn defaults() -> [Within; 1] {
        [Within { local: Local { wins: 1 } }]
    }

    assert_eq!(Within::definition().indexes()[0].name_in(Within::NAME), "ix__within__local.wins");
    Within::definition().check().unwrap();
}
