//! Sort keys under a projection that hides them: asked for all the same, and taken out again.

use bson::{Bson, Document, RawArrayBuf, RawBsonRef, RawDocument, RawDocumentBuf};

use super::order::{Order, SortKey};
use crate::error::{Error, ErrorKind, Result};

/// The field in which the server puts the sort keys.
const HIDDEN: &str = "__mongomancy_key";
const ID: &str = "_id";

/// Where a document's sort keys are, and what the caller did not ask for.
#[derive(Debug, PartialEq)]
pub(super) enum Projection {
    /// The documents come as they are to be given.
    Whole,
    /// The sort keys come in a field of their own.
    Beside,
    /// These fields were to be left out, and are there for the sort keys in them.
    Spared(Vec<String>),
}

impl Projection {
    /// What becomes of the caller's projection: the one to send, and what to do with the documents.
    ///
    /// # Errors
    /// `InvalidArgument` where a sort key's place is taken by something else.
    pub(super) fn of(given: Option<Document>, order: &Order) -> Result<(Option<Document>, Self)> {
        let Some(given) = given.filter(|given| !given.is_empty()) else { return Ok((None, Self::Whole)) };
        let mut entries = Vec::new();
        if !flatten("", &given, &mut entries) || asks_for_id_alone(&given, &entries) {
            let keys = order.keys().iter().enumerate();
            let keys: Document = keys.map(|(n, key)| (name(n), format!("${}", key.path).into())).collect();
            let mut projection = given;
            projection.insert(HIDDEN, keys);
            return Ok((Some(projection), Self::Beside));
        }
        let (mut projection, mut spared) = (Document::new(), Vec::new());
        for (path, value) in entries {
            let hides = order.keys().iter().any(|key| overlap(&path, &key.path));
            let is_excluded = !matches!(value, Bson::Document(_));
            match &value {
                Bson::Document(computed) if hides && computed.contains_key("$meta") => {
                    return Err(Error::invalid_argument(format!(
                        "a find that goes on by its sort key is sorted by `{path}`, and its projection puts something else there"
                    )));
                }
                _ if hides && is_excluded => spared.push(path),
                _ => {
                    projection.insert(path, value);
                }
            }
        }
        let projection = (!projection.is_empty()).then_some(projection);
        Ok((projection, if spared.is_empty() { Self::Whole } else { Self::Spared(spared) }))
    }

    /// The value of the key at place `number` of the order; none where the document has no such field.
    ///
    /// # Errors
    /// `InvalidArgument` for an array there or on the way: it has many places in the order.
    pub(super) fn key<'a>(
        &self,
        document: &'a RawDocument,
        (number, key): (usize, &SortKey),
    ) -> Result<Option<RawBsonRef<'a>>> {
        let value = match self {
            Self::Beside => {
                let keys = document.get(HIDDEN).map_err(|_| unreadable())?;
                let keys = keys.and_then(RawBsonRef::as_document).ok_or_else(unreadable)?;
                keys.get(name(number)).map_err(|_| unreadable())?
            }
            Self::Whole | Self::Spared(_) => lookup(document, &key.path)?,
        };
        match value {
            Some(RawBsonRef::Array(_)) => Err(Error::invalid_argument(format!(
                "a find that goes on by its sort key cannot be sorted by `{}`: a document has an array there",
                key.path
            ))),
            None if key.is_id() => Err(Error::invalid_argument(
                "a find that goes on by its sort key needs documents that each have an `_id`",
            )),
            value => Ok(value),
        }
    }

    /// The document as the caller asked for it; none where it is that already.
    ///
    /// # Errors
    /// `Other` for a document that cannot be read.
    pub(super) fn strip(&self, document: &RawDocument) -> Result<Option<RawDocumentBuf>> {
        match self {
            Self::Whole => Ok(None),
            Self::Beside => without(document, HIDDEN).map(Some),
            Self::Spared(paths) => {
                let mut left = document.to_owned();
                for path in paths {
                    left = without(&left, path)?;
                }
                Ok(Some(left))
            }
        }
    }
}

/// Collects the fields of a projection that leaves out, by their paths; false for one that picks, or computes. In doubt
/// it picks: then the keys come beside, or the server refuses.
fn flatten(within: &str, projection: &Document, entries: &mut Vec<(String, Bson)>) -> bool {
    projection.iter().all(|(name, value)| {
        let path = if within.is_empty() { name.clone() } else { format!("{within}.{name}") };
        match value {
            Bson::Document(nested) => match nested.iter().next() {
                Some((operator, argument)) if keeps_the_rest(operator, argument) => entries.push((path, value.clone())),
                Some((operator, _)) if operator.starts_with('$') => return false,
                Some(_) => return flatten(&path, nested, entries),
                None => return false,
            },
            // Whether that picks depends on the others.
            _ if path == ID && is_true(value) => {}
            _ if is_true(value) => return false,
            Bson::Boolean(_) | Bson::Int32(_) | Bson::Int64(_) | Bson::Double(_) => entries.push((path, value.clone())),
            _ => return false,
        }
        true
    })
}

