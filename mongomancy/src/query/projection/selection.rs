//! The fields that a projection includes and excludes, and whether they go together.

use std::fmt;

use bson::{RawBson, RawDocument, RawDocumentBuf, raw::CString};

use crate::error::{Error, ErrorKind, Result};

const ID: &str = "_id";

/// The elements of a projection.
#[derive(Default)]
pub struct Selection {
    entries: Vec<(String, RawBson)>,
    error: Option<Error>,
}

impl Selection {
    /// What a projection says that is there already.
    pub(crate) fn of(said: &RawDocument) -> Self {
        let said = said.iter().flatten().map(|(path, value)| (path.as_str().to_owned(), value.into()));
        Self { entries: said.collect(), error: None }
    }

    /// Adds a field.
    pub(crate) fn put(&mut self, path: String, included: bool) {
        self.entries.push((path, RawBson::Int32(included.into())));
    }

    /// Makes it one that cannot be sent.
    pub(super) fn refuse(&mut self, error: Error) {
        self.error.get_or_insert(error);
    }

    /// Excludes `_id`, unless something of it is asked for.
    pub(super) fn leave_id_out(&mut self) {
        if !self.entries.iter().any(|(path, _)| path == ID || is_below(path, ID)) {
            self.put(ID.to_owned(), false);
        }
    }

    /// The projection as the server gets it.
    ///
    /// # Errors
    /// `InvalidArgument` where it has a field twice, one within another, or both included and excluded ones, and for a path
    /// that leads nowhere.
    pub(crate) fn into_raw(self) -> Result<RawDocumentBuf> {
        if let Some(error) = self.error {
            return Err(error);
        }
        let said = |included: bool| {
            self.entries.iter().find(move |(path, value)| path != ID && includes(value) == Some(included))
        };
        if let (Some((included, _)), Some((excluded, _))) = (said(true), said(false)) {
            return Err(Error::invalid_argument(format!(
                "a projection either includes or excludes fields: it includes `{included}` and excludes `{excluded}`"
            )));
        }
        for (position, (path, value)) in self.entries.iter().enumerate() {
            check(path, value)?;
            for (before, _) in &self.entries[..position] {
                if before == path {
                    return Err(Error::invalid_argument(format!("the projection names `{path}` twice")));
                }
                let (inner, outer) = if is_below(path, before) { (path, before) } else { (before, path) };
                if is_below(inner, outer) {
                    return Err(Error::invalid_argument(format!(
                        "the projection names both `{outer}` and `{inner}`, which is within it"
                    )));
                }
            }
        }
        let mut projection = RawDocumentBuf::new();
        for (path, value) in self.entries {
            let path = CString::try_from(path).map_err(|_| Error::new(ErrorKind::Encode, "the projection"))?;
            projection.append(path, value);
        }
        Ok(projection)
    }
}

/// Shows no field: a map's keys are data.
impl fmt::Debug for Selection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Selection").field("entries", &self.entries.len()).finish_non_exhaustive()
    }
}

/// Whether the element includes its field or excludes it; `None` where it does something else.
fn includes(value: &RawBson) -> Option<bool> {
    match value {
        RawBson::Boolean(included) => Some(*included),
        RawBson::Int32(number) => Some(*number != 0),
        RawBson::Int64(number) => Some(*number != 0),
        RawBson::Double(number) => Some(*number != 0.0),
        _ => None,
    }
}

fn is_below(path: &str, outer: &str) -> bool {
    path.strip_prefix(outer).is_some_and(|rest| rest.starts_with('.'))
}

/// Refuses a path that no document has; `$` at the end stands for the element that the filter matched.
fn check(path: &str, value: &RawBson) -> Result<()> {
    let fields = path.strip_suffix(".$").filter(|_| includes(value) == Some(true)).unwrap_or(path);
    let rule = if path.contains('\0') {
        "the projection has a zero byte in a key"
    } else if fields.split('.').any(str::is_empty) {
        "the projection has an empty key in a path"
    } else if fields.split('.').any(|part| part.starts_with('$')) {
        "the projection has a path with a key that begins with `$`"
    } else {
        return Ok(());
    };
    Err(Error::invalid_argument(rule))
}

#[cfg(test)]
mod tests {
    use bson::{Document, doc};

    use super::*;

    fn selected(said: &Document, paths: &[(&str, bool)]) -> Result<Document> {
        let mut selection = Selection::of(&RawDocumentBuf::try_from(said).unwrap());
        for (path, included) in paths {
            selection.put((*path).to_owned(), *included);
        }
        selection.into_raw().map(|raw| Document::try_from(raw.as_ref()).unwrap())
    }

    #[test]
    fn fields_keep_their_order() {
        let said = doc! { "grades": { "$slice": 3 }, "_id": false };
        let projection = selected(&said, &[("name", true), ("stats.wins", true), ("items.$", true)]).unwrap();
        let expected = doc! { "grades": { "$slice": 3 }, "_id": false, "name": 1, "stats.wins": 1, "items.$": 1 };
        assert_eq!(projection, expected);
        assert_eq!(selected(&doc! {}, &[("_id", true), ("a", false)]).unwrap(), doc! { "_id": 1, "a": 0 });
        // Neither lies within the other.
        selected(&doc! {}, &[("stats", true), ("statsOfOld", true), ("a.b", true), ("a.c", true)]).unwrap();
    }

    #[test]
    fn what_does_not_go_together_is_refused() {
        for (said, paths, told) in [
            (doc! {}, &[("a", true), ("b", false)][..], "includes `a` and excludes `b`"),
            (doc! { "a": true }, &[("b", false)], "includes `a` and excludes `b`"),
            (doc! {}, &[("a", true), ("a", true)], "names `a` twice"),
            (doc! {}, &[("a", false), ("a.b", false)], "names both `a` and `a.b`"),
            (doc! {}, &[("a.b.c", true), ("a.b", true)], "names both `a.b` and `a.b.c`"),
            (doc! { "a": { "$slice": 1 } }, &[("a.b", true)], "names both"),
            (doc! {}, &[("a.$[].b", true)], "begins with `$`"),
            (doc! {}, &[("a.$", false)], "begins with `$`"),
            (doc! {}, &[("a..b", true)], "empty key"),
            (doc! {}, &[("", true)], "empty key"),
            (doc! {}, &[("a\0b", true)], "zero byte"),
        ] {
            let error = selected(&said, paths).unwrap_err();
            assert_eq!(*error.kind(), ErrorKind::InvalidArgument, "{error}");
            assert!(error.to_string().contains(told), "{error}");
        }
    }

    #[test]
    fn an_id_is_left_out_unless_it_is_asked_for() {
        for (path, expected) in
            [("a", doc! { "a": 1, "_id": 0 }), ("_id", doc! { "_id": 1 }), ("_id.x", doc! { "_id.x": 1 })]
        {
            let mut selection = Selection::default();
            selection.put(path.to_owned(), true);
            selection.leave_id_out();
            assert_eq!(Document::try_from(selection.into_raw().unwrap().as_ref()).unwrap(), expected);
        }
    }
}
