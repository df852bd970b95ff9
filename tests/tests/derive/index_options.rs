//! Every option of an index, against the definition by hand.

// Indexes that share a word are no mistake.
#![allow(clippy::duplicated_attributes)]

use std::time::Duration;

use bson::{DateTime, Document, doc};
use mongomancy::{
    CollectionDefinition, Index, IndexKey, MongoCollection, MongoDocument,
    options::{Collation, CollationAlternate, CollationCaseFirst, CollationMaxVariable, CollationStrength},
};

const LIMIT: i64 = 20;

#[derive(MongoDocument)]
struct Stats {
    #[serde(rename = "w")]
    wins: i64,
    notes: Option<String>,
}

#[derive(MongoCollection)]
#[serde(rename_all = "camelCase")]
#[index(is_public, hidden)]
#[index(score, name = "active", partial = { status: "active", score: { $gte: 10, $lt: LIMIT }, stats.wins: { $exists: true } })]
#[index(score = -1, name = "quoted", partial = { "a.b": { "$in": ["x", "y"] }, status: { $type: "string" } })]
#[index(is_public, name = "either", partial = {
    is_public: true,
    $or: [{ status: "a", score: { $gt: i64::from(3_i32) } }, { $and: [{ status: "b" }, { score: { $eq: null } }] }],
    attrs: { "color": "red", "n": [1, null] },
})]
#[index(score, name = "raw", partial = raw { "score": { "$gte": 1 } })]
#[index(status, unique, partial = { is_public: true })]
#[index(
    status,
    name = "cased",
    collation(
        locale = "de@collation=phonebook",
        strength = 2,
        case_level,
        case_first = "upper",
        numeric_ordering = false,
        alternate = "shifted",
        max_variable = "space",
        normalization,
        backwards = true,
    )
)]
#[index(full_title = "text", stats.notes = "text", "c" = "text", score, weights(full_title = 10, stats.notes = 5, "c" = 2),
    default_language = "german", language_override = lang)]
#[index(plane = "2d", bits = 20, min = -500, max = 500.5)]
#[index($**, name = "all", wildcard_projection(full_title, stats.wins))]
#[index("$**", name = "others", wildcard_projection = { "attrs": 0 }, hidden)]
#[index(attrs.$** = -1)]
#[index(keys(stats.$**))]
#[index("attrs.deep.$**", is_public)]
#[index(status, name = "engine", raw = { "storageEngine": { "wiredTiger": { "configString": "" } }, "hidden": true })]
struct Game {
    is_public: bool,
    score: i64,
    status: Option<String>,
    stats: Stats,
    full_title: String,
    lang: String,
    plane: [f64; 2],
    attrs: Document,
    #[index(wildcard, hidden)]
    extra: Option<Document>,
    #[index(expire_after = "1h", partial = { is_public: true })]
    seen: DateTime,
    #[index("2d", bits = 8)]
    other_plane: [f64; 2],
    #[index(unique, collation(locale = "en", strength = 1), hidden)]
    nick: String,
}

