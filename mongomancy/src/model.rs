//! The trait that ties a struct to its collection.

mod field;
mod generated_id;
mod stored_as;

pub use self::{
    field::{Embeds, Field, FieldPath, LeavesNothingOut, expiring, step},
    generated_id::{IdType, IsNoOption, generated_id},
    stored_as::{StoredKind, StoredType, Unseen},
};
use bson::{Bson, RawBson, RawBsonRef};

use crate::{
    codec::MongoDocument,
    definition::CollectionDefinition,
    error::{Error, ErrorKind, Result},
};

/// A struct whose values are the documents of one collection.
///
/// **Derive it: [`#[derive(MongoCollection)]`](derive@crate::MongoCollection) has the reference of all attributes.**
///
/// ```
/// use mongomancy::{MongoCollection, bson::oid::ObjectId};
///
/// #[derive(MongoCollection)]
/// #[collection(name = "books")]
/// #[index(author, year = -1)]
/// struct Book {
///     #[serde(rename = "_id")]
///     id: ObjectId,
///     author: String,
///     year: i32,
///     #[index(unique)]
///     isbn: String,
/// }
/// assert_eq!(Book::NAME, "books");
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no MongoDB collection",
    label = "needs `#[derive(MongoCollection)]`"
)]
pub trait MongoCollection: MongoDocument + 'static {
    /// The type of `_id`: `ObjectId` where the struct has no such field, `U` where the field is an `Option<U>`.
    type Id: Send + Sync + 'static;

    /// The collection's name.
    const NAME: &'static str;

    /// The name, the indexes and the default documents.
    fn definition() -> CollectionDefinition;

    /// An id as it is stored.
    #[doc(hidden)]
    fn encode_id(id: &Self::Id) -> Result<RawBson>;

    /// The id that is stored.
    #[doc(hidden)]
    fn decode_id(id: RawBsonRef<'_>) -> Result<Self::Id>;
}

/// A document of any shape, for [`Database::collection_named`](crate::Database::collection_named) and
/// [`Database::get_collection`](crate::Database::get_collection). It has no collection of its own.
impl MongoCollection for bson::Document {
    type Id = Bson;

    const NAME: &'static str = "";

    fn definition() -> CollectionDefinition {
        CollectionDefinition::new(Self::NAME).origin::<Self>()
    }

    fn encode_id(id: &Bson) -> Result<RawBson> {
        RawBson::try_from(id.clone())
            .map_err(|_| Error::new(ErrorKind::Encode, "the `_id` has a key that BSON cannot hold"))
    }

    fn decode_id(id: RawBsonRef<'_>) -> Result<Bson> {
        Bson::try_from(id).map_err(|_| Error::new(ErrorKind::Encode, "the `_id` is no BSON value"))
    }
}
