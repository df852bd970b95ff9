//! Every option: declared, created and found; changed by hand, shown and put right; found again.

use std::time::Duration;

use mongomancy::{
    Capped, Change, CollectionDefinition, DefaultDocument, Document, Index, IndexKey, TimeSeries,
    bson::{Bson, DateTime},
    doc,
    options::{Collation, CollationStrength, TimeseriesGranularity, ValidationAction, ValidationLevel},
};
use mongomancy_tests::database;

use super::{command, declaring, lines};

/// What somebody does by hand, and what has to come of it.
struct Drift {
    declared: CollectionDefinition,
    by_hand: Vec<Document>,
    /// The changes of the plan.
    shown: Vec<String>,
    allow: Option<Change>,
}

fn drift<const N: usize>(
    declared: CollectionDefinition,
    by_hand: impl IntoIterator<Item = Document>,
    shown: [&str; N],
    allow: impl Into<Option<Change>>,
) -> Drift {
    let shown = shown.iter().map(|line| format!("c: {line}")).collect();
    Drift { declared, by_hand: by_hand.into_iter().collect(), shown, allow: allow.into() }
}

fn collection() -> CollectionDefinition {
    CollectionDefinition::new("c")
}

/// The collection with one index, named `i`.
fn with(index: Index) -> CollectionDefinition {
    collection().index(index.name("i"))
}

/// Puts another index in the place of `i`.
fn instead(mut specification: Document) -> [Document; 2] {
    specification.insert("name", "i");
    [doc! { "dropIndexes": "c", "index": "i" }, doc! { "createIndexes": "c", "indexes": [specification] }]
}

fn modify(what: Document) -> [Document; 1] {
    let mut command = doc! { "collMod": "c" };
    command.extend(what);
    [command]
}

fn seconds(count: u64) -> Duration {
    Duration::from_secs(count)
}

/// Declares, creates, finds all as declared; changes by hand, looks, applies, finds all as declared again.
async fn put_right(drift: Drift) {
    let kept = database().await;
    let Drift { declared, by_hand, shown, allow } = drift;
    let database = declaring(&kept, declared);
    let created = database.create_all().await.unwrap();
    assert!(!created.is_unchanged(), "{created}");
    let plan = database.plan().await.unwrap();
    assert!(plan.is_empty() && plan.unmanaged().is_empty(), "right after: {plan}");
    database.check().await.unwrap();

    for one in by_hand {
        command(&database, kept.engine(), one).await;
    }
    let plan = database.plan().await.unwrap();
    assert_eq!(lines(&plan), shown, "{plan}");
    assert_eq!(plan.is_destructive(), allow.is_some(), "{plan}");
    let error = database.check().await.unwrap_err().to_string();
    assert!(error.contains(&plan.to_string()), "{error}");

    if let Some(change) = allow {
        let refused = database.apply(plan.clone()).await.unwrap_err().to_string();
        assert!(refused.contains(&format!("allow(Change::{change:?})")), "{refused}");
        assert_eq!(lines(&database.plan().await.unwrap()), shown);
    }
    let apply = database.apply(plan);
    let apply = match allow {
        Some(change) => apply.allow(change),
        None => apply,
    };
    let report = apply.await.unwrap();
    assert!(!report.is_unchanged(), "{report}");
    let plan = database.plan().await.unwrap();
    assert!(plan.is_empty() && plan.unmanaged().is_empty(), "after apply: {plan}");
    let again = database.create_all().await.unwrap();
    assert!(again.is_unchanged(), "{again}");
}

async fn put_all_right(drifts: Vec<Drift>) {
    for drift in drifts {
        put_right(drift).await;
    }
}

#[tokio::test]
async fn what_an_index_is_in_place() {
    let plain = || with(Index::ascending("a"));
    let unique = || with(Index::ascending("a").unique(true));
    let insert = || doc! { "insert": "c", "documents": [{ "a": 1 }, { "a": 2 }] };
    put_all_right(vec![
        drift(
            with(Index::ascending("a").expire_after(seconds(60))),
            modify(doc! { "index": { "name": "i", "expireAfterSeconds": 30 } }),
            ["index i: on the server its expireAfterSeconds is 30, declared is 60"],
            None,
        ),
        drift(
            with(Index::ascending("a").hidden(true)),
            modify(doc! { "index": { "name": "i", "hidden": false } }),
            ["index i: on the server it is not hidden (only under `allow(Change::Hide)`)"],
            Change::Hide,
        ),
        drift(
            plain(),
            modify(doc! { "index": { "name": "i", "hidden": true } }),
            ["index i: on the server it is hidden, which is not declared"],
            None,
        ),
        drift(
            plain(),
            modify(doc! { "index": { "name": "i", "prepareUnique": true } }),
            ["index i: on the server it is prepareUnique, which is not declared"],
            None,
        ),
        drift(
            unique(),
            instead(doc! { "key": { "a": 1 } }).into_iter().chain([insert()]),
            ["index i: on the server it is not unique (0 documents, only under `allow(Change::Unique)`)"],
            Change::Unique,
        ),
        drift(
            unique(),
            instead(doc! { "key": { "a": 1 } })
                .into_iter()
                .chain(modify(doc! { "index": { "name": "i", "prepareUnique": true } })),
            ["index i: on the server it is not unique (0 documents, only under `allow(Change::Unique)`)"],
            Change::Unique,
        ),
    ])
    .await;
}

