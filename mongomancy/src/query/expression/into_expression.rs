//! What is taken as an expression.

use super::Expression;
use crate::{
    error::Error,
    query::path::{Path, place::Place},
};

/// An expression of documents of `R`: an [`Expression`], or a [`Path`].
///
/// Implemented by this crate alone.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no expression of `{R}`",
    label = "expected a path, or an expression",
    note = "a value is made an expression by `expression::value(..)`"
)]
pub trait IntoExpression<R: ?Sized> {
    /// The type of its values.
    type Value;

    /// It.
    #[doc(hidden)]
    fn into_expression(self) -> Expression<R, Self::Value>;
}

impl<R: ?Sized, T> IntoExpression<R> for Expression<R, T> {
    type Value = T;

    fn into_expression(self) -> Self {
        self
    }
}

impl<R: ?Sized, T, C, P: Place> IntoExpression<R> for Path<R, T, C, P> {
    type Value = T;

    fn into_expression(self) -> Expression<R, T> {
        self.expr()
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
        if let Err(error) = self.place.trail().check() {
            return Expression::failed(error);
        }
        let mut path = Vec::new();
        self.place.write(&mut path);
        if path.is_empty() {
            return Expression::failed(Error::invalid_argument("an element without a name is no expression"));
        }
        match crate::query::filter::check_path(&path) {
            Ok(()) => Expression::field(&path),
            Err(error) => Expression::failed(error),
        }
    }
}
