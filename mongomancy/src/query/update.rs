//! An update: changes to the fields of a document, combined.

mod array;
mod array_filter;
mod combine;
mod conflict;
mod date;
mod number;
mod patch;
mod pull;
mod push_each;
mod raw;
mod set;

use std::{fmt, marker::PhantomData};

use bson::{Document, RawDocumentBuf};

pub use self::{patch::Patch, push_each::PushEach};
use super::path::{
    Path,
    place::{Place, no_key},
};
use crate::{
    codec::{
        element::{begin, end},
        encode::EncodeError,
        kind,
    },
    error::{Error, ErrorKind, Result},
};

/// What becomes of documents of `R`: what changes of [paths](crate::Path) give, combined by `+` or [`and`](Self::and).
///
/// ```
/// use mongomancy::{MongoCollection, bson::DateTime, doc};
///
/// #[derive(MongoCollection)]
/// struct Player {
///     name: String,
///     score: f64,
///     last_seen: DateTime,
/// }
/// let p = Player::fields();
/// let update = p.score.inc(5.0) + p.last_seen.current_date() + p.name.set("Ada");
/// let document = doc! {
///     "$inc": { "score": 5.0 },
///     "$currentDate": { "last_seen": true },
///     "$set": { "name": "Ada" },
/// };
/// assert_eq!(update.to_document()?, document);
/// # Ok::<(), mongomancy::Error>(())
/// ```
///
/// - A value never becomes an operator: a document that has a key such as `$each` in it is stored as it is, or refused by
///   servers that store no such keys.
/// - Values are written as the field's attributes say: a date that `#[codec(date)]` stores is set as a date.
/// - Two changes of one field, or of a field and of what is in it, are refused when the update is sent, as the server would;
///   so is an update without any change. Values that cannot be written, and keys that cannot be named, are told then too.
#[must_use = "an update does nothing by itself: it is given to `update_one` or its like"]
pub struct Update<R: ?Sized> {
    /// One change after the other: the operator with a zero after it, the length of the element, and the element.
    changes: Vec<u8>,
    /// The documents of the array filters, one after the other.
    array_filters: Vec<u8>,
    error: Option<Error>,
    of: PhantomData<fn() -> *const R>,
}

/// What a change takes in common cases.
const ROOM: usize = 64;

impl<R: ?Sized> Update<R> {
    /// No change, to begin a loop with. It is refused where it is sent without one.
    ///
    /// ```
    /// # use std::collections::HashMap;
    /// # use mongomancy::{MongoCollection, Update, doc};
    /// # #[derive(MongoCollection)]
    /// # struct Player { wins: HashMap<String, i32> }
    /// let mut update = Update::none();
    /// for game in ["chess", "go"] {
    ///     update += Player::fields().wins.key(game).inc(1);
    /// }
    /// assert_eq!(update.to_document()?, doc! { "$inc": { "wins.chess": 1, "wins.go": 1 } });
    /// # Ok::<(), mongomancy::Error>(())
    /// ```
    pub const fn none() -> Self {
        Self { changes: Vec::new(), array_filters: Vec::new(), error: None, of: PhantomData }
    }

    /// Whether it changes nothing.
    pub fn is_none(&self) -> bool {
        self.changes.is_empty() && self.error.is_none()
    }

    /// The update as a document, as the server gets it; its [array filters](Self::array_filter) stand beside it.
    ///
    /// # Errors
    /// [`Encode`](crate::ErrorKind::Encode) where a value has no BSON form, and
    /// [`InvalidArgument`](crate::ErrorKind::InvalidArgument) where two changes meet at one field, or something cannot be
    /// said in an update.
    pub fn to_document(&self) -> Result<Document> {
        Document::try_from(self.to_raw()?.as_ref())
            .map_err(|_| Error::new(ErrorKind::Encode, "the update is no document"))
    }

