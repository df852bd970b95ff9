//! The recording executor and the collection that the tests share.

use std::{
    collections::VecDeque,
    future::pending,
    sync::{Arc, Mutex, OnceLock},
    time::Duration,
};

use bson::{Document, oid::ObjectId};
use serde::{Deserialize, Serialize};

use crate::{
    BoxFuture, Collection, CollectionDefinition, Error, ErrorKind, Executor, MongoCollection, Namespace, Operation,
    Reply, Result,
    codec::{Decode, Encode, bridge, decode::DecodeError, encode::EncodeError, reader::Reader},
    options::ReadPreference,
};

#[derive(Default)]
pub(super) struct Recorder {
    sent: Mutex<Vec<Operation>>,
    replies: Mutex<VecDeque<Result<Reply>>>,
    pub(super) default_deadline: OnceLock<Duration>,
}

impl Recorder {
    /// The one command that was sent.
    pub(super) fn command(&self) -> Document {
        let commands = self.commands();
        assert_eq!(commands.len(), 1, "{commands:?}");
        commands.into_iter().next().unwrap()
    }

    pub(super) fn commands(&self) -> Vec<Document> {
        self.sent.lock().unwrap().iter().map(|sent| sent.command().try_into().unwrap()).collect()
    }

    pub(super) fn operation(&self) -> Operation {
        self.sent.lock().unwrap()[0].clone()
    }

    /// Whether each operation was to be applied exactly once.
    pub(super) fn wishes(&self) -> Vec<bool> {
        self.sent.lock().unwrap().iter().map(Operation::is_exactly_once).collect()
    }

    pub(super) fn preferences(&self) -> Vec<Option<ReadPreference>> {
        self.sent.lock().unwrap().iter().map(|sent| sent.read_preference().cloned()).collect()
    }

    pub(super) fn deadlines(&self) -> Vec<Option<Duration>> {
        self.sent.lock().unwrap().iter().map(Operation::deadline).collect()
    }
}

impl Executor for Recorder {
    fn execute(&self, operation: Operation) -> BoxFuture<'_, Result<Reply>> {
        self.sent.lock().unwrap().push(operation);
        let reply = self.replies.lock().unwrap().pop_front();
        Box::pin(async { reply.unwrap_or_else(|| Err(Error::for_test(ErrorKind::Unavailable, None, []))) })
    }

    fn default_deadline(&self) -> Option<Duration> {
        self.default_deadline.get().copied()
    }
}

/// Takes commands and never answers.
pub(super) struct Silent;

impl Executor for Silent {
    fn execute(&self, _operation: Operation) -> BoxFuture<'_, Result<Reply>> {
        Box::pin(pending())
    }
}

/// The collection `game.player`, whose calls are given these replies.
pub(super) fn answering<T: MongoCollection>(
    replies: impl IntoIterator<Item = Result<Reply>>,
) -> (Collection<T>, Arc<Recorder>) {
    let recorder = Arc::new(Recorder { replies: Mutex::new(replies.into_iter().collect()), ..Recorder::default() });
    let executor: Arc<dyn Executor> = recorder.clone();
    (Collection::new(executor, Namespace::new("game", "player")), recorder)
}

pub(super) fn untyped(reply: Reply) -> (Collection<Document>, Arc<Recorder>) {
    answering([Ok(reply)])
}

pub(super) fn typed(reply: Reply) -> (Collection<Player>, Arc<Recorder>) {
    answering([Ok(reply)])
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Player {
    #[serde(rename = "_id")]
    pub(super) id: Option<ObjectId>,
    pub(super) name: String,
}

bridge::serde_document!(Player);

impl MongoCollection for Player {
    type Id = ObjectId;
    type StoredId = ObjectId;

    const NAME: &'static str = "player";

    fn definition() -> CollectionDefinition {
        CollectionDefinition::new(Self::NAME)
    }

    fn write_id(id: &Self::Id, to: &mut Vec<u8>) -> std::result::Result<u8, EncodeError> {
        id.encode_to(to)
    }

    fn read_id(kind: u8, from: &mut Reader<'_>) -> std::result::Result<Self::Id, DecodeError> {
        Self::Id::decode_from(kind, from)
    }
}

pub(super) fn ada() -> Player {
    Player { id: None, name: "Ada".into() }
}
