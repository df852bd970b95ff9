//! The ids that can be made up for a document that has none.

use std::marker::PhantomData;

use bson::oid::ObjectId;

use crate::id::Id;

/// The type of an `_id` that is generated where it is absent.
#[diagnostic::on_unimplemented(
    message = "an absent `_id` is generated, and `{Self}` cannot be",
    label = "only `ObjectId` and `Id<T>` are generated; make the field a `{Self}` without the `Option`"
)]
pub trait GeneratedId {}

impl GeneratedId for ObjectId {}
impl<T: ?Sized> GeneratedId for Id<T> {}

/// Asserts it.
pub const fn generated_id<T: GeneratedId>() {}

/// The type of an `_id` that is not written as an `Option`.
#[derive(Debug)]
pub struct IdType<T>(PhantomData<fn() -> T>);

impl<T> IdType<Option<T>> {
    /// Refuses an `Option` under another name: the derive would take its `None` for an `_id`, and null would be stored.
    pub fn is_no_option()
    where
        Option<T>: WrittenAsOption,
    {
    }
}

/// What [`IdType::is_no_option`] is for every other type.
pub trait IsNoOption {
    /// Says nothing.
    fn is_no_option() {}
}

impl<T> IsNoOption for IdType<T> {}

#[diagnostic::on_unimplemented(
    message = "an `_id` that may be absent is written as an `Option`, under no other name",
    label = "this is an `{Self}`; write it so"
)]
pub trait WrittenAsOption {}
