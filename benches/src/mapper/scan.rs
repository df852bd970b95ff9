//! A scan of a whole collection, document by document; beside it the driver's batches without decoding.

use bson::{Document, doc};
use futures_util::TryStreamExt;

use super::player::Player;
use crate::{
    Result,
    clients::Clients,
    rounds::{self, Rounds, Work},
    summary::{Summary, Unit},
};

const COLLECTION: &str = "scan";

pub(super) async fn run(clients: &Clients, documents: u32, rounds: Rounds) -> Result<Vec<Summary>> {
    let (ours, driver) = (clients.ours::<Player>(COLLECTION), clients.driver::<Player>(COLLECTION));
    let stored = Player::first(documents);
    driver.insert_many(&stored).await?;
    // Each document once, as a whole; each round then looks at a part of it.
    let by_driver: Vec<Player> = driver.find(doc! {}).await?.try_collect().await?;
    if by_driver != stored || ours.find(doc! {}).try_collect().await? != stored {
        return Err("a scan does not give what is stored".into());
    }
    drop((stored, by_driver));

    let raw = Raw(clients.driver(COLLECTION));
    let typed = rounds::alternate(rounds, &Ours(ours.clone()), &Driver(driver)).await?;
    let without_decoding = rounds::alternate(rounds, &Counted(Ours(ours)), &raw).await?;
    Ok(vec![
        Summary::of_times("scan, wall", &typed, |took| took.wall, Unit::MILLIS, 0.40),
        Summary::of_times("scan, CPU", &typed, |took| took.cpu, Unit::MILLIS, 0.30),
        Summary::of_times("scan against raw batches, wall", &without_decoding, |took| took.wall, Unit::MILLIS, 1.4),
    ])
}

/// What a scan saw.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Seen {
    pub(super) documents: u64,
    ids: i64,
    letters: usize,
}

impl Seen {
    pub(super) fn add(&mut self, player: &Player) {
        self.documents += 1;
        self.ids = self.ids.wrapping_add(player.member_no);
        self.letters += player.name.len() + player.tags.iter().map(String::len).sum::<usize>();
    }
}

#[derive(Clone)]
struct Ours(mongomancy::Collection<Player>);

impl Work for Ours {
    type Given = Seen;
    type Answer = Seen;

    async fn work(&self, _: u32) -> Result<Seen> {
        let mut seen = Seen::default();
        let mut players = self.0.find(doc! {}).await?;
        while let Some(player) = players.try_next().await? {
            seen.add(&player);
        }
        Ok(seen)
    }

    async fn answer(&self, seen: Seen) -> Result<Seen> {
        Ok(seen)
    }
}

#[derive(Clone)]
struct Driver(mongodb::Collection<Player>);

impl Work for Driver {
    type Given = Seen;
    type Answer = Seen;

    async fn work(&self, _: u32) -> Result<Seen> {
        let mut seen = Seen::default();
        let mut players = self.0.find(doc! {}).await?;
        while let Some(player) = players.try_next().await? {
            seen.add(&player);
        }
        Ok(seen)
    }

    async fn answer(&self, seen: Seen) -> Result<Seen> {
        Ok(seen)
    }
}

/// Our scan, of which only the number of documents is compared.
#[derive(Clone)]
struct Counted(Ours);

impl Work for Counted {
    type Given = Seen;
    type Answer = u64;

    async fn work(&self, round: u32) -> Result<Seen> {
        self.0.work(round).await
    }

    async fn answer(&self, seen: Seen) -> Result<u64> {
        Ok(seen.documents)
    }
}

/// The driver's batches, whose documents are counted and not read.
#[derive(Clone)]
struct Raw(mongodb::Collection<Document>);

impl Work for Raw {
    type Given = u64;
    type Answer = u64;

    async fn work(&self, _: u32) -> Result<u64> {
        let mut documents = 0;
        let mut batches = self.0.find(doc! {}).batch().await?;
        while let Some(batch) = batches.try_next().await? {
            for document in batch.doc_slices()? {
                document?;
                documents += 1;
            }
        }
        Ok(documents)
    }

    async fn answer(&self, documents: u64) -> Result<u64> {
        Ok(documents)
    }
}
