//! Errors say where and why, never what: a marked value must not come out of any of them.

use std::{mem::discriminant, time::Duration};

use mongomancy::error::{DecodeFailure, DuplicateKey, ServerFailure, ValidationFailure};
use mongomancy::{
    CollectionDefinition, DefaultDocument, Document, Engine, Error, ErrorKind, Id, Index, MongoCollection, doc,
    options::ReadConcern,
};
use mongomancy_testkit::{ReplicaSet, wait_until};
use mongomancy_tests::{LIMIT, database, open_cursors, printed, run};
use serde::{Deserialize, Serialize};

const MARK: &str = "MARKED-SECRET";

#[derive(Debug, Serialize, Deserialize, MongoCollection)]
#[collection(name = "typed")]
struct Typed {
    #[serde(rename = "_id")]
    id: String,
    number: i64,
    #[serde(default)]
    large: u64,
}

fn hides(error: &Error, kind: &ErrorKind) {
    assert_eq!(discriminant(error.kind()), discriminant(kind), "{error:?}");
    assert!(!printed(error).contains(MARK), "{}", printed(error));
}

#[tokio::test]
async fn what_the_server_refuses_is_told_without_its_values() {
    let db = database().await;
    let validator = doc! { "validator": { "secret": { "$exists": false } } };
    run(db.engine(), db.name(), doc! { "create": "c" }).await.unwrap();
    let mut modify = doc! { "collMod": "c" };
    modify.extend(validator);
    run(db.engine(), db.name(), modify).await.unwrap();
    let documents = db.collection_named::<Document>("c");
    let error = documents.insert_one(doc! { "secret": MARK }).await.unwrap_err();
    hides(&error, &ErrorKind::Validation(ValidationFailure::default()));

    documents.insert_one(doc! { "_id": MARK }).await.unwrap();
    let duplicate = ErrorKind::DuplicateKey(DuplicateKey::default());
    hides(&documents.insert_one(doc! { "_id": MARK }).await.unwrap_err(), &duplicate);
    hides(&documents.insert_many([doc! { "_id": 1 }, doc! { "_id": MARK }]).await.unwrap_err(), &duplicate);

    let server = ErrorKind::Server(ServerFailure::default());
    let bad_filter = doc! { "field": { "$unknown": MARK } };
    hides(&documents.find_one(bad_filter.clone()).await.unwrap_err(), &server);
    hides(&documents.update_one(bad_filter, doc! { "$set": { "a": MARK } }).await.unwrap_err(), &server);
    hides(&documents.update_one(doc! {}, doc! { "$inc": { "_id": MARK } }).await.unwrap_err(), &server);

    let filter = doc! { "$where": format!("sleep(300) || '{MARK}'") };
    let late = documents.find_one(filter.clone()).deadline(Duration::from_millis(50)).await.unwrap_err();
    hides(&late, &ErrorKind::DeadlineExceeded);
    let late = documents.find_one(filter).max_time(Duration::from_millis(50)).await.unwrap_err();
    hides(&late, &ErrorKind::DeadlineExceeded);
}

#[tokio::test]
async fn what_does_not_fit_a_type_is_told_without_its_values() {
    let db = database().await;
    let (untyped, typed) = (db.collection_named::<Document>("typed"), db.collection::<Typed>());
    untyped.insert_one(doc! { "_id": MARK, "number": MARK }).await.unwrap();
    let error = typed.find_one(doc! { "_id": MARK }).await.unwrap_err();
    hides(&error, &ErrorKind::Decode(DecodeFailure::default()));
    let ErrorKind::Decode(failure) = error.kind() else { unreachable!() };
    assert_eq!((failure.path(), failure.id()), ("number", None));
    assert_eq!(failure.collection().unwrap(), format!("{}.typed", db.name()));

    let too_large = Typed { id: MARK.into(), number: 1, large: u64::MAX };
    hides(&typed.insert_one(&too_large).await.unwrap_err(), &ErrorKind::Encode);
    let error = MARK.parse::<Id<Typed>>().unwrap_err();
    hides(&error, &ErrorKind::InvalidArgument);
    hides(&untyped.update_one(doc! {}, doc! { "a": MARK }).await.unwrap_err(), &ErrorKind::InvalidArgument);
    assert!(!format!("{:?} {typed:?} {:?}", db.engine(), *db).contains(MARK));
}

