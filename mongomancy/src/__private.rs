//! What generated code may name. Not for anybody else: it changes without notice.

pub use std::{default::Default, option::Option, primitive::str, result, string::String, time::Duration, vec::Vec};

pub use bson::{RawBson, RawBsonRef, oid::ObjectId};

pub use crate::{
    codec::{
        Decode, Encode, MongoDocument,
        bridge::{Bridge, SerdeValue, serde_value},
        decode::DecodeError,
        decode_value,
        element::{begin, end, put},
        encode::EncodeError,
        encode_value,
        field_codec::{ChooseNone, ChooseOwn, ChooseSerde, FieldCodec, Probe},
        fields::{DecodeFields, Fields, decode_struct},
        kind::DOCUMENT,
        reader::Reader,
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