/// Whether an operator does something to a field and says nothing of the others. `$slice` of anything but numbers is an
/// expression, which picks.
fn keeps_the_rest(operator: &str, argument: &Bson) -> bool {
    match (operator, argument) {
        ("$meta", _) => true,
        ("$slice", Bson::Array(range)) => range.len() == 2 && range.iter().all(is_number),
        ("$slice", count) => is_number(count),
        _ => false,
    }
}

/// Whether a projection asks for the `_id` and leaves nothing out: then it picks. Beside fields that are left out, the
/// `_id` is there anyway.
fn asks_for_id_alone(given: &Document, entries: &[(String, Bson)]) -> bool {
    given.get(ID).is_some_and(is_true) && entries.iter().all(|(_, value)| matches!(value, Bson::Document(_)))
}

fn is_number(value: &Bson) -> bool {
    matches!(value, Bson::Int32(_) | Bson::Int64(_) | Bson::Double(_) | Bson::Decimal128(_))
}

fn is_true(value: &Bson) -> bool {
    match value {
        Bson::Boolean(value) => *value,
        Bson::Int32(value) => *value != 0,
        Bson::Int64(value) => *value != 0,
        Bson::Double(value) => *value != 0.0,
        _ => false,
    }
}

/// Whether one path is the other or lies within it.
fn overlap(one: &str, other: &str) -> bool {
    let (short, long) = if one.len() < other.len() { (one, other) } else { (other, one) };
    long.strip_prefix(short).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

fn name(number: usize) -> String {
    format!("k{number}")
}

/// The value at `path`, or the array on the way there.
fn lookup<'a>(document: &'a RawDocument, path: &str) -> Result<Option<RawBsonRef<'a>>> {
    let (first, rest) = path.split_once('.').map_or((path, None), |(first, rest)| (first, Some(rest)));
    let value = document.get(first).map_err(|_| unreadable())?;
    match (value, rest) {
        (Some(RawBsonRef::Document(nested)), Some(rest)) => lookup(nested, rest),
        (Some(RawBsonRef::Array(_)), _) | (_, None) => Ok(value),
        (_, Some(_)) => Ok(None),
    }
}

/// The document without what is at `path`, also in the elements of arrays.
fn without(document: &RawDocument, path: &str) -> Result<RawDocumentBuf> {
    let (first, rest) = path.split_once('.').map_or((path, None), |(first, rest)| (first, Some(rest)));
    let mut left = RawDocumentBuf::new();
    for element in document {
        let (name, value) = element.map_err(|_| unreadable())?;
        match rest {
            _ if name.as_str() != first => left.append(name, value),
            None => {}
            Some(rest) => append_without(&mut left, name, value, rest)?,
        }
    }
    Ok(left)
}

fn append_without(to: &mut RawDocumentBuf, name: &bson::raw::CStr, value: RawBsonRef<'_>, path: &str) -> Result<()> {
    match value {
        RawBsonRef::Document(nested) => to.append(name, without(nested, path)?),
        RawBsonRef::Array(elements) => {
            let mut left = RawArrayBuf::new();
            for element in elements {
                match element.map_err(|_| unreadable())? {
                    RawBsonRef::Document(nested) => left.push(without(nested, path)?),
                    element => left.push(element),
                }
            }
            to.append(name, left);
        }
        value => to.append(name, value),
    }
    Ok(())
}

fn unreadable() -> Error {
    Error::new(ErrorKind::Other, "a document cannot be read as far as its sort keys")
}

#[cfg(test)]
mod tests {
    use bson::doc;

    use super::*;

    fn order(sort: Document) -> Order {
        Order::of(Some(&bson::RawBson::try_from(Bson::from(sort)).unwrap())).unwrap()
    }

    fn raw(document: &Document) -> RawDocumentBuf {
        RawDocumentBuf::try_from(document).unwrap()
    }

