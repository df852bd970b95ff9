//! `update_one` by `_id`.

use bson::{Document, doc};

use super::{
    Clients, compare,
    player::{self, Player},
};
use crate::{
    Result,
    measure::{Effort, Side},
    summary::Summary,
};

/// Few enough to stay in the server's memory.
const STORED: u64 = 1000;
const COLLECTIONS: [&str; 2] = ["update_one_ours", "update_one_driver"];

pub(super) async fn run(clients: &Clients, effort: Effort, in_flight: &[u64]) -> Result<Vec<Summary>> {
    // Each side changes a collection of its own, so that both make the same changes.
    for name in COLLECTIONS {
        clients.driver(name).insert_many((0..STORED).map(Player::of)).await?;
    }
    let [ours, driver] = COLLECTIONS;
    compare("update_one", effort, in_flight, async |_| Ok((Ours(clients.ours(ours)), Driver(clients.driver(driver)))))
        .await
}

fn update(number: u64) -> Document {
    doc! { "$inc": { "score": 1.5 }, "$set": { "name": format!("player of call {number}") } }
}

#[derive(Clone)]
struct Ours(mongomancy::Collection<Player>);

impl Side for Ours {
    type Answer = (u64, u64);

    async fn call(&self, number: u64) -> Result<(u64, u64)> {
        let updated = self.0.update_one(doc! { "_id": player::id(number % STORED) }, update(number)).await?;
        Ok((updated.matched_count, updated.modified_count))
    }
}

#[derive(Clone)]
struct Driver(mongodb::Collection<Player>);

impl Side for Driver {
    type Answer = (u64, u64);

    async fn call(&self, number: u64) -> Result<(u64, u64)> {
        let updated = self.0.update_one(doc! { "_id": player::id(number % STORED) }, update(number)).await?;
        Ok((updated.matched_count, updated.modified_count))
    }
}
