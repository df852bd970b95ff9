//! Expressions that are true or false.

use std::ops::{BitAnd, BitOr, Not};

use bson::doc;

use super::{Expression, IntoExpression};
use crate::query::Filter;

macro_rules! comparisons {
    ($($(#[$doc:meta])* $name:ident $operator:literal;)+) => {
        $(
            $(#[$doc])*
            ///
            /// ```
            /// # use mongomancy::{MongoCollection, bson::bson};
            /// # #[derive(MongoCollection)]
            /// # struct Team { spent: f64, budget: f64 }
            /// let t = Team::fields();
            #[doc = concat!(
                "assert_eq!(t.spent.expr().", stringify!($name), "(t.budget).to_bson()?, bson!({ \"", $operator,
                "\": [\"$spent\", \"$budget\"] }));"
            )]
            /// # Ok::<(), mongomancy::Error>(())
            /// ```
            pub fn $name(self, other: impl IntoExpression<R, Value = T>) -> Expression<R, bool> {
                Expression::call($operator, [self.untyped(), other.into_expression().untyped()])
            }
        )+
    };
}

impl<R: ?Sized, T> Expression<R, T> {
    comparisons! {
        /// `$eq`: equal to another one. Values of any type can be compared.
        eq "$eq";
        /// `$ne`: not equal to another one.
        ne "$ne";
        /// `$gt`: greater than another one.
        gt "$gt";
        /// `$gte`: greater than another one, or equal to it.
        gte "$gte";
        /// `$lt`: less than another one.
        lt "$lt";
        /// `$lte`: less than another one, or equal to it.
        lte "$lte";
    }
}

impl<R> Expression<R, bool> {
    /// The documents for which it is true, as a filter: `$expr`.
    ///
    /// ```
    /// # use mongomancy::{MongoCollection, doc};
    /// # #[derive(MongoCollection)]
    /// # struct Team { spent: f64, budget: f64 }
    /// let t = Team::fields();
    /// let broke = t.spent.expr().gt(t.budget).holds();
    /// assert_eq!(broke.to_document()?, doc! { "$expr": { "$gt": ["$spent", "$budget"] } });
    /// # Ok::<(), mongomancy::Error>(())
    /// ```
    pub fn holds(self) -> Filter<R> {
        match self.to_bson() {
            Ok(condition) => Filter::raw(doc! { "$expr": condition }),
            Err(error) => Filter::failed(error),
        }
    }
}

/// `$and`.
impl<R: ?Sized> BitAnd for Expression<R, bool> {
    type Output = Self;

    fn bitand(self, other: Self) -> Self {
        Self::call("$and", [self.untyped(), other.untyped()])
    }
}

/// `$or`.
impl<R: ?Sized> BitOr for Expression<R, bool> {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        Self::call("$or", [self.untyped(), other.untyped()])
    }
}

/// `$not`.
impl<R: ?Sized> Not for Expression<R, bool> {
    type Output = Self;

    fn not(self) -> Self {
        Self::call("$not", [self.untyped()])
    }
}
