//! Default documents: made once, never changed.

use mongomancy::{CollectionDefinition, DefaultDocument, ErrorKind, Index, doc};
use mongomancy_tests::printed;

use super::{anew, command, database, documents};

fn color() -> CollectionDefinition {
    let document = |name: &str| DefaultDocument::new(doc! { "name": name, "hex": "#000" }).key(["name"]);
    CollectionDefinition::new("color")
        .index(Index::ascending("name").unique(true))
        .default_document(document("red"))
        .default_document(document("blue"))
}

#[tokio::test]
async fn what_a_user_changed_is_kept() {
    let database = database().await;
    database.add_collection(color());
    assert_eq!(database.create_all().await.unwrap().created_default_documents(), 2);
    let changed = doc! { "q": { "name": "red" }, "u": { "$set": { "hex": "#f00", "own": true } } };
    command(&database, doc! { "update": "color", "updates": [changed] }).await;
    command(&database, doc! { "delete": "color", "deletes": [{ "q": { "name": "blue" }, "limit": 1 }] }).await;
    let before = documents(&database, "color").await;

    let report = database.create_all().await.unwrap();
    assert_eq!((report.created_default_documents(), report.found().count()), (1, 3), "{report}");
    let after = documents(&database, "color").await;
    assert_eq!((after.len(), &after[0]), (2, &before[0]));
    assert_eq!(after[0].get_str("hex").unwrap(), "#f00");
    assert_eq!(after[1].get_str("name").unwrap(), "blue");
}

#[tokio::test]
async fn a_key_that_no_unique_index_covers_is_noted() {
    let database = database().await;
    let open = CollectionDefinition::new("open")
        .index(Index::ascending("name"))
        .default_document(DefaultDocument::new(doc! { "name": "MARK", "n": 1 }).key(["name"]));
    database.add_collection(open);
    let report = database.create_all().await.unwrap();
    assert_eq!(report.notes().len(), 1, "{report}");
    assert!(report.notes()[0].contains("open: no unique index covers the key name"), "{report}");
    assert!(!report.to_string().contains("MARK"));
    assert!(database.create_all().await.unwrap().is_unchanged());
    assert_eq!(documents(&database, "open").await.len(), 1);
}

#[tokio::test]
async fn numbers_of_another_type_are_the_same_key() {
    let database = database().await;
    command(&database, doc! { "insert": "c", "documents": [{ "_id": 1, "n": 5.0 }] }).await;
    let by_n = DefaultDocument::new(doc! { "n": 5_i64, "x": 1 }).key(["n"]);
    database.add_collection(CollectionDefinition::new("c").default_document(by_n));
    assert!(database.create_all().await.unwrap().is_unchanged());
}

#[tokio::test]
async fn more_than_one_read_takes_in_are_found_too() {
    let database = database().await;
    let many = (0..120).fold(CollectionDefinition::new("c").index(Index::ascending("n").unique(true)), |c, n| {
        c.default_document(DefaultDocument::new(doc! { "n": n }).key(["n"]))
    });
    database.add_collection(many);
    assert_eq!(database.create_all().await.unwrap().created_default_documents(), 120);
    assert!(database.create_all().await.unwrap().is_unchanged());
    command(&database, doc! { "delete": "c", "deletes": [{ "q": { "n": 77 }, "limit": 1 }] }).await;
    assert_eq!(database.create_all().await.unwrap().created_default_documents(), 1);
}

#[tokio::test]
async fn another_unique_index_in_the_way_is_an_error() {
    let database = database().await;
    let unique = |field: &str| Index::ascending(field).unique(true);
    let definition = CollectionDefinition::new("c").index(unique("name")).index(unique("mail"));
    database.add_collection(definition.clone());
    database.create_all().await.unwrap();
    command(&database, doc! { "insert": "c", "documents": [{ "name": "user", "mail": "MARK" }] }).await;
    let house = DefaultDocument::new(doc! { "name": "house", "mail": "MARK" }).key(["name"]);
    let wanting = anew(&database);
    wanting.add_collection(definition.default_document(house));
    let error = wanting.create_all().await.unwrap_err();
    assert!(error.is_duplicate_key());
    assert!(error.to_string().contains("index ux__c__mail: inserting a default document into `c`"), "{error}");
    assert!(!printed(&error).contains("MARK"));
}

#[tokio::test]
async fn one_that_could_not_be_found_again_is_refused() {
    let database = database().await;
    database.add_collection(CollectionDefinition::new("c").default_document(DefaultDocument::new(doc! { "a": 1 })));
    assert_eq!(database.create_all().await.unwrap_err().kind(), &ErrorKind::InvalidDefinition);
    assert!(database.list_collection_names().await.unwrap().is_empty());
}