#[tokio::test]
async fn what_an_index_is_by_being_made_anew() {
    let rebuilt = |said: &str| format!("index i: on the server {said} (only under `allow(Change::Rebuild)`)");
    let text = || Index::new([("t", IndexKey::Text), ("u", IndexKey::Text)]);
    let english = || Collation::builder().locale("en").strength(CollationStrength::Secondary).build();
    let flat = || Index::new([("p", IndexKey::TwoD)]);
    let listed = doc! { "key": { "t": "text", "u": "text" } };
    let text_with = |option: &str, value: Bson| {
        let mut specification = listed.clone();
        specification.insert(option, value);
        specification
    };
    let mut drifts = Vec::new();
    for (index, other, said) in [
        (Index::ascending("a"), doc! { "key": { "a": -1 } }, "its keys are { a: -1 }, declared are { a: 1 }"),
        (
            Index::ascending("a"),
            doc! { "key": { "a": 1 }, "expireAfterSeconds": 9 },
            "it has a expireAfterSeconds, which is not declared",
        ),
        (Index::ascending("a"), doc! { "key": { "a": 1 }, "unique": true }, "it is unique, which is not declared"),
        (Index::ascending("a").sparse(true), doc! { "key": { "a": 1 } }, "it is not sparse"),
        (
            Index::ascending("a").partial_filter_expression(doc! { "a": { "$gt": 5 } }),
            doc! { "key": { "a": 1 }, "partialFilterExpression": { "a": { "$gt": 6 } } },
            "its partialFilterExpression is another one",
        ),
        (
            Index::ascending("a").collation(english()),
            doc! { "key": { "a": 1 }, "collation": { "locale": "en" } },
            "its collation is another one",
        ),
        (Index::ascending("a").collation(english()), doc! { "key": { "a": 1 } }, "it has no collation"),
        (text().weights([("t", 10)]), listed.clone(), "it has no weights"),
        (text().weights([("t", 10)]), text_with("weights", doc! { "t": 9 }.into()), "its weights is another one"),
        (text().default_language("german"), listed.clone(), "it has no default_language"),
        (text().language_override("lang"), listed.clone(), "it has no language_override"),
        (flat().bits(20), doc! { "key": { "p": "2d" } }, "it has no bits"),
        (flat().min(-10.0), doc! { "key": { "p": "2d" }, "min": -11 }, "its min is another one"),
        (flat().max(10.0), doc! { "key": { "p": "2d" }, "max": 11 }, "its max is another one"),
        (
            Index::new([("h", IndexKey::Hashed)]),
            doc! { "key": { "h": 1 } },
            "its keys are { h: 1 }, declared are { h: hashed }",
        ),
        (
            Index::new([("s", IndexKey::TwoDSphere)]),
            doc! { "key": { "s": "2d" } },
            "its keys are { s: 2d }, declared are { s: 2dsphere }",
        ),
        (
            Index::ascending("$**").wildcard_projection(doc! { "a": true, "b.c": 1 }),
            doc! { "key": { "$**": 1 }, "wildcardProjection": { "a": 1 } },
            "its wildcardProjection is another one",
        ),
        (
            Index::ascending("w.$**"),
            doc! { "key": { "x.$**": 1 } },
            "its keys are { x.$**: 1 }, declared are { w.$**: 1 }",
        ),
        (
            Index::raw(doc! {
                "key": { "a": 1 }, "storageEngine": { "wiredTiger": { "configString": "block_compressor=zstd" } },
            }),
            doc! { "key": { "a": 1 } },
            "it has no storageEngine",
        ),
    ] {
        drifts.push(drift(with(index), instead(other), [&*rebuilt(said)], Change::Rebuild));
    }
    put_all_right(drifts).await;
}

#[tokio::test]
async fn an_index_of_another_name_goes_after_the_new_one_is_there() {
    let other = doc! { "key": { "a": 1 }, "name": "other", "unique": true };
    put_right(drift(
        collection().index(Index::ascending("a")),
        [doc! { "dropIndexes": "c", "index": "ix__c__a" }, doc! { "createIndexes": "c", "indexes": [other] }],
        ["index ix__c__a: on the server it is named other: it is unique, which is not declared \
             (only under `allow(Change::Rebuild)`)"],
        Change::Rebuild,
    ))
    .await;
}

