//! What generated code may name. Not for anybody else: it changes without notice.

pub use std::{
    clone::Clone,
    convert::{From, Into, TryFrom},
    default::Default,
    option::Option,
    primitive::str,
    result,
    string::String,
    time::Duration,
    vec::Vec,
};

pub use bson::{DateTime, Decimal128, RawBson, RawBsonRef, Uuid, oid::ObjectId};
pub use serde::{Deserializer, Serializer};

pub use crate::{
    codec::{
        Decode, Encode, MongoDocument,
        bridge::{Bridge, SerdeValue},
        choice::{
            ChooseDate, ChooseDecimal, ChooseUuid, Date, DecimalCodec, UuidCodec, check_chrono, check_decimal,
            check_jiff, check_time, check_uuid,
        },
        decode::DecodeError,
        decode_value,
        element::{begin, end, put, put_at, put_inner, put_text, write_tagged, write_text},
        encode::EncodeError,
        encode_value,
        field_codec::{ChooseNone, ChooseOwn, ChooseSerde, FieldCodec, NoCodec, Probe},
        fields::{DecodeFields, Fields, decode_struct, decode_tuple, decode_unit},
        helper::{Helped, KeepFunctions, KindBy, NoHelper, TakeHelper},
        kind::{ARRAY, DOCUMENT, NULL},
        reader::Reader,
        said::{Left, RefuseLeft, RefuseSaid, Said, TakeLeft, TakeSaid},
        value::map::MapKey,
        variant::{Variant, unwritten},
        with::{DeserializeField, SerializeField, converted, read_with, write_with},
    },
    definition::{CollectionDefinition, Index, IndexKey},
    error::Result,
    model::{
        Embeds, Field, FieldPath, IdType, IsNoOption, LeavesNothingOut, MongoCollection, StoredKind, StoredType,
        Unseen, expiring, generated_id, step,
    },
};

/// The body of what is generated for a struct that does not compile.
pub fn stub() -> ! {
    unreachable!("a struct with compile errors")
}