fn by_hand() -> CollectionDefinition {
    let phonebook = Collation::builder()
        .locale("de@collation=phonebook")
        .strength(CollationStrength::Secondary)
        .case_level(true)
        .case_first(CollationCaseFirst::Upper)
        .numeric_ordering(false)
        .alternate(CollationAlternate::Shifted)
        .max_variable(CollationMaxVariable::Space)
        .normalization(true)
        .backwards(true)
        .build();
    let english = Collation::builder().locale("en").strength(CollationStrength::Primary).build();
    let texts = [
        ("fullTitle", IndexKey::Text),
        ("stats.notes", IndexKey::Text),
        ("c", IndexKey::Text),
        ("score", IndexKey::Ascending),
    ];
    CollectionDefinition::new("game")
        .origin::<Game>().documents_of::<Game>()
        .index(Index::ascending("isPublic").hidden(true))
        .index(Index::ascending("score").name("active").partial_filter_expression(doc! {
            "status": "active", "score": { "$gte": 10, "$lt": 20_i64 }, "stats.w": { "$exists": true },
        }))
        .index(Index::descending("score").name("quoted").partial_filter_expression(doc! {
            "a.b": { "$in": ["x", "y"] }, "status": { "$type": "string" },
        }))
        .index(Index::ascending("isPublic").name("either").partial_filter_expression(doc! {
            "isPublic": true,
            "$or": [{ "status": "a", "score": { "$gt": 3_i64 } }, { "$and": [{ "status": "b" }, { "score": { "$eq": null } }] }],
            "attrs": { "color": "red", "n": [1, null] },
        }))
        .index(Index::ascending("score").name("raw").partial_filter_expression(doc! { "score": { "$gte": 1 } }))
        .index(
            Index::ascending("status")
                .unique(true)
                .partial_filter_expression(doc! { "isPublic": true, "status": { "$gte": "" } }),
        )
        .index(Index::ascending("status").name("cased").collation(phonebook))
        .index(
            Index::new(texts)
                .weights([("fullTitle", 10), ("stats.notes", 5), ("c", 2)])
                .default_language("german")
                .language_override("lang"),
        )
        .index(Index::new([("plane", IndexKey::TwoD)]).bits(20).min(-500.0).max(500.5))
        .index(Index::ascending("$**").name("all").wildcard_projection(doc! { "fullTitle": 1, "stats.w": 1 }))
        .index(Index::ascending("$**").name("others").wildcard_projection(doc! { "attrs": 0 }).hidden(true))
        .index(Index::descending("attrs.$**"))
        .index(Index::ascending("stats.$**"))
        .index(Index::new([("attrs.deep.$**", 1), ("isPublic", 1)]))
        .index(
            Index::ascending("status")
                .name("engine")
                .option("storageEngine", doc! { "wiredTiger": { "configString": "" } })
                .hidden(true),
        )
        .index(Index::ascending("extra.$**").hidden(true))
        .index(
            Index::ascending("seen")
                .expire_after(Duration::from_secs(3600))
                .partial_filter_expression(doc! { "isPublic": true }),
        )
        .index(Index::new([("otherPlane", IndexKey::TwoD)]).bits(8))
        .index(Index::ascending("nick").unique(true).collation(english).hidden(true))
}

#[test]
fn the_derive_says_what_the_constructors_say() {
    let (derived, by_hand) = (Game::definition(), by_hand());
    for (derived, by_hand) in derived.indexes().iter().zip(by_hand.indexes()) {
        assert_eq!(derived, by_hand);
    }
    assert_eq!(derived, by_hand);
}

#[test]
fn what_is_left_out_for_being_absent_is_remembered() {
    let definition = Game::definition();
    let remembered: Vec<_> = definition.indexes().iter().filter_map(Index::absent_left_out).collect();
    assert_eq!(remembered, ["status"]);
}

/// Fields that are called like options.
#[derive(MongoCollection)]
#[index(keys(min = 1, max = -1, hidden, raw), hidden)]
#[index(bits.weights)]
struct Range {
    min: i64,
    max: i64,
    hidden: bool,
    raw: String,
    bits: Bits,
    #[index]
    wildcard: bool,
}

#[derive(MongoDocument)]
struct Bits {
    weights: i64,
}

#[test]
fn fields_may_be_called_like_options() {
    let definition = Range::definition();
    definition.check().unwrap();
    let keys: Vec<Document> = definition.indexes().iter().map(Index::field_for_mongo).collect();
    let expected =
        [doc! { "min": 1, "max": -1, "hidden": 1, "raw": 1 }, doc! { "bits.weights": 1 }, doc! { "wildcard": 1 }];
    assert_eq!(keys, expected);
    assert!(definition.indexes()[0].is_hidden());
}

/// Two indexes over the same keys are two where they take in other documents, or compare otherwise.
#[derive(MongoCollection)]
#[index(word)]
#[index(word, name = "english", collation(locale = "en"))]
#[index(word, name = "german", collation(locale = "de"))]
#[index(word, name = "some", partial = { word: { $gte: "m" } })]
#[index(word = -1, name = "others", partial = { word: { $lt: "m" } })]
struct Word {
    word: String,
}

#[test]
fn indexes_over_the_same_keys_may_differ_in_what_they_take_in() {
    let definition = Word::definition();
    definition.check().unwrap();
    assert_eq!(definition.indexes().len(), 5);
}
