//! `insert_one` of a document that has its `_id`.

use bson::oid::ObjectId;
use mongomancy::Namespace;

use super::{Clients, DATABASE, compare, player::Player};
use crate::{
    Result,
    measure::{Effort, Side},
    summary::Summary,
};

pub(super) async fn run(clients: &Clients, effort: Effort, in_flight: &[u64]) -> Result<Vec<Summary>> {
    // Each side fills a collection of its own, so that both insert the same documents.
    compare("insert_one", effort, in_flight, async |in_flight| {
        let (ours, driver) = (format!("ours_{in_flight}"), format!("driver_{in_flight}"));
        let database = clients.driver.database(DATABASE);
        for name in [&ours, &driver] {
            database.create_collection(name).await?;
        }
        let ours = mongomancy::Collection::new(&clients.engine, Namespace::new(DATABASE, ours));
        Ok((Ours(ours), Driver(database.collection(&driver))))
    })
    .await
}

#[derive(Clone)]
struct Ours(mongomancy::Collection<Player>);

impl Side for Ours {
    type Answer = ObjectId;

    async fn call(&self, number: u64) -> Result<ObjectId> {
        Ok(self.0.insert_one(Player::of(number)).await?.into_id())
    }
}

#[derive(Clone)]
struct Driver(mongodb::Collection<Player>);

impl Side for Driver {
    type Answer = ObjectId;

    async fn call(&self, number: u64) -> Result<ObjectId> {
        let inserted = self.0.insert_one(Player::of(number)).await?;
        Ok(inserted.inserted_id.as_object_id().ok_or("the id is no ObjectId")?)
    }
}
