//! `find(..).page(..)` and `page_number(..)` against a plain sorted find.

use std::time::Duration;

use bson::{Bson, Document, doc};
use mongomancy::{
    Collection, Engine, ErrorKind, PageToken,
    action::Find,
    mongodb::options::ClientOptions,
    options::{Collation, CollationStrength},
};
use mongomancy_testkit::unique_database_name;
use mongomancy_tests::{Commands, run, shared_uri};

use super::mixed::{Numbers, collection, documents, printed};

async fn create_index(engine: &Engine, collection: &Collection<Document>, keys: &Document) {
    let name: Vec<String> = keys.iter().map(|(field, direction)| format!("{field}_{direction}")).collect();
    let index = doc! { "key": keys, "name": name.join("_") };
    let command = doc! { "createIndexes": collection.name(), "indexes": [index] };
    run(engine, collection.namespace().database(), command).await.unwrap();
}

/// The pages from the beginning to the end, and the token before the last of them.
async fn forward(
    find: impl Fn() -> Find<Document>,
    mut size: impl FnMut() -> u32,
) -> mongomancy::Result<(Vec<Document>, Option<PageToken>)> {
    let (mut all, mut token) = (Vec::new(), None::<PageToken>);
    loop {
        let size = size();
        let page = find().page(size).after(&token).await?;
        assert!(page.items().len() <= usize::try_from(size).unwrap());
        assert_eq!(page.previous().is_some(), token.is_some());
        all.extend_from_slice(page.items());
        match page.next() {
            Some(next) => token = Some(next.clone()),
            None => return Ok((all, page.previous().cloned())),
        }
    }
}

/// The pages before a token up to the first, in the order of the find.
async fn backward(
    find: impl Fn() -> Find<Document>,
    mut token: Option<PageToken>,
    mut size: impl FnMut() -> u32,
) -> Vec<Document> {
    let mut all = Vec::new();
    while let Some(before) = token {
        let page = find().page(size()).before(before).await.unwrap();
        assert!(page.next().is_some());
        token = page.previous().cloned();
        all.splice(0..0, page.into_items());
    }
    all
}

#[tokio::test]
async fn every_order_over_every_type_is_walked_forward_and_back() {
    let (engine, collection) = collection().await;
    let mut numbers = Numbers(11);
    let mut documents = documents(&mut numbers, 180);
    // That is refused: see below.
    documents.retain(|document| !format!("{document:?}").contains("Undefined"));
    assert!(documents.len() > 120);
    collection.insert_many(&documents).await.unwrap();
    let swedish = || Collation::builder().locale("sv").strength(CollationStrength::Primary).build();
    for round in 0..30 {
        let mut sort = Document::new();
        for _ in 0..=numbers.below(3) {
            sort.insert(numbers.one_of(&["a", "b", "c.d", "c"]), numbers.one_of(&[1, -1]));
        }
        let mut total = sort.clone();
        if numbers.below(3) == 0 {
            sort.insert("_id", numbers.one_of(&[1, -1]));
            total = sort.clone();
        } else {
            total.insert("_id", 1);
        }
        if round % 3 == 0 {
            create_index(&engine, &collection, &total).await;
        }
        let filter = numbers.one_of(&[doc! {}, doc! { "_id": { "$gte": 20 } }]);
        let projection = numbers.one_of(&[doc! {}, doc! { "text": 1 }, doc! { "_id": 0, "b": 1 }, doc! { "a": 0 }]);
        let find = |sort: &Document| {
            let find = collection.find(&filter).sort(sort).projection(&projection);
            if round % 2 == 0 { find.collation(swedish()) } else { find }
        };
        let expected = printed(&find(&total).try_collect().await.unwrap());
        let mut sizes = Numbers(round);
        let mut size = || u32::try_from(1 + sizes.below(30)).unwrap();
        let (all, last) = forward(|| find(&sort), &mut size).await.unwrap();
        let all = printed(&all);
        let differs = all.iter().zip(&expected).find(|(read, expected)| read != expected);
        assert_eq!((differs, all.len()), (None, expected.len()), "{total} of {filter}, {projection}");
        // Back from the last page, which itself is none of those before it.
        let back = printed(&backward(|| find(&sort), last, &mut size).await);
        let differs = back.iter().zip(&expected).find(|(back, expected)| back != expected);
        assert_eq!(differs, None, "back, {total} of {filter}, {projection}");
        assert!(back.len() < expected.len() && expected.len() - back.len() <= 30);
    }
    engine.dispose().await;
}

