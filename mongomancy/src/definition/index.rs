//! One index of a collection.

use std::time::Duration;

use bson::{Bson, Document};

use super::{IndexKey, index_name};

/// The most fields that one index may have.
const MAX_KEYS: usize = 32;
/// The longest time to live that the server takes, in seconds.
const MAX_EXPIRE_AFTER: u64 = i32::MAX as u64;

/// An index: its keys in order, and its options.
///
/// ```
/// use std::time::Duration;
/// use mongomancy::{Index, IndexKey, bson::doc};
///
/// let newest = Index::new([("genre", 1), ("created_at", -1)]).name("newest");
/// assert_eq!(newest.field_for_mongo(), doc! { "genre": 1, "created_at": -1 });
///
/// let near = Index::new([("location", IndexKey::TwoDSphere)]);
/// assert_eq!(near.field_for_mongo(), doc! { "location": "2dsphere" });
///
/// let session = Index::ascending("last_seen").expire_after(Duration::from_secs(30 * 24 * 3600));
/// assert_eq!(session.name_in("session"), "ix__session__last_seen");
/// ```
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Index {
    keys: Vec<(String, IndexKey)>,
    name: Option<String>,
    unique: bool,
    sparse: bool,
    expire_after: Option<Duration>,
    partial_filter_expression: Option<Document>,
}

impl Index {
    /// An index over `keys`, in this order. A number gives the direction; see [`IndexKey`] for the other kinds.
    pub fn new<F: Into<String>, K: Into<IndexKey>>(keys: impl IntoIterator<Item = (F, K)>) -> Self {
        Self {
            keys: keys.into_iter().map(|(field, key)| (field.into(), key.into())).collect(),
            name: None,
            unique: false,
            sparse: false,
            expire_after: None,
            partial_filter_expression: None,
        }
    }

    /// An ascending index over one field.
    pub fn ascending(field: impl Into<String>) -> Self {
        Self::new([(field.into(), IndexKey::Ascending)])
    }

    /// A descending index over one field.
    pub fn descending(field: impl Into<String>) -> Self {
        Self::new([(field.into(), IndexKey::Descending)])
    }

    /// Names the index. Without it the name is made of the collection and the fields: see [`name_in`](Self::name_in).
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// Whether two documents may not have the same key. Default: false.
    pub fn unique(mut self, unique: bool) -> Self {
        self.unique = unique;
        self
    }

    /// Whether documents without the fields are left out. Default: false.
    pub fn sparse(mut self, sparse: bool) -> Self {
        self.sparse = sparse;
        self
    }

    /// Deletes documents when the date in the field is this long ago. In whole seconds.
    pub fn expire_after(mut self, after: Duration) -> Self {
        self.expire_after = Some(after);
        self
    }

    /// Takes in only the documents that match `filter`.
    pub fn partial_filter_expression(mut self, filter: Document) -> Self {
        self.partial_filter_expression = Some(filter);
        self
    }

    /// The keys, in order.
    pub fn keys(&self) -> impl ExactSizeIterator<Item = (&str, &IndexKey)> {
        self.keys.iter().map(|(field, key)| (field.as_str(), key))
    }

    /// The key document as the server takes it, in order: `{ genre: 1, created_at: -1 }`.
    pub fn field_for_mongo(&self) -> Document {
        self.keys.iter().map(|(field, key)| (field.clone(), Bson::from(key.clone()))).collect()
    }

    /// The index's name in `collection`: the given one, or `ix__<collection>__<fields joined by _>`, with `ux__` for a
    /// unique index.
    pub fn name_in(&self, collection: &str) -> String {
        let fields = self.keys.iter().map(|(field, _)| field.as_str());
        self.name.clone().unwrap_or_else(|| index_name::derived(collection, fields, self.unique))
    }

    /// Whether the index is unique.
    pub fn is_unique(&self) -> bool {
        self.unique
    }

    /// Whether the index is sparse.
    pub fn is_sparse(&self) -> bool {
        self.sparse
    }

    /// After which time documents are deleted, if ever.
    pub fn time_to_live(&self) -> Option<Duration> {
        self.expire_after
    }

    /// Which documents the index takes in, if not all.
    pub fn partial_filter(&self) -> Option<&Document> {
        self.partial_filter_expression.as_ref()
    }

    /// The index as an element of the `createIndexes` command.
    pub(crate) fn specification(&self, collection: &str) -> Document {
        let mut specification = Document::new();
        specification.insert("key", self.field_for_mongo());
        specification.insert("name", self.name_in(collection));
        if self.unique {
            specification.insert("unique", true);
        }
        if self.sparse {
            specification.insert("sparse", true);
        }
        if let Some(after) = self.expire_after {
            specification.insert("expireAfterSeconds", i64::try_from(after.as_secs()).unwrap_or(i64::MAX));
        }
        if let Some(filter) = &self.partial_filter_expression {
            specification.insert("partialFilterExpression", filter.clone());
        }
        specification
    }

    /// Whether both have the same keys and options, under whatever names.
    pub(super) fn is_like(&self, other: &Self) -> bool {
        let nameless = |index: &Self| Self { name: None, ..index.clone() };
        nameless(self) == nameless(other)
    }

    pub(super) fn check(&self) -> Result<(), String> {
        if self.keys.is_empty() {
            return Err("has no keys".into());
        }
        if self.keys.len() > MAX_KEYS {
            return Err(format!("has {} keys; a server takes {MAX_KEYS}", self.keys.len()));
        }
        for (position, (field, _)) in self.keys.iter().enumerate() {
            if field.is_empty() || field.split('.').any(str::is_empty) || field.contains('\0') {
                return Err(format!("has the key {field:?}, which is no field path"));
            }
            if self.keys[..position].iter().any(|(other, _)| other == field) {
                return Err(format!("names the field `{field}` twice"));
            }
        }
        if self.name.as_ref().is_some_and(|name| name.is_empty() || name == "*" || name.contains('\0')) {
            return Err("has a name that no server takes".into());
        }
        if self.sparse && self.partial_filter_expression.is_some() {
            return Err("is both sparse and partial; a server takes one of them".into());
        }
        match self.expire_after {
            Some(_) if self.keys.len() > 1 => Err(format!("expires, but has {} keys instead of one", self.keys.len())),
            Some(after) if after.as_secs() > MAX_EXPIRE_AFTER => {
                Err(format!("expires after more than {MAX_EXPIRE_AFTER} seconds"))
            }
            Some(after) if after.subsec_nanos() > 0 => Err("expires after a fraction of a second".into()),
            _ => Ok(()),
        }
    }
}
