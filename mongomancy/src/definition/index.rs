//! One index of a collection.

use std::time::Duration;

use bson::{Bson, Document};

use super::{IndexKey, collation, index_name};
use crate::options::Collation;

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
    hidden: bool,
    expire_after: Option<Duration>,
    partial_filter_expression: Option<Document>,
    collation: Option<Document>,
    /// What only some kinds of indexes take, and what this crate has no word for, by the server's names.
    others: Document,
    /// The field whose absent values the filter was made to leave out.
    absent_left_out: Remark,
}

/// What is known of an index beside what it is: it makes no difference between two.
#[derive(Debug, Clone, Default)]
struct Remark(Option<String>);

impl PartialEq for Remark {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Index {
    /// An index over `keys`, in this order. A number gives the direction; see [`IndexKey`] for the other kinds.
    pub fn new<F: Into<String>, K: Into<IndexKey>>(keys: impl IntoIterator<Item = (F, K)>) -> Self {
        Self {
            keys: keys.into_iter().map(|(field, key)| (field.into(), key.into())).collect(),
            name: None,
            unique: false,
            sparse: false,
            hidden: false,
            expire_after: None,
            partial_filter_expression: None,
            collation: None,
            others: Document::new(),
            absent_left_out: Remark::default(),
        }
    }

