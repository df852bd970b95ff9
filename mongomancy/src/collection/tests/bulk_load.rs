//! `bulk_load`: what is sent, when, and what is told of it.

use std::{
    ops::Range,
    pin::pin,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
};

use bson::{Document, doc};
use futures_util::stream;

use super::recorder::{Silent, answering};
use crate::{
    Collection, Error, ErrorKind, Executor, LoadProgress, Namespace, Reply,
    error::{PartialLoad, UnknownDocument, ValidationFailure},
};

/// Bodies of this size have four of the documents below.
const BODY: usize = 4200;

fn documents(positions: Range<i64>) -> impl Iterator<Item = Document> + Clone {
    positions.map(|n| doc! { "_id": n, "text": "x".repeat(1000) })
}

fn size() -> u64 {
    u64::try_from(bson::serialize_to_vec(&documents(0..1).next().unwrap()).unwrap().len()).unwrap()
}

fn failures(load: &PartialLoad) -> Vec<(u64, i32)> {
    load.failures().iter().map(|failure| (failure.position(), failure.code())).collect()
}

fn unknown(load: &PartialLoad) -> Vec<u64> {
    load.unknown().iter().map(UnknownDocument::position).collect()
}

/// Where each row of positions begins, and where it has ended.
fn not_stored(load: &PartialLoad) -> Vec<(u64, u64)> {
    load.not_stored().iter().map(|positions| (positions.start, positions.end)).collect()
}

#[tokio::test]
async fn bodies_are_unordered_commands_of_the_size_that_was_asked_for() {
    let (players, sent) = answering::<Document>([4, 4, 2].map(|n| Ok(Reply::inserted(n))));
    let told = Mutex::new(Vec::new());
    let load = players.bulk_load(stream::iter(documents(0..10))).body_size(BODY).comment("c");
    let loaded = load.on_progress(|so_far| told.lock().unwrap().push(so_far)).await.unwrap();
    assert_eq!((loaded.documents, loaded.bytes, loaded.failed), (10, 10 * size(), 0));
    let commands = sent.commands();
    let given: Vec<Document> = documents(0..10).collect();
    for (command, documents) in commands.iter().zip(given.chunks(4)) {
        let expected = doc! { "insert": "player", "documents": documents, "ordered": false, "comment": "c" };
        assert_eq!(*command, expected);
    }
    assert_eq!(commands.len(), 3);
    let told = told.into_inner().unwrap();
    let documents: Vec<u64> = told.iter().map(|so_far: &LoadProgress| so_far.documents).collect();
    assert_eq!(documents, [4, 8, 10]);
    assert!(told.is_sorted_by_key(|so_far| (so_far.bytes, so_far.elapsed)));

    let (players, sent) = answering::<Document>([]);
    let loaded = players.bulk_load(stream::empty::<Document>()).await.unwrap();
    assert_eq!((loaded.documents, sent.commands().len()), (0, 0));
}

#[tokio::test]
async fn the_stream_is_read_one_body_ahead_of_those_in_flight() {
    for in_flight in [0, 1, 3] {
        let executor: Arc<dyn Executor> = Arc::new(Silent);
        let players = Collection::<Document>::new(executor, Namespace::new("game", "player"));
        let taken = AtomicUsize::new(0);
        let documents = documents(0..1000).inspect(|_| {
            taken.fetch_add(1, Ordering::SeqCst);
        });
        let load = players.bulk_load(stream::iter(documents)).body_size(BODY).in_flight(in_flight);
        let mut load = pin!(load.into_future());
        for _ in 0..100 {
            assert!(futures_util::poll!(load.as_mut()).is_pending());
        }
        // And the document that was too many for the last of them.
        assert_eq!(taken.load(Ordering::SeqCst), (in_flight.max(1) + 1) * 4 + 1);
    }
}

#[tokio::test]
async fn refused_documents_are_told_by_their_place_in_the_stream_and_the_load_goes_on() {
    let refused = |index: i32| doc! { "index": index, "code": 11000, "errmsg": "MARK" };
    let refused = doc! { "ok": 1, "n": 2, "writeErrors": [refused(3), refused(1)] };
    let (players, sent) = answering([Ok(Reply::inserted(4)), Ok(Reply::document(refused)), Ok(Reply::inserted(2))]);
    let bad = [doc! { "a\0": 1 }, doc! { "text": "x".repeat(16 << 20) }];
    let all = documents(0..6).chain(bad).chain(documents(8..12));
    let error = players.bulk_load(stream::iter(all)).body_size(BODY).in_flight(1).await.unwrap_err();
    // What cannot be encoded was met first, while the first command was under way.
    assert_eq!(*error.kind(), ErrorKind::Encode, "{error}");
    assert!(error.to_string().contains("document 6: "), "{error}");
    let load = error.partial_load().unwrap();
    assert_eq!((load.taken(), load.stored(), load.failed(), error.attempts()), (12, 8, 4, 3));
    assert!(load.is_complete());
    // The second command had the documents 4, 5, 8 and 9.
    assert_eq!(failures(load), [(6, 0), (7, 0), (5, 11000), (9, 11000)]);
    let ids: Vec<Option<i64>> =
        load.failures().iter().map(|failure| failure.id().and_then(bson::Bson::as_i64)).collect();
    assert_eq!(ids, [None, None, Some(5), Some(9)]);
    assert!(error.maybe_applied() && load.unknown().is_empty() && load.not_stored().is_empty());
    assert_eq!(sent.commands().len(), 3);
    assert!(!format!("{error} {error:?}").contains("MARK"));
}