#[tokio::test]
async fn definitions_are_told_without_their_values() {
    let db = database().await;
    let by = |filter: &str| {
        let index = Index::ascending("a").partial_filter_expression(doc! { "a": { "$gt": filter } });
        CollectionDefinition::new("c")
            .index(index.name("by_a"))
            .default_document(DefaultDocument::new(doc! { "_id": MARK, "a": MARK }))
    };
    db.add_collection(by("other"));
    let report = db.create_all().await.unwrap();
    assert!(!format!("{report} {report:?}").contains(MARK));
    let changed = db.engine().database(db.name());
    changed.add_collection(by(MARK));
    let error = changed.create_all().await.unwrap_err();
    assert_eq!(error.kind(), &ErrorKind::Conflict);
    assert!(!printed(&error).contains(MARK), "{}", printed(&error));
    assert!(!format!("{:?}", changed.definitions()[0].default_documents()).contains(MARK));

    let keyless = DefaultDocument::new(doc! { "a": MARK }).key(["b"]);
    let invalid = db.engine().database(db.name());
    invalid.add_collection(CollectionDefinition::new("c").default_document(keyless));
    hides(&invalid.create_all().await.unwrap_err(), &ErrorKind::InvalidDefinition);
    hides(&invalid.get_collection("unknown").unwrap_err(), &ErrorKind::NotRegistered);
}

#[tokio::test]
async fn a_lost_cursor_and_a_disposed_engine_say_nothing() {
    let db = database().await;
    let documents = db.collection_named::<Document>("c");
    documents.insert_many((0..10).map(|n| doc! { "n": n, "secret": MARK })).await.unwrap();
    let mut cursor = documents.find(doc! { "secret": MARK }).batch_size(2).await.unwrap();
    cursor.try_next().await.unwrap().unwrap();
    // While the next batch is asked for the cursor is not idle, and may not be listed.
    let namespace = format!("{}.c", db.name());
    let open = async || open_cursors(db.engine(), &namespace).await.ok().filter(|ids| !ids.is_empty());
    let ids = wait_until(LIMIT, "the cursor", open).await.unwrap();
    run(db.engine(), db.name(), doc! { "killCursors": "c", "cursors": ids }).await.unwrap();
    let error = loop {
        match cursor.try_next().await {
            Ok(Some(_)) => {}
            Ok(None) => panic!("the cursor ended as if it were complete"),
            Err(error) => break error,
        }
    };
    hides(&error, &ErrorKind::CursorLost { documents: 0 });
    assert_eq!(error.kind(), &ErrorKind::CursorLost { documents: cursor.documents_given() });

    let engine = Engine::builder(format!("mongodb://user:{MARK}@127.0.0.1:9/")).build().unwrap();
    engine.dispose().await;
    hides(&engine.ping().await.unwrap_err(), &ErrorKind::Disposed);
    assert!(!format!("{engine:?}").contains(MARK));
}

#[tokio::test]
async fn a_password_is_in_no_error() {
    let set = ReplicaSet::builder().members(1).authentication("root", "right").start().await.unwrap();
    let uri = set.uri().replace("root:right@", &format!("root:{MARK}@"));
    let error = Engine::connect(&uri).await.unwrap_err();
    hides(&error, &ErrorKind::Authentication);
    assert!(error.elapsed() < Duration::from_secs(10), "a wrong password is told at once: {error}");

    let root = Engine::connect(set.uri()).await.unwrap();
    let roles = doc! { "createUser": "reader", "pwd": MARK, "roles": [{ "role": "read", "db": "d" }] };
    run(&root, "admin", roles).await.unwrap();
    let reader = Engine::connect(set.uri().replace("root:right@", &format!("reader:{MARK}@"))).await.unwrap();
    let documents = reader.database("d").collection_named::<Document>("c");
    assert_eq!(documents.find_one(doc! {}).read_concern(ReadConcern::local()).await.unwrap(), None);
    hides(&documents.insert_one(doc! { "secret": MARK }).await.unwrap_err(), &ErrorKind::Unauthorized);
}
