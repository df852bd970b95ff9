//! Decoding and encoding in memory, without a server.

use std::{hint::black_box, sync::Arc};

use bson::RawDocumentBuf;
use mongomancy::MongoDocument;

use super::player::Player;
use crate::{
    Result,
    rounds::{self, Rounds, Work},
    summary::{Summary, Unit},
};

/// Different documents, few enough to stay in the processor's cache.
const DOCUMENTS: u32 = 500;
/// How often each is read or written in a round.
const TIMES: u32 = 100;
const BAR: f64 = 0.25;

pub(super) async fn run(rounds: Rounds) -> Result<Vec<Summary>> {
    let unit = Unit::nanos_of_each(DOCUMENTS * TIMES);
    let documents = Documents::new(DOCUMENTS)?;
    let mut summaries = Vec::new();
    for direction in Direction::ALL {
        let side = |codec| Side { codec, direction, documents: Arc::clone(&documents) };
        let taken = rounds::alternate(rounds, &side(Codec::Ours), &side(Codec::Serde)).await?;
        let name = format!("{} in memory", direction.name());
        summaries.push(Summary::of_times(name, &taken, |took| took.wall, unit, BAR));
    }
    Ok(summaries)
}

/// Whose code.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Codec {
    Ours,
    /// Of `bson`, as the driver uses it.
    Serde,
}

#[derive(Debug, Clone, Copy)]
pub(crate) enum Direction {
    Decode,
    Encode,
}

impl Codec {
    pub(crate) const ALL: [Self; 2] = [Self::Ours, Self::Serde];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Ours => "ours",
            Self::Serde => "serde",
        }
    }

    fn decode(self, bytes: &RawDocumentBuf) -> Result<Player> {
        Ok(match self {
            Self::Ours => Player::decode(bytes)?,
            Self::Serde => bson::deserialize_from_slice(bytes.as_bytes())?,
        })
    }

    fn encode(self, player: &Player) -> Result<Vec<u8>> {
        Ok(match self {
            Self::Ours => player.encode()?.into_bytes(),
            Self::Serde => bson::serialize_to_vec(player)?,
        })
    }
}

impl Direction {
    pub(crate) const ALL: [Self; 2] = [Self::Decode, Self::Encode];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Decode => "decode",
            Self::Encode => "encode",
        }
    }
}

/// The same documents as values and as bytes.
pub(crate) struct Documents {
    players: Vec<Player>,
    bytes: Vec<RawDocumentBuf>,
}

impl Documents {
    pub(crate) fn new(count: u32) -> Result<Arc<Self>> {
        let players = Player::first(count);
        let bytes = players.iter().map(bson::serialize_to_raw_document_buf).collect::<bson::error::Result<_>>()?;
        Ok(Arc::new(Self { players, bytes }))
    }

    /// Reads or writes each of them once.
    pub(crate) fn pass(&self, codec: Codec, direction: Direction) -> Result<()> {
        match direction {
            Direction::Decode => self.bytes.iter().try_for_each(|bytes| codec.decode(black_box(bytes)).map(consume)),
            Direction::Encode => {
                self.players.iter().try_for_each(|player| codec.encode(black_box(player)).map(consume))
            }
        }
    }
}

/// Drops a value that the compiler cannot leave out.
fn consume<T>(value: T) {
    drop(black_box(value));
}

#[derive(Clone)]
struct Side {
    codec: Codec,
    direction: Direction,
    documents: Arc<Documents>,
}

impl Work for Side {
    type Given = ();
    type Answer = (Vec<Player>, Vec<Vec<u8>>);

    async fn work(&self, _: u32) -> Result<()> {
        (0..TIMES).try_for_each(|_| self.documents.pass(self.codec, self.direction))
    }

    async fn answer(&self, (): ()) -> Result<Self::Answer> {
        let decoded = self.documents.bytes.iter().map(|bytes| self.codec.decode(bytes)).collect::<Result<_>>()?;
        let encoded = self.documents.players.iter().map(|player| self.codec.encode(player)).collect::<Result<_>>()?;
        Ok((decoded, encoded))
    }
}
