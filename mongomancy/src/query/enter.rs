//! What a path leads on to inside of a field's values.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap, HashSet, VecDeque},
    fmt,
    marker::PhantomData,
};

use bson::{Binary, Bson, DateTime, Decimal128, Document, Regex, Timestamp, Uuid, oid::ObjectId};

use super::path::{
    Path,
    codec::Own,
    place::{Fixed, Keyed, Place},
};
use crate::id::Id;

/// The fields of a collection's documents, by their Rust names: what [`fields`](crate::MongoCollection::fields) gives, and
/// what a closure is given in the place of a filter or an update.
///
/// ```
/// use mongomancy::{Fields, Filter, MongoCollection};
///
/// #[derive(MongoCollection)]
/// struct Player {
///     guild: String,
///     score: f64,
/// }
///
/// fn good(p: &Fields<Player>) -> Filter<Player> {
///     p.score.gte(10.0)
/// }
/// let p = Player::fields();
/// let filter = p.guild.eq("red") & good(&p);
/// # assert!(filter.to_document().is_ok());
/// ```
pub type Fields<T> = <T as Enter<T, Fixed>>::Fields;

/// A type whose values a path may enter: an embedded document has fields, an array elements, a map entries.
///
/// Derived by [`MongoDocument`](derive@crate::MongoDocument), and implemented for the types that BSON knows.
#[diagnostic::on_unimplemented(
    message = "a path cannot go into `{Self}`",
    label = "no type of which the fields are known",
    note = "if it is a struct of yours, add `#[derive(MongoDocument)]` to it",
    note = "else name the path yourself, which is not checked: `Path::named(\"outer.inner\")`"
)]
pub trait Enter<R: ?Sized, P> {
    /// What there is.
    type Fields;

    /// It, at this place.
    #[doc(hidden)]
    fn enter(place: &P) -> Self::Fields;
}

macro_rules! ends {
    ($($type:ty),+ $(,)?) => {
        $(impl<R: ?Sized, P: Place> Enter<R, P> for $type {
            type Fields = Path<R, Self, Own<Self>, P>;

            fn enter(place: &P) -> Self::Fields {
                Path::new(place.clone())
            }
        })+
    };
}

ends!(
    bool, char, f32, f64, i8, i16, i32, i64, isize, u8, u16, u32, u64, usize, String, Binary, Bson, DateTime,
    Decimal128, Document, ObjectId, Regex, Timestamp, Uuid,
);

impl<R: ?Sized, P: Place, T> Enter<R, P> for Id<T> {
    type Fields = Path<R, Self, Own<Self>, P>;

    fn enter(place: &P) -> Self::Fields {
        Path::new(place.clone())
    }
}

impl<R: ?Sized, P, T: Enter<R, P>> Enter<R, P> for Option<T> {
    type Fields = T::Fields;

    fn enter(place: &P) -> Self::Fields {
        T::enter(place)
    }
}

impl<R: ?Sized, P, T: Enter<R, P>> Enter<R, P> for Box<T> {
    type Fields = T::Fields;

    fn enter(place: &P) -> Self::Fields {
        T::enter(place)
    }
}

/// The elements of an array, to go on into: `p.items().any().sku`.
///
/// ```
/// # use mongomancy::{MongoCollection, MongoDocument, doc};
/// #[derive(MongoDocument)]
/// struct Item {
///     sku: String,
/// }
///
/// #[derive(MongoCollection)]
/// struct Order {
///     items: Vec<Item>,
/// }
/// let o = Order::fields();
/// assert_eq!(o.items().any().sku.to_string(), "items.sku");
/// assert_eq!(o.items().at(0).sku.to_string(), "items.0.sku");
/// assert_eq!(o.items().first_matched().sku.to_string(), "items.$.sku");
/// assert_eq!(o.items().each().sku.to_string(), "items.$[].sku");
/// assert_eq!(o.items().matching("cheap").sku.to_string(), "items.$[cheap].sku");
/// ```
pub struct Elements<R: ?Sized, T, P> {
    place: P,
    of: PhantomData<fn() -> (*const R, T)>,
}

