//! What can be done with a field by how it is stored, as marker traits.

use std::borrow::Cow;

use bson::{Binary, Bson, DateTime, Decimal128, Timestamp};

use crate::model::Unseen;

macro_rules! marker {
    ($(#[$doc:meta])* $name:ident: $($type:ty),+ $(,)?) => {
        $(#[$doc])*
        pub trait $name {}

        $(impl $name for $type {})+
        impl<T: $name> $name for Option<T> {}
        impl<T: $name + ?Sized> $name for Box<T> {}
        // What functions of the user's write may be anything.
        impl $name for Unseen {}
        impl $name for Bson {}
    };
}

marker! {
    /// A type that is stored as a number.
    #[diagnostic::on_unimplemented(
        message = "`{Self}` is not stored as a number",
        label = "only numbers are counted with",
        note = "`set` gives a field of any type another value",
        note = "of a type that holds a number alone, `.with_type::<i64>()` says so"
    )]
    StoredAsNumber: i8, i16, i32, i64, isize, u8, u16, u32, u64, usize, f32, f64, Decimal128
}

marker! {
    /// A type that is stored as an integer.
    #[diagnostic::on_unimplemented(
        message = "`{Self}` is not stored as an integer",
        label = "only integers have bits",
        note = "of a type that holds an integer alone, `.with_type::<i64>()` says so"
    )]
    StoredAsInteger: i8, i16, i32, i64, isize, u8, u16, u32, u64, usize
}

marker! {
    /// A type that is stored as a text.
    #[diagnostic::on_unimplemented(
        message = "`{Self}` is not stored as a text",
        label = "only texts are matched by patterns",
        note = "of a type that holds a text alone, `.with_type::<String>()` says so"
    )]
    StoredAsText: String, str, char, Cow<'_, str>
}

marker! {
    /// A type that is stored as an integer or a binary.
    #[diagnostic::on_unimplemented(
        message = "`{Self}` is stored as neither an integer nor a binary",
        label = "only integers and binaries have bits",
        note = "of a type that holds an integer alone, `.with_type::<i64>()` says so"
    )]
    StoredWithBits: i8, i16, i32, i64, isize, u8, u16, u32, u64, usize, Binary
}

/// A type that is stored in its own way, and not in one that an attribute of its field says.
#[diagnostic::on_unimplemented(
    message = "the elements are not stored as those of `{T}` are by themselves",
    label = "conditions on elements know nothing of `#[serde(with)]` and `#[codec]`",
    note = "`elem_match_value` and `pull_all` write values as the field's attributes say"
)]
pub trait StoredAsItself<T: ?Sized> {}

impl<T: ?Sized> StoredAsItself<T> for T {}

/// A type that is stored as a point in time, which a server can fill in.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not stored as a date",
    label = "only dates and timestamps are set to the current time",
    note = "an instant of `chrono`, `time` or `jiff` is stored as a date by `#[codec(date)]` on its field",
    note = "`set` gives a field of any type another value"
)]
pub trait StoredAsTime {
    /// Whether it is a BSON timestamp, and no date.
    #[doc(hidden)]
    const IS_TIMESTAMP: bool = false;
}

impl StoredAsTime for DateTime {}
impl StoredAsTime for Unseen {}
impl StoredAsTime for Bson {}

impl StoredAsTime for Timestamp {
    const IS_TIMESTAMP: bool = true;
}

impl<T: StoredAsTime> StoredAsTime for Option<T> {
    const IS_TIMESTAMP: bool = T::IS_TIMESTAMP;
}

impl<T: StoredAsTime + ?Sized> StoredAsTime for Box<T> {
    const IS_TIMESTAMP: bool = T::IS_TIMESTAMP;
}