    /// An index as the server's `createIndexes` takes it: its `key`, and options of whatever kind by the server's names.
    ///
    /// ```
    /// use mongomancy::{Index, doc};
    ///
    /// let index = Index::raw(doc! { "key": { "a": 1 }, "unique": true, "storageEngine": { "wiredTiger": {} } });
    /// assert!(index.is_unique());
    /// assert_eq!(index.name_in("c"), "ux__c__a");
    /// ```
    pub fn raw(specification: Document) -> Self {
        let key = specification.get_document("key").cloned().unwrap_or_default();
        Self::new(key).with_options(specification)
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

    /// Whether the server's planner leaves the index out, while it is kept up to date and, if it is unique, still
    /// refuses duplicates. Default: false.
    ///
    /// It can be changed at any time, without building the index anew: a way to see what would be without it.
    pub fn hidden(mut self, hidden: bool) -> Self {
        self.hidden = hidden;
        self
    }

    /// By which rules of a language texts are compared. Default: the collection's.
    ///
    /// ```
    /// use mongomancy::{Index, options::{Collation, CollationStrength}};
    ///
    /// let whatever_case = Collation::builder().locale("en").strength(CollationStrength::Secondary).build();
    /// let index = Index::ascending("name").collation(whatever_case);
    /// # assert_eq!(index.name_in("c"), "ix__c__name");
    /// ```
    #[expect(clippy::needless_pass_by_value, reason = "options are given away, as everywhere")]
    pub fn collation(mut self, rules: Collation) -> Self {
        self.collation = Some(collation::document(&rules));
        self
    }

    /// How much a word counts by the field that it stands in, of a text index. Default: 1 each.
    pub fn weights<F: Into<String>>(self, weights: impl IntoIterator<Item = (F, i32)>) -> Self {
        let weights: Document =
            weights.into_iter().map(|(field, weight)| (field.into(), Bson::Int32(weight))).collect();
        self.option("weights", weights)
    }

    /// The language of a text index's words, unless a document says another one. Default: `english`.
    pub fn default_language(self, language: impl Into<String>) -> Self {
        self.option("default_language", language.into())
    }

    /// The field by which a document says the language of its words, for a text index. Default: `language`.
    pub fn language_override(self, field: impl Into<String>) -> Self {
        self.option("language_override", field.into())
    }

    /// How exact places on a plane are, of a `2d` index: 1 to 32. Default: 26.
    pub fn bits(self, bits: i32) -> Self {
        self.option("bits", bits)
    }

    /// The least coordinate on the plane, of a `2d` index. Default: -180.
    pub fn min(self, least: f64) -> Self {
        self.option("min", least)
    }

    /// The coordinate that those on the plane are below, of a `2d` index. Default: 180.
    pub fn max(self, end: f64) -> Self {
        self.option("max", end)
    }

    /// Which fields an index over `$**` takes in, or leaves out.
    ///
    /// ```
    /// use mongomancy::{Index, doc};
    ///
    /// let index = Index::ascending("$**").wildcard_projection(doc! { "attributes": 1, "tags": 1 });
    /// # assert_eq!(index.name_in("c"), "ix__c__$**");
    /// ```
    pub fn wildcard_projection(self, fields: Document) -> Self {
        self.option("wildcardProjection", fields)
    }

    /// Any other option by the server's name.
    ///
    /// One that has a method of its own is the same by this.
    pub fn option(mut self, name: impl Into<String>, value: impl Into<Bson>) -> Self {
        let (name, value) = (name.into(), value.into());
        match (name.as_str(), value) {
            ("key", _) => {}
            ("name", Bson::String(name)) => self.name = Some(name),
            ("unique", value) if truth(&value).is_some() => self.unique = truth(&value) == Some(true),
            ("sparse", value) if truth(&value).is_some() => self.sparse = truth(&value) == Some(true),
            ("hidden", value) if truth(&value).is_some() => self.hidden = truth(&value) == Some(true),
            ("partialFilterExpression", Bson::Document(filter)) => self.partial_filter_expression = Some(filter),
            ("collation", Bson::Document(rules)) => self.collation = Some(rules),
            ("expireAfterSeconds", value) if seconds(&value).is_some() => {
                self.expire_after = seconds(&value).map(Duration::from_secs);
            }
            (_, value) => {
                self.others.insert(name, value);
            }
        }
        self
    }

    /// Several other options by the server's names.
    pub fn with_options(self, options: Document) -> Self {
        options.into_iter().fold(self, |index, (name, value)| index.option(name, value))
    }

    /// The keys, in order.
    pub fn keys(&self) -> impl ExactSizeIterator<Item = (&str, &IndexKey)> {
        self.keys.iter().map(|(field, key)| (field.as_str(), key))
    }

    /// The key document as the server takes it, in order: `{ genre: 1, created_at: -1 }`.
    pub fn field_for_mongo(&self) -> Document {
        self.keys.iter().map(|(field, key)| (field.clone(), Bson::from(key.clone()))).collect()
    }

    /// The index's name in `collection`: the given one, or `ix__<collection>__<paths joined by _>`, dots kept, with `ux__` for a
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

    /// The field (stored name) whose absent values the derive makes a unique index leave out, by the
    /// [partial filter](Self::partial_filter): of an `Option`, unless `unique(nulls)` asks for the plain index.
    pub fn absent_left_out(&self) -> Option<&str> {
        self.absent_left_out.0.as_deref()
    }

    /// Whether the planner leaves the index out.
    pub fn is_hidden(&self) -> bool {
        self.hidden
    }

    /// After which time documents are deleted, if ever.
    pub fn time_to_live(&self) -> Option<Duration> {
        self.expire_after
    }

    /// Which documents the index takes in, if not all.
    pub fn partial_filter(&self) -> Option<&Document> {
        self.partial_filter_expression.as_ref()
    }

    /// Leaves out the documents without the field, by the condition `present`; unless the filter has one of its own for it.
    pub(crate) fn leaving_absent_out(mut self, field: String, present: Document) -> Self {
        let filter = self.partial_filter_expression.get_or_insert_default();
        if !filter.contains_key(&field) {
            filter.extend(present);
            self.absent_left_out = Remark(Some(field));
        }
        self
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
        if self.hidden {
            specification.insert("hidden", true);
        }
        if let Some(filter) = &self.partial_filter_expression {
            specification.insert("partialFilterExpression", filter.clone());
        }
        if let Some(rules) = &self.collation {
            specification.insert("collation", rules.clone());
        }
        specification.extend(self.others.clone());
        specification
    }

    /// Whether both have the same keys and options, under whatever names.
    pub(super) fn is_like(&self, other: &Self) -> bool {
        let nameless = |index: &Self| Self { name: None, ..index.clone() };
        nameless(self) == nameless(other)
    }

    /// What only some kinds of indexes take, by the server's names.
    pub(super) fn others(&self) -> &Document {
        &self.others
    }

    /// The name that was given, if one was.
    pub(super) fn given_name(&self) -> Option<&str> {
        self.name.as_deref()
    }
}

fn seconds(value: &Bson) -> Option<u64> {
    match value {
        Bson::Int32(seconds) => u64::try_from(*seconds).ok(),
        Bson::Int64(seconds) => u64::try_from(*seconds).ok(),
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "whole and within the bounds")]
        Bson::Double(seconds) if seconds.fract() == 0.0 && (0.0..=f64::from(i32::MAX)).contains(seconds) => {
            Some(*seconds as u64)
        }
        _ => None,
    }
}

/// Servers take numbers for truths.
fn truth(value: &Bson) -> Option<bool> {
    match value {
        Bson::Boolean(is) => Some(*is),
        Bson::Int32(number) => Some(*number != 0),
        Bson::Int64(number) => Some(*number != 0),
        Bson::Double(number) => Some(*number != 0.0),
        _ => None,
    }
}
