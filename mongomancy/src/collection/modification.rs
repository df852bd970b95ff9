//! What is taken as an update, and what may replace a document.

use bson::{Document, RawArrayBuf, RawBson, RawDocument};

use crate::{
    codec::MongoDocument,
    error::{Error, Result},
};

/// What changes documents of a collection of `T`s: a `doc! {}` of update operators, or a pipeline of such stages as a
/// `Vec<Document>` or an array.
///
/// Implemented by this crate alone.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no update for `{T}`",
    label = "expected a `doc! {{ \"$set\": {{ .. }} }}` or a pipeline of documents"
)]
pub trait IntoUpdate<T> {
    /// The update's bytes.
    #[doc(hidden)]
    fn into_update(self) -> Result<RawBson>;
}

impl<T> IntoUpdate<T> for Document {
    fn into_update(self) -> Result<RawBson> {
        IntoUpdate::<T>::into_update(&self)
    }
}

impl<T> IntoUpdate<T> for &Document {
    fn into_update(self) -> Result<RawBson> {
        match self.keys().next() {
            Some(operator) if operator.starts_with('$') => {}
            Some(_) => {
                return Err(Error::invalid_argument(
                    "an update begins with an operator such as `$set`; a whole document is given to `replace_one`",
                ));
            }
            None => return Err(Error::invalid_argument("the update is empty")),
        }
        Ok(RawBson::Document(self.encode().map_err(|error| error.within("the update"))?))
    }
}

impl<T> IntoUpdate<T> for Vec<Document> {
    fn into_update(self) -> Result<RawBson> {
        IntoUpdate::<T>::into_update(self.as_slice())
    }
}

impl<T, const N: usize> IntoUpdate<T> for [Document; N] {
    fn into_update(self) -> Result<RawBson> {
        IntoUpdate::<T>::into_update(self.as_slice())
    }
}

impl<T> IntoUpdate<T> for &[Document] {
    fn into_update(self) -> Result<RawBson> {
        pipeline(self).map(RawBson::Array)
    }
}

pub(super) fn pipeline<'a>(stages: impl IntoIterator<Item = &'a Document>) -> Result<RawArrayBuf> {
    let stages = stages.into_iter().map(MongoDocument::encode).collect::<Result<RawArrayBuf>>();
    stages.map_err(|error| error.within("the pipeline"))
}

/// Refuses a replacement that the server would take for an update.
pub(super) fn check_replacement(document: &RawDocument) -> Result<()> {
    match document.iter().next() {
        Some(Ok((field, _))) if field.as_str().starts_with('$') => Err(Error::invalid_argument(
            "a replacement has no operators: its first field begins with `$`; operators are given to `update_one`",
        )),
        _ => Ok(()),
    }
}
