//! `insert_one` and `insert_many`.

use std::time::Duration;

use bson::{Bson, Document, doc, oid::ObjectId};
use mongomancy::{ErrorKind, options::WriteConcern};

use super::{Player, names, player, players};

#[tokio::test]
async fn a_document_is_stored_under_its_id_or_a_new_one() {
    let (fixture, players) = players().await;
    let eve = player("Eve", 0);
    let id = *players.insert_one(&eve).await.unwrap().id();
    assert_eq!(players.find_by_id(id).await.unwrap(), Some(Player { id: Some(id), ..eve }));
    let given = ObjectId::new();
    let inserted = players.insert_one(Player { id: Some(given), ..player("Fay", 0) }).comment("given").await.unwrap();
    assert_eq!(*inserted.id(), given);
    // `None` was never sent as null.
    assert_eq!(players.count_documents(doc! { "_id": null }).await.unwrap(), 0);

    let untyped = fixture.database.collection_named::<Document>("untyped");
    assert!(matches!(untyped.insert_one(doc! { "_id": null }).await.unwrap().id(), Bson::ObjectId(_)));
    assert_eq!(untyped.insert_one(doc! { "_id": "own" }).await.unwrap().id(), &Bson::from("own"));
    let error = untyped.insert_one(doc! { "_id": [1] }).await.unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Server(_)), "{error}");
}

#[tokio::test]
async fn a_duplicate_key_names_the_index() {
    let (_fixture, players) = players().await;
    let error = players.insert_one(player("Ada", 0)).await.unwrap_err();
    let ErrorKind::DuplicateKey(duplicate) = error.kind() else { panic!("{error}") };
    assert_eq!((duplicate.index(), duplicate.fields()), ("ux__player__name", &["name".to_owned()][..]));
    assert!(!error.maybe_applied());
    assert!(!format!("{error} {error:?}").contains("Ada"));
}

#[tokio::test]
async fn a_validator_refuses_unless_it_is_bypassed() {
    let (_fixture, players) = players().await;
    let error = players.insert_one(player("Eve", -1)).await.unwrap_err();
    assert!(error.validation_failure().is_some(), "{error}");
    players.insert_one(player("Eve", -1)).bypass_document_validation(true).await.unwrap();
}

#[tokio::test]
async fn a_document_over_16_mib_is_refused_before_it_is_sent() {
    let (fixture, _players) = players().await;
    let untyped = fixture.database.collection_named::<Document>("untyped");
    let sized = |id: i32, size: usize| {
        let rest = doc! { "_id": id, "text": "" };
        doc! { "_id": id, "text": "x".repeat(size - bson::serialize_to_vec(&rest).unwrap().len()) }
    };
    let error = untyped.insert_one(sized(1, 16 * 1024 * 1024 + 1)).await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (&ErrorKind::InvalidArgument, 0));
    // The largest that a server takes is one that we send.
    untyped.insert_one(sized(2, 16 * 1024 * 1024)).await.unwrap();
    let error = untyped.insert_many([doc! {}, sized(3, 17 * 1024 * 1024)]).await.unwrap_err();
    assert!(error.to_string().contains("document 1"), "{error}");
    assert_eq!(untyped.count_documents(doc! {}).await.unwrap(), 1);
}

#[tokio::test]
async fn more_than_one_command_takes_are_several() {
    let (fixture, _players) = players().await;
    let untyped = fixture.database.collection_named::<Document>("untyped");
    let inserted = untyped.insert_many((0..100_001).map(|n| doc! { "_id": n })).await.unwrap();
    assert_eq!(inserted.ids().len(), 100_001);
    assert_eq!(inserted.ids()[100_000], Bson::Int32(100_000));
    assert_eq!(untyped.count_documents(doc! {}).await.unwrap(), 100_001);

    let text = "x".repeat(1 << 20);
    let large = (0..33).map(|n| doc! { "n": n, "text": &text });
    let large = untyped.insert_many(large).deadline(Duration::from_secs(60)).await.unwrap();
    assert_eq!(large.into_ids().len(), 33);
    assert_eq!(untyped.count_documents(doc! { "n": { "$gte": 0 } }).await.unwrap(), 33);
}

#[tokio::test]
async fn an_ordered_insert_stops_at_a_bad_document_and_an_unordered_one_goes_on() {
    let (_fixture, players) = players().await;
    let batch = |suffix: &str| {
        vec![
            player(&format!("1{suffix}"), 0),
            player("Ada", 0),
            player(&format!("2{suffix}"), -1),
            player(&format!("3{suffix}"), 0),
        ]
    };
    let error = players.insert_many(batch("a")).await.unwrap_err();
    let partial = error.partial_insert().unwrap();
    assert!(error.is_duplicate_key() && error.maybe_applied());
    assert_eq!((partial.stored(), partial.failures().len()), (&[0][..], 1));
    assert_eq!((partial.failures()[0].position(), partial.failures()[0].code()), (1, 11000));

    let error = players.insert_many(batch("b")).ordered(false).await.unwrap_err();
    let partial = error.partial_insert().unwrap();
    assert!(error.is_duplicate_key());
    assert_eq!(partial.stored(), [0, 3]);
    let failures: Vec<(usize, i32)> = partial.failures().iter().map(|one| (one.position(), one.code())).collect();
    assert_eq!(failures, [(1, 11000), (2, 121)]);
    assert!(matches!(partial.failures()[1].kind(), ErrorKind::Validation(_)));
    assert_eq!(names(&players).await, ["1a", "1b", "3b", "Ada", "Bob", "Cyd"]);

    let error = players.insert_many([player("Ada", 0), player("9", 0)]).await.unwrap_err();
    assert!(!error.maybe_applied(), "nothing of it is stored");
    let error = players.insert_many(Vec::<Player>::new()).await.unwrap_err();
    assert_eq!(*error.kind(), ErrorKind::InvalidArgument);
}

#[tokio::test]
async fn a_write_concern_that_cannot_be_met_is_an_error_of_a_write_that_is_stored() {
    let (_fixture, players) = players().await;
    let error = players.insert_one(player("Eve", 0)).write_concern(WriteConcern::nodes(7)).await.unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Server(failure) if failure.code() == 100), "{error}");
    assert!(error.maybe_applied());
    assert!(players.exists(doc! { "name": "Eve" }).await.unwrap());
    let error = players.insert_many([player("Fay", 0)]).write_concern(WriteConcern::nodes(7)).await.unwrap_err();
    assert_eq!(error.partial_insert().unwrap().unknown(), [0]);
    players.insert_one(player("Gil", 0)).write_concern(WriteConcern::nodes(1)).await.unwrap();
    let error = players.insert_one(player("Hal", 0)).write_concern(WriteConcern::nodes(0)).await.unwrap_err();
    assert_eq!(*error.kind(), ErrorKind::InvalidArgument);
}
