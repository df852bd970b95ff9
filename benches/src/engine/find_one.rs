//! `find_one` by `_id`.

use bson::doc;

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
    let players: Vec<Player> = (0..STORED).map(Player::of).collect();
    clients.driver.database(DATABASE).collection("player").insert_many(players).await?;
    compare("find_one", effort, in_flight, async |_| {
        let ours = Ours(clients.engine.database(DATABASE).collection());
        Ok((ours, Driver(clients.driver.database(DATABASE).collection("player"))))
    })
    .await
}

#[derive(Clone)]
struct Ours(mongomancy::Collection<Player>);

impl Side for Ours {
    type Answer = Option<Player>;

    async fn call(&self, number: u64) -> Result<Option<Player>> {
        Ok(self.0.find_one(doc! { "_id": player::id(number % STORED) }).await?)
    }
}

#[derive(Clone)]
struct Driver(mongodb::Collection<Player>);

impl Side for Driver {
    type Answer = Option<Player>;

    async fn call(&self, number: u64) -> Result<Option<Player>> {
        Ok(self.0.find_one(doc! { "_id": player::id(number % STORED) }).await?)
    }
}
