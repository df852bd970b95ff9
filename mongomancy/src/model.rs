//! The trait that ties a struct to its collection.

mod field;
mod generated_id;
mod reference;
mod stored_as;
mod view;

pub use self::{
    field::{Embeds, Field, FieldPath, LeavesNothingOut, below, expiring, measured, step},
    generated_id::{IdType, IsNoOption, generated_id},
    reference::Ref,
    stored_as::{StoredKind, StoredType, Unseen},
    view::view,
};
use std::sync::Arc;

use bson::{Bson, RawBson, RawBsonRef};

use crate::{
    codec::{
        Decode, Encode, MongoDocument, decode::DecodeError, encode::EncodeError, read_value, reader::Reader,
        write_value,
    },
    collection::CallDefaults,
    definition::CollectionDefinition,
    error::Result,
    query::{Enter, Fields, Fixed},
    shape::{Shape, Within},
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
pub trait MongoCollection: MongoDocument + Enter<Self, Fixed> + 'static {
    /// The type of `_id`: `ObjectId` where the struct has no such field, `U` where the field is an `Option<U>`.
    type Id: Send + Sync + 'static;

    /// The type that ids are stored as.
    #[doc(hidden)]
    type StoredId: 'static;

    /// The collection's name.
    const NAME: &'static str;

    /// The name, the indexes and the default documents.
    fn definition() -> CollectionDefinition;

    /// What calls take unless they say otherwise.
    #[doc(hidden)]
    fn call_defaults() -> Option<Arc<CallDefaults>> {
        None
    }

    /// The fields by their Rust names: what filters and updates are made of.
    ///
    /// A field is a [`Path`](crate::Path). One that holds an embedded document has a method of the same name as well, which
    /// gives the fields in there; so has an array, for its [elements](crate::Elements), and a map, for its
    /// [entries](crate::Entries). A field that is private in the struct is private here.
    ///
    /// ```
    /// use mongomancy::{MongoCollection, MongoDocument};
    ///
    /// #[derive(MongoDocument)]
    /// struct Stats {
    ///     wins: i32,
    /// }
    ///
    /// #[derive(MongoCollection)]
    /// struct Player {
    ///     name: String,
    ///     stats: Stats,
    /// }
    /// let p = Player::fields();
    /// let filter = p.name.eq("Ada") & p.stats().wins.gte(3);
    /// # assert!(filter.to_document().is_ok());
    /// ```
    fn fields() -> Fields<Self> {
        Self::enter(&Fixed::EMPTY)
    }

    /// Appends the bytes of an id, and gives its BSON type.
    #[doc(hidden)]
    fn write_id(id: &Self::Id, to: &mut Vec<u8>) -> std::result::Result<u8, EncodeError>;

    /// Reads an id of BSON type `kind`, and leaves `from` behind it.
    #[doc(hidden)]
    fn read_id(kind: u8, from: &mut Reader<'_>) -> std::result::Result<Self::Id, DecodeError>;

    /// What is written of any id.
    #[doc(hidden)]
    fn id_shape(_: &Within<'_>) -> Shape {
        Shape::Any
    }

    /// An id as it is stored.
    #[doc(hidden)]
    fn encode_id(id: &Self::Id) -> Result<RawBson> {
        write_value(|to| Self::write_id(id, to))
    }

    /// The id that is stored.
    #[doc(hidden)]
    fn decode_id(id: RawBsonRef<'_>) -> Result<Self::Id> {
        read_value(id, Self::read_id)
    }
}

/// A document of any shape, for [`Database::collection_named`](crate::Database::collection_named) and
/// [`Database::get_collection`](crate::Database::get_collection). It has no collection of its own.
impl MongoCollection for bson::Document {
    type Id = Bson;
    type StoredId = Bson;

    const NAME: &'static str = "";

    fn definition() -> CollectionDefinition {
        CollectionDefinition::new(Self::NAME).origin::<Self>()
    }

    fn write_id(id: &Bson, to: &mut Vec<u8>) -> std::result::Result<u8, EncodeError> {
        id.encode_to(to)
    }

    fn read_id(kind: u8, from: &mut Reader<'_>) -> std::result::Result<Bson, DecodeError> {
        Bson::decode_from(kind, from)
    }
}
