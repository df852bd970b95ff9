//! What generated code may name. Not for anybody else: it changes without notice.

pub use std::{default::Default, primitive::str, string::String, time::Duration};

pub use bson::{RawDocument, RawDocumentBuf, oid::ObjectId};

pub use crate::{
    codec::{
        MongoDocument,
        bridge::{Codec, SerdeDocument, serde_codec},
    },
    definition::{CollectionDefinition, Index, IndexKey},
    error::Result,
    model::{
        Embeds, Field, FieldPath, IdType, IsNoOption, LeavesNothingOut, MongoCollection, Unseen, expiring,
        generated_id, step,
    },
};

/// The body of what is generated for a struct that does not compile.
pub fn stub() -> ! {
    unreachable!("a struct with compile errors")
}
