//! Whatever a field is: a value that is stored is found by `eq` of it.

mod enumeration;
mod kind;
mod shape;

use std::fmt::Debug;

use mongomancy::{Collection, Filter, MongoCollection};

use super::found;

/// Asserts, for each document and each of the fields, that the documents found by `eq` of the field's value are that one.
macro_rules! every_field {
    ($collection:expr, $documents:expr, $type:ident { $($field:ident),+ $(,)? }) => {{
        let paths = $type::fields();
        for document in $documents {
            // All fields are named, or this does not compile.
            let $type { $($field),+ } = document;
            $(
                let finds = $crate::query::every_field::finds;
                finds($collection, document.id, stringify!($field), &[
                    paths.$field.eq($field),
                    paths.$field.in_([$field]),
                    !paths.$field.ne($field),
                ]).await;
            )+
        }
    }};
}
use every_field;

/// Asserts that each of the filters finds the document with this `_id` alone.
async fn finds<T: MongoCollection>(collection: &Collection<T>, id: i32, field: &str, filters: &[Filter<T>]) {
    for (number, filter) in filters.iter().enumerate() {
        let found = found(collection, filter).await;
        assert_eq!(found, [id], "filter {number} of `{field}`: {}", filter.to_document().unwrap());
    }
}

/// Stores the documents, and gives them back as they are read.
async fn stored<T: MongoCollection + Debug + PartialEq + Sync>(collection: &Collection<T>, documents: &[T]) {
    collection.insert_many(documents).await.unwrap();
    let read = collection.find(Filter::all()).try_collect().await.unwrap();
    assert_eq!(read, documents);
}
