//! Expressions that compute numbers.

use std::ops::{Add, Div, Mul, Sub};

use super::{Expression, IntoExpression};
use crate::query::stored_as::StoredAsNumber;

macro_rules! arithmetic {
    ($($(#[$doc:meta])* $trait:ident $name:ident $operator:literal;)+) => {
        $(
            $(#[$doc])*
            impl<R: ?Sized, T: StoredAsNumber, E: IntoExpression<R, Value = T>> $trait<E> for Expression<R, T> {
                type Output = Self;

                fn $name(self, other: E) -> Self {
                    Self::call($operator, [self.untyped(), other.into_expression().untyped()])
                }
            }
        )+
    };
}

arithmetic! {
    /// `$add`.
    Add add "$add";
    /// `$subtract`.
    Sub sub "$subtract";
    /// `$multiply`.
    Mul mul "$multiply";
    /// `$divide`.
    Div div "$divide";
}
