//! What generated code may name. Not for anybody else: it changes without notice.

pub use bson::{Document, RawDocument, RawDocumentBuf, oid::ObjectId};

pub use crate::{
    codec::{
        MongoDocument,
        bridge::{decode, encode},
    },
    definition::{CollectionDefinition, DefaultDocument, Index, IndexKey},
    error::Result,
    model::{Embeds, Field, FieldPath, MongoCollection, SmallestStored, StoredAsDate, Unseen, present},
};
