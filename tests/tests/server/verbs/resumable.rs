//! `find(..).resumable()` against a plain sorted find, with its cursors killed on the way.

use bson::{Document, doc};
use mongomancy::{
    Collection, Engine, ErrorKind,
    mongodb::options::ClientOptions,
    options::{Collation, CollationStrength},
};
use mongomancy_testkit::unique_database_name;
use mongomancy_tests::{Commands, open_cursors, run, shared_uri};

use super::mixed::{Numbers, collection, documents, printed};

/// How many documents one order is tried with.
const DOCUMENTS: i32 = 150;

/// Kills every cursor that is open on the collection: how many there were.
async fn kill_cursors(engine: &Engine, collection: &Collection<Document>) -> usize {
    let namespace = collection.namespace();
    let ids = open_cursors(engine, &namespace.to_string()).await.unwrap();
    if !ids.is_empty() {
        let kill = doc! { "killCursors": namespace.collection(), "cursors": &ids };
        run(engine, namespace.database(), kill).await.unwrap();
    }
    ids.len()
}

/// Reads with kills after every few documents: what was read, and how many cursors were killed.
async fn read_with_kills(
    engine: &Engine,
    collection: &Collection<Document>,
    find: mongomancy::action::Find<Document>,
    numbers: &mut Numbers,
) -> mongomancy::Result<(Vec<Document>, usize)> {
    let mut cursor = find.resumable().await?;
    let (mut read, mut killed) = (Vec::new(), 0);
    let mut until_kill = numbers.below(9);
    while let Some(document) = cursor.try_next().await? {
        read.push(document);
        if until_kill == 0 {
            killed += kill_cursors(engine, collection).await;
            until_kill = 5 + numbers.below(30);
        } else {
            until_kill -= 1;
        }
    }
    Ok((read, killed))
}

#[tokio::test]
async fn every_order_over_every_type_is_read_without_gaps_or_repeats() {
    let (engine, collection) = collection().await;
    let mut numbers = Numbers(7);
    let documents = documents(&mut numbers, DOCUMENTS);
    collection.insert_many(&documents).await.unwrap();
    let swedish = || Collation::builder().locale("sv").strength(CollationStrength::Primary).build();
    let fields = ["a", "b", "c.d", "c"];
    let mut killed = 0;
    for round in 0..24 {
        let mut sort = Document::new();
        for _ in 0..=numbers.below(3) {
            sort.insert(numbers.one_of(&fields), numbers.one_of(&[1, -1]));
        }
        // Most sorts are made total by the scan itself, with `_id` upwards.
        let mut total = sort.clone();
        if numbers.below(4) == 0 {
            let direction = numbers.one_of(&[1, -1]);
            sort.insert("_id", direction);
            total.insert("_id", direction);
        } else {
            total.insert("_id", 1);
        }
        if round % 3 == 0 {
            let name: Vec<String> = total.iter().map(|(field, direction)| format!("{field}_{direction}")).collect();
            let index = doc! { "key": &total, "name": name.join("_") };
            let command = doc! { "createIndexes": collection.name(), "indexes": [index] };
            run(&engine, collection.namespace().database(), command).await.unwrap();
        }
        let filter = numbers.one_of(&[doc! {}, doc! { "_id": { "$gte": 20 } }]);
        let projection = numbers.one_of(&[
            doc! {},
            doc! { "text": 1 },
            doc! { "_id": 0, "b": 1, "c.d": 1 },
            doc! { "a": 0, "c.d": 0 },
            doc! { "_id": 0 },
        ]);
        let (skip, limit) = (numbers.one_of(&[0_u32, 7]), numbers.one_of(&[0, 0, 60]));
        let find = |sort: &Document| {
            let find = collection
                .find(&filter)
                .sort(sort)
                .projection(&projection)
                .batch_size(3)
                .skip(skip.into())
                .limit(limit);
            if round % 2 == 0 { find.collation(swedish()) } else { find }
        };
        let expected = find(&total).try_collect().await.unwrap();
        let (read, met) = read_with_kills(&engine, &collection, find(&sort), &mut numbers).await.unwrap();
        assert_eq!(printed(&read), printed(&expected), "{total} of {filter}, {projection}, {skip}, {limit}");
        killed += met;
    }
    assert!(killed >= 24, "{killed}");
    engine.dispose().await;
}

#[tokio::test]
async fn a_killed_cursor_ends_a_plain_find_and_not_a_resumable_one() {
    let (engine, collection) = collection().await;
    collection.insert_many((0..100).map(|id| doc! { "_id": id })).await.unwrap();
    let mut plain = collection.find(doc! {}).batch_size(5).await.unwrap();
    plain.try_next().await.unwrap();
    kill_cursors(&engine, &collection).await;
    let error = loop {
        match plain.try_next().await {
            Ok(document) => assert!(document.is_some(), "the end after {}", plain.documents_given()),
            Err(error) => break error,
        }
    };
    assert_eq!(*error.kind(), ErrorKind::CursorLost { documents: plain.documents_given() });
    assert!(plain.documents_given() < 100);
    let find = collection.find(doc! {}).batch_size(5);
    let (all, killed) = read_with_kills(&engine, &collection, find, &mut Numbers(3)).await.unwrap();
    assert!(all.len() == 100 && killed > 1, "{} {killed}", all.len());
    engine.dispose().await;
}

