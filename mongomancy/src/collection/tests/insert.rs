//! `insert_one` and `insert_many`.

use std::{
    pin::pin,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use bson::{Bson, Document, doc, oid::ObjectId};
use serde::{Deserialize, Serialize};

use super::recorder::{Player, Silent, ada, answering, typed, untyped};
use crate::{
    Collection, CollectionDefinition, Error, ErrorKind, Executor, MongoCollection, Namespace, Reply,
    codec::{Decode, Encode, bridge, decode::DecodeError, encode::EncodeError, reader::Reader},
    error::ValidationFailure,
    options::WriteConcern,
};

fn sent_documents(command: &Document) -> Vec<&Document> {
    command.get_array("documents").unwrap().iter().map(|document| document.as_document().unwrap()).collect()
}

#[tokio::test]
async fn a_document_without_an_id_gets_one_in_the_first_place() {
    let (players, sent) = typed(Reply::inserted(1));
    let inserted = players
        .insert_one(ada())
        .write_concern(WriteConcern::majority())
        .bypass_document_validation(true)
        .comment("c")
        .deadline(Duration::from_secs(1))
        .await
        .unwrap();
    assert_eq!(
        sent.command(),
        doc! {
            "insert": "player",
            "documents": [{ "_id": *inserted.id(), "name": "Ada" }],
            "ordered": true,
            "writeConcern": { "w": "majority" },
            "bypassDocumentValidation": true,
            "comment": "c",
        }
    );
    for document in [doc! { "name": "Ada" }, doc! { "name": "Ada", "_id": null }] {
        let (players, sent) = untyped(Reply::inserted(1));
        let id = players.insert_one(&document).await.unwrap().into_id();
        assert!(matches!(id, Bson::ObjectId(_)));
        let keys: Vec<String> = sent_documents(&sent.command())[0].keys().cloned().collect();
        assert_eq!(keys, ["_id", "name"]);
    }
}

#[tokio::test]
async fn a_given_id_stays() {
    let id = ObjectId::new();
    let (players, sent) = typed(Reply::inserted(1));
    let inserted = players.insert_one(&Player { id: Some(id), ..ada() }).await.unwrap();
    assert_eq!(*inserted.id(), id);
    assert_eq!(sent_documents(&sent.command()), [&doc! { "_id": id, "name": "Ada" }]);
    let (players, _) = untyped(Reply::inserted(1));
    assert_eq!(players.insert_one(doc! { "name": "Ada", "_id": 7 }).await.unwrap().id(), &Bson::Int32(7));
}

#[tokio::test]
async fn bad_documents_are_refused_by_position_before_anything_is_sent() {
    let (players, sent) = answering::<Document>([]);
    let huge = doc! { "a": "x".repeat(16 << 20) };
    let error = players.insert_one(&huge).await.unwrap_err();
    assert_eq!(*error.kind(), ErrorKind::InvalidArgument, "{error}");
    let error = players.insert_many([&doc! {}, &huge]).await.unwrap_err();
    assert_eq!(*error.kind(), ErrorKind::InvalidArgument);
    assert_eq!((failures(&error), error.maybe_applied()), (vec![(1, 0)], false));
    assert!(error.partial_insert().unwrap().stored().is_empty());
    assert!(error.to_string().contains("document 1: "), "{error}");
    let error = players.insert_many([doc! {}, doc! {}, doc! { "a\0": 1 }]).await.unwrap_err();
    assert_eq!(*error.kind(), ErrorKind::Encode);
    assert!(error.to_string().contains("document 2: "), "{error}");
    assert_eq!(failures(&error), [(2, 0)]);
    assert_eq!(error.partial_insert().unwrap().failures()[0].kind(), &ErrorKind::Encode);
    let error = players.insert_many(Vec::<Document>::new()).await.unwrap_err();
    assert_eq!(*error.kind(), ErrorKind::InvalidArgument);
    assert!(error.partial_insert().is_none());
    assert!(sent.commands().is_empty());
}

/// A type whose `_id` is a number, and which leaves it out when it is zero.
#[derive(Serialize, Deserialize)]
struct Numbered {
    #[serde(rename = "_id", skip_serializing_if = "is_zero")]
    id: i64,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde's signature")]
fn is_zero(id: &i64) -> bool {
    *id == 0
}

bridge::serde_document!(Numbered);

impl MongoCollection for Numbered {
    type Id = i64;
    type StoredId = i64;

    const NAME: &'static str = "numbered";

    fn definition() -> CollectionDefinition {
        CollectionDefinition::new(Self::NAME)
    }

    fn write_id(id: &Self::Id, to: &mut Vec<u8>) -> Result<u8, EncodeError> {
        id.encode_to(to)
    }

    fn read_id(kind: u8, from: &mut Reader<'_>) -> Result<Self::Id, DecodeError> {
        Self::Id::decode_from(kind, from)
    }
}

#[tokio::test]
async fn a_new_id_that_does_not_fit_the_type_is_never_stored() {
    let (numbered, sent) = answering::<Numbered>([Ok(Reply::inserted(1))]);
    let error = numbered.insert_one(Numbered { id: 0 }).await.unwrap_err();
    assert_eq!(*error.kind(), ErrorKind::InvalidArgument);
    assert!(sent.commands().is_empty());
    assert_eq!(*numbered.insert_one(Numbered { id: 7 }).await.unwrap().id(), 7);
}

#[tokio::test]
async fn many_documents_keep_their_order() {
    let (players, sent) = typed(Reply::inserted(2));
    let two = vec![ada(), Player { id: Some(ObjectId::new()), name: "Bob".into() }];
    let inserted = players
        .insert_many(&two)
        .ordered(false)
        .write_concern(WriteConcern::majority())
        .bypass_document_validation(true)
        .comment("c")
        .deadline(Duration::from_secs(9))
        .await
        .unwrap();
    assert_eq!(inserted.ids()[1], two[1].id.unwrap());
    assert_eq!(
        sent.command(),
        doc! {
            "insert": "player",
            "documents": [{ "_id": inserted.ids()[0], "name": "Ada" }, { "_id": two[1].id, "name": "Bob" }],
            "ordered": false,
            "writeConcern": { "w": "majority" },
            "bypassDocumentValidation": true,
            "comment": "c",
        }
    );
}

#[tokio::test]
async fn too_many_bytes_or_documents_are_several_commands() {
    let (players, sent) = answering::<Document>([2, 2, 1].map(|n| Ok(Reply::inserted(n))));
    let third = "x".repeat(6 << 20);
    let inserted = players
        .insert_many((0..5).map(|n| doc! { "_id": n, "text": &third }))
        .deadline(Duration::from_secs(60))
        .await
        .unwrap();
    assert_eq!(inserted.into_ids(), (0..5).map(Bson::Int32).collect::<Vec<_>>());
    let counts: Vec<usize> = sent.commands().iter().map(|command| sent_documents(command).len()).collect();
    assert_eq!(counts, [2, 2, 1]);
    // One deadline for all of them.
    let deadlines: Vec<Duration> = sent.deadlines().into_iter().flatten().collect();
    assert!(deadlines.is_sorted_by(|earlier, later| earlier > later), "{deadlines:?}");

    let (players, sent) = answering::<Document>([2, 2, 1].map(|n| Ok(Reply::inserted(n))));
    sent.default_deadline.set(Duration::from_secs(60)).unwrap();
    players.insert_many((0..5).map(|n| doc! { "_id": n, "text": &third })).await.unwrap();
    let deadlines: Vec<Duration> = sent.deadlines().into_iter().flatten().collect();
    assert_eq!(deadlines.len(), 3);
    assert!(deadlines.is_sorted_by(|earlier, later| earlier > later), "{deadlines:?}");

    let (players, sent) = answering::<Document>([100_000, 1].map(|n| Ok(Reply::inserted(n))));
    players.insert_many((0..100_001).map(|n| doc! { "_id": n })).await.unwrap();
    let counts: Vec<usize> = sent.commands().iter().map(|command| sent_documents(command).len()).collect();
    assert_eq!(counts, [100_000, 1]);
}

fn refused(n: i32, errors: &[(i32, i32)]) -> Reply {
    let errors: Vec<Document> =
        errors.iter().map(|(index, code)| doc! { "index": index, "code": code, "errmsg": "MARK" }).collect();
    Reply::document(doc! { "ok": 1, "n": n, "writeErrors": errors })
}

/// Six documents, of which two fit into one command.
fn six() -> Vec<Document> {
    let third = "x".repeat(6 << 20);
    (0..6).map(|n| doc! { "_id": n, "text": &third }).collect()
}

fn failures(error: &Error) -> Vec<(usize, i32)> {
    error.partial_insert().unwrap().failures().iter().map(|failure| (failure.position(), failure.code())).collect()
}

#[tokio::test]
async fn an_ordered_insert_stops_at_the_first_refusal() {
    let (players, sent) = answering([Ok(Reply::inserted(2)), Ok(refused(1, &[(1, 11000)]))]);
    let error = players.insert_many(six()).await.unwrap_err();
    assert!(error.is_duplicate_key() && error.maybe_applied());
    assert!(error.to_string().contains("document 3"), "{error}");
    assert_eq!(sent.commands().len(), 2);
    assert_eq!(failures(&error), [(3, 11000)]);
    assert_eq!(error.attempts(), 2, "of both commands");
    assert!(error.to_string().ends_with(" (3 documents are stored)"), "{error}");
    assert_eq!(error.partial_insert().unwrap().stored(), [0, 1, 2]);
    assert!(error.partial_insert().unwrap().unknown().is_empty());
    assert!(!format!("{error} {error:?}").contains("MARK"));

    let (players, _) = answering([Ok(refused(0, &[(0, 121)]))]);
    let error = players.insert_many(six()).await.unwrap_err();
    assert_eq!(*error.kind(), ErrorKind::Validation(ValidationFailure::default()));
    assert!(!error.maybe_applied(), "nothing of it is stored");
}

#[tokio::test]
async fn an_unordered_insert_goes_on_after_refusals() {
    let (players, sent) =
        answering([Ok(refused(1, &[(0, 121)])), Ok(Reply::inserted(2)), Ok(refused(0, &[(1, 11000), (0, 11000)]))]);
    let error = players.insert_many(six()).ordered(false).await.unwrap_err();
    assert_eq!(*error.kind(), ErrorKind::Validation(ValidationFailure::default()), "the first one's kind");
    assert_eq!(sent.commands().len(), 3);
    assert_eq!(failures(&error), [(0, 121), (4, 11000), (5, 11000)]);
    assert_eq!(
        error.partial_insert().unwrap().failures()[0].kind(),
        &ErrorKind::Validation(ValidationFailure::default())
    );
    assert_eq!(error.partial_insert().unwrap().stored(), [1, 2, 3]);
}

#[tokio::test]
async fn what_ends_an_unordered_insert_is_told_before_a_refusal() {
    let lost = Error::for_test(ErrorKind::DeadlineExceeded, None, []).with_maybe_applied(true);
    let (players, sent) = answering([Ok(refused(1, &[(0, 11000)])), Err(lost)]);
    let error = players.insert_many(six()).ordered(false).await.unwrap_err();
    assert_eq!((error.kind(), sent.commands().len()), (&ErrorKind::DeadlineExceeded, 2));
    let partial = error.partial_insert().unwrap();
    assert_eq!((partial.stored(), partial.unknown(), failures(&error)), (&[1][..], &[2, 3][..], vec![(0, 11000)]));
}

#[tokio::test]
async fn what_is_not_acknowledged_is_not_called_stored() {
    let concern = doc! { "ok": 1, "n": 2, "writeConcernError": { "code": 64, "errmsg": "" } };
    let (players, sent) = answering([Ok(Reply::inserted(2)), Ok(Reply::document(concern))]);
    let error = players.insert_many(six()).await.unwrap_err();
    assert_eq!((error.code(), error.maybe_applied(), sent.commands().len()), (Some(64), true, 2));
    assert_eq!(error.partial_insert().unwrap().stored(), [0, 1]);
    assert_eq!(error.partial_insert().unwrap().unknown(), [2, 3]);

    for ambiguous in [false, true] {
        let lost = Error::for_test(ErrorKind::Unavailable, None, []).with_maybe_applied(ambiguous);
        let (players, _) = answering([Err(lost)]);
        let error = players.insert_many(six()).ordered(false).await.unwrap_err();
        assert_eq!(error.maybe_applied(), ambiguous);
        assert_eq!(error.partial_insert().unwrap().unknown().len(), if ambiguous { 2 } else { 0 });
    }
}

#[tokio::test]
async fn a_document_that_cannot_be_sent_ends_it_where_it_stands() {
    let (players, sent) = answering::<Document>((0..2).map(|_| Ok(Reply::inserted(2))));
    let bad = six().into_iter().chain([doc! { "a\0": 1 }, doc! { "_id": 7 }]);
    let error = players.insert_many(bad).ordered(false).await.unwrap_err();
    assert_eq!(*error.kind(), ErrorKind::Encode);
    assert!(error.to_string().contains("document 6: "), "{error}");
    // The third command would have had it.
    assert_eq!((sent.commands().len(), error.attempts(), error.maybe_applied()), (2, 2, true));
    assert_eq!(error.partial_insert().unwrap().stored(), [0, 1, 2, 3]);
    assert_eq!(failures(&error), [(6, 0)]);
}

#[tokio::test]
async fn options_take_their_part_of_what_a_command_may_measure() {
    let third = || doc! { "text": "x".repeat((16 << 20) / 3 - 8 * 1024) };
    for (comment, expected) in [("c".to_owned(), &[3][..]), ("c".repeat(100 * 1024), &[2, 1])] {
        let replies = expected.iter().map(|n| Ok(Reply::inserted(*n)));
        let (players, sent) = answering::<Document>(replies);
        players.insert_many((0..3).map(|_| third())).comment(comment).await.unwrap();
        let commands = sent.commands();
        let counts: Vec<usize> = commands.iter().map(|command| sent_documents(command).len()).collect();
        let expected: Vec<usize> = expected.iter().map(|n| usize::try_from(*n).unwrap()).collect();
        assert_eq!(counts, expected);
        for command in commands {
            assert!(bson::serialize_to_vec(&command).unwrap().len() < 16 << 20);
        }
    }
}

#[tokio::test]
async fn one_command_is_encoded_ahead_and_no_more() {
    let executor: Arc<dyn Executor> = Arc::new(Silent);
    let players = Collection::<Document>::new(executor, Namespace::new("game", "player"));
    let taken = AtomicUsize::new(0);
    let documents = six().into_iter().inspect(|_| {
        taken.fetch_add(1, Ordering::SeqCst);
    });
    let insert = players.insert_many(documents);
    assert_eq!(taken.load(Ordering::SeqCst), 0, "nothing is read before it is awaited");
    let mut insert = pin!(insert.into_future());
    for _ in 0..100 {
        assert!(futures_util::poll!(insert.as_mut()).is_pending());
    }
    // Two commands of two documents, and the one that was too many.
    assert_eq!(taken.load(Ordering::SeqCst), 5);
}

#[tokio::test]
async fn what_is_sent_is_what_serde_writes_with_the_id_in_front() {
    let texts: Vec<String> = (0..1200).map(|n| "\u{e9}".repeat(n % 7)).collect();
    let documents = texts.iter().enumerate().map(|(n, text)| match n % 3 {
        0 => doc! { "text": text },
        1 => doc! { "text": text, "_id": null, "more": [i64::try_from(n).unwrap()] },
        _ => doc! { "text": text, "_id": i64::try_from(n).unwrap() },
    });
    let (players, sent) = answering::<Document>([Ok(Reply::inserted(1200))]);
    let inserted = players.insert_many(documents.clone()).await.unwrap();
    let expected: Vec<Document> = documents
        .zip(inserted.ids())
        .map(|(mut document, id)| {
            if document.get("_id").is_some_and(|id| *id != Bson::Null) {
                return document;
            }
            document.remove("_id");
            [("_id".to_owned(), id.clone())].into_iter().chain(document).collect()
        })
        .collect();
    let expected = doc! { "insert": "player", "documents": expected, "ordered": true };
    // To the byte: keys of the array and all lengths included.
    assert_eq!(sent.operation().command().as_bytes(), bson::serialize_to_vec(&expected).unwrap());
}
