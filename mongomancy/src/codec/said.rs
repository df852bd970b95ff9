//! A codec that the user named, if it is one for the type; else an error at the field, and only there.

use std::{fmt, marker::PhantomData};

use serde::{Serialize, de::DeserializeOwned};

use super::{
    bridge::Bridge,
    field_codec::{FieldCodec, NoCodec},
};

/// Holds what `#[codec]` says: `(&&Said::<_, T>::new(codec)).codec()`.
pub struct Said<C, T>(C, PhantomData<fn() -> T>);

impl<C, T> Said<C, T> {
    /// What was said of `T`.
    pub const fn new(codec: C) -> Self {
        Self(codec, PhantomData)
    }
}

impl<C, T> fmt::Debug for Said<C, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Said")
    }
}

/// The codec, where it is one for the type.
pub trait TakeSaid<C> {
    /// It.
    fn codec(&self) -> C;
}

impl<C: FieldCodec<T>, T> TakeSaid<C> for &Said<C, T> {
    #[inline]
    fn codec(&self) -> C {
        self.0
    }
}

/// What is left: a compile error.
pub trait RefuseSaid<C, T> {
    /// There is no codec.
    fn codec(&self) -> NoCodec
    where
        T: StoredBy<C>;
}

impl<C, T> RefuseSaid<C, T> for Said<C, T> {
    fn codec(&self) -> NoCodec
    where
        T: StoredBy<C>,
    {
        NoCodec
    }
}

/// A type that can be stored as it was said. Nothing implements it: it is asked for only where that cannot be.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be stored in the way that was chosen for it",
    label = "`#[codec]` does not fit this type",
    note = "`#[codec(date)]` is for dates: `bson::DateTime`, `SystemTime`, and with the features `chrono-0_4`, `time-0_3` \
            and `jiff-0_2` those of these crates",
    note = "`#[codec(uuid)]` is for `bson::Uuid`, and with the feature `uuid-1` for `uuid::Uuid`",
    note = "`#[codec(decimal)]` is for `bson::Decimal128`, and with the feature `rust_decimal-1` for \
            `rust_decimal::Decimal`"
)]
pub trait StoredBy<C> {}

/// A type that is left to serde: `(&&Left::<T>::NEW).codec()`.
pub struct Left<T>(PhantomData<fn() -> T>);

impl<T> Left<T> {
    /// It.
    pub const NEW: Self = Self(PhantomData);
}

impl<T> fmt::Debug for Left<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Left")
    }
}

/// serde's way, where there is one.
pub trait TakeLeft<T> {
    /// It.
    fn codec(&self) -> Bridge<T>;
}

impl<T: Serialize + DeserializeOwned> TakeLeft<T> for &Left<T> {
    #[inline]
    fn codec(&self) -> Bridge<T> {
        Bridge::NEW
    }
}

/// What is left: a compile error.
pub trait RefuseLeft<T> {
    /// There is no codec.
    fn codec(&self) -> NoCodec
    where
        T: StoredBySerde;
}

impl<T> RefuseLeft<T> for Left<T> {
    fn codec(&self) -> NoCodec
    where
        T: StoredBySerde,
    {
        NoCodec
    }
}

/// A type that serde can store. Nothing implements it: it is asked for only where serde cannot.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is left to serde, which cannot write and read it",
    label = "needs `#[derive(Serialize, Deserialize)]`",
    note = "what is left to serde as a whole: structs with a `flatten`ed field, enums with functions or `untagged` on a \
            variant, and what says `#[codec(serde)]`",
    note = "a document that is read owns its data: `&str` and its like cannot be read"
)]
pub trait StoredBySerde {}
