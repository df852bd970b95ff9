//! Transactions of ours, numbered writes and the driver's own transactions side by side.

use mongomancy::{Document, Engine, bson::Bson, doc};
use mongomancy_tests::Commands;

use super::{DOCUMENTS, Outcome, counted, counters, engine, increment, none_is_open, set};

/// The session and the number of a command.
fn numbered(command: &Document) -> Option<(Bson, i64)> {
    Some((command.get("lsid")?.clone(), command.get_i64("txnNumber").ok()?))
}

#[tokio::test]
async fn numbers_rise_in_each_session_and_the_drivers_meet_none_of_ours() -> Outcome {
    let set = set().await;
    drop(engine(&set).await);
    let commands = Commands::default();
    let record = commands.clone();
    let engine = Engine::builder(set.uri())
        .exactly_once_writes(true)
        .configure(move |options| record.record(options))
        .build()?;
    let client = engine.client().await?;
    let theirs = client.database("d").collection::<Document>("counter");
    for _ in 0..5 {
        counters(&engine).update_one(doc! { "_id": 0_i64 }, doc! { "$inc": { "n": 1_i64 } }).exactly_once().await?;
        counters(&engine).update_many(doc! {}, doc! { "$inc": { "n": 1_i64 } }).await?;
        let mut session = client.start_session().await?;
        session.start_transaction().await?;
        theirs.update_many(doc! {}, doc! { "$inc": { "n": 1_i64 } }).session(&mut session).await?;
        session.commit_transaction().await?;
        theirs.update_one(doc! { "_id": 0_i64 }, doc! { "$inc": { "n": 1_i64 } }).await?;
        assert_eq!(increment(&engine).await?.modified_count, DOCUMENTS);
    }
    assert_eq!(counted(&engine).await?, [25, 15, 15]);
    none_is_open(&engine).await?;

    let updates = commands.named("update");
    let (ours, theirs): (Vec<_>, Vec<_>) =
        updates.iter().filter_map(numbered).partition(|(_, number)| *number >= 1 << 40);
    assert_eq!((ours.len(), theirs.len()), (15, 10));
    assert!(ours.iter().all(|(session, _)| theirs.iter().all(|(other, _)| session != other)), "a session of both");
    assert!(ours.windows(2).all(|two| two[0].1 < two[1].1), "numbers do not rise: {ours:?}");
    let started = updates.iter().filter(|command| command.get_bool("startTransaction").unwrap_or(false));
    let ours = started.filter_map(numbered).filter(|(_, number)| *number >= 1 << 40).count();
    assert_eq!(ours, 10, "only writes of many documents run in transactions");
    engine.dispose().await;
    Ok(())
}
