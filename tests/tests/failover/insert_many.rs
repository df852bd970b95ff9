//! Inserts of many documents, in several commands, while answers are lost and members go.

use std::{collections::BTreeMap, time::Duration};

use mongomancy::{Collection, Document, Engine, ErrorKind, Executor, Operation, Result, doc, error::PartialInsert};
use mongomancy_testkit::{FailPoint, Intercept, ReplicaSet};
use mongomancy_tests::LIMIT;

type Outcome = std::result::Result<(), Box<dyn std::error::Error>>;

/// Three documents of this size fit into one command.
const THIRD: usize = 5 * 1024 * 1024;
/// One document of this size fits into one command.
const WHOLE: usize = 9 * 1024 * 1024;
const DUPLICATE_KEY: i32 = 11000;

async fn set() -> ReplicaSet {
    ReplicaSet::builder().members(1).proxied(true).start().await.unwrap()
}

fn large(engine: &Engine) -> Collection<Document> {
    engine.database("d").collection_named("large")
}

fn documents(size: usize, count: i64) -> impl Iterator<Item = Document> {
    let text = "x".repeat(size);
    (0..count).map(move |id| doc! { "_id": id, "mine": true, "text": &text })
}

/// What is stored: the positions of ours, and how many others there are.
async fn stored(engine: &Engine) -> Result<(Vec<usize>, usize)> {
    let group = doc! { "$project": { "mine": { "$ifNull": ["$mine", false] } } };
    let command = doc! { "aggregate": "large", "pipeline": [group, { "$sort": { "_id": 1 } }], "cursor": {} };
    let found = engine.execute(Operation::new("d", &command)?).await?;
    let found: Vec<Document> = found.into_cursor("d.large")?.try_collect().await?;
    let (ours, others): (Vec<_>, Vec<_>) = found.iter().partition(|one| one.get_bool("mine").unwrap());
    let ours = ours.iter().map(|one| usize::try_from(one.get_i64("_id").unwrap()).unwrap());
    Ok((ours.collect(), others.len()))
}

/// The refused documents by their positions.
fn failures(partial: &PartialInsert) -> BTreeMap<usize, i32> {
    partial.failures().iter().map(|failure| (failure.position(), failure.code())).collect()
}

#[tokio::test]
async fn an_ordered_insert_over_lost_answers_tells_exactly_what_is_stored() -> Outcome {
    let set = set().await;
    let engine = Engine::connect(set.uri()).await?;
    large(&engine).insert_one(doc! { "_id": 4_i64 }).await?;
    // The answers to the first and to the second command, twice each.
    let cut = Intercept::command(["insert"]).times(2).cut_reply().enable(&set)?;
    let later = Intercept::command(["insert"]).skip(1).times(2).cut_reply().enable(&set)?;
    let error = large(&engine).insert_many(documents(THIRD, 12)).await.unwrap_err();
    assert_eq!((cut.hits(), later.hits()), (2, 2));
    assert!(error.is_duplicate_key() && error.maybe_applied(), "{error}");
    let partial = error.partial_insert().unwrap();
    assert_eq!(partial.stored(), [0, 1, 2, 3]);
    assert_eq!((failures(partial), partial.unknown()), (BTreeMap::from([(4, DUPLICATE_KEY)]), &[][..]));
    assert_eq!(stored(&engine).await?, (vec![0, 1, 2, 3], 1));
    engine.dispose().await;
    Ok(())
}

#[tokio::test]
async fn an_unordered_insert_over_lost_answers_tells_exactly_what_is_stored() -> Outcome {
    let set = set().await;
    let engine = Engine::connect(set.uri()).await?;
    for id in [0_i64, 4, 11] {
        large(&engine).insert_one(doc! { "_id": id }).await?;
    }
    let cut = Intercept::command(["insert"]).times(3).cut_reply().enable(&set)?;
    let error = large(&engine).insert_many(documents(THIRD, 12)).ordered(false).await.unwrap_err();
    assert_eq!(cut.hits(), 3);
    assert!(error.is_duplicate_key() && error.maybe_applied(), "{error}");
    let partial = error.partial_insert().unwrap();
    let ours = [1, 2, 3, 5, 6, 7, 8, 9, 10];
    assert_eq!((partial.stored(), partial.unknown()), (&ours[..], &[][..]));
    assert_eq!(failures(partial), [0, 4, 11].map(|position| (position, DUPLICATE_KEY)).into());
    assert_eq!(stored(&engine).await?, (ours.to_vec(), 3));
    engine.dispose().await;
    Ok(())
}

