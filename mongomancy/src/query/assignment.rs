//! An assignment: what a field of a computed document is.

use std::{fmt, marker::PhantomData};

use super::{
    accumulator::Accumulator,
    expression::{Expression, IntoExpression, Untyped},
    path::{Path, place::Place},
};

/// A field of documents of `U`, and what it is of a document of `R`, or of a group of them: `u.name.is(p.name)`.
#[must_use = "an assignment does nothing by itself: it is given to a stage of a pipeline"]
pub struct Assignment<R: ?Sized, U: ?Sized> {
    pub(super) path: String,
    pub(super) value: Untyped,
    pub(super) accumulates: bool,
    of: PhantomData<fn() -> (*const R, *const U)>,
}

/// What a field of type `T` can be: an expression, a path, or an accumulator, all of documents of `R`.
///
/// Implemented by this crate alone.
#[diagnostic::on_unimplemented(
    message = "`{Self}` gives no value of type `{T}`",
    label = "expected a path, an expression or an accumulator with values of type `{T}`",
    note = "a value is made an expression by `expression::value(..)`"
)]
pub trait Computes<R: ?Sized, T> {
    /// What is computed, and whether it is of a group.
    #[doc(hidden)]
    fn computed(self) -> (Expression<R, T>, bool);
}

impl<R: ?Sized, T> Computes<R, T> for Accumulator<R, T> {
    fn computed(self) -> (Expression<R, T>, bool) {
        (self.expression, true)
    }
}

impl<R: ?Sized, T> Computes<R, Option<T>> for Accumulator<R, T> {
    fn computed(self) -> (Expression<R, Option<T>>, bool) {
        (self.expression.with_type(), true)
    }
}

impl<R: ?Sized, T> Computes<R, T> for Expression<R, T> {
    fn computed(self) -> (Expression<R, T>, bool) {
        (self, false)
    }
}

impl<R: ?Sized, T> Computes<R, Option<T>> for Expression<R, T> {
    fn computed(self) -> (Expression<R, Option<T>>, bool) {
        (self.with_type(), false)
    }
}

impl<R: ?Sized, T, C, P: Place> Computes<R, T> for Path<R, T, C, P> {
    fn computed(self) -> (Expression<R, T>, bool) {
        (self.into_expression(), false)
    }
}

impl<R: ?Sized, T, C, P: Place> Computes<R, Option<T>> for Path<R, T, C, P> {
    fn computed(self) -> (Expression<R, Option<T>>, bool) {
        (self.into_expression().with_type(), false)
    }
}

impl<U: ?Sized, T, C, P: Place> Path<U, T, C, P> {
    /// Says what the field is in a stage of a [`Pipeline`](crate::Pipeline): of the document before, or of a group.
    pub fn is<R: ?Sized>(self, value: impl Computes<R, T>) -> Assignment<R, U> {
        let (value, accumulates) = value.computed();
        let mut value = value.untyped();
        let path = self.place.checked().unwrap_or_else(|error| {
            value.error.get_or_insert(error);
            String::new()
        });
        Assignment { path, value, accumulates, of: PhantomData }
    }
}

impl<R: ?Sized, U: ?Sized> fmt::Debug for Assignment<R, U> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Assignment").field("path", &self.path).finish_non_exhaustive()
    }
}
