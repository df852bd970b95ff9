//! A collation as the server's commands have it.

use bson::{Bson, Document};

use crate::options::Collation;

/// The rules that are said, by the server's names.
pub(super) fn document(rules: &Collation) -> Document {
    let encoded = bson::serialize_to_document(rules);
    // Its fields are texts, numbers and truths, which always have a BSON form.
    let said = encoded.unwrap_or_default();
    said.into_iter().filter(|(_, value)| *value != Bson::Null).collect()
}
