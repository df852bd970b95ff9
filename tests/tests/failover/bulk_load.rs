//! A load while a primary dies, and one that cannot come to its end.

use std::{collections::BTreeSet, time::Duration};

use futures_util::stream;
use mongomancy::{
    Collection, Document, Engine, ErrorKind, Result, doc,
    error::{LoadFailure, PartialLoad},
};
use mongomancy_testkit::{Intercept, ReplicaSet};
use mongomancy_tests::LIMIT;

type Outcome = std::result::Result<(), Box<dyn std::error::Error>>;

const MANY: i64 = 60_000;
const BODY: usize = 64 * 1024;

fn numbers(engine: &Engine) -> Collection<Document> {
    engine.database("d").collection_named("numbers")
}

fn document(n: i64) -> Document {
    doc! { "_id": n, "mine": true, "text": "x".repeat(200) }
}

/// The `_id`s of the documents of the load.
async fn stored(engine: &Engine) -> Result<BTreeSet<i64>> {
    let mine = numbers(engine).find(doc! { "mine": true }).projection(doc! { "_id": 1 });
    let all = mine.try_collect().await?;
    let ids: BTreeSet<i64> = all.iter().filter_map(|one| one.get_i64("_id").ok()).collect();
    assert_eq!(ids.len(), all.len());
    Ok(ids)
}

/// Every thousandth key is taken before: of a load over a switch, these and no others are refused.
#[tokio::test]
async fn a_primary_killed_midway_loses_nothing_and_doubles_nothing() -> Outcome {
    let set = ReplicaSet::builder().election_timeout(Duration::from_secs(1)).proxied(true).start().await?;
    let engine = Engine::connect(set.uri()).await?;
    let is_taken = |n: &i64| n % 1000 == 0;
    numbers(&engine).insert_many((0..MANY).filter(is_taken).map(|n| doc! { "_id": n })).await?;
    let before = set.wait_for_primary(LIMIT).await?;
    // One command gets no answer although it ran, one does not arrive.
    let unheard = Intercept::command(["insert"]).skip(20).times(1).cut_reply().enable(&set)?;
    let unsent = Intercept::command(["insert"]).skip(50).times(1).cut_request().enable(&set)?;
    let load = tokio::spawn({
        let (numbers, documents) = (numbers(&engine), (0..MANY).map(document));
        async move {
            let (mut told, load) = (Vec::new(), numbers.bulk_load(stream::iter(documents)).body_size(BODY));
            let ended = load.on_progress(|so_far| told.push(so_far)).await;
            (ended, told)
        }
    });
    unsent.wait_until_met(1, LIMIT).await?;
    set.kill_primary().await?;
    let (ended, told) = load.await?;
    assert_eq!(unheard.hits(), 1);
    assert_ne!(set.wait_for_primary(LIMIT).await?.address(), before.address());
    let error = ended.unwrap_err();
    assert!(error.is_duplicate_key(), "{error}");
    let load = error.partial_load().unwrap();
    assert_eq!((load.taken(), load.stored(), load.failed()), (60_000, 59_940, 60));
    assert!(load.unknown().is_empty() && load.not_stored().is_empty(), "{load:?}");
    let refused: BTreeSet<u64> = load.failures().iter().map(LoadFailure::position).collect();
    assert_eq!(refused, (0..60).map(|thousand| thousand * 1000).collect());
    assert!(told.windows(2).all(|pair| pair[0].documents <= pair[1].documents && pair[0].bytes <= pair[1].bytes));
    assert_eq!(told.last().map(|last| (last.documents, last.failed)), Some((59_940, 60)));
    assert_eq!(stored(&engine).await?, (0..MANY).filter(|n| !is_taken(n)).collect());
    assert_eq!(numbers(&engine).count_documents(doc! {}).await?, 60_000);
    engine.dispose().await;
    Ok(())
}

/// What the report says of each document of the stream: certainly stored, perhaps, or certainly not.
fn told(load: &PartialLoad) -> (BTreeSet<i64>, BTreeSet<i64>) {
    let position = |position: u64| i64::try_from(position).unwrap();
    let unknown: BTreeSet<i64> = load.unknown().iter().map(|one| position(one.position())).collect();
    let not: BTreeSet<i64> = load.not_stored().iter().flat_map(Clone::clone).map(position).collect();
    let failed: BTreeSet<i64> = load.failures().iter().map(|one| position(one.position())).collect();
    let stored = (0..position(load.taken())).filter(|n| ![&unknown, &not, &failed].iter().any(|set| set.contains(n)));
    (stored.collect(), unknown)
}

#[tokio::test]
async fn a_load_whose_answers_stay_away_tells_stored_from_unknown_and_unsent() -> Outcome {
    let set = ReplicaSet::builder().members(1).proxied(true).start().await?;
    let engine = Engine::connect(set.uri()).await?;
    numbers(&engine).insert_one(doc! { "_id": 5_i64 }).await?;
    // From the 31st on, all run and no answer comes.
    let unheard = Intercept::command(["insert"]).skip(30).cut_reply().enable(&set)?;
    let load = numbers(&engine).bulk_load(stream::iter((0..MANY).map(document))).body_size(BODY);
    let error = load.deadline(Duration::from_secs(3)).await.unwrap_err();
    assert!(unheard.hits() >= 4, "{}", unheard.hits());
    drop(unheard);
    assert!(error.maybe_applied(), "{error}");
    assert_eq!(error.kind(), &ErrorKind::DeadlineExceeded, "what ended it, and not what was refused before: {error}");
    let load = error.partial_load().unwrap();
    assert!(!load.is_complete());
    let refused: Vec<(u64, i32)> = load.failures().iter().map(|one| (one.position(), one.code())).collect();
    assert_eq!(refused, [(5, 11000)]);
    let (stored_for_sure, unknown) = told(load);
    assert_eq!(u64::try_from(stored_for_sure.len())?, load.stored());
    assert!(load.stored() > 0 && !unknown.is_empty() && !load.not_stored().is_empty(), "{load:?}");
    assert!(load.taken() < 60_000, "nothing is read after the end");
    let ids: BTreeSet<i64> = load.unknown().iter().filter_map(|one| one.id()?.as_i64()).collect();
    assert_eq!(ids, unknown);
    let stored = stored(&engine).await?;
    assert!(stored.is_superset(&stored_for_sure));
    assert!(stored.difference(&stored_for_sure).all(|id| unknown.contains(id)), "{load:?}");
    // The answers were cut off behind the server.
    assert!(stored.len() > stored_for_sure.len());
    engine.dispose().await;
    Ok(())
}

#[tokio::test]
async fn a_load_that_is_refused_as_a_whole_says_that_nothing_is_stored() -> Outcome {
    let set = ReplicaSet::builder().members(1).start().await?;
    let engine = Engine::connect(set.uri()).await?;
    engine.dispose().await;
    let error = numbers(&engine).bulk_load(stream::iter((0..MANY).map(document))).body_size(BODY).await.unwrap_err();
    assert_eq!((error.kind(), error.maybe_applied()), (&ErrorKind::Disposed, false));
    let load = error.partial_load().unwrap();
    assert_eq!((load.stored(), load.failed(), load.unknown().len()), (0, 0, 0));
    assert_eq!(load.not_stored().iter().map(|range| (range.start, range.end)).collect::<Vec<_>>(), [(0, load.taken())]);
    Ok(())
}
