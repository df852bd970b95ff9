//! Updates made of updates.

use std::{
    iter::Sum,
    ops::{Add, AddAssign},
};

use super::Update;

impl<R: ?Sized> Update<R> {
    /// Both: the same as `+`.
    ///
    /// ```
    /// # use mongomancy::{MongoCollection, doc};
    /// # #[derive(MongoCollection)]
    /// # struct Player { name: String, score: f64 }
    /// let p = Player::fields();
    /// let update = p.name.set("Ada").and(p.score.inc(5.0));
    /// assert_eq!(update.to_document()?, doc! { "$set": { "name": "Ada" }, "$inc": { "score": 5.0 } });
    /// # Ok::<(), mongomancy::Error>(())
    /// ```
    pub fn and(mut self, other: impl Into<Self>) -> Self {
        self += other;
        self
    }
}

/// Both. The order says nothing: the server makes all changes at once.
impl<R: ?Sized, U: Into<Update<R>>> Add<U> for Update<R> {
    type Output = Self;

    fn add(self, other: U) -> Self {
        self.and(other)
    }
}

impl<R: ?Sized, U: Into<Update<R>>> AddAssign<U> for Update<R> {
    fn add_assign(&mut self, other: U) {
        let other = other.into();
        self.error = self.error.take().or(other.error);
        if self.changes.is_empty() {
            self.changes = other.changes;
        } else {
            self.changes.extend_from_slice(&other.changes);
        }
        self.add_array_filters(&other.array_filters);
    }
}

/// All of them; without any, none.
impl<R: ?Sized, U: Into<Update<R>>> Sum<U> for Update<R> {
    fn sum<I: Iterator<Item = U>>(updates: I) -> Self {
        updates.fold(Self::none(), Update::and)
    }
}
