//! An object-document mapper for MongoDB that loses nothing when the primary switches.

pub mod action;
pub mod error;
pub mod options;

#[doc(hidden)]
pub mod __private;
mod codec;
mod collection;
mod cursor;
mod database;
mod definition;
mod engine;
mod id;
mod model;
mod namespace;
mod operation;
mod reply;

pub use bson::{self, Document, doc};
pub use mongodb;
pub use mongomancy_derive::{MongoCollection, MongoDocument};

pub use crate::{
    codec::{DocumentId, MongoDocument, MongoValue},
    collection::{Collection, DeleteResult, InsertManyResult, InsertOneResult, IntoFilter, IntoUpdate, UpdateResult},
    cursor::Cursor,
    database::{
        CreateAllReport, DEFAULT_CONCURRENCY, DEFAULT_LOCK_TIMEOUT, Database, ReportEntry, ReportOutcome, ReportSubject,
    },
    definition::{CollectionDefinition, DefaultDocument, Index, IndexKey},
    engine::{
        BoxFuture, ConnectTo, DEFAULT_DEADLINE, DEFAULT_GRACE, Engine, EngineBuilder, EngineEvent, Executor, Hook,
        HookId,
    },
    error::{Error, ErrorKind, Result},
    id::Id,
    model::MongoCollection,
    namespace::Namespace,
    operation::{Deployment, Effect, Operation},
    reply::{Batch, Batches, Reply},
};