/// Whether a projection picks or leaves out is not told by its operators alone.
#[tokio::test]
async fn a_projection_with_a_slice_hides_no_sort_key() {
    let (engine, collection) = collection().await;
    let document = |n: i32| doc! { "_id": n, "a": n * 7 % 20, "x": [1, 2, n], "y": { "z": [n, 1] } };
    collection.insert_many((0..20).map(document)).await.unwrap();
    for projection in [
        doc! { "x": { "$slice": 1 } },
        doc! { "_id": 1, "x": { "$slice": 1 } },
        doc! { "_id": true, "y": { "z": { "$slice": [1, 1] } } },
        doc! { "x": { "$slice": ["$x", 1] } },
        doc! { "_id": 1, "x": { "$slice": ["$x", 1, 1] } },
        doc! { "_id": 0, "x": { "$slice": 1 } },
        doc! { "_id": 1, "a": 0, "x": { "$slice": 1 } },
        doc! { "_id": 1, "x": { "$meta": "indexKey" } },
    ] {
        let find = || collection.find(doc! {}).sort(doc! { "a": 1 }).projection(&projection);
        let expected = find().try_collect().await.unwrap();
        let (all, _) = forward(find, || 3).await.unwrap();
        assert_eq!(all, expected, "{projection}");
        assert_eq!(find().resumable().batch_size(3).try_collect().await.unwrap(), expected, "{projection}");
    }
    engine.dispose().await;
}

/// A server that merges ranges takes a missing field for less than null.
#[tokio::test]
async fn null_and_missing_have_one_place() {
    let (engine, collection) = collection().await;
    let document = |n: i32| match n % 3 {
        0 => doc! { "_id": n, "a": Bson::Null, "b": n / 3 % 4 },
        1 => doc! { "_id": n, "b": n / 3 % 4 },
        _ => doc! { "_id": n, "a": n % 2, "b": n / 3 % 4 },
    };
    collection.insert_many((0..90).map(document)).await.unwrap();
    for sort in [doc! { "a": 1, "b": 1, "_id": 1 }, doc! { "a": -1, "b": 1, "_id": 1 }] {
        create_index(&engine, &collection, &sort).await;
        let expected = collection.find(doc! {}).sort(&sort).try_collect().await.unwrap();
        let (all, last) = forward(|| collection.find(doc! {}).sort(&sort), || 4).await.unwrap();
        assert_eq!(all, expected, "{sort}");
        let back = backward(|| collection.find(doc! {}).sort(&sort), last, || 3).await;
        assert_eq!(back, expected[..88], "{sort}");
    }
    engine.dispose().await;
}

/// What the server examines for the command: documents and keys.
async fn examined(engine: &Engine, database: &str, command: &Document) -> (i32, i32) {
    let parts = ["find", "filter", "sort", "limit"].map(|key| (key.to_owned(), command[key].clone()));
    let command: Document = parts.into_iter().collect();
    let explained = run(engine, database, doc! { "explain": command, "verbosity": "executionStats" }).await.unwrap();
    let stats = explained.get_document("executionStats").unwrap();
    (stats.get_i32("totalDocsExamined").unwrap(), stats.get_i32("totalKeysExamined").unwrap())
}

