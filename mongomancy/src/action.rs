//! The calls of a [`Collection`](crate::Collection), a [`Database`](crate::Database) or an [`Engine`](crate::Engine) in
//! the making.
//!
//! Each verb gives one of these: set its options, then `.await` it. Nothing is sent before. An action owns all that it
//! needs: `tokio::spawn(action.into_future())` takes it, and so does `tokio::spawn(async move { action.await })`. Only
//! those that take many documents read these on the way: they are the caller's for so long, unless they are given by value.

pub use crate::{
    collection::{
        Aggregate, BulkLoad, CountDocuments, DeleteMany, DeleteOne, Distinct, DropCollection, EstimatedDocumentCount,
        Exists, Explain, Find, FindNumberedPage, FindOne, FindOneAndDelete, FindOneAndReplace, FindOneAndUpdate,
        FindPage, InsertMany, InsertOne, LoadRefs, ReplaceOne, UpdateMany, UpdateOne, UpsertOne,
    },
    database::{Apply, CreateAll, Planning},
    engine::{Dispose, Ping},
};