#[tokio::test]
async fn a_primary_that_goes_between_two_commands_loses_and_doubles_nothing() -> Outcome {
    let set = ReplicaSet::builder().election_timeout(Duration::from_secs(1)).proxied(true).start().await?;
    let engine = Engine::connect(set.uri()).await?;
    let cut = Intercept::command(["insert"]).skip(1).times(1).cut_reply().enable(&set)?;
    let insert = tokio::spawn(large(&engine).insert_many(documents(THIRD, 15)).into_future());
    cut.wait_until_met(1, LIMIT).await?;
    set.step_down().await?;
    assert_eq!(insert.await??.ids().len(), 15);
    assert_eq!(stored(&engine).await?, ((0..15).collect(), 0));

    // The same when the primary dies and takes along what only it had.
    let others = large(&engine).delete_many(doc! {}).await?.deleted_count;
    assert_eq!(others, 15);
    let cut = Intercept::command(["insert"]).skip(1).times(1).cut_request().enable(&set)?;
    let insert = tokio::spawn(large(&engine).insert_many(documents(THIRD, 15)).ordered(false).into_future());
    cut.wait_until_met(1, LIMIT).await?;
    set.kill_primary().await?;
    assert_eq!(insert.await??.ids().len(), 15);
    assert_eq!(stored(&engine).await?, ((0..15).collect(), 0));
    engine.dispose().await;
    Ok(())
}

#[tokio::test]
async fn a_deadline_midway_tells_stored_from_unknown_and_unsent() -> Outcome {
    let set = set().await;
    for ordered in [true, false] {
        let engine = Engine::connect(set.uri()).await?;
        let block = Duration::from_secs(6);
        let guard = FailPoint::fail_command(["insert"]).block(block).skip(1).enable(&set).await?;
        let insert = large(&engine).insert_many(documents(WHOLE, 4)).ordered(ordered);
        let error = insert.deadline(Duration::from_secs(4)).await.unwrap_err();
        guard.disable().await?;
        assert_eq!((error.kind(), error.maybe_applied()), (&ErrorKind::DeadlineExceeded, true), "{error}");
        let partial = error.partial_insert().unwrap();
        assert_eq!((partial.stored(), partial.unknown(), partial.failures().len()), (&[0][..], &[1][..], 0));
        // The second may come yet, those behind it do not.
        let (ours, _) = stored(&engine).await?;
        assert!(ours == [0] || ours == [0, 1], "{ours:?}");
        engine.dispose().await;
        large(&Engine::connect(set.uri()).await?).drop().await?;
    }
    Ok(())
}

#[tokio::test]
async fn the_deadline_of_the_engine_is_one_for_all_messages() -> Outcome {
    let set = set().await;
    let limit = Duration::from_secs(6);
    let engine = Engine::builder(set.uri()).deadline(limit).build()?;
    engine.ping().await?;
    // The first is done before the time is over, the second would be with a time of its own.
    let guard = FailPoint::fail_command(["insert"]).block(Duration::from_secs(4)).enable(&set).await?;
    let error = large(&engine).insert_many(documents(WHOLE, 4)).await.unwrap_err();
    guard.disable().await?;
    assert_eq!((error.kind(), error.attempts()), (&ErrorKind::DeadlineExceeded, 2), "{error}");
    assert!(error.elapsed() >= limit, "{error}");
    assert!(error.to_string().ends_with(" (1 document is stored, 1 may be)"), "{error}");
    let partial = error.partial_insert().unwrap();
    assert_eq!((partial.stored(), partial.unknown(), partial.failures().len()), (&[0][..], &[1][..], 0));
    engine.dispose().await;
    Ok(())
}

#[tokio::test]
async fn a_document_in_the_middle_that_is_refused_is_named() -> Outcome {
    let set = set().await;
    let engine = Engine::connect(set.uri()).await?;
    let create = doc! { "create": "large", "validator": { "n": { "$ne": 7 } } };
    mongomancy_tests::run(&engine, "d", create).await?;
    let with = |n: i64| {
        documents(THIRD, 9).map(move |mut one| {
            if one.get_i64("_id").unwrap() == n {
                one.insert("n", 7);
            }
            one
        })
    };
    for (ordered, stored_ones) in [(true, vec![0, 1, 2, 3, 4]), (false, vec![0, 1, 2, 3, 4, 6, 7, 8])] {
        let cut = Intercept::command(["insert"]).skip(1).times(1).cut_reply().enable(&set)?;
        let error = large(&engine).insert_many(with(5)).ordered(ordered).await.unwrap_err();
        assert_eq!((error.validation_failure().is_some(), cut.hits()), (true, 1));
        assert!(error.to_string().contains("document 5"), "{error}");
        let partial = error.partial_insert().unwrap();
        assert_eq!((partial.stored(), failures(partial)), (&stored_ones[..], BTreeMap::from([(5, 121)])));
        assert_eq!(stored(&engine).await?, (stored_ones, 0));
        large(&engine).delete_many(doc! {}).await?;
    }
    // One that no server takes is found before anything is sent, wherever it stands.
    let mut batch: Vec<Document> = documents(THIRD, 6).collect();
    batch.insert(3, documents(16 * 1024 * 1024, 1).next().unwrap());
    let error = large(&engine).insert_many(batch).await.unwrap_err();
    assert_eq!((error.kind(), error.attempts(), error.maybe_applied()), (&ErrorKind::InvalidArgument, 0, false));
    assert!(error.to_string().contains("document 3"), "{error}");
    assert_eq!(stored(&engine).await?, (vec![], 0));
    engine.dispose().await;
    Ok(())
}