#[tokio::test]
async fn a_page_far_behind_costs_what_the_first_costs() {
    let (mut options, commands) = (ClientOptions::parse(shared_uri().await).await.unwrap(), Commands::default());
    commands.record(&mut options);
    let engine = Engine::connect(options).await.unwrap();
    let collection: Collection<Document> = engine.database(unique_database_name()).collection_named("many");
    let database = collection.namespace().database();
    // Large groups of equal scores; half of the documents were never seen.
    let document = |n: i32| {
        let mut document = doc! { "_id": n, "guild": "red", "score": n / 1500, "level": n % 3 };
        if n % 2 == 0 {
            document.insert("seen", bson::DateTime::from_millis(i64::from(n % 40)));
        }
        document
    };
    collection.insert_many((0..12_100).map(document)).await.unwrap();
    for keys in [
        doc! { "guild": 1, "score": -1, "_id": 1 },
        doc! { "level": 1, "score": -1, "_id": 1 },
        doc! { "seen": -1, "_id": -1 },
    ] {
        create_index(&engine, &collection, &keys).await;
    }
    let red = || doc! { "guild": "red" };
    for (filter, sort, factor) in [
        (doc! {}, doc! {}, 1),
        (doc! {}, doc! { "_id": -1 }, 1),
        (red(), doc! { "score": -1 }, 1),
        (red(), doc! { "score": 1, "_id": -1 }, 1),
        (doc! {}, doc! { "level": 1, "score": -1 }, 1),
        // For equality with null the server looks at each document twice: the index does not tell null from nothing.
        (doc! {}, doc! { "seen": -1, "_id": -1 }, 2),
        (doc! {}, doc! { "seen": 1, "_id": 1 }, 2),
    ] {
        let find = || collection.find(&filter).sort(&sort);
        for size in [10, 1] {
            let first = find().page(size).await.unwrap();
            let (documents, keys) = examined(&engine, database, &commands.named("find").pop().unwrap()).await;
            assert_eq!(documents, i32::try_from(size).unwrap() + 1, "{sort}");
            assert_eq!(first.items().len(), usize::try_from(size).unwrap());
            // Pages of any size lead to the thousandth of 10, and to the ten thousandth of 1.
            let before = find().page(if size == 10 { 9_990 } else { 9_999 }).await.unwrap();
            let page = find().page(size).after(before.next()).await.unwrap();
            assert_eq!(page.items().len(), usize::try_from(size).unwrap());
            let (deep_documents, deep_keys) = examined(&engine, database, &commands.named("find").pop().unwrap()).await;
            assert!(deep_documents <= documents * factor, "{sort}: {deep_documents} of {documents}");
            assert!(deep_keys <= keys + 15, "{sort}: {deep_keys} of {keys}");
            let back = find().page(size).before(page.previous()).await.unwrap();
            assert_eq!(printed(back.items()), printed(&before.items()[before.items().len() - back.items().len()..]));
            let (back_documents, _) = examined(&engine, database, &commands.named("find").pop().unwrap()).await;
            assert!(back_documents <= documents * factor, "back, {sort}: {back_documents} of {documents}");
        }
    }
    engine.dispose().await;
}

#[tokio::test]
async fn documents_come_and_go_between_pages() {
    let (engine, collection) = collection().await;
    collection.insert_many((0..40).map(|n| doc! { "_id": n * 10, "a": n / 4 })).await.unwrap();
    let find = || collection.find(doc! {}).sort(doc! { "a": -1 });
    let first = find().page(10).await.unwrap();
    let id = |document: &Document| document.get_i32("_id").unwrap();
    let last = id(first.items().last().unwrap());
    // The document of the token goes, with its neighbours; one comes before it, and one behind it among its equals.
    collection.delete_many(doc! { "_id": { "$in": [last - 10, last, last + 10] } }).await.unwrap();
    collection.insert_many([doc! { "_id": 1, "a": 99 }, doc! { "_id": last + 5, "a": 7 }]).await.unwrap();
    let expected = find().sort(doc! { "a": -1, "_id": 1 }).try_collect().await.unwrap();
    let second = find().page(10).after(first.next()).await.unwrap();
    assert_eq!(id(&second.items()[0]), last + 5);
    let behind: Vec<i32> = expected.iter().map(id).skip_while(|id| *id != last + 5).collect();
    assert_eq!(second.items().iter().map(id).collect::<Vec<_>>(), behind[..10]);
    // All that is left of the first page, and what has come to it.
    let back = find().page(30).before(second.previous()).await.unwrap();
    assert!(back.previous().is_none() && back.items().iter().any(|document| id(document) == 1));
    assert!(back.items().iter().all(|document| id(document) != last));

    // Behind the end is nothing, and from there it goes back to what is left, the token's own document included.
    let seen = second.items().last().unwrap().clone();
    collection.delete_many(doc! { "a": { "$lt": seen.get_i32("a").unwrap() } }).await.unwrap();
    collection.delete_many(doc! { "a": seen.get_i32("a").unwrap(), "_id": { "$gt": id(&seen) } }).await.unwrap();
    let empty = find().page(10).after(second.next()).await.unwrap();
    assert!(empty.items().is_empty() && empty.next().is_none());
    let back = find().page(3).before(empty.previous()).await.unwrap();
    assert_eq!(back.items().last(), Some(&seen));
    engine.dispose().await;
}

