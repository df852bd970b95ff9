//! `insert_many` of all documents into an empty collection.

use std::sync::Arc;

use super::player::Player;
use crate::{
    Result,
    clients::{Clients, DATABASE},
    digest,
    rounds::{self, Rounds, Work},
    summary::{Summary, Unit},
};

pub(super) async fn run(clients: &Clients, documents: u32, rounds: Rounds) -> Result<Vec<Summary>> {
    let players = Arc::new(Player::first(documents));
    let side = |collection| Side { clients: clients.clone(), collection, players: Arc::clone(&players) };
    let (ours, driver) = (side("insert_many_ours"), side("insert_many_driver"));
    let taken = rounds::alternate(rounds, &Ours(ours.clone()), &Driver(driver.clone())).await?;
    for side in [&ours, &driver] {
        side.clients.driver::<Player>(side.collection).drop().await?;
    }
    Ok(vec![
        Summary::of_times("insert_many, wall", &taken, |took| took.wall, Unit::MILLIS, 0.80),
        Summary::of_times("insert_many, CPU", &taken, |took| took.cpu, Unit::MILLIS, 0.35),
    ])
}

/// What both have: a collection of their own, and the same documents.
#[derive(Clone)]
struct Side {
    clients: Clients,
    collection: &'static str,
    players: Arc<Vec<Player>>,
}

impl Side {
    async fn empty_collection(&self) -> Result<()> {
        let database = self.clients.driver.database(DATABASE);
        database.collection::<Player>(self.collection).drop().await?;
        Ok(database.create_collection(self.collection).await?)
    }

    async fn answer(&self, ids: usize) -> Result<(usize, (u64, u64))> {
        Ok((ids, digest::stored(&self.clients, self.collection).await?))
    }
}

#[derive(Clone)]
struct Ours(Side);

impl Work for Ours {
    type Given = usize;
    type Answer = (usize, (u64, u64));

    async fn prepare(&self) -> Result<()> {
        self.0.empty_collection().await
    }

    async fn work(&self, _: u32) -> Result<usize> {
        let players = self.0.clients.ours::<Player>(self.0.collection);
        Ok(players.insert_many(&*self.0.players).ordered(true).await?.ids().len())
    }

    async fn answer(&self, ids: usize) -> Result<Self::Answer> {
        self.0.answer(ids).await
    }
}

#[derive(Clone)]
struct Driver(Side);

impl Work for Driver {
    type Given = usize;
    type Answer = (usize, (u64, u64));

    async fn prepare(&self) -> Result<()> {
        self.0.empty_collection().await
    }

    async fn work(&self, _: u32) -> Result<usize> {
        let players = self.0.clients.driver::<Player>(self.0.collection);
        Ok(players.insert_many(&*self.0.players).ordered(true).await?.inserted_ids.len())
    }

    async fn answer(&self, ids: usize) -> Result<Self::Answer> {
        self.0.answer(ids).await
    }
}
