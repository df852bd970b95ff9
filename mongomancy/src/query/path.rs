//! A path to a stored field, with the type of its values.

pub(crate) mod codec;
pub(crate) mod container;
pub(crate) mod path_to;
pub(crate) mod place;
mod steps;
pub(crate) mod trail;

use std::{fmt, marker::PhantomData};

use self::{
    codec::{Own, ValueCodec},
    place::{Fixed, Place},
};
use super::value::IntoValue;
use crate::codec::encode::EncodeError;

/// A field of documents of `R`, with values of type `T`.
///
/// [`MongoCollection::fields`](crate::MongoCollection::fields) gives those of a struct. What can be done with a path
/// depends on its type: conditions give a [`Filter`](crate::Filter), changes an update, directions a sort.
///
/// The other parameters are found by the compiler: `C` writes the values as the field's attributes say, `P` is the way to
/// the field. A path whose way is known at compile time is `Copy`, and allocates nothing.
///
/// ```
/// use mongomancy::{MongoCollection, MongoDocument, doc};
///
/// #[derive(MongoDocument)]
/// struct Stats {
///     wins: i32,
/// }
///
/// #[derive(MongoCollection)]
/// struct Player {
///     #[serde(rename = "playerId")]
///     player_id: i64,
///     stats: Stats,
/// }
/// let p = Player::fields();
/// assert_eq!(p.player_id.to_string(), "playerId");
/// assert_eq!(p.stats().wins.to_string(), "stats.wins");
/// assert_eq!(p.player_id.eq(42).to_document()?, doc! { "playerId": { "$eq": 42_i64 } });
/// # Ok::<(), mongomancy::Error>(())
/// ```
pub struct Path<R: ?Sized, T, C = Own<T>, P = Fixed> {
    pub(super) place: P,
    root: PhantomData<fn() -> *const R>,
    values: PhantomData<fn() -> (T, C)>,
}

impl<R: ?Sized, T, C, P> Path<R, T, C, P> {
    /// The path to this place.
    #[doc(hidden)]
    pub const fn new(place: P) -> Self {
        Self { place, root: PhantomData, values: PhantomData }
    }
}

impl<R: ?Sized, T, C, P: Place> Path<R, T, C, P> {
    /// The path to the field `name` below a place.
    #[doc(hidden)]
    pub fn below(place: &P, name: &'static str) -> Self {
        Self::new(place.clone().then(name))
    }

    /// The same field, its values being those of another type.
    ///
    /// For what the types of the struct do not tell, such as the number inside of a newtype. Nothing checks it.
    ///
    /// ```
    /// # use mongomancy::{MongoCollection, MongoDocument, doc};
    /// #[derive(MongoDocument)]
    /// struct Cents(i64);
    ///
    /// #[derive(MongoCollection)]
    /// struct Account {
    ///     balance: Cents,
    /// }
    /// let balance = Account::fields().balance.with_type::<i64>();
    /// assert_eq!(balance.gte(100).to_document()?, doc! { "balance": { "$gte": 100_i64 } });
    /// # Ok::<(), mongomancy::Error>(())
    /// ```
    pub fn with_type<U>(self) -> Path<R, U, Own<U>, P> {
        Path::new(self.place)
    }
}

/// Where a field is.
pub const fn place_of<R: ?Sized, T, C, P>(path: &Path<R, T, C, P>) -> &P {
    &path.place
}

impl<R: ?Sized, T> Path<R, T> {
    /// The field stored as `name`, which nothing checks; dots lead into embedded documents.
    ///
    /// ```
    /// use mongomancy::{Document, Path, doc};
    ///
    /// let wins = Path::<Document, i32>::named("stats.wins");
    /// assert_eq!(wins.eq(3).to_document()?, doc! { "stats.wins": { "$eq": 3 } });
    /// # Ok::<(), mongomancy::Error>(())
    /// ```
    pub fn named(name: &'static str) -> Self {
        Self::new(Fixed::EMPTY.then(name))
    }
}

impl<R: ?Sized, T, C: ValueCodec<T>, P> Path<R, T, C, P> {
    /// Appends a value as the field stores it, and gives its type.
    pub(super) fn write(value: impl IntoValue<T>, to: &mut Vec<u8>) -> Result<u8, EncodeError> {
        value.with(|value| C::write(value, to))
    }
}

impl<R: ?Sized, T, C, P: Clone> Clone for Path<R, T, C, P> {
    fn clone(&self) -> Self {
        Self::new(self.place.clone())
    }
}

impl<R: ?Sized, T, C, P: Copy> Copy for Path<R, T, C, P> {}

/// The stored path, with dots; of one that is too long, its beginning.
impl<R: ?Sized, T, C, P: Place> fmt::Display for Path<R, T, C, P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.place.stored())?;
        if self.place.trail().is_cut() { f.write_str("..") } else { Ok(()) }
    }
}

impl<R: ?Sized, T, C, P: Place> fmt::Debug for Path<R, T, C, P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Path").field(&self.place.stored()).finish()
    }
}
