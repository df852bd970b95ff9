//! How long the engine keeps the sessions that carried its numbers.

use std::collections::HashSet;

use mongomancy::{Document, Engine, doc};
use mongomancy_testkit::{ReplicaSet, ReplicaSetBuilder};
use mongomancy_tests::Commands;

type Outcome = Result<(), Box<dyn std::error::Error>>;

const WRITES: usize = 4;

fn set() -> ReplicaSetBuilder {
    ReplicaSet::builder().members(1)
}

async fn engine(set: &ReplicaSet) -> mongomancy::Result<(Engine, Commands)> {
    let commands = Commands::default();
    let record = commands.clone();
    let engine = Engine::builder(set.uri()).configure(move |options| record.record(options)).build()?;
    engine.ping().await?;
    Ok((engine, commands))
}

/// Writes one document after the other.
async fn write(engine: &Engine) -> mongomancy::Result<()> {
    for _ in 0..WRITES {
        engine.database("d").collection_named::<Document>("thing").insert_one(doc! {}).await?;
    }
    Ok(())
}

/// The sessions that inserts had so far.
fn sessions(commands: &Commands) -> HashSet<String> {
    commands.named("insert").iter().map(|command| command.get_document("lsid").unwrap().to_string()).collect()
}

#[tokio::test]
async fn one_session_does_for_one_write_at_a_time() -> Outcome {
    let set = set().start().await?;
    let (engine, commands) = engine(&set).await?;
    write(&engine).await?;
    assert_eq!(sessions(&commands).len(), 1);
    // Neither a new client nor a revived engine has it again.
    engine.reconnect().await?;
    write(&engine).await?;
    assert_eq!(sessions(&commands).len(), 2);
    engine.dispose().await;
    engine.reconnect().await?;
    write(&engine).await?;
    assert_eq!(sessions(&commands).len(), 3);
    engine.dispose().await;
    Ok(())
}

#[tokio::test]
async fn a_session_that_the_server_forgets_soon_is_not_kept() -> Outcome {
    let set = set().parameter("localLogicalSessionTimeoutMinutes", "1").start().await?;
    let (engine, commands) = engine(&set).await?;
    write(&engine).await?;
    assert_eq!(sessions(&commands).len(), WRITES);
    engine.dispose().await;
    Ok(())
}
