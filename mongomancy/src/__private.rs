//! What generated code may name. Not for anybody else: it changes without notice.

pub use std::{
    any::type_name,
    clone::Clone,
    convert::{From, Into, TryFrom},
    default::Default,
    marker::PhantomData,
    option::Option,
    primitive::str,
    result,
    string::String,
    sync::{Arc, OnceLock},
    time::Duration,
    vec::Vec,
};

pub use bson::{Bson, DateTime, Decimal128, Document, RawBson, RawBsonRef, Uuid, bson, doc, oid::ObjectId};
pub use serde::{Deserializer, Serializer};

pub use crate::{
    codec::{
        Decode, Encode, MongoDocument,
        bridge::{Bridge, SerdeValue, missing_by_serde, read_by_serde, write_by_serde},
        choice::{
            ChooseDate, ChooseDecimal, ChooseUuid, Date, DecimalCodec, UuidCodec, check_chrono, check_decimal,
            check_jiff, check_time, check_uuid,
        },
        decode::DecodeError,
        element::{begin, end, put, put_at, put_inner, put_text, write_tagged, write_text},
        encode::EncodeError,
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
    collection::{CallDefaults, IntoUpdate, Modification},
    definition::{Capped, CollectionDefinition, Index, IndexKey, TimeSeries},
    error::Result,
    model::{
        Embeds, Field, FieldPath, IdType, IsNoOption, LeavesNothingOut, MongoCollection, StoredKind, StoredType,
        Unseen, below, expiring, generated_id, measured, step, view,
    },
    options::{
        Acknowledgment, Collation, CollationAlternate, CollationCaseFirst, CollationMaxVariable, CollationStrength,
        ReadConcern, ReadPreference, TimeseriesGranularity, ValidationAction, ValidationLevel, WriteConcern,
    },
    query::{
        ByField, Enter, Fixed, Own, Patch, Path, Place, Projection, StoredField, Update, place_of,
        projection::{
            ChoosePart, ChoosePartIfAny, ChooseWhole, ChooseWholeIfAny, IsThere, MayBeAbsent, ReadAs, ReadField,
            RefuseAbsent, RefuseAbsentPart, RefuseOther, Selection, include_field, include_part, locate, read_field,
        },
        unreadable,
    },
    shape::{Shape, Within},
};

/// A document of these entries.
pub fn document<const N: usize>(entries: [(String, Bson); N]) -> Document {
    entries.into_iter().collect()
}

/// A value in the filter of an index.
pub fn value(value: impl Into<Bson>) -> Bson {
    value.into()
}

/// The body of what is generated for a struct that does not compile.
pub fn stub() -> ! {
    unreachable!("a struct with compile errors")
}
