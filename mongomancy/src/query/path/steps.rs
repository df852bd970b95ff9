//! Steps from a path to what is in its values: elements of an array, entries of a map.

use super::{
    Path,
    codec::{Element, Entry},
    container::{Mapping, Sequence},
    place::{Keyed, Place},
};

impl<R: ?Sized, L: Sequence, C, P: Place> Path<R, L, C, P> {
    /// Any element, for conditions: one that it holds for is enough. An update has no such element to change, and is
    /// refused: it takes [`each`](Self::each), [`first_matched`](Self::first_matched) or [`matching`](Self::matching).
    ///
    /// Of arrays within arrays, it gives the inner ones, which have no path of their own. To go into them, or to ask how long
    /// they are, is refused when it is sent; [`elem_match_value`](Self::elem_match_value) does it.
    ///
    /// ```
    /// # use mongomancy::{MongoCollection, doc};
    /// # #[derive(MongoCollection)]
    /// # struct Player { grades: Vec<i32> }
    /// let p = Player::fields();
    /// assert_eq!(p.grades.any().gte(80).to_document()?, doc! { "grades": { "$gte": 80 } });
    /// # Ok::<(), mongomancy::Error>(())
    /// ```
    pub fn any(self) -> Path<R, L::Item, Element<C, L>, P> {
        Path::new(self.place.at_array().then_any())
    }

    /// The element at a position, counted from 0.
    ///
    /// ```
    /// # use mongomancy::{MongoCollection, doc};
    /// # #[derive(MongoCollection)]
    /// # struct Player { grades: Vec<i32> }
    /// let p = Player::fields();
    /// assert_eq!(p.grades.at(0).gte(80).to_document()?, doc! { "grades.0": { "$gte": 80 } });
    /// # Ok::<(), mongomancy::Error>(())
    /// ```
    pub fn at(self, position: u32) -> Path<R, L::Item, Element<C, L>, Keyed> {
        Path::new(self.place.then_position(position))
    }

    /// The first element that the filter matched, for updates: `$`.
    pub fn first_matched(self) -> Path<R, L::Item, Element<C, L>, P> {
        Path::new(self.place.at_array().then("$"))
    }

    /// Every element, for updates: `$[]`.
    pub fn each(self) -> Path<R, L::Item, Element<C, L>, P> {
        Path::new(self.place.at_array().then("$[]"))
    }

    /// The elements that the array filter of this name matches, for updates: `$[name]`.
    pub fn matching(self, name: &str) -> Path<R, L::Item, Element<C, L>, Keyed> {
        Path::new(self.place.at_array().then_dynamic(&format!("$[{name}]")))
    }
}

impl<R: ?Sized, M: Mapping, C, P: Place> Path<R, M, C, P> {
    /// The value under a key.
    ///
    /// A key that begins with `$`, is empty, or has a dot or a zero in it cannot be named in a path: a filter or an update
    /// with such a key is refused when it is sent.
    ///
    /// ```
    /// # use mongomancy::{MongoCollection, doc};
    /// # use std::collections::HashMap;
    /// # #[derive(MongoCollection)]
    /// # struct Player { scores: HashMap<String, i32> }
    /// let p = Player::fields();
    /// assert_eq!(p.scores.key("chess").gte(80).to_document()?, doc! { "scores.chess": { "$gte": 80 } });
    /// # Ok::<(), mongomancy::Error>(())
    /// ```
    pub fn key(self, key: &str) -> Path<R, M::Value, Entry<C, M>, Keyed> {
        Path::new(self.place.then_key(key))
    }
}
