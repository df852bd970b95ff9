//! What is taken as an option's document, and as a hint.

use bson::Document;

use crate::options::Hint;

/// A document of an option, such as the keys of a sort: a `doc! {}`, by value or by reference.
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

/// The index that a query should use: its keys as a `doc! {}`, or its name.
///
/// Implemented by this crate alone.
#[diagnostic::on_unimplemented(
    message = "`{Self}` names no index",
    label = "expected the index's keys, as in `doc! {{ \"field\": 1 }}`, or its name"
)]
pub trait IntoHint {
    /// The hint.
    #[doc(hidden)]
    fn into_hint(self) -> Hint;
}

impl IntoHint for Hint {
    fn into_hint(self) -> Hint {
        self
    }
}

impl IntoHint for Document {
    fn into_hint(self) -> Hint {
        Hint::Keys(self)
    }
}

impl IntoHint for &Document {
    fn into_hint(self) -> Hint {
        Hint::Keys(self.clone())
    }
}

impl IntoHint for &str {
    fn into_hint(self) -> Hint {
        Hint::Name(self.to_owned())
    }
}

impl IntoHint for String {
    fn into_hint(self) -> Hint {
        Hint::Name(self)
    }
}
