//! What can be done with a field by how it is stored, as marker traits.

use std::borrow::Cow;

use bson::{Binary, Bson, Decimal128};

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

/// A type whose elements are stored as their type says by itself: `#[codec]` and functions of the user's name no other.
#[diagnostic::on_unimplemented(
    message = "the elements of this field are not stored as their type says by itself",
    label = "`#[codec(..)]` or `#[serde(with)]` stores them in another way",
    note = "`elem_match_value` compares elements as the field stores them"
)]
pub trait StoredAsOwn<T: ?Sized> {}

impl<T: ?Sized> StoredAsOwn<T> for T {}
