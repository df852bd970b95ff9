//! Every verb of a collection on a real replica set, bad inputs included.

#[path = "verbs/delete.rs"]
mod delete;
#[path = "verbs/find.rs"]
mod find;
#[path = "verbs/insert.rs"]
mod insert;
#[path = "verbs/modify.rs"]
mod modify;
#[path = "verbs/summary.rs"]
mod summary;
#[path = "verbs/update.rs"]
mod update;

use bson::{doc, oid::ObjectId};
use mongomancy::{Collection, MongoCollection};
use serde::{Deserialize, Serialize};

use crate::fixture::Fixture;

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

/// The players Ada (3), Bob (2) and Cyd (1), whose names are unique and whose scores are never below zero.
async fn players() -> (Fixture, Collection<Player>) {
    let fixture = Fixture::new().await;
    let validator = doc! { "score": { "$gte": 0 } };
    fixture.run(doc! { "create": Player::NAME, "validator": validator }).await;
    let index = doc! { "key": { "name": 1 }, "name": "ux__player__name", "unique": true };
    fixture.run(doc! { "createIndexes": Player::NAME, "indexes": [index] }).await;
    let players = fixture.database.collection::<Player>();
    players.insert_many([player("Ada", 3), player("Bob", 2), player("Cyd", 1)]).await.unwrap();
    (fixture, players)
}

async fn names(players: &Collection<Player>) -> Vec<String> {
    let all = players.find(doc! {}).sort(doc! { "name": 1 }).try_collect().await.unwrap();
    all.into_iter().map(|player| player.name).collect()
}
