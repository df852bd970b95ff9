//! `$lookup`: documents of another collection that belong to each document.

use bson::doc;

use super::Pipeline;
use crate::{
    codec::MongoDocument,
    error::Error,
    id::Id,
    model::{MongoCollection, Ref},
    query::{
        Enter, Fields,
        path::{path_to::PathTo, place::Fixed},
    },
};

/// A type whose values are equal to values of type `F`, or hold some: what a field of one collection and one of another
/// are joined by.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not what `{F}` is",
    label = "the two fields of a `lookup` have the same type; either may be optional, or an array of it"
)]
pub trait Joins<F> {}

impl<T> Joins<T> for T {}
impl<T> Joins<T> for Option<T> {}
impl<T> Joins<T> for Vec<T> {}
impl<T> Joins<Option<T>> for T {}
impl<T> Joins<Vec<T>> for T {}

// A reference is stored as the id that it holds.
impl<T: MongoCollection> Joins<Id<T>> for Ref<T> {}
impl<T: MongoCollection> Joins<Id<T>> for Option<Ref<T>> {}
impl<T: MongoCollection> Joins<Id<T>> for Vec<Ref<T>> {}
impl<T: MongoCollection> Joins<Ref<T>> for Id<T> {}
impl<T: MongoCollection> Joins<Option<Ref<T>>> for Id<T> {}
impl<T: MongoCollection> Joins<Vec<Ref<T>>> for Id<T> {}

impl<S: ?Sized, T: Enter<T, Fixed>> Pipeline<S, T> {
    /// `$lookup`: adds to each document those of the collection of `F` in which one field equals one of its own.
    ///
    /// The first closure names the field of the document, the second that of the other collection's documents, the third
    /// where in a `U` they come to stand: `U` has the fields of `T` as well, as far as they are read.
    ///
    /// ```
    /// use mongomancy::{Id, MongoCollection, MongoDocument, Pipeline, Ref, doc};
    ///
    /// #[derive(MongoCollection)]
    /// #[collection(name = "guilds")]
    /// struct Guild {
    ///     #[serde(rename = "_id")]
    ///     id: Id<Guild>,
    ///     name: String,
    /// }
    ///
    /// #[derive(MongoCollection)]
    /// struct Player {
    ///     name: String,
    ///     guild: Option<Ref<Guild>>,
    /// }
    ///
    /// #[derive(MongoDocument)]
    /// struct WithGuild {
    ///     name: String,
    ///     guilds: Vec<Guild>,
    /// }
    /// let joined = Pipeline::<Player>::new().lookup::<Guild, WithGuild, _, _, _>(|p| p.guild, |g| g.id, |w| w.guilds);
    /// let stage = doc! { "$lookup": {
    ///     "from": "guilds", "localField": "guild", "foreignField": "_id", "as": "guilds",
    /// } };
    /// assert_eq!(joined.to_documents()?, [stage]);
    /// # Ok::<(), mongomancy::Error>(())
    /// ```
    ///
    /// The collection is the one that `F`'s definition names, in the same database.
    pub fn lookup<F, U, L, G, I>(
        self,
        local: impl FnOnce(Fields<T>) -> L,
        foreign: impl FnOnce(Fields<F>) -> G,
        into: impl FnOnce(Fields<U>) -> I,
    ) -> Pipeline<S, U>
    where
        F: MongoCollection,
        U: Enter<U, Fixed>,
        L: PathTo<T, Value: Joins<G::Value>>,
        G: PathTo<F>,
        I: PathTo<U, Value = Vec<F>>,
    {
        if F::NAME.is_empty() {
            return self.failed(Error::invalid_argument("a `lookup` needs a type that has a collection")).with_type();
        }
        let local = local(T::enter(&Fixed::EMPTY)).stored();
        let foreign = foreign(F::fields()).stored();
        let into = into(U::enter(&Fixed::EMPTY)).stored();
        let stage = local.and_then(|local| {
            doc! { "from": F::NAME, "localField": local, "foreignField": foreign?, "as": into? }.encode()
        });
        self.document_stage("$lookup", stage).with_type()
    }
}
