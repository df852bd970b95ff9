//! `update_one` by `_id`.

use bson::{Document, doc};
use mongomancy::Namespace;

use super::{
    Clients, DATABASE, compare,
    player::{self, Player},
};
use crate::{
    Result,
    measure::{Effort, Side},
    summary::Summary,
};

/// Few enough to stay in the server's memory.
const STORED: u64 = 1000;

pub(super) async fn run(clients: &Clients, effort: Effort, in_flight: &[u64]) -> Result<Vec<Summary>> {
    // Each side changes documents of its own, so that both find the same.
    compare("update_one", effort, in_flight, async |in_flight| {
        let (ours, driver) = (format!("updated_by_us_{in_flight}"), format!("updated_by_driver_{in_flight}"));
        let database = clients.driver.database(DATABASE);
        for name in [&ours, &driver] {
            let players: Vec<Player> = (0..STORED).map(Player::of).collect();
            database.collection(name).insert_many(players).await?;
        }
        let ours = mongomancy::Collection::new(&clients.engine, Namespace::new(DATABASE, ours));
        Ok((Ours(ours), Driver(database.collection(&driver))))
    })
    .await
}

fn filter(number: u64) -> Document {
    doc! { "_id": player::id(number % STORED) }
}

fn update(number: u64) -> Document {
    doc! { "$inc": { "score": 1.0 }, "$set": { "guild": format!("guild {number}") } }
}

#[derive(Clone)]
struct Ours(mongomancy::Collection<Player>);

impl Side for Ours {
    type Answer = (u64, u64);

    async fn call(&self, number: u64) -> Result<(u64, u64)> {
        let updated = self.0.update_one(filter(number), update(number)).await?;
        Ok((updated.matched_count, updated.modified_count))
    }
}

#[derive(Clone)]
struct Driver(mongodb::Collection<Player>);

impl Side for Driver {
    type Answer = (u64, u64);

    async fn call(&self, number: u64) -> Result<(u64, u64)> {
        let updated = self.0.update_one(filter(number), update(number)).await?;
        Ok((updated.matched_count, updated.modified_count))
    }
}
