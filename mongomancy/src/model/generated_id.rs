//! The ids that can be made up for a document that has none.

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
