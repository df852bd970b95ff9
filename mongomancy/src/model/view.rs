//! Views: what a pipeline makes of the documents of another collection.

use bson::Document;

use super::MongoCollection;
use crate::{codec::MongoDocument, definition::CollectionDefinition, error::Result, query::Pipeline};

/// What is taken as the stages of a view of `S`s that shows `T`s.
#[diagnostic::on_unimplemented(
    message = "`{Self}` gives no view of `{S}` as `{T}`",
    label = "expected a function that gives a `Pipeline<{S}, {T}>`, or the stages as a `Vec<Document>`"
)]
pub trait ViewStages<S, T> {
    /// The stages as the server takes them.
    fn into_stages(self) -> Result<Vec<Document>>;
}

impl<S, T: MongoDocument> ViewStages<S, T> for Pipeline<S, T> {
    fn into_stages(self) -> Result<Vec<Document>> {
        self.to_documents()
    }
}

impl<S, T> ViewStages<S, T> for Vec<Document> {
    fn into_stages(self) -> Result<Vec<Document>> {
        Ok(self)
    }
}

impl<S, T, const N: usize> ViewStages<S, T> for [Document; N] {
    fn into_stages(self) -> Result<Vec<Document>> {
        Ok(self.into())
    }
}

/// The definition of the view `name`, which shows the documents of `S`'s collection as `T`s.
pub fn view<T, S: MongoCollection, P: ViewStages<S, T>>(name: &str, stages: P) -> CollectionDefinition {
    CollectionDefinition::view_of(name, S::NAME, stages.into_stages())
}