#[tokio::test]
async fn what_is_gone_is_made_again() {
    let everything = collection()
        .index(Index::ascending("a").unique(true))
        .default_document(DefaultDocument::new(doc! { "_id": 7, "a": 1 }))
        .default_document(DefaultDocument::new(doc! { "a": 2 }).key(["a"]));
    put_right(drift(
        everything,
        [
            doc! { "dropIndexes": "c", "index": "ux__c__a" },
            doc! { "delete": "c", "deletes": [{ "q": {}, "limit": 0 }] },
        ],
        ["index ux__c__a: { a: 1 } unique", "default document by _id", "default document by a"],
        None,
    ))
    .await;
}

#[tokio::test]
async fn what_a_collection_is() {
    let images = |on: bool| collection().change_stream_pre_and_post_images(on);
    let series = |granularity| TimeSeries::new("at").meta_field("source").granularity(granularity);
    let again = |options: Document| {
        let mut create = doc! { "create": "c" };
        create.extend(options);
        [doc! { "drop": "c" }, create]
    };
    let insert = || doc! { "insert": "c", "documents": [{ "a": 1 }, { "a": 2 }], "bypassDocumentValidation": true };
    let recorded = doc! { "timeField": "at", "metaField": "source" };
    let view = || CollectionDefinition::view("c", "d", [doc! { "$match": { "a": 1 } }]);
    put_all_right(vec![
        drift(
            collection().capped(Capped::new(10_000).max_documents(20)),
            modify(doc! { "cappedSize": 4096 }),
            ["option size: it holds 4096 bytes, declared are 10240"],
            None,
        ),
        drift(
            collection().capped(Capped::new(10_000).max_documents(20)),
            modify(doc! { "cappedMax": 10 }),
            ["option max: it holds 10 documents, declared are 20"],
            None,
        ),
        drift(
            collection().capped(Capped::new(10_000).max_documents(1)),
            modify(doc! { "cappedMax": 5 }).into_iter().chain([insert()]),
            ["option max: it holds 5 documents, declared are 1 (1 document, only under `allow(Change::Cap)`)"],
            Change::Cap,
        ),
        drift(
            collection().capped(Capped::new(10_000)),
            modify(doc! { "cappedMax": 5 }),
            ["option max: it holds 5 documents, declared is no limit"],
            None,
        ),
        drift(
            images(true),
            modify(doc! { "changeStreamPreAndPostImages": { "enabled": false } }),
            ["option changeStreamPreAndPostImages: they are off"],
            None,
        ),
        drift(
            images(false),
            modify(doc! { "changeStreamPreAndPostImages": { "enabled": true } }),
            ["option changeStreamPreAndPostImages: they are on"],
            None,
        ),
        drift(
            collection().time_series(series(TimeseriesGranularity::Hours)),
            again(doc! { "timeseries": recorded.clone() }),
            ["option timeseries: its granularity is seconds, declared is hours"],
            None,
        ),
        drift(
            collection().time_series(series(TimeseriesGranularity::Seconds)).expire_after(seconds(3600)),
            modify(doc! { "expireAfterSeconds": 60 }),
            ["option expireAfterSeconds: it is 60, declared is 3600"],
            None,
        ),
        drift(
            collection().clustered().expire_after(seconds(3600)),
            modify(doc! { "expireAfterSeconds": "off" })
                .into_iter()
                .chain([doc! { "insert": "c", "documents": [{ "_id": DateTime::now() }] }]),
            ["option expireAfterSeconds: it does not expire, declared is after 3600 s \
                 (0 documents, only under `allow(Change::TimeToLive)`)"],
            Change::TimeToLive,
        ),
        drift(
            view(),
            modify(doc! { "viewOn": "d", "pipeline": [{ "$match": { "a": 2 } }] }),
            ["option viewOn: its pipeline is another one"],
            None,
        ),
        drift(
            view(),
            modify(doc! { "viewOn": "e", "pipeline": [{ "$match": { "a": 1 } }] }),
            ["option viewOn: it is a view on e, declared is one on d"],
            None,
        ),
        drift(
            CollectionDefinition::view("c", "d", [doc! { "$sort": { "a": 1, "b": 1 } }]),
            modify(doc! { "viewOn": "d", "pipeline": [{ "$sort": { "b": 1, "a": 1 } }] }),
            ["option viewOn: its pipeline is another one"],
            None,
        ),
        drift(collection(), [doc! { "drop": "c" }], ["collection"], None),
    ])
    .await;
}

