//! A standalone server takes no numbers: what is repeated there, and what is said of it.

mod becomes_a_set;

use mongomancy::{Collection, Document, Engine, EngineEvent, bson::Timestamp, doc};
use mongomancy_testkit::{FailCommand, FailPoint, Standalone};
use mongomancy_tests::Events;

type Outcome = Result<(), Box<dyn std::error::Error>>;

fn things(engine: &Engine) -> Collection<Document> {
    engine.database("d").collection_named("thing")
}

/// The insert is executed, and its answer asks for another attempt.
fn answer_lost() -> FailCommand {
    FailPoint::fail_command(["insert", "update", "delete"]).write_concern_error(91, "made for a test").times(1)
}

/// The connection breaks, and the command is not executed.
fn request_lost() -> FailCommand {
    FailPoint::fail_command(["insert", "update", "delete"]).close_connection().times(1)
}

async fn all(engine: &Engine) -> mongomancy::Result<Vec<Document>> {
    things(engine).find(doc! {}).sort(doc! { "_id": 1 }).try_collect().await
}

fn repeats(events: &Events) -> usize {
    events.count(|event| matches!(event, EngineEvent::Retrying { .. }))
}

#[tokio::test]
async fn an_insert_whose_answer_is_lost_is_stored_once() -> Outcome {
    let server = Standalone::start().await?;
    let engine = Engine::connect(server.uri()).await?;
    let events = Events::of(&engine);
    for (n, point) in (1..).zip([answer_lost(), request_lost()]) {
        let guard = point.enable(&server).await?;
        // Its `_id` does not come first, as it does in what is stored.
        things(&engine).insert_one(doc! { "n": n, "_id": n }).await?;
        guard.disable().await?;
        assert!(repeats(&events) >= usize::try_from(n)?);
        assert_eq!(all(&engine).await?.len(), usize::try_from(n)?);
    }
    engine.dispose().await;
    Ok(())
}

/// The server fills the timestamp in, so what is stored does not tell whose it is.
#[tokio::test]
async fn what_an_earlier_sending_may_have_stored_is_unknown() -> Outcome {
    let server = Standalone::start().await?;
    let engine = Engine::connect(server.uri()).await?;
    let empty = Timestamp { time: 0, increment: 0 };
    let given = [doc! { "_id": 1 }, doc! { "_id": 2, "at": empty }, doc! { "_id": 3 }, doc! { "_id": 4 }];
    let guard = answer_lost().enable(&server).await?;
    let error = things(&engine).insert_many(given).await.unwrap_err();
    guard.disable().await?;
    let partial = error.partial_insert().unwrap();
    assert_eq!((partial.stored(), partial.unknown()), (&[0][..], &[1, 2, 3][..]));
    assert_eq!(all(&engine).await?.len(), 4);
    engine.dispose().await;
    Ok(())
}

#[tokio::test]
async fn an_id_that_another_document_has_stays_refused() -> Outcome {
    let server = Standalone::start().await?;
    let engine = Engine::connect(server.uri()).await?;
    things(&engine).insert_one(doc! { "_id": 1, "n": 9 }).await?;
    let error = things(&engine).insert_one(doc! { "_id": 1, "n": 1 }).await.unwrap_err();
    assert!(error.is_duplicate_key() && !error.maybe_applied(), "{error}");
    // Ours may have been stored by the first sending, and changed by somebody since.
    let guard = request_lost().enable(&server).await?;
    let error = things(&engine).insert_one(doc! { "_id": 1, "n": 1 }).await.unwrap_err();
    guard.disable().await?;
    assert!(error.is_duplicate_key() && error.maybe_applied(), "{error}");
    assert_eq!(all(&engine).await?, [doc! { "_id": 1, "n": 9 }]);
    engine.dispose().await;
    Ok(())
}

/// An earlier sending may have stored a part of it: as far as it came, or here and there.
#[tokio::test]
async fn an_insert_of_many_goes_on_behind_what_is_stored() -> Outcome {
    let server = Standalone::start().await?;
    let engine = Engine::connect(server.uri()).await?;
    let ours = || (0..3000).map(|id| doc! { "_id": id, "n": id });
    for (ordered, count, step) in [(true, 1700, 1), (true, 3000, 1), (false, 1000, 3), (false, 3000, 1)] {
        things(&engine).insert_many(ours().step_by(step).take(count)).await?;
        let guard = request_lost().enable(&server).await?;
        let inserted = things(&engine).insert_many(ours()).ordered(ordered).await?;
        guard.disable().await?;
        assert_eq!((inserted.ids().len(), all(&engine).await?.len()), (3000, 3000), "ordered: {ordered}");
        things(&engine).delete_many(doc! {}).await?;
    }
    for ordered in [true, false] {
        // Behind what is ours stands a document of somebody else.
        things(&engine).insert_many(ours().take(1700)).await?;
        things(&engine).insert_one(doc! { "_id": 2000, "n": "theirs" }).await?;
        let guard = request_lost().enable(&server).await?;
        let error = things(&engine).insert_many(ours()).ordered(ordered).await.unwrap_err();
        guard.disable().await?;
        let partial = error.partial_insert().unwrap();
        let expected: Vec<usize> = (0..3000).filter(|at| *at < 2000 || (!ordered && *at > 2000)).collect();
        assert!(error.is_duplicate_key() && error.to_string().contains("document 2000"), "{error}");
        assert_eq!(partial.stored(), expected, "ordered: {ordered}");
        assert_eq!((partial.failures().len(), partial.failures()[0].position()), (1, 2000));
        let found = all(&engine).await?;
        assert_eq!(found.len(), expected.len() + 1);
        assert_eq!(found[2000], doc! { "_id": 2000, "n": "theirs" });
        things(&engine).delete_many(doc! {}).await?;
    }
    engine.dispose().await;
    Ok(())
}

#[tokio::test]
async fn single_writes_by_id_are_repeated_where_that_leaves_the_same_state() -> Outcome {
    let server = Standalone::start().await?;
    let engine = Engine::connect(server.uri()).await?;
    let things = things(&engine);
    things.insert_many((1..=2).map(|id| doc! { "_id": id, "n": 0 })).await?;

    let guard = answer_lost().enable(&server).await?;
    let updated = things.update_one(doc! { "_id": 1 }, doc! { "$set": { "n": 5 }, "$addToSet": { "a": 1 } }).await?;
    guard.disable().await?;
    // The counts are of the second time, which found nothing to change.
    assert_eq!((updated.matched_count, updated.modified_count, updated.replayed()), (1, 0, true));

    let guard = answer_lost().enable(&server).await?;
    let deleted = things.delete_one(doc! { "_id": 2 }).await?;
    guard.disable().await?;
    assert_eq!((deleted.deleted_count, deleted.replayed()), (0, true));

    // What is left cannot be told apart.
    let guard = request_lost().enable(&server).await?;
    let error = things.update_one(doc! { "_id": 1 }, doc! { "$inc": { "n": 1 } }).await.err().unwrap();
    guard.disable().await?;
    assert!(error.maybe_applied() && error.attempts() == 1, "{error}");
    assert_eq!(all(&engine).await?, [doc! { "_id": 1, "n": 5, "a": [1] }]);
    engine.dispose().await;
    Ok(())
}
