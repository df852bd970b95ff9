//! Any path, where only its root and the type of its values matter.

use super::{Path, place::Place};
use crate::error::Result;

/// A [`Path`] of documents of `R`, whatever leads there. Implemented by this crate alone.
#[diagnostic::on_unimplemented(message = "`{Self}` is no path of `{R}`", label = "expected a field of `{R}`")]
pub trait PathTo<R: ?Sized> {
    /// The type of its values.
    type Value;

    /// The stored path, with dots.
    #[doc(hidden)]
    fn stored(&self) -> Result<String>;
}

impl<R: ?Sized, T, C, P: Place> PathTo<R> for Path<R, T, C, P> {
    type Value = T;

    fn stored(&self) -> Result<String> {
        self.place.checked()
    }
}