#[tokio::test]
async fn what_a_collection_validates() {
    let validated = || collection().validator(doc! { "a": { "$gt": 1 } });
    let insert = || doc! { "insert": "c", "documents": [{ "a": 1 }, { "a": 2 }], "bypassDocumentValidation": true };
    put_all_right(vec![
        drift(
            validated(),
            modify(doc! { "validator": {} }).into_iter().chain([insert()]),
            ["option validator: it has no validator (1 document, only under `allow(Change::Validator)`)"],
            Change::Validator,
        ),
        drift(
            validated(),
            modify(doc! { "validator": { "a": { "$gt": 2 } } }),
            ["option validator: it is another one (0 documents, only under `allow(Change::Validator)`)"],
            Change::Validator,
        ),
        drift(
            validated().validation_level(ValidationLevel::Moderate),
            modify(doc! { "validationLevel": "strict" }),
            ["option validator: its level is strict, declared is moderate"],
            None,
        ),
        drift(
            validated().validation_action(ValidationAction::Warn),
            modify(doc! { "validationAction": "error" }),
            ["option validator: its action is error, declared is warn"],
            None,
        ),
        drift(
            validated(),
            modify(doc! { "validationAction": "warn" }).into_iter().chain([insert()]),
            ["option validator: its action is warn, declared is error (1 document, only under `allow(Change::Validator)`)"],
            Change::Validator,
        ),
    ])
    .await;
}

#[tokio::test]
async fn indexes_of_a_time_series_and_of_a_collated_collection_are_found_again() {
    let series = collection()
        .time_series(TimeSeries::new("at").meta_field("source"))
        .index(Index::new([("source.id", 1), ("at", -1)]).name("i"));
    let french = Collation::builder().locale("fr_CA").build();
    let collated = collection()
        .collation(french)
        .index(Index::ascending("a").name("i"))
        .index(Index::raw(doc! { "key": { "b": 1 }, "name": "simple", "collation": { "locale": "simple" } }))
        .index(Index::raw(doc! { "key": { "t": "text" }, "name": "words", "collation": { "locale": "simple" } }));
    put_all_right(vec![
        drift(series, [doc! { "dropIndexes": "c", "index": "i" }], ["index i: { source.id: 1, at: -1 }"], None),
        drift(collated, [doc! { "dropIndexes": "c", "index": "i" }], ["index i: { a: 1 }"], None),
    ])
    .await;
}

/// Every language's own rules, as this server has them.
#[tokio::test]
async fn the_rules_of_every_language_are_known() {
    let locales = [
        "af",
        "bn@collation=traditional",
        "de@collation=search",
        "ar",
        "as",
        "be",
        "bn",
        "bs_Cyrl",
        "cs",
        "da",
        "de",
        "de_AT",
        "el",
        "en",
        "en_US_POSIX",
        "es",
        "fa",
        "fa_AF",
        "fi",
        "fr",
        "fr_CA",
        "gu",
        "he",
        "hi",
        "hr",
        "hu",
        "ig",
        "it",
        "ja",
        "km",
        "kn",
        "ko",
        "kok",
        "lt",
        "mr",
        "mt",
        "my",
        "nb",
        "nl",
        "or",
        "pa",
        "pl",
        "ps",
        "pt",
        "ro",
        "ru",
        "si",
        "sk",
        "sr_Latn",
        "sv",
        "ta",
        "te",
        "th",
        "tr",
        "uk",
        "vi",
        "yi",
        "yo",
        "zh",
        "zh_Hant",
    ];
    let kept = database().await;
    let in_language = |locale: &str| Collation::builder().locale(locale).build();
    let definition = locales.iter().fold(collection(), |definition, locale| {
        definition.index(Index::ascending("a").name(*locale).collation(in_language(locale)))
    });
    let database = declaring(&kept, definition);
    // A collection's rules are not always those of an index, where nobody says them.
    database.extend(locales.iter().map(|locale| {
        let indexes = [Index::ascending("a"), Index::ascending("b").collation(in_language(locale))];
        let definition = CollectionDefinition::new(format!("c_{locale}")).collation(in_language(locale));
        indexes.into_iter().fold(definition, CollectionDefinition::index)
    }));
    assert_eq!(database.create_all().await.unwrap().created_indexes().count(), 3 * locales.len());
    let plan = database.plan().await.unwrap();
    assert!(plan.is_empty() && plan.unmanaged().is_empty(), "{plan}");
}

#[tokio::test]
async fn an_index_is_held_against_what_its_collection_has() {
    let kept = database().await;
    let french = || Collation::builder().locale("fr").build();
    let index = with(Index::ascending("a").collation(french())).index(Index::ascending("b"));
    let database = declaring(&kept, index);
    command(&database, kept.engine(), doc! { "create": "c", "collation": { "locale": "fr" } }).await;
    database.create_all().await.unwrap();
    let plan = database.plan().await.unwrap();
    assert!(plan.is_empty(), "{plan}");
    assert_eq!(plan.unmanaged().len(), 1, "{plan}");
}