    /// The update's bytes: the changes by their operators, in the order of first use.
    pub(crate) fn to_raw(&self) -> Result<RawDocumentBuf> {
        if let Some(error) = &self.error {
            return Err(error.clone());
        }
        conflict::check(self.changes())?;
        let mut document = Vec::with_capacity(self.changes.len() + 48);
        let start = begin(&mut document);
        let mut written: Vec<&[u8]> = Vec::new();
        for first in self.changes() {
            if written.contains(&first.operator) {
                continue;
            }
            written.push(first.operator);
            document.push(kind::DOCUMENT);
            document.extend_from_slice(first.operator);
            document.push(0);
            let start = begin(&mut document);
            for change in self.changes().filter(|change| change.operator == first.operator) {
                document.extend_from_slice(change.element);
            }
            end(&mut document, start);
        }
        end(&mut document, start);
        RawDocumentBuf::from_bytes(document).map_err(|_| Error::new(ErrorKind::Encode, "the update is too large"))
    }

    fn failed(error: Error) -> Self {
        Self { error: Some(error), ..Self::none() }
    }

    fn changes(&self) -> impl Iterator<Item = Change<'_>> + Clone {
        let mut rest = &self.changes[..];
        std::iter::from_fn(move || {
            let (change, after) = Change::first(rest)?;
            rest = after;
            Some(change)
        })
    }
}

/// One change, as it is kept.
#[derive(Clone, Copy)]
struct Change<'a> {
    operator: &'a [u8],
    /// Type, path, zero, value.
    element: &'a [u8],
}

impl<'a> Change<'a> {
    /// The first of several, and the rest.
    fn first(changes: &'a [u8]) -> Option<(Self, &'a [u8])> {
        let name = changes.iter().position(|byte| *byte == 0)?;
        let (operator, rest) = (&changes[..name], &changes[name + 1..]);
        let (length, rest) = rest.split_first_chunk()?;
        let (element, rest) = rest.split_at_checked(u32::from_le_bytes(*length) as usize)?;
        Some((Self { operator, element }, rest))
    }

    /// Appends a change; `write` appends all of the element.
    fn append<E>(to: &mut Vec<u8>, operator: &str, write: impl FnOnce(&mut Vec<u8>) -> Result<(), E>) -> Result<(), E> {
        to.extend_from_slice(operator.as_bytes());
        to.extend_from_slice(&[0; 5]);
        let start = to.len();
        write(to)?;
        // An element too long for its length is far too long for a server, and for the update's own length.
        let length = u32::try_from(to.len() - start).unwrap_or(u32::MAX);
        to[start - 4..start].copy_from_slice(&length.to_le_bytes());
        Ok(())
    }

    fn path(&self) -> &'a [u8] {
        let path = &self.element[1..];
        path.split(|byte| *byte == 0).next().unwrap_or(path)
    }
}

impl<R: ?Sized, T, C, P: Place> Path<R, T, C, P> {
    /// A change of the field: what `write` appends, and tells the type of, is the operator's operand.
    fn change(&self, operator: &str, write: impl FnOnce(&mut Vec<u8>) -> Result<u8, EncodeError>) -> Update<R> {
        let mut changes = Vec::with_capacity(ROOM);
        let appended = Change::append(&mut changes, operator, |to| {
            let start = to.len();
            to.push(0);
            self.place.write(to);
            check_target(&self.place, &to[start + 1..])?;
            to.push(0);
            match write(to) {
                Ok(kind) => to[start] = kind,
                Err(error) => return Err(Error::from(error.below(self.place.stored())).within("the update")),
            }
            Ok(())
        });
        match appended {
            Ok(()) => Update { changes, ..Update::none() },
            Err(error) => Update::failed(error),
        }
    }
}

/// Refuses what is no field to change.
fn check_target(place: &impl Place, path: &[u8]) -> Result<()> {
    let trail = place.trail();
    let refused = match path {
        [] => "an update changes the fields of a document, and this path is the document itself",
        [b'$', ..] => "a path begins with `$`",
        _ if path.contains(&0) => return Err(no_key()),
        _ if trail.is_any() => {
            "`any` names no element to change: `each` names all of them, `first_matched` the first one that the filter \
             matched, `matching` those of an array filter, `at` the one at a position"
        }
        _ => return trail.check(),
    };
    Err(Error::invalid_argument(refused))
}

impl<R: ?Sized> Clone for Update<R> {
    fn clone(&self) -> Self {
        Self {
            changes: self.changes.clone(),
            array_filters: self.array_filters.clone(),
            error: self.error.clone(),
            of: PhantomData,
        }
    }
}

/// Shows no value and no field.
impl<R: ?Sized> fmt::Debug for Update<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Update").field("error", &self.error).finish_non_exhaustive()
    }
}
