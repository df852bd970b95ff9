//! The calls of a [`Collection`](crate::Collection), a [`Database`](crate::Database) or an [`Engine`](crate::Engine) in
//! the making.
//!
//! Each verb gives one of these: set its options, then `.await` it. Nothing is sent before. An action owns all that it
//! needs, so that it can be spawned as it is.

pub use crate::{
    collection::{
        Aggregate, CountDocuments, DeleteMany, DeleteOne, Distinct, DropCollection, EstimatedDocumentCount, Exists,
        Find, FindOne, FindOneAndDelete, FindOneAndReplace, FindOneAndUpdate, InsertMany, InsertOne, ReplaceOne,
        UpdateMany, UpdateOne,
    },
    database::CreateAll,
    engine::Dispose,
};
