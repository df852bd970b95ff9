//! Every verb of a collection on a real replica set, bad inputs included.

mod bulk_load;
mod delete;
mod explain;
mod find;
mod insert;
mod load_refs;
mod mixed;
mod modify;
mod page;
mod prefetch;
mod resumable;
mod standalone;
mod summary;
mod update;

use bson::{Document, doc, oid::ObjectId};
use mongomancy::{Collection, Database, Engine, MongoCollection};
use mongomancy_testkit::unique_database_name;
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, MongoCollection)]
#[collection(name = "player")]
struct Player {
    #[serde(rename = "_id")]
    id: Option<ObjectId>,
    name: String,
    score: i64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    guild: Option<String>,
}

fn player(name: &str, score: i64) -> Player {
    Player { id: None, name: name.into(), score, guild: None }
}

/// One test's own database, and the engine behind it.
struct Fixture {
    engine: Engine,
    database: Database,
}

impl Fixture {
    /// Runs a command for which there is no verb.
    async fn run(&self, command: Document) {
        mongomancy_tests::run(&self.engine, self.database.name(), command).await.expect("the command");
    }
}

/// The players Ada (3), Bob (2) and Cyd (1), whose names are unique and whose scores are never below zero.
async fn players() -> (Fixture, Collection<Player>) {
    let engine = mongomancy_tests::engine().await;
    let fixture = Fixture { database: engine.database(unique_database_name()), engine };
    let validator = doc! { "score": { "$gte": 0 } };
    fixture.run(doc! { "create": Player::NAME, "validator": validator }).await;
    let index = doc! { "key": { "name": 1 }, "name": "ux__player__name", "unique": true };
    fixture.run(doc! { "createIndexes": Player::NAME, "indexes": [index] }).await;
    let players = fixture.database.collection::<Player>();
    players.insert_many([player("Ada", 3), player("Bob", 2), player("Cyd", 1)]).await.expect("three players");
    (fixture, players)
}

async fn names(players: &Collection<Player>) -> Vec<String> {
    let all = players.find(doc! {}).sort(doc! { "name": 1 }).try_collect().await.expect("all players");
    all.into_iter().map(|player| player.name).collect()
}
