//! An object-document mapper for MongoDB that loses nothing when the primary switches.

pub mod error;

#[doc(hidden)]
pub mod __private;
mod codec;
mod definition;
mod id;
mod model;
mod namespace;

pub use bson::{self, doc};
pub use mongodb;
pub use mongomancy_derive::{MongoCollection, MongoDocument};

pub use crate::{
    codec::{DocumentId, MongoDocument},
    definition::{CollectionDefinition, DefaultDocument, Index, IndexKey},
    error::{Error, ErrorKind, Result},
    id::Id,
    model::MongoCollection,
    namespace::Namespace,
};
