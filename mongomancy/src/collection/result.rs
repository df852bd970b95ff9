//! What the writes say of themselves.

use std::fmt;

use super::{document_id, written::Written};
use crate::{codec::in_collection, error::Result, model::MongoCollection, namespace::Namespace};

/// The outcome of an [`insert_one`](crate::Collection::insert_one).
pub struct InsertOneResult<T: MongoCollection> {
    pub(super) id: T::Id,
}

impl<T: MongoCollection> InsertOneResult<T> {
    /// The `_id` under which the document is stored.
    pub fn id(&self) -> &T::Id {
        &self.id
    }

    /// The `_id` under which the document is stored.
    pub fn into_id(self) -> T::Id {
        self.id
    }
}

/// The outcome of an [`insert_many`](crate::Collection::insert_many).
pub struct InsertManyResult<T: MongoCollection> {
    pub(super) ids: Vec<T::Id>,
}

impl<T: MongoCollection> InsertManyResult<T> {
    /// The `_id`s of the documents, in the order in which these were given.
    pub fn ids(&self) -> &[T::Id] {
        &self.ids
    }

    /// The `_id`s of the documents, in the order in which these were given.
    pub fn into_ids(self) -> Vec<T::Id> {
        self.ids
    }
}

/// The outcome of an update or a replacement.
#[non_exhaustive]
pub struct UpdateResult<T: MongoCollection> {
    /// How many documents matched the filter. One that was upserted did not.
    pub matched_count: u64,
    /// How many of them were changed: those that had been as wanted already were not.
    pub modified_count: u64,
    /// The `_id` of the document that was upserted.
    pub upserted_id: Option<T::Id>,
    replayed: bool,
}

impl<T: MongoCollection> UpdateResult<T> {
    pub(super) fn read(written: Written, namespace: &Namespace) -> Result<Self> {
        let Written { n, modified, upserted, replayed, .. } = written;
        let matched_count = if upserted.is_some() { 0 } else { n };
        let upserted_id = upserted.map(document_id::stored::<T>).transpose();
        Ok(Self {
            matched_count,
            modified_count: modified,
            upserted_id: upserted_id.map_err(|error| in_collection(error, &namespace.to_string()))?,
            replayed,
        })
    }

    /// Whether the update may have run before the time that gave this answer: the counts describe that time alone.
    ///
    /// Only an [`update_many`](crate::Collection::update_many) is ever run again, and on a standalone server an update
    /// by `_id`; updates of one document on a replica set are applied once, and their counts are exact.
    pub fn replayed(&self) -> bool {
        self.replayed
    }
}

/// The outcome of an [`upsert_one`](crate::Collection::upsert_one).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Upserted<Id> {
    /// No document matched: one was inserted, with this `_id`.
    Inserted(Id),
    /// A document matched, and was updated.
    Matched,
}

impl<Id> Upserted<Id> {
    /// The `_id` of the document that was inserted.
    pub fn inserted_id(self) -> Option<Id> {
        match self {
            Self::Inserted(id) => Some(id),
            Self::Matched => None,
        }
    }

    /// Whether a document was inserted.
    pub fn is_inserted(&self) -> bool {
        matches!(self, Self::Inserted(_))
    }
}

/// The outcome of a deletion.
#[derive(Debug)]
#[non_exhaustive]
pub struct DeleteResult {
    /// How many documents were deleted.
    pub deleted_count: u64,
    replayed: bool,
}

impl DeleteResult {
    pub(super) fn read(written: &Written) -> Self {
        Self { deleted_count: written.n, replayed: written.replayed }
    }

    /// Whether the deletion may have run before the time that gave this answer: the count describes that time alone.
    ///
    /// Only a [`delete_many`](crate::Collection::delete_many) is ever run again, and on a standalone server a deletion
    /// by `_id`; deletions of one document on a replica set are applied once, and their count is exact.
    pub fn replayed(&self) -> bool {
        self.replayed
    }
}

impl<T: MongoCollection<Id: fmt::Debug>> fmt::Debug for InsertOneResult<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("InsertOneResult").field("id", &self.id).finish()
    }
}

impl<T: MongoCollection<Id: fmt::Debug>> fmt::Debug for InsertManyResult<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("InsertManyResult").field("ids", &self.ids).finish()
    }
}

impl<T: MongoCollection<Id: fmt::Debug>> fmt::Debug for UpdateResult<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UpdateResult")
            .field("matched_count", &self.matched_count)
            .field("modified_count", &self.modified_count)
            .field("upserted_id", &self.upserted_id)
            .field("replayed", &self.replayed)
            .finish()
    }
}
