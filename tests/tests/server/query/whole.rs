//! Conditions on a document as a whole.

use mongomancy::{Filter, MongoCollection, TextSearch, doc};
use mongomancy_tests::{database, run};

use super::each_finds;

#[derive(Debug, Clone, MongoCollection)]
#[collection(name = "book")]
struct Book {
    #[serde(rename = "_id")]
    id: i32,
    title: String,
    pages: i32,
    read: i32,
}

fn book(id: i32, title: &str, pages: i32, read: i32) -> Book {
    Book { id, title: title.into(), pages, read }
}

#[tokio::test]
async fn words_expressions_and_schemas_are_matched() {
    let db = database().await;
    let books = db.collection::<Book>();
    let all = [
        book(1, "The Café of Tea", 100, 100),
        book(2, "coffee and tea", 50, 20),
        book(3, "Running cafe", 200, 0),
        book(4, "the running of Things", 10, 10),
    ];
    books.insert_many(&all).await.unwrap();
    let index = doc! { "key": { "title": "text" }, "name": "title" };
    let create = doc! { "createIndexes": Book::NAME, "indexes": [index] };
    run(db.engine(), db.name(), create).await.unwrap();
    let long = doc! { "properties": { "pages": { "minimum": 100 } } };
    let read_all = || Filter::<Book>::expr(doc! { "$eq": ["$pages", "$read"] });
    each_finds(
        &books,
        [
            (Filter::text("cafe"), vec![1, 3]),
            (Filter::text("coffee cafe"), vec![1, 2, 3]),
            (Filter::text("cafe -tea"), vec![3]),
            (Filter::text(TextSearch::new("cafe").diacritic_sensitive(true)), vec![3]),
            (Filter::text(TextSearch::new("Running").case_sensitive(true)), vec![3]),
            (Filter::text(TextSearch::new("run")), vec![3, 4]),
            (Filter::text(TextSearch::new("runs tea").language("none")), vec![1, 2]),
            (Filter::text(String::from("tea")) & read_all(), vec![1]),
            (read_all(), vec![1, 4]),
            (!read_all(), vec![2, 3]),
            (Filter::json_schema(long.clone()), vec![1, 3]),
            (!Filter::json_schema(long), vec![2, 4]),
            (Filter::raw(doc! { "$where": "this.pages < 60" }), vec![2, 4]),
        ],
    )
    .await;
}