    #[test]
    fn keys_are_added_to_what_picks_and_spared_by_what_leaves_out() {
        let order = order(doc! { "a": 1, "b.c": 1 });
        let beside = |mut given: Document| {
            given.insert(HIDDEN, doc! { "k0": "$a", "k1": "$b.c", "k2": "$_id" });
            (Some(given), Projection::Beside)
        };
        let spared = |sent: Option<Document>, paths: &[&str]| {
            (sent, Projection::Spared(paths.iter().map(|path| (*path).to_owned()).collect()))
        };
        let picks = [
            doc! { "x": 1 },
            doc! { "_id": 1 },
            doc! { "x": 1, "_id": 0 },
            doc! { "x": { "y": true } },
            doc! { "x": "$y" },
            doc! { "x": { "$elemMatch": { "y": 1 } } },
            doc! { "x": { "$toUpper": "$y" } },
            doc! { "x": { "$slice": 1 }, "y": 1 },
            doc! { "_id": 1, "x": { "$slice": 1 } },
            doc! { "x": { "$slice": [1, 2] }, "_id": true },
            doc! { "_id": 1, "x": { "y": { "$slice": 1 } } },
            doc! { "_id": 1, "x": { "$meta": "textScore" }, "y": { "$slice": 1 } },
            doc! { "x": { "$slice": ["$x", 1] } },
            doc! { "x": { "$slice": [[1, 2], 1] } },
            doc! { "x": { "$slice": ["$x", 1, 2] } },
        ];
        for given in picks {
            assert_eq!(Projection::of(Some(given.clone()), &order).unwrap(), beside(given));
        }
        for (given, expected) in [
            (doc! {}, (None, Projection::Whole)),
            (doc! { "x": 0 }, (Some(doc! { "x": 0 }), Projection::Whole)),
            (doc! { "ab": false }, (Some(doc! { "ab": false }), Projection::Whole)),
            (doc! { "a": 0 }, spared(None, &["a"])),
            (doc! { "_id": 0 }, spared(None, &["_id"])),
            (doc! { "a": 0, "_id": 1 }, spared(None, &["a"])),
            (doc! { "b": 0, "x": 0 }, spared(Some(doc! { "x": 0 }), &["b"])),
            (doc! { "b": { "c": { "d": 0 }, "x": 0 } }, spared(Some(doc! { "b.x": 0 }), &["b.c.d"])),
            (doc! { "x": { "$slice": 1 }, "a": 0 }, spared(Some(doc! { "x": { "$slice": 1 } }), &["a"])),
            (doc! { "_id": 1, "x": { "$slice": 1 }, "a": 0 }, spared(Some(doc! { "x": { "$slice": 1 } }), &["a"])),
            (doc! { "_id": 0, "x": { "$slice": 1 } }, spared(Some(doc! { "x": { "$slice": 1 } }), &["_id"])),
            (doc! { "x": { "$slice": [1, 2.5] } }, (Some(doc! { "x": { "$slice": [1, 2.5] } }), Projection::Whole)),
            (doc! { "x": { "$meta": "textScore" } }, (Some(doc! { "x": { "$meta": "textScore" } }), Projection::Whole)),
        ] {
            assert_eq!(Projection::of(Some(given.clone()), &order).unwrap(), expected, "{given}");
        }
        let error = Projection::of(Some(doc! { "a": { "$meta": "textScore" } }), &order).unwrap_err();
        assert!(error.to_string().contains("`a`"), "{error}");
    }

    #[test]
    fn what_was_not_asked_for_is_taken_out() {
        let spared = Projection::Spared(vec!["a".into(), "b.c".into()]);
        for (projection, document, left) in [
            (Projection::Beside, doc! { "x": 1, HIDDEN: { "k0": 1 } }, doc! { "x": 1 }),
            (spared, doc! { "a": 1, "b": [{ "c": 1, "d": 2 }, 5], "ab": 3 }, doc! { "b": [{ "d": 2 }, 5], "ab": 3 }),
            (Projection::Spared(vec!["b.c".into()]), doc! { "b": { "c": 1 }, "c": 4 }, doc! { "b": {}, "c": 4 }),
        ] {
            let stripped = projection.strip(&raw(&document)).unwrap().unwrap();
            assert_eq!(Document::try_from(&*stripped).unwrap(), left);
        }
        assert!(Projection::Whole.strip(&raw(&doc! { "a": 1 })).unwrap().is_none());
    }

    #[test]
    fn keys_are_found_and_arrays_are_refused() {
        let order = order(doc! { "a.b": 1 });
        let key = |document: Document, projection: Projection| {
            let document = raw(&document);
            let value = projection.key(&document, (0, &order.keys()[0]))?;
            Ok::<_, Error>(value.map(|value| Bson::try_from(value).unwrap()))
        };
        for (document, value) in [
            (doc! { "a": { "b": 5 } }, Some(Bson::from(5))),
            (doc! { "a": { "b": null } }, Some(Bson::Null)),
            (doc! { "a": {} }, None),
            (doc! { "a": 5 }, None),
            (doc! {}, None),
        ] {
            assert_eq!(key(document, Projection::Whole).unwrap(), value);
        }
        for document in [doc! { "a": { "b": [1] } }, doc! { "a": [{ "b": 1 }] }, doc! { "a": [] }] {
            let error = key(document, Projection::Whole).unwrap_err();
            assert_eq!(*error.kind(), ErrorKind::InvalidArgument);
            assert!(error.to_string().contains("`a.b`"), "{error}");
        }
        let beside = doc! { HIDDEN: { "k0": 1 } };
        assert_eq!(key(beside, Projection::Beside).unwrap(), Some(1.into()));
        key(doc! { HIDDEN: { "k0": [] } }, Projection::Beside).unwrap_err();
        key(doc! {}, Projection::Beside).unwrap_err();
        let id = Projection::Whole.key(&raw(&doc! { "a": { "b": 1 } }), (1, &order.keys()[1])).unwrap_err();
        assert!(id.to_string().contains("`_id`"), "{id}");
    }
}