/// Whatever its elements are, the array is seen and refused, and never passed over.
#[tokio::test]
async fn an_array_among_the_sort_keys_is_met_and_refused() {
    let (engine, collection) = collection().await;
    let others = [Bson::Null, "y".into(), true.into(), bson::DateTime::from_millis(5).into()];
    let others = others.into_iter().enumerate().map(|(n, a)| doc! { "_id": format!("other {n}"), "a": a });
    let numbers = (0..20).map(|n| doc! { "_id": n, "a": n });
    collection.insert_many(numbers.chain(others).collect::<Vec<_>>()).await.unwrap();
    let index = doc! { "a": 1, "_id": 1 };
    for indexed in [false, true] {
        if indexed {
            create_index(&engine, &collection, &index).await;
        }
        let date = bson::DateTime::from_millis(3);
        for elements in [
            doc! { "a": [15, 99] },
            doc! { "a": ["x"] },
            doc! { "a": [10, "x"] },
            doc! { "a": [{ "b": 1 }] },
            doc! { "a": [[1]] },
            doc! { "a": [] },
            doc! { "a": [date] },
            doc! { "a": [Bson::Null, true] },
        ] {
            let mut document = elements.clone();
            document.insert("_id", "array");
            collection.insert_one(&document).await.unwrap();
            for direction in [1, -1] {
                let error = forward(|| collection.find(doc! {}).sort(doc! { "a": direction }), || 3).await.unwrap_err();
                assert_eq!(*error.kind(), ErrorKind::InvalidArgument, "{elements} {direction}");
                assert!(error.to_string().contains("`a`"), "{error}");
            }
            collection.delete_by_id("array").await.unwrap();
        }
    }
    engine.dispose().await;
}

#[tokio::test]
async fn an_undefined_among_the_sort_keys_is_met_and_refused() {
    let (engine, collection) = collection().await;
    let documents =
        [doc! { "a": 1 }, doc! {}, doc! { "a": Bson::Null }, doc! { "a": Bson::Undefined }, doc! { "a": 2 }];
    collection.insert_many(documents.into_iter().cycle().take(25)).await.unwrap();
    for indexed in [false, true] {
        if indexed {
            create_index(&engine, &collection, &doc! { "a": 1, "_id": 1 }).await;
        }
        for sort in [doc! { "a": 1 }, doc! { "a": -1, "_id": -1 }, doc! { "a": -1 }, doc! { "b": 1, "a": -1 }] {
            let error = forward(|| collection.find(doc! {}).sort(&sort), || 2).await.unwrap_err();
            assert_eq!(*error.kind(), ErrorKind::InvalidArgument, "{sort}");
            assert!(error.to_string().contains("undefined"), "{error}");
        }
    }
    engine.dispose().await;
}

#[tokio::test]
async fn a_signed_page_of_several_messages_comes_whole() {
    let (engine, collection) = collection().await;
    let text = "x".repeat(1 << 20);
    collection.insert_many((0..40).map(|n| doc! { "_id": n, "text": &text })).await.unwrap();
    let signing = collection.clone().with_page_secret([7; 32]);
    let first = signing.find(doc! {}).page(20).deadline(Duration::from_secs(25)).await.unwrap();
    let second = signing.find(doc! {}).page(20).after(first.next()).await.unwrap();
    let ids: Vec<i32> = first.into_iter().chain(second).map(|document| document.get_i32("_id").unwrap()).collect();
    assert_eq!(ids, (0..40).collect::<Vec<_>>());
    engine.dispose().await;
}

#[tokio::test]
async fn numbered_pages_are_the_sorted_find_in_pieces() {
    let (engine, collection) = collection().await;
    collection.insert_many((0..47).map(|n| doc! { "_id": n, "a": n % 3 })).await.unwrap();
    let find = || collection.find(doc! { "_id": { "$gte": 2 } }).sort(doc! { "a": -1 });
    let expected = collection.find(doc! { "_id": { "$gte": 2 } }).sort(doc! { "a": -1, "_id": 1 });
    let expected = expected.try_collect().await.unwrap();
    let mut all = Vec::new();
    for number in 1..=5 {
        let page = find().page_number(number, 10).await.unwrap();
        assert_eq!((page.number(), page.total(), page.pages()), (number, 45, 5));
        all.extend(page);
    }
    assert_eq!(all, expected);
    let behind = find().page_number(6, 10).await.unwrap();
    assert_eq!((behind.items().len(), behind.total()), (0, 45));
    let none = collection.find(doc! { "a": 9 }).page_number(1, 10).await.unwrap();
    assert_eq!((none.items().len(), none.total(), none.pages()), (0, 0, 0));
    engine.dispose().await;
}
