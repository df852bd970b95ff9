//! What is taken as an `_id`.

use bson::{Bson, DateTime, Document, Uuid, oid::ObjectId};

use crate::{
    codec::{DocumentId, MongoValue},
    error::Result,
    id::Id,
};

/// What names a document of a collection whose `_id`s are `I`s: an `I`, by value or by reference, or what is one
/// without loss, as an `ObjectId` is for an [`Id`].
///
/// Implemented by this crate alone.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no `_id` of this collection",
    label = "expected a `{I}`, by value or by reference",
    note = "the type of the `_id`s is that of the field which is stored as `_id`; without one it is `ObjectId`"
)]
pub trait IntoId<I> {
    /// The id as it is stored.
    #[doc(hidden)]
    fn into_id(self) -> Result<Bson>;
}

impl<I: DocumentId> IntoId<I> for I {
    fn into_id(self) -> Result<Bson> {
        self.to_bson()
    }
}

impl<I: DocumentId> IntoId<I> for &I {
    fn into_id(self) -> Result<Bson> {
        self.to_bson()
    }
}

/// Types whose values are ids of another type, without loss.
macro_rules! into_id {
    ($([$($of:ident)?] $from:ty => $id:ty;)+) => {$(
        impl$(<$of: ?Sized + 'static>)? IntoId<$id> for $from {
            fn into_id(self) -> Result<Bson> {
                <$id>::from(self).to_bson()
            }
        }

        impl$(<$of: ?Sized + 'static>)? IntoId<$id> for &$from {
            fn into_id(self) -> Result<Bson> {
                <$id>::from(self.to_owned()).to_bson()
            }
        }
    )+};
}

into_id! {
    [T] ObjectId => Id<T>;
    [T] Id<T> => ObjectId;
    [T] Id<T> => Bson;
    [] ObjectId => Bson;
    [] String => Bson;
    [] i32 => Bson;
    [] i64 => Bson;
    [] DateTime => Bson;
    [] Uuid => Bson;
    [] Document => Bson;
    [] i32 => i64;
    [] u32 => i64;
}

impl IntoId<String> for &str {
    fn into_id(self) -> Result<Bson> {
        Ok(Bson::from(self))
    }
}

impl IntoId<Bson> for &str {
    fn into_id(self) -> Result<Bson> {
        Ok(Bson::from(self))
    }
}
