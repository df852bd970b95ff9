//! A filter: conditions on the fields of a document, combined.

mod array;
mod combine;
mod compare;
mod geo;
mod number;
mod pattern;
mod presence;
mod whole;

use std::{fmt, marker::PhantomData};

use bson::{Document, RawDocumentBuf};

use self::compare::compares_arrays;
use super::{
    operators,
    path::{
        Path,
        place::{Place, no_key},
        trail::NESTED,
    },
};
use crate::{
    codec::{
        MongoDocument,
        element::{begin, end, put_index},
        encode::EncodeError,
        kind,
    },
    error::{Error, ErrorKind, Result},
};

/// Which documents of `R` are meant: what conditions on [paths](crate::Path) give, and `&`, `|` and `!` make of them.
///
/// ```
/// use mongomancy::{MongoCollection, doc};
///
/// #[derive(MongoCollection)]
/// struct Player {
///     guild: String,
///     score: f64,
/// }
/// let p = Player::fields();
/// let filter = p.guild.eq("red") & (p.score.lt(1.0) | p.score.gte(10.0));
/// let document = doc! { "$and": [
///     { "guild": { "$eq": "red" } },
///     { "$or": [{ "score": { "$lt": 1.0 } }, { "score": { "$gte": 10.0 } }] },
/// ] };
/// assert_eq!(filter.to_document()?, document);
/// # Ok::<(), mongomancy::Error>(())
/// ```
///
/// - A value never becomes an operator: `eq` compares with whatever it is given, also with a document that has keys such
///   as `$ne` in it.
/// - Values are written as the field's attributes say: a date that `#[codec(date)]` stores is compared as a date.
/// - A value that cannot be written, or a key that cannot be named, is told when the filter is sent.
#[must_use = "a filter does nothing by itself: it is given to `find` or its like"]
pub struct Filter<R: ?Sized> {
    shape: Shape,
    /// The elements of the document, or those of the array that the shape stands for.
    bytes: Vec<u8>,
    error: Option<Error>,
    of: PhantomData<fn() -> *const R>,
}

/// What the bytes of a filter are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shape {
    /// Elements of a document.
    Document,
    /// Operators without a field, for an element of an array seen from itself.
    Operators,
    /// So many elements of the array of `$and`, `$or` or `$nor`.
    All(usize),
    Any(usize),
    None(usize),
}

/// What a condition takes in common cases.
const ROOM: usize = 96;

impl<R: ?Sized> Filter<R> {
    /// Every document: the empty filter.
    ///
    /// ```
    /// # use mongomancy::{Document, Filter, doc};
    /// assert_eq!(Filter::<Document>::all().to_document()?, doc! {});
    /// # Ok::<(), mongomancy::Error>(())
    /// ```
    pub const fn all() -> Self {
        Self::of(Shape::Document, Vec::new())
    }

    /// A filter that is written as a document, to be combined with others.
    ///
    /// ```
    /// # use mongomancy::{Filter, MongoCollection, doc};
    /// # #[derive(MongoCollection)]
    /// # struct Player { score: f64 }
    /// let filter = Player::fields().score.gte(10.0) & Filter::raw(doc! { "$where": "this.score < this.best" });
    /// # assert!(filter.to_document().is_ok());
    /// ```
    #[expect(clippy::needless_pass_by_value, reason = "a `doc! {}` stands there")]
    pub fn raw(document: Document) -> Self {
        match document.encode() {
            Ok(encoded) => {
                let bytes = encoded.into_bytes();
                Self::of(Shape::Document, bytes[4..bytes.len() - 1].to_vec())
            }
            Err(error) => Self::failed(error),
        }
    }

    /// The filter as a document, as the server gets it.
    ///
    /// # Errors
    /// [`Encode`](crate::ErrorKind::Encode) where a value has no BSON form, and of several `$not`s on one element itself,
    /// which servers take and a document cannot hold; [`InvalidArgument`](crate::ErrorKind::InvalidArgument) where something
    /// cannot be said in a filter.
    pub fn to_document(&self) -> Result<Document> {
        let encoded = self.to_raw()?;
        let document = Document::try_from(encoded.as_ref());
        let document = document.map_err(|_| Error::new(ErrorKind::Encode, "the filter is no document"))?;
        // One key less is another filter.
        if document.encode()?.as_bytes().len() != encoded.as_bytes().len() {
            return Err(Error::new(ErrorKind::Encode, "the filter has `$not` several times on one element"));
        }
        Ok(document)
    }

    /// The filter's bytes.
    pub(crate) fn into_raw(self) -> Result<RawDocumentBuf> {
        self.to_raw()
    }