#[tokio::test]
async fn only_so_many_failures_are_kept_and_all_are_counted() {
    let errors: Vec<Document> = (0..4).map(|index| doc! { "index": index, "code": 121 }).collect();
    let refused = || Ok(Reply::document(doc! { "ok": 1, "n": 0, "writeErrors": errors.clone() }));
    let (players, _) = answering([refused(), refused()]);
    let load = players.bulk_load(stream::iter(documents(0..8))).body_size(BODY).keep_failures(5);
    let error = load.await.unwrap_err();
    let load = error.partial_load().unwrap();
    assert_eq!((load.failed(), load.failures().len(), load.stored()), (8, 5, 0));
    assert_eq!((error.kind(), error.maybe_applied()), (&ErrorKind::Validation(ValidationFailure::default()), false));
    assert!(error.to_string().contains("document 0"), "{error}");
}

#[tokio::test]
async fn an_error_of_a_command_ends_the_load_and_tells_what_is_not_stored() {
    for (maybe_applied, expected_unknown, expected_not) in [(true, vec![4, 5, 6, 7], (8, 9)), (false, vec![], (4, 9))] {
        let lost = Error::for_test(ErrorKind::Unavailable, None, []).with_maybe_applied(maybe_applied);
        let (players, sent) = answering([Ok(Reply::inserted(4)), Err(lost)]);
        let load = players.bulk_load(stream::iter(documents(0..1000))).body_size(BODY).in_flight(1);
        let error = load.await.unwrap_err();
        assert_eq!((error.kind(), error.maybe_applied()), (&ErrorKind::Unavailable, true));
        let load = error.partial_load().unwrap();
        assert_eq!((load.stored(), load.failed(), load.taken()), (4, 0, 9));
        assert_eq!(unknown(load), expected_unknown);
        assert_eq!(not_stored(load), [expected_not]);
        assert_eq!(sent.commands().len(), 2);
    }
}

#[tokio::test]
async fn a_write_concern_that_is_not_met_ends_the_load() {
    let concern = doc! { "ok": 1, "n": 4, "writeConcernError": { "code": 100, "errmsg": "" } };
    let (players, sent) = answering([Ok(Reply::document(concern))]);
    let load = players.bulk_load(stream::iter(documents(0..1000))).body_size(BODY).in_flight(1);
    let error = load.await.unwrap_err();
    assert_eq!((error.code(), sent.commands().len()), (Some(100), 1));
    let load = error.partial_load().unwrap();
    assert_eq!((load.stored(), unknown(load), not_stored(load)), (0, vec![0, 1, 2, 3], vec![(4, 5)]));
    let ids: Vec<i64> = load.unknown().iter().filter_map(|one| one.id().and_then(bson::Bson::as_i64)).collect();
    assert_eq!(ids, [0, 1, 2, 3]);
}

#[tokio::test]
async fn what_ended_the_load_is_told_before_a_refusal() {
    let refused = || Reply::document(doc! { "ok": 1, "n": 3, "writeErrors": [{ "index": 0, "code": 11000 }] });
    let concern = doc! { "ok": 1, "n": 4, "writeConcernError": { "code": 100, "errmsg": "" } };
    let in_doubt = || Error::for_test(ErrorKind::DeadlineExceeded, None, []).with_maybe_applied(true);
    for (last, code, kind) in [
        (Err(in_doubt()), None, Some(ErrorKind::DeadlineExceeded)),
        (Ok(Reply::document(concern)), Some(100), None),
        (Ok(Reply::inserted(3)), None, Some(ErrorKind::Other)),
    ] {
        let (players, sent) = answering([Ok(refused()), last]);
        let load = players.bulk_load(stream::iter(documents(0..1000))).body_size(BODY).in_flight(1);
        let error = load.await.unwrap_err();
        assert_eq!((error.code(), sent.commands().len()), (code, 2), "{error}");
        assert!(kind.is_none_or(|kind| *error.kind() == kind), "{error}");
        let load = error.partial_load().unwrap();
        assert_eq!((load.stored(), load.failed(), unknown(load), load.is_complete()), (3, 1, vec![4, 5, 6, 7], false));
        assert_eq!(failures(load), [(0, 11000)]);
    }
    // The last command of a stream that was read to its end.
    let (players, _) = answering([Ok(refused()), Err(in_doubt())]);
    let error = players.bulk_load(stream::iter(documents(0..6))).body_size(BODY).in_flight(1).await.unwrap_err();
    let load = error.partial_load().unwrap();
    assert_eq!((error.kind(), load.is_complete(), load.taken()), (&ErrorKind::DeadlineExceeded, true, 6));
}