/// Whatever its elements are, the array is seen and refused, and never passed over or given twice.
#[tokio::test]
async fn an_array_among_the_sort_keys_is_met_and_refused() {
    let (engine, collection) = collection().await;
    collection.insert_many((0..40).map(|n| doc! { "_id": n, "a": n })).await.unwrap();
    let elements = [doc! { "a": [25, 99] }, doc! { "a": ["x"] }, doc! { "a": [30, "x"] }, doc! { "a": [{ "b": 1 }] }];
    for mut document in elements {
        document.insert("_id", "array");
        collection.insert_one(&document).await.unwrap();
        for (direction, projection) in [(1, doc! {}), (-1, doc! {}), (1, doc! { "_id": 1 })] {
            let find = collection.find(doc! {}).sort(doc! { "a": direction }).projection(projection).batch_size(4);
            let error = read_with_kills(&engine, &collection, find, &mut Numbers(3)).await.unwrap_err();
            assert_eq!(*error.kind(), ErrorKind::InvalidArgument, "{document}");
            assert!(error.to_string().contains("`a`"), "{error}");
        }
        collection.delete_by_id("array").await.unwrap();
    }
    engine.dispose().await;
}

#[tokio::test]
async fn the_place_to_go_on_is_found_in_the_index() {
    let (mut options, commands) = (ClientOptions::parse(shared_uri().await).await.unwrap(), Commands::default());
    commands.record(&mut options);
    let engine = Engine::connect(options).await.unwrap();
    let collection: Collection<Document> = engine.database(unique_database_name()).collection_named("mixed");
    collection.insert_many((0..1000).map(|n| doc! { "_id": n, "a": n / 5 })).await.unwrap();
    let index = doc! { "key": { "a": -1, "_id": 1 }, "name": "a" };
    let database = collection.namespace().database();
    run(&engine, database, doc! { "createIndexes": "mixed", "indexes": [index] }).await.unwrap();
    for sort in [doc! {}, doc! { "_id": -1 }, doc! { "a": -1 }] {
        let mut cursor = collection.find(doc! {}).sort(&sort).batch_size(100).resumable().await.unwrap();
        while cursor.try_next().await.unwrap().is_some() {
            if cursor.documents_given() == 550 {
                kill_cursors(&engine, &collection).await;
            }
        }
        assert_eq!(cursor.documents_given(), 1000);
        let again = commands.named("find").pop().unwrap();
        assert!(again.get_document("filter").unwrap().contains_key("$expr"), "{again}");
        let parts = ["find", "filter", "sort"].map(|key| (key.to_owned(), again[key].clone()));
        let again: Document = parts.into_iter().collect();
        let explained = run(&engine, database, doc! { "explain": again, "verbosity": "executionStats" }).await.unwrap();
        let examined = explained.get_document("executionStats").unwrap().get_i32("totalKeysExamined").unwrap();
        // Of 1000 keys, those that were left, and few more.
        assert!(examined < 420, "{sort}: {examined}");
    }
    engine.dispose().await;
}

/// Nothing would tell "a" from "A" when the cursor is opened anew.
#[tokio::test]
async fn ids_that_a_collation_makes_equal_are_refused() {
    let (_engine, collection) = collection().await;
    collection
        .insert_many([doc! { "_id": 1 }, doc! { "_id": { "name": "a" } }, doc! { "_id": { "name": "A" } }])
        .await
        .unwrap();
    let collation =
        |locale: &str| Collation::builder().locale(locale.to_owned()).strength(CollationStrength::Secondary).build();
    let mut all = collection.find(doc! {}).resumable().collation(collation("en")).await.unwrap();
    assert!(all.try_next().await.unwrap().is_some());
    let error = all.try_next().await.unwrap_err();
    assert_eq!((error.kind(), all.documents_given()), (&ErrorKind::InvalidArgument, 1), "{error}");
    let simple = Collation::builder().locale("simple".to_owned()).build();
    assert_eq!(collection.find(doc! {}).resumable().collation(simple).try_collect().await.unwrap().len(), 3);
}

#[tokio::test]
async fn documents_of_one_id_are_refused() {
    let (engine, collection) = collection().await;
    collection.insert_one(doc! { "_id": 1, "part": [1, 2] }).await.unwrap();
    let view = format!("{}_parts", collection.name());
    let create = doc! { "create": &view, "viewOn": collection.name(), "pipeline": [{ "$unwind": "$part" }] };
    run(&engine, collection.namespace().database(), create).await.unwrap();
    let parts = engine.database(collection.namespace().database()).collection_named::<Document>(view);
    let error = parts.find(doc! {}).resumable().try_collect().await.unwrap_err();
    assert_eq!(error.kind(), &ErrorKind::InvalidArgument, "{error}");
}
