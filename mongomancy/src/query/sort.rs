//! A sort: the order in which documents come.

use std::{fmt, marker::PhantomData};

use bson::{Document, RawDocumentBuf};

use super::{
    operators::{put, put_document},
    path::{Path, place::Place},
};
use crate::{
    codec::{
        element::{begin, end, put_text},
        encode::EncodeError,
        kind,
    },
    error::{Error, ErrorKind, Result},
};

/// The name under which the server sorts by a text's score. It reads nothing from there.
const TEXT_SCORE: &str = "__text_score";

/// In which order documents of `R` come: by one field, and where documents are equal there, by the next.
///
/// ```
/// use mongomancy::{MongoCollection, doc};
///
/// #[derive(MongoCollection)]
/// struct Player {
///     #[serde(rename = "playerId")]
///     player_id: i64,
///     score: f64,
/// }
/// let p = Player::fields();
/// let best = p.score.desc().then(p.player_id.asc());
/// assert_eq!(best.to_document()?, doc! { "score": -1, "playerId": 1 });
/// # Ok::<(), mongomancy::Error>(())
/// ```
///
/// A field that is named twice, and a path that no document has, such as one with `$[]` in it, is told when the sort is
/// sent.
#[must_use = "a sort does nothing by itself: it is given to `sort`"]
pub struct Sort<R: ?Sized> {
    keys: Vec<(String, Order)>,
    error: Option<Error>,
    of: PhantomData<fn() -> *const R>,
}

/// How documents are ordered by one key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Order {
    Ascending,
    Descending,
    TextScore,
}

impl<R: ?Sized> Sort<R> {
    fn by(path: impl Into<String>, order: Order) -> Self {
        Self { keys: vec![(path.into(), order)], error: None, of: PhantomData }
    }

    fn by_place(place: &impl Place, order: Order) -> Self {
        Self { error: place.trail().check().err(), ..Self::by(place.stored(), order) }
    }

    /// By how well the documents match the filter's `$text`, the best first.
    ///
    /// ```
    /// # use mongomancy::{Document, Sort, doc};
    /// let sort = Sort::<Document>::text_score();
    /// assert_eq!(sort.to_document()?, doc! { "__text_score": { "$meta": "textScore" } });
    /// # Ok::<(), mongomancy::Error>(())
    /// ```
    pub fn text_score() -> Self {
        Self::by(TEXT_SCORE, Order::TextScore)
    }

    /// This order, and `next` among documents that it leaves equal.
    ///
    /// ```
    /// # use mongomancy::{MongoCollection, doc};
    /// # #[derive(MongoCollection)]
    /// # struct Player { guild: String, score: f64 }
    /// let p = Player::fields();
    /// let sort = p.guild.asc().then(p.score.desc());
    /// assert_eq!(sort.to_document()?, doc! { "guild": 1, "score": -1 });
    /// assert!(p.guild.asc().then(p.guild.desc()).to_document().is_err());
    /// # Ok::<(), mongomancy::Error>(())
    /// ```
    pub fn then(mut self, next: Self) -> Self {
        self.keys.extend(next.keys);
        self.error = self.error.or(next.error);
        self
    }

    /// The sort as a document, as the server gets it.
    ///
    /// # Errors
    /// [`InvalidArgument`](crate::ErrorKind::InvalidArgument) for a field that is named twice, and for a path that no
    /// document has.
    pub fn to_document(&self) -> Result<Document> {
        let no_document = |_| Error::new(ErrorKind::Encode, "the sort is no document");
        Document::try_from(self.to_raw()?.as_ref()).map_err(no_document)
    }

    /// The direction, where elements of an array are sorted by themselves.
    pub(super) fn of_elements(&self) -> Option<i32> {
        match &self.keys[..] {
            _ if self.error.is_some() => None,
            [(path, Order::Ascending)] if path.is_empty() => Some(1),
            [(path, Order::Descending)] if path.is_empty() => Some(-1),
            _ => None,
        }
    }

