//! `$` stands for the first element that matches. Done again, such an update changes the next element, yet it was
//! repeated as if it left the same state.

use mongomancy::{Engine, doc};
use mongomancy_testkit::FailPoint;

use super::{Outcome, counters, set};

#[tokio::test]
async fn an_ambiguous_positional_update_is_told() -> Outcome {
    let set = set().await;
    let engine = Engine::connect(set.uri()).await?;
    let items = |xs: [i32; 3]| xs.map(|x| doc! { "x": x });
    counters(&engine).insert_one(doc! { "_id": 1, "items": items([1, 1, 1]) }).await?;
    let point = FailPoint::fail_command(["update"]).write_concern_error(91, "made for a test").times(1);
    let guard = point.enable(&set).await?;
    let update = counters(&engine).update_many(doc! { "items.x": 1 }, doc! { "$set": { "items.$.x": 2 } });
    let error = update.await.unwrap_err();
    guard.disable().await?;
    assert_eq!((error.maybe_applied(), error.attempts()), (true, 1), "{error}");
    let stored = counters(&engine).find_one(doc! {}).await?;
    assert_eq!(stored, Some(doc! { "_id": 1, "items": items([2, 1, 1]) }));
    engine.dispose().await;
    Ok(())
}