    /// The filter's bytes.
    pub(crate) fn to_raw(&self) -> Result<RawDocumentBuf> {
        if let Some(error) = &self.error {
            return Err(error.clone());
        }
        let mut document = Vec::with_capacity(self.bytes.len() + 24);
        let start = begin(&mut document);
        self.append_elements(&mut document);
        end(&mut document, start);
        RawDocumentBuf::from_bytes(document).map_err(|_| Error::new(ErrorKind::Encode, "the filter is too large"))
    }

    /// Appends the elements of the filter's document.
    pub(super) fn append_elements(&self, to: &mut Vec<u8>) {
        let combined = match self.shape {
            Shape::Document | Shape::Operators => {
                to.extend_from_slice(&self.bytes);
                return;
            }
            Shape::All(_) => b"\x04$and\0",
            Shape::Any(_) => &b"\x04$or\0"[..],
            Shape::None(_) => b"\x04$nor\0",
        };
        to.extend_from_slice(combined);
        let start = begin(to);
        to.extend_from_slice(&self.bytes);
        end(to, start);
    }

    const fn of(shape: Shape, bytes: Vec<u8>) -> Self {
        Self { shape, bytes, error: None, of: PhantomData }
    }

    pub(super) fn failed(error: Error) -> Self {
        Self { error: Some(error), ..Self::all() }
    }

    /// The same conditions, for the document that they are a part of.
    pub(super) fn seen_from<S: ?Sized>(self) -> Filter<S> {
        Filter { shape: self.shape, bytes: self.bytes, error: self.error, of: PhantomData }
    }

    /// Why the filter cannot be sent.
    pub(super) fn take_error(&mut self) -> Option<Error> {
        self.error.take()
    }

    fn is_all(&self) -> bool {
        self.shape == Shape::Document && self.bytes.is_empty() && self.error.is_none()
    }
}

impl<R: ?Sized, T, C, P: Place> Path<R, T, C, P> {
    /// A condition on the field: the operators that `fill` appends.
    pub(super) fn condition(&self, fill: impl FnOnce(&mut Vec<u8>) -> Result<(), EncodeError>) -> Filter<R> {
        if let Err(error) = self.place.trail().check_condition() {
            return Filter::failed(error);
        }
        let mut bytes = Vec::with_capacity(ROOM);
        bytes.push(kind::DOCUMENT);
        self.place.write(&mut bytes);
        if bytes.len() == 1 {
            bytes.clear();
            return match fill(&mut bytes) {
                Ok(()) => Filter::of(Shape::Operators, bytes),
                Err(error) => Filter::failed(error.into()),
            };
        }
        if let Err(error) = check_path(&bytes[1..]).and_then(|()| check_not_positional(&bytes[1..])) {
            return Filter::failed(error);
        }
        bytes.push(0);
        let start = bytes.len();
        match operators::document(&mut bytes, fill) {
            Ok(_) if self.place.trail().ends_in_any() && compares_arrays(&bytes[start..]) => {
                Filter::failed(Error::invalid_argument(NESTED))
            }
            Ok(_) => Filter::of(Shape::Document, bytes),
            Err(error) => Filter::failed(Error::from(error.below(self.place.stored())).within("the filter")),
        }
    }
}

/// Refuses what the server would read as another path, or as an operator.
pub(super) fn check_path(path: &[u8]) -> Result<()> {
    if path.contains(&0) {
        return Err(no_key());
    }
    if path.first() == Some(&b'$') {
        return Err(Error::invalid_argument("a path begins with `$`"));
    }
    Ok(())
}

/// Refuses the steps that are an update's alone: a filter would take them for fields of these names.
fn check_not_positional(path: &[u8]) -> Result<()> {
    let is_positional = |name: &[u8]| name == b"$" || name.starts_with(b"$[");
    if path.contains(&b'$') && path.split(|byte| *byte == b'.').any(is_positional) {
        return Err(Error::invalid_argument(
            "`first_matched`, `each` and `matching` are for updates; in a filter, `any` or `elem_match` says which elements",
        ));
    }
    Ok(())
}

impl<R: ?Sized> Clone for Filter<R> {
    fn clone(&self) -> Self {
        Self { shape: self.shape, bytes: self.bytes.clone(), error: self.error.clone(), of: PhantomData }
    }
}

/// Shows no value and no field.
impl<R: ?Sized> fmt::Debug for Filter<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Filter").field("error", &self.error).finish_non_exhaustive()
    }
}

/// Appends one more element to the elements of an array of documents.
fn push(array: &mut Vec<u8>, index: usize, fill: impl FnOnce(&mut Vec<u8>)) {
    let at = array.len();
    put_index(array, index);
    array[at] = kind::DOCUMENT;
    let start = begin(array);
    fill(array);
    end(array, start);
}
