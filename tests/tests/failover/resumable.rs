//! Resumable finds whose servers fail: every document once.

use std::time::Duration;

use mongomancy::{Collection, Cursor, Document, Engine, doc, mongodb::options::ClientOptions, options::ReadPreference};
use mongomancy_testkit::{FailPoint, Member, ReplicaSet};
use mongomancy_tests::{Commands, LIMIT};

type Outcome = Result<(), Box<dyn std::error::Error>>;

const DOCUMENTS: i64 = 200;
/// What makes the driver miss a member, and find it again, within a second or two.
const SOON: &str = "&heartbeatFrequencyMS=500&connectTimeoutMS=1000";

fn documents(engine: &Engine) -> Collection<Document> {
    engine.database("d").collection_named("c")
}

/// Documents whose order by `group`, downwards, and `_id` is that of `expected`.
async fn store(engine: &Engine) -> Outcome {
    documents(engine).insert_many((0..DOCUMENTS).map(|n| doc! { "_id": n, "group": n % 3 })).await?;
    Ok(())
}

fn expected() -> Vec<i64> {
    let mut all: Vec<i64> = (0..DOCUMENTS).collect();
    all.sort_by_key(|n| (-(n % 3), *n));
    all
}

/// The `_id`s of this many documents, or of all that are left.
async fn read(cursor: &mut Cursor<Document>, count: usize) -> mongomancy::Result<Vec<i64>> {
    let mut ids = Vec::new();
    while ids.len() < count {
        let Some(document) = cursor.try_next().await? else { break };
        ids.push(document.get_i64("_id").unwrap());
    }
    Ok(ids)
}

#[tokio::test]
async fn every_way_to_lose_a_cursor_is_survived() -> Outcome {
    let set = ReplicaSet::builder().members(1).start().await?;
    // The member did not really go, so only its next heartbeat brings it back.
    let engine = Engine::connect(format!("{}{SOON}", set.uri())).await?;
    store(&engine).await?;
    let get_more = || FailPoint::fail_command(["getMore"]);
    let coded = [(43, 3), (237, 1), (6, 3), (11600, 1), (91, 1)].map(|(code, n)| (get_more().error_code(code), n));
    for (point, times) in coded.into_iter().chain([(get_more().close_connection(), 3)]) {
        let find = documents(&engine).find(doc! {}).sort(doc! { "group": -1 }).batch_size(20).resumable();
        let guard = point.times(times).enable(&set).await?;
        let all = find.try_collect().await?;
        guard.wait_until_met(times, LIMIT).await?;
        guard.disable().await?;
        let ids: Vec<i64> = all.iter().map(|one| one.get_i64("_id").unwrap()).collect();
        assert_eq!(ids, expected());
    }
    engine.dispose().await;
    Ok(())
}

/// Reads a few documents, gives the member that has the cursor its fault, and reads the rest.
async fn survives(
    options: &str,
    preference: ReadPreference,
    fault: impl AsyncFnOnce(&ReplicaSet, &Member) -> Outcome,
) -> Outcome {
    // See the frozen primary among the switches for why it is no shorter.
    let set = ReplicaSet::builder().election_timeout(Duration::from_secs(3)).start().await?;
    let mut client = ClientOptions::parse(format!("{}{options}", set.uri())).await?;
    let commands = Commands::default();
    commands.record(&mut client);
    let engine = Engine::connect(client).await?;
    store(&engine).await?;
    // All members have all documents now.
    let wait_for_all = doc! { "insert": "other", "documents": [{ "_id": 1 }], "writeConcern": { "w": 3 } };
    mongomancy_tests::run(&engine, "d", wait_for_all).await?;

    let find = documents(&engine).find(doc! {}).sort(doc! { "group": -1 }).batch_size(5);
    let mut cursor = find.read_preference(preference).resumable().await?;
    let mut ids = read(&mut cursor, 12).await?;
    let servers = |name: &str| -> Vec<String> {
        commands.all().into_iter().filter(|sent| sent.name == name).map(|sent| sent.server).collect()
    };
    let member = servers("find")[0].clone();
    let holder = set.members().iter().find(|one| one.address() == member).unwrap();
    fault(&set, holder).await?;
    ids.extend(tokio::time::timeout(LIMIT, read(&mut cursor, usize::MAX)).await??);
    assert_eq!(ids, expected());
    let finds = servers("find");
    assert!(finds.len() > 1 && finds.last() != Some(&member), "{member}: {finds:?}");
    engine.dispose().await;
    Ok(())
}

#[tokio::test]
async fn a_killed_primary_is_survived() -> Outcome {
    survives("", ReadPreference::Primary, async |set, holder| Ok(set.kill(holder).await?)).await
}

#[tokio::test]
async fn a_frozen_primary_is_survived() -> Outcome {
    survives("", ReadPreference::Primary, async |set, holder| Ok(set.freeze(holder)?)).await
}

#[tokio::test]
async fn a_killed_secondary_is_survived() -> Outcome {
    survives("", secondary(), async |set, holder| Ok(set.kill(holder).await?)).await
}

#[tokio::test]
async fn a_frozen_secondary_is_survived() -> Outcome {
    // No election tells of it: the driver has to miss its answer.
    survives(SOON, secondary(), async |set, holder| Ok(set.freeze(holder)?)).await
}

fn secondary() -> ReadPreference {
    ReadPreference::SecondaryPreferred { options: None }
}
