//! Typed filters on a real server: each operator finds what it says.

mod array;
mod compare;
mod every_field;
mod filtered;
mod geo;
mod injection;
mod key;
mod number;
mod pattern;
mod presence;
mod whole;

use mongomancy::{Collection, Document, Filter, MongoCollection, doc};

/// The `_id`s, which are numbers, of what the filter finds.
async fn found<T: MongoCollection>(collection: &Collection<T>, filter: &Filter<T>) -> Vec<i32> {
    let found = collection.find(filter).sort(doc! { "_id": 1 }).with_type::<Document>().try_collect().await;
    let found = found.unwrap_or_else(|error| panic!("{error}: {:?}", filter.to_document()));
    found.iter().map(|document| document.get_i32("_id").unwrap()).collect()
}

/// Asserts what each filter finds, which must be something, and not everything.
async fn each_finds<T: MongoCollection>(
    collection: &Collection<T>,
    cases: impl IntoIterator<Item = (Filter<T>, Vec<i32>)>,
) {
    let all = usize::try_from(collection.count_documents(doc! {}).await.unwrap()).unwrap();
    for (filter, expected) in cases {
        assert!((1..all).contains(&expected.len()), "{} of {all} documents prove little", expected.len());
        assert_eq!(found(collection, &filter).await, expected, "{}", filter.to_document().unwrap());
    }
}
