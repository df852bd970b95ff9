//! What is taken as an `_id`.

use bson::{Bson, DateTime, Document, Uuid, oid::ObjectId};

use crate::id::Id;

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
    /// What is made of the id.
    #[doc(hidden)]
    fn with<R>(self, make: impl FnOnce(&I) -> R) -> R;
}

impl<I> IntoId<I> for I {
    fn with<R>(self, make: impl FnOnce(&I) -> R) -> R {
        make(&self)
    }
}

impl<I> IntoId<I> for &I {
    fn with<R>(self, make: impl FnOnce(&I) -> R) -> R {
        make(self)
    }
}

/// Types whose values are ids of another type, without loss.
macro_rules! into_id {
    ($([$($of:ident)?] $from:ty => $id:ty;)+) => {$(
        impl$(<$of: ?Sized + 'static>)? IntoId<$id> for $from {
            fn with<R>(self, make: impl FnOnce(&$id) -> R) -> R {
                make(&<$id>::from(self))
            }
        }

        impl$(<$of: ?Sized + 'static>)? IntoId<$id> for &$from {
            fn with<R>(self, make: impl FnOnce(&$id) -> R) -> R {
                make(&<$id>::from(self.to_owned()))
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
    fn with<R>(self, make: impl FnOnce(&String) -> R) -> R {
        make(&self.to_owned())
    }
}

impl IntoId<Bson> for &str {
    fn with<R>(self, make: impl FnOnce(&Bson) -> R) -> R {
        make(&Bson::from(self))
    }
}
