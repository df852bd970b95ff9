//! What all tasks share: where the documents are, and how many.

use std::{ops::Deref, sync::Arc};

use bson::doc;
use mongodb::IndexModel;
use serde::Serialize;

use super::{model::Model, percentile};
use crate::{
    Result,
    clients::{Clients, DATABASE},
    digest,
    rounds::{self, Rounds, Work},
    summary::Summary,
};

/// Of a task, in megabytes a second by the driver's.
const BAR: f64 = 0.97;
/// Documents that are stored at a time.
const CHUNK: u32 = 1000;

/// The row of a task, and its rows in the table of percentiles.
pub(super) type Measured = (Summary, String);

/// One task of the benchmark.
pub(super) struct Task {
    clients: Clients,
    name: &'static str,
    documents: u32,
    rounds: Rounds,
}

impl Task {
    pub(super) fn new(clients: &Clients, name: &'static str, documents: u32, rounds: Rounds) -> Self {
        Self { clients: clients.clone(), name, documents, rounds }
    }

    /// What a side works with, in a collection of its own.
    pub(super) fn side<M: Model>(&self, side: &str, template: &M) -> Shared<M> {
        let collection = self.collection(side);
        Shared(Arc::new(Side {
            ours: self.clients.ours(&collection),
            driver: self.clients.driver(&collection),
            clients: self.clients.clone(),
            documents: self.documents,
            template: template.clone(),
        }))
    }

    /// Stores what `of` gives for each number.
    pub(super) async fn fill<D: Serialize + Send + Sync>(&self, side: &str, of: impl Fn(u32) -> D) -> Result<()> {
        let collection = self.clients.driver::<D>(&self.collection(side));
        for first in (0..self.documents).step_by(usize::try_from(CHUNK)?) {
            let documents: Vec<D> = (first..self.documents.min(first + CHUNK)).map(&of).collect();
            collection.insert_many(documents).await?;
        }
        Ok(())
    }

    /// Lets the server find what is at `path` without reading everything.
    pub(super) async fn index(&self, side: &str, path: &str) -> Result<()> {
        let collection = self.clients.driver::<bson::Document>(&self.collection(side));
        collection.create_index(IndexModel::builder().keys(doc! { path: 1 }).build()).await?;
        Ok(())
    }

    /// Runs both sides; gives the row, and the percentiles. Each operation counts for so many bytes.
    pub(super) async fn measure<O, D>(self, bytes: u32, ours: &O, driver: &D) -> Result<Measured>
    where
        O: Work,
        D: Work<Answer = O::Answer>,
    {
        let taken = rounds::alternate(self.rounds, ours, driver).await?;
        self.clients.driver.database(DATABASE).drop().await?;
        let megabytes = f64::from(bytes) * f64::from(self.documents) / 1e6;
        Ok((Summary::of_rates(self.name, &taken, megabytes, BAR), percentile::rows(self.name, &taken)))
    }

    fn collection(&self, side: &str) -> String {
        format!("{} {side}", self.name)
    }
}

/// What a side works with. Both handles name the same collection; a side uses its own.
pub(super) struct Side<M: Send + Sync> {
    pub(super) ours: mongomancy::Collection<M>,
    pub(super) driver: mongodb::Collection<M>,
    pub(super) documents: u32,
    pub(super) template: M,
    clients: Clients,
}

pub(super) struct Shared<M: Send + Sync>(Arc<Side<M>>);

impl<M: Model> Side<M> {
    pub(super) async fn drop_collection(&self) -> Result<()> {
        Ok(self.driver.drop().await?)
    }

    /// What the collection holds now.
    pub(super) async fn stored(&self) -> Result<(u64, u64)> {
        digest::stored(&self.clients, self.driver.name()).await
    }
}

impl<M: Send + Sync> Clone for Shared<M> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<M: Send + Sync> Deref for Shared<M> {
    type Target = Side<M>;

    fn deref(&self) -> &Side<M> {
        &self.0
    }
}