    /// The sort's bytes.
    pub(crate) fn to_raw(&self) -> Result<RawDocumentBuf> {
        if let Some(error) = &self.error {
            return Err(error.clone());
        }
        let mut bytes = Vec::new();
        let start = begin(&mut bytes);
        for (position, (path, order)) in self.keys.iter().enumerate() {
            check(path)?;
            if self.keys[..position].iter().any(|(before, _)| before == path) {
                return Err(Error::invalid_argument(format!("the sort names `{path}` twice")));
            }
            order.put(path, &mut bytes)?;
        }
        end(&mut bytes, start);
        RawDocumentBuf::from_bytes(bytes).map_err(|_| Error::new(ErrorKind::Encode, "the sort is too large"))
    }
}

impl Order {
    fn put(self, path: &str, to: &mut Vec<u8>) -> Result<(), EncodeError> {
        let direction: i32 = match self {
            Self::Ascending => 1,
            Self::Descending => -1,
            Self::TextScore => {
                return put_document(to, path, |to| {
                    put_text(to, "\u{2}$meta\0", "textScore");
                    Ok(())
                });
            }
        };
        put(to, path, |to| {
            to.extend_from_slice(&direction.to_le_bytes());
            Ok(kind::INT32)
        })
    }
}

impl<R: ?Sized, T, C, P: Place> Path<R, T, C, P> {
    /// From small to large by this field: `1`. Documents without it come first.
    ///
    /// ```
    /// # use mongomancy::{MongoCollection, doc};
    /// # #[derive(MongoCollection)]
    /// # struct Player { score: f64 }
    /// assert_eq!(Player::fields().score.asc().to_document()?, doc! { "score": 1 });
    /// # Ok::<(), mongomancy::Error>(())
    /// ```
    pub fn asc(self) -> Sort<R> {
        Sort::by_place(&self.place, Order::Ascending)
    }

    /// From large to small by this field: `-1`. Documents without it come last.
    ///
    /// ```
    /// # use mongomancy::{MongoCollection, doc};
    /// # #[derive(MongoCollection)]
    /// # struct Player { score: f64 }
    /// assert_eq!(Player::fields().score.desc().to_document()?, doc! { "score": -1 });
    /// # Ok::<(), mongomancy::Error>(())
    /// ```
    pub fn desc(self) -> Sort<R> {
        Sort::by_place(&self.place, Order::Descending)
    }
}

/// Refuses a path that no document has.
fn check(path: &str) -> Result<()> {
    let rule = if path.is_empty() {
        "the sort has an element without a name"
    } else if path.contains('\0') {
        "the sort has a zero byte in a key"
    } else if path.split('.').any(str::is_empty) {
        "the sort has an empty key in a path"
    } else if path.split('.').any(|part| part.starts_with('$')) {
        "the sort has a path with a key that begins with `$`"
    } else {
        return Ok(());
    };
    Err(Error::invalid_argument(rule))
}

impl<R: ?Sized> Clone for Sort<R> {
    fn clone(&self) -> Self {
        Self { keys: self.keys.clone(), error: self.error.clone(), of: PhantomData }
    }
}

/// Shows no field: a map's keys are data.
impl<R: ?Sized> fmt::Debug for Sort<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sort").field("keys", &self.keys.len()).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use bson::doc;

    use super::*;

    fn path(name: &'static str) -> Path<Document, i32> {
        Path::named(name)
    }

    #[test]
    fn keys_keep_their_order() {
        let sort = path("b").desc().then(path("a.x").asc()).then(Sort::text_score());
        let expected = doc! { "b": -1, "a.x": 1, TEXT_SCORE: { "$meta": "textScore" } };
        assert_eq!(sort.to_document().unwrap(), expected);
        assert_eq!(sort.clone().to_raw().unwrap(), RawDocumentBuf::try_from(&expected).unwrap());
    }

    #[test]
    fn what_makes_no_order_is_refused() {
        for (sort, told) in [
            (path("a").asc().then(path("b").asc()).then(path("a").desc()), "names `a` twice"),
            (Sort::text_score().then(Sort::text_score()), "twice"),
            (path("a.$[].b").asc(), "begins with `$`"),
            (path("$where").asc(), "begins with `$`"),
            (path("a..b").asc(), "empty key"),
            (path("").asc(), "without a name"),
            (path("a\0").asc(), "zero byte"),
        ] {
            let error = sort.to_document().unwrap_err();
            assert_eq!(*error.kind(), ErrorKind::InvalidArgument, "{error}");
            assert!(error.to_string().contains(told), "{error}");
        }
    }
}
