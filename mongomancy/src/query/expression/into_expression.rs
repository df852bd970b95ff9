//! What is taken as an expression.

use super::Expression;
use crate::query::path::{Path, place::Place};

/// An expression of documents of `R` with values of type `T`: an [`Expression`], or a [`Path`]. Where an `Option<T>` is
/// expected, a `T` will do.
///
/// Implemented by this crate alone.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no expression of `{R}` with values of type `{T}`",
    label = "expected a path to a `{T}`, or an expression that gives one",
    note = "a value is made an expression by `expression::value(..)`"
)]
pub trait IntoExpression<R: ?Sized, T> {
    /// It.
    #[doc(hidden)]
    fn into_expression(self) -> Expression<R, T>;
}

impl<R: ?Sized, T> IntoExpression<R, T> for Expression<R, T> {
    fn into_expression(self) -> Self {
        self
    }
}

impl<R: ?Sized, T> IntoExpression<R, Option<T>> for Expression<R, T> {
    fn into_expression(self) -> Expression<R, Option<T>> {
        self.with_type()
    }
}

impl<R: ?Sized, T, C, P: Place> IntoExpression<R, T> for Path<R, T, C, P> {
    fn into_expression(self) -> Expression<R, T> {
        self.expr()
    }
}

impl<R: ?Sized, T, C, P: Place> IntoExpression<R, Option<T>> for Path<R, T, C, P> {
    fn into_expression(self) -> Expression<R, Option<T>> {
        self.expr().with_type()
    }
}

impl<R: ?Sized, T, C, P: Place> Path<R, T, C, P> {
    /// The field's value in an expression: `"$path"`.
    ///
    /// ```
    /// # use mongomancy::{MongoCollection, bson::bson};
    /// # #[derive(MongoCollection)]
    /// # struct Player { score: f64 }
    /// assert_eq!(Player::fields().score.expr().to_bson()?, bson!("$score"));
    /// # Ok::<(), mongomancy::Error>(())
    /// ```
    pub fn expr(self) -> Expression<R, T> {
        let mut path = Vec::new();
        self.place.write(&mut path);
        match crate::query::filter::check_path(&path) {
            Ok(()) => Expression::field(&path),
            Err(error) => Expression::failed(error),
        }
    }
}
