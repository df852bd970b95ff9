//! What is taken as an update, and what may replace a document.

use std::fmt;

use bson::{Document, RawArrayBuf, RawBson, RawDocument};

use super::call::Call;
use crate::{
    codec::MongoDocument,
    error::{Error, Result},
    model::MongoCollection,
    query::{Fields, PushEach, Update},
};

/// What changes documents of a collection of `T`s: an [`Update`] or a `doc! {}` of update operators, by value or by reference; a
/// closure that makes an [`Update`] of the [`Fields`]; a derived [`Patch`](crate::Patch); or a pipeline of stages as a
/// `Vec<Document>` or an array.
///
/// The compiler does not find the type of such a closure's argument by itself: it has to be named, `|p: Fields<Player>|`.
///
/// ```no_run
/// # use mongomancy::{Collection, Fields, MongoCollection, doc};
/// # #[derive(MongoCollection)]
/// # struct Player { name: String, score: f64 }
/// # async fn example(players: Collection<Player>) -> mongomancy::Result<()> {
/// players.update_one(doc! { "name": "Ada" }, |p: Fields<Player>| p.score.inc(1.0)).await?;
/// # Ok(())
/// # }
/// ```
///
/// Implemented by this crate and by [`derive(Patch)`](derive@crate::Patch) alone.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no update for `{T}`",
    label = "expected changes of the fields of `{T}`, a `doc! {{ \"$set\": {{ .. }} }}` or a pipeline of documents",
    note = "changes are made of `{T}::fields()`: `p.score.inc(5.0) + p.name.set(\"Ada\")`"
)]
pub trait IntoUpdate<T> {
    /// What is sent of it.
    #[doc(hidden)]
    fn into_update(self) -> Result<Modification>;
}

/// An update as it is sent.
pub struct Modification {
    pub(super) update: RawBson,
    /// Those that the update itself carries.
    pub(super) array_filters: Option<RawArrayBuf>,
}

impl Modification {
    /// What changes the documents; the filters on elements become an option of the call.
    pub(super) fn handing_filters_to(self, call: &mut Call) -> RawBson {
        call.add_array_filters(self.array_filters);
        self.update
    }
}

/// Shows no value and no field.
impl fmt::Debug for Modification {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Modification").finish_non_exhaustive()
    }
}

impl From<RawArrayBuf> for Modification {
    fn from(pipeline: RawArrayBuf) -> Self {
        Self { update: RawBson::Array(pipeline), array_filters: None }
    }
}

impl<T> IntoUpdate<T> for Document {
    fn into_update(self) -> Result<Modification> {
        IntoUpdate::<T>::into_update(&self)
    }
}

impl<T> IntoUpdate<T> for &Document {
    fn into_update(self) -> Result<Modification> {
        match self.keys().next() {
            Some(operator) if operator.starts_with('$') => {}
            Some(_) => {
                return Err(Error::invalid_argument(
                    "an update begins with an operator such as `$set`; a whole document is given to `replace_one`",
                ));
            }
            None => return Err(empty()),
        }
        let update = self.encode().map_err(|error| error.within("the update"))?;
        Ok(Modification { update: RawBson::Document(update), array_filters: None })
    }
}

impl<T> IntoUpdate<T> for Update<T> {
    fn into_update(self) -> Result<Modification> {
        IntoUpdate::<T>::into_update(&self)
    }
}

impl<T> IntoUpdate<T> for &Update<T> {
    fn into_update(self) -> Result<Modification> {
        if self.is_none() {
            return Err(empty());
        }
        let update = RawBson::Document(self.to_raw()?);
        Ok(Modification { update, array_filters: self.raw_array_filters() })
    }
}

impl<R, E> IntoUpdate<R> for PushEach<R, E> {
    fn into_update(self) -> Result<Modification> {
        IntoUpdate::<R>::into_update(Update::from(self))
    }
}

impl<T: MongoCollection, U: Into<Update<T>>, F: FnOnce(Fields<T>) -> U> IntoUpdate<T> for F {
    fn into_update(self) -> Result<Modification> {
        IntoUpdate::<T>::into_update(self(T::fields()).into())
    }
}

impl<T> IntoUpdate<T> for Vec<Document> {
    fn into_update(self) -> Result<Modification> {
        IntoUpdate::<T>::into_update(self.as_slice())
    }
}

impl<T, const N: usize> IntoUpdate<T> for [Document; N] {
    fn into_update(self) -> Result<Modification> {
        IntoUpdate::<T>::into_update(self.as_slice())
    }
}

impl<T> IntoUpdate<T> for &[Document] {
    fn into_update(self) -> Result<Modification> {
        pipeline(self).map(Modification::from)
    }
}

fn empty() -> Error {
    Error::invalid_argument("the update is empty")
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
