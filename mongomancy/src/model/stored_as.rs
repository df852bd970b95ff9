//! What the server needs to know of a field's stored type, as marker traits.

use bson::{Binary, Bson, DateTime, Decimal128, Timestamp, Uuid, doc, oid::ObjectId, spec::BinarySubtype};

use crate::{codec::kind, id::Id};

/// A type that is stored as a BSON date, or as an array of them: what a time-to-live index needs.
#[diagnostic::on_unimplemented(
    message = "`expire_after` needs a date: this field is `{Self}`",
    label = "not stored as a date; use `bson::DateTime` or `#[codec(date)]`, or write the stored path in a string, which is not \
             checked"
)]
pub trait StoredAsDate {}

impl StoredAsDate for DateTime {}
impl<T: StoredAsDate> StoredAsDate for Option<T> {}
impl<T: StoredAsDate> StoredAsDate for Vec<T> {}
impl<T: StoredAsDate + ?Sized> StoredAsDate for Box<T> {}

/// A type that is stored as one BSON date in each document: what a time series needs.
#[diagnostic::on_unimplemented(
    message = "a time series needs a date: this field is `{Self}`",
    label = "not stored as one date in each document; use `bson::DateTime` or `#[codec(date)]`"
)]
pub trait StoredAsTime {}

impl StoredAsTime for DateTime {}
impl<T: StoredAsTime + ?Sized> StoredAsTime for Box<T> {}
impl StoredAsTime for Unseen {}

/// The type of a field that `#[serde(with)]` or its like stores as something that the derive cannot see.
#[derive(Debug)]
pub struct Unseen;

impl StoredAsDate for Unseen {}

/// What is stored as the BSON type number `KIND`, whatever the field's own type is.
#[derive(Debug)]
pub struct StoredKind<const KIND: u8>;

/// The type that stands for it where indexes look at fields.
pub trait StoredType {
    /// It.
    type Type;
}

macro_rules! stored_kinds {
    ($($kind:ident => $type:ty),+ $(,)?) => {
        $(impl StoredType for StoredKind<{ kind::$kind }> {
            type Type = $type;
        })+
    };
}

stored_kinds!(
    UNSEEN => Unseen,
    DOUBLE => f64,
    STRING => String,
    BINARY => Binary,
    OBJECT_ID => ObjectId,
    DATE_TIME => DateTime,
    INT32 => i32,
    TIMESTAMP => Timestamp,
    INT64 => i64,
);

/// A type with a smallest stored value, so that `{field: {$gte: smallest}}` takes in every value but null and missing.
#[diagnostic::on_unimplemented(
    message = "`unique` on an `Option<{Self}>` must say what absent values do",
    label = "no smallest stored value is known of this type, to leave absent ones out with",
    note = "to leave them out, do not store them: `#[serde(skip_serializing_if = \"Option::is_none\")]` on the field, and \
            `unique(nulls), sparse` for the index",
    note = "`unique(nulls)` alone is an index in which two absent values collide"
)]
pub trait SmallestStored {
    /// The smallest value of the BSON type.
    fn smallest() -> Bson;
}

macro_rules! smallest {
    ($($type:ty),+ => $value:expr) => {
        $(impl SmallestStored for $type {
            fn smallest() -> Bson {
                Bson::from($value)
            }
        })+
    };
}

smallest!(String, str, Box<str>, char => "");
smallest!(i8, i16, i32, i64, u8, u16, u32, u64, isize, usize, f32, f64, Decimal128 => f64::NEG_INFINITY);
smallest!(ObjectId => ObjectId::from_bytes([0; 12]));
smallest!(DateTime => DateTime::MIN);
smallest!(bool => false);
// Binaries are ordered by their length first.
smallest!(Uuid, Binary => Binary { subtype: BinarySubtype::Generic, bytes: Vec::new() });

impl<T> SmallestStored for Id<T> {
    fn smallest() -> Bson {
        ObjectId::smallest()
    }
}

/// The filter of a unique index over an optional field: equality still uses the index, `null` and missing stay out.
pub(super) fn present<T: SmallestStored>(stored_path: &str) -> bson::Document {
    doc! { stored_path: { "$gte": T::smallest() } }
}