impl<R: ?Sized, T, P: Place> Elements<R, T, P> {
    /// Any element, for conditions: one that it holds for is enough. An update has no such element to change, and is
    /// refused: it takes [`each`](Self::each), [`first_matched`](Self::first_matched) or [`matching`](Self::matching).
    ///
    /// Of arrays within arrays, it gives the inner ones, which have no path of their own: to go into them is refused when it
    /// is sent. [`elem_match_value`](crate::Path::elem_match_value) of the field does it.
    pub fn any(self) -> T::Fields
    where
        T: Enter<R, P>,
    {
        T::enter(&self.place.at_array().then_any())
    }

    /// The element at a position, counted from 0.
    pub fn at(self, position: u32) -> T::Fields
    where
        T: Enter<R, Keyed>,
    {
        T::enter(&self.place.then_position(position))
    }

    /// The first element that the filter matched, for updates: `$`.
    pub fn first_matched(self) -> T::Fields
    where
        T: Enter<R, P>,
    {
        T::enter(&self.place.at_array().then("$"))
    }

    /// Every element, for updates: `$[]`.
    pub fn each(self) -> T::Fields
    where
        T: Enter<R, P>,
    {
        T::enter(&self.place.at_array().then("$[]"))
    }

    /// The elements that the array filter of this name matches, for updates: `$[name]`.
    pub fn matching(self, name: &str) -> T::Fields
    where
        T: Enter<R, Keyed>,
    {
        T::enter(&self.place.at_array().then_dynamic(&format!("$[{name}]")))
    }
}

impl<R: ?Sized, T, P: fmt::Debug> fmt::Debug for Elements<R, T, P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Elements").field(&self.place).finish()
    }
}

/// The entries of a map, to go on into: `p.quests().key("first").done`.
///
/// ```
/// # use std::collections::HashMap;
/// # use mongomancy::{MongoCollection, MongoDocument, doc};
/// #[derive(MongoDocument)]
/// struct Quest {
///     done: bool,
/// }
///
/// #[derive(MongoCollection)]
/// struct Player {
///     quests: HashMap<String, Quest>,
/// }
/// assert_eq!(Player::fields().quests().key("first").done.to_string(), "quests.first.done");
/// ```
pub struct Entries<R: ?Sized, T, P> {
    place: P,
    of: PhantomData<fn() -> (*const R, T)>,
}

impl<R: ?Sized, T: Enter<R, Keyed>, P: Place> Entries<R, T, P> {
    /// What is under a key.
    ///
    /// A key that begins with `$`, is empty, or has a dot or a zero in it cannot be named in a path: a filter or an update
    /// with such a key is refused when it is sent.
    pub fn key(self, key: &str) -> T::Fields {
        T::enter(&self.place.then_key(key))
    }
}

impl<R: ?Sized, T, P: fmt::Debug> fmt::Debug for Entries<R, T, P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Entries").field(&self.place).finish()
    }
}

macro_rules! holds_many {
    ($($into:ident: <$($param:ident),+> $type:ty;)+) => {
        $(impl<R: ?Sized, P: Place, $($param),+> Enter<R, P> for $type {
            type Fields = $into<R, T, P>;

            fn enter(place: &P) -> Self::Fields {
                $into { place: place.clone(), of: PhantomData }
            }
        })+
    };
}

holds_many! {
    Elements: <T> Vec<T>;
    Elements: <T> VecDeque<T>;
    Elements: <T> Box<[T]>;
    Elements: <T> BTreeSet<T>;
    Elements: <T, S> HashSet<T, S>;
    Entries: <K, T, S> HashMap<K, T, S>;
    Entries: <K, T> BTreeMap<K, T>;
}

#[cfg(feature = "indexmap-2")]
holds_many! { Entries: <K, T, S> indexmap::IndexMap<K, T, S>; }

impl<R: ?Sized, P: Place, T, const N: usize> Enter<R, P> for [T; N] {
    type Fields = Elements<R, T, P>;

    fn enter(place: &P) -> Self::Fields {
        Elements { place: place.clone(), of: PhantomData }
    }
}
