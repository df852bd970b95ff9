//! What is taken as an option's document.

use bson::Document;

/// A document of an option, such as the variables of `let_vars`: a `doc! {}`, by value or by reference.
///
/// Implemented by this crate alone.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no document",
    label = "expected a `doc! {{ .. }}`, as in `doc! {{ \"field\": 1 }}`"
)]
pub trait IntoDocument {
    /// The document.
    #[doc(hidden)]
    fn into_document(self) -> Document;
}

impl IntoDocument for Document {
    fn into_document(self) -> Document {
        self
    }
}

impl IntoDocument for &Document {
    fn into_document(self) -> Document {
        self.clone()
    }
}
