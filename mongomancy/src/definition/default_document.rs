//! A document that a collection should have from the start.

use std::fmt;

use bson::{Bson, Document};

use crate::error::{Error, Result};

/// A document that `create_all` inserts unless one with the same key is there.
///
/// An existing document is never changed, whatever a user made of it. One counts as existing if it has the key's values,
/// also within arrays. The server stores the key's fields first and the others in alphabetical order.
///
/// ```
/// use mongomancy::{DefaultDocument, bson::doc};
///
/// let red = DefaultDocument::new(doc! { "color_name": "red", "hex": "#f00" }).key(["color_name"]);
/// assert_eq!(red.filter(), doc! { "color_name": { "$eq": "red" } });
/// ```
#[derive(Clone)]
#[non_exhaustive]
pub struct DefaultDocument {
    document: Result<Document>,
    key: Vec<String>,
}

impl DefaultDocument {
    /// A default document, found again by its `_id` unless a [`key`](Self::key) is given.
    pub fn new(document: Document) -> Self {
        Self { document: Ok(document), key: Vec::new() }
    }

    pub(super) fn from_encoded(document: Result<Document>) -> Self {
        Self { document, key: Vec::new() }
    }

    /// The fields (stored names) that find the document again.
    pub fn key<K: Into<String>>(mut self, fields: impl IntoIterator<Item = K>) -> Self {
        self.key = fields.into_iter().map(Into::into).collect();
        self
    }

    /// The fields that find the document again; `_id` where none was given.
    pub fn key_fields(&self) -> impl Iterator<Item = &str> {
        let id = self.key.is_empty().then_some("_id");
        self.key.iter().map(String::as_str).chain(id)
    }

    /// The filter that finds the document: each key field compared literally.
    pub fn filter(&self) -> Document {
        self.key_fields()
            .filter_map(|field| Some((field.to_owned(), lookup(self.document.as_ref().ok()?, field)?.clone())))
            .map(|(field, value)| (field, Bson::Document(bson::doc! { "$eq": value })))
            .collect()
    }

    /// The document.
    ///
    /// # Errors
    /// [`Encode`](crate::ErrorKind::Encode) where it came from a typed value that has no BSON form.
    pub fn document(&self) -> Result<&Document> {
        self.document.as_ref().map_err(Error::clone)
    }

    pub(super) fn check(&self) -> Result<(), String> {
        let document = self.document.as_ref().map_err(|error| format!("cannot be encoded: {error}"))?;
        if document.get("_id") == Some(&Bson::Null) {
            return Err("has an `_id` of null".into());
        }
        if self.key.is_empty() && !document.contains_key("_id") {
            return Err("has neither a key nor an `_id`, so it could not be found again".into());
        }
        if let Some(field) = self.key_fields().find(|field| lookup(document, field).is_none()) {
            return Err(format!("has no value for its key field `{field}`"));
        }
        if self.key_fields().all(|field| lookup(document, field) == Some(&Bson::Null)) {
            return Err("has nothing but null in its key, which finds every document without these fields".into());
        }
        Ok(())
    }
}

impl fmt::Debug for DefaultDocument {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DefaultDocument").field("key", &self.key).finish_non_exhaustive()
    }
}

impl PartialEq for DefaultDocument {
    fn eq(&self, other: &Self) -> bool {
        self.key == other.key
            && match (&self.document, &other.document) {
                (Ok(ours), Ok(theirs)) => ours == theirs,
                _ => false,
            }
    }
}

/// The value at a dotted path.
fn lookup<'a>(document: &'a Document, path: &str) -> Option<&'a Bson> {
    match path.split_once('.') {
        None => document.get(path),
        Some((first, rest)) => lookup(document.get(first)?.as_document()?, rest),
    }
}
