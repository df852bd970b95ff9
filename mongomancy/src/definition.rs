//! What a collection should look like: plain data, no I/O.

mod collation;
mod collection_options;
mod default_document;
mod diagram;
mod index;
mod index_key;
mod index_name;
mod index_rules;
mod joint_rules;
mod validator_order;

use std::{any::type_name, time::Duration};

use bson::{Bson, Document, doc};

pub(crate) use self::{
    collection_options::CollectionOptions, joint_rules::check as check_joint, validator_order::is_relaxed,
};
pub use self::{
    collection_options::{Capped, TimeSeries},
    default_document::DefaultDocument,
    diagram::Diagram,
    index::Index,
    index_key::IndexKey,
};
use crate::{
    codec::MongoDocument,
    error::{Error, Result},
    namespace,
    options::{Collation, ValidationAction, ValidationLevel},
    shape::{self, Shape},
};

/// The definition of one collection: its name, its indexes and its default documents.
///
/// The derive of [`MongoCollection`](crate::MongoCollection) makes one from a struct; by hand it reads:
///
/// ```
/// use mongomancy::{CollectionDefinition, DefaultDocument, Index, bson::doc};
///
/// let players = CollectionDefinition::new("player")
///     .index(Index::ascending("player_id").unique(true))
///     .index(Index::new([("guild", 1), ("score", -1)]))
///     .default_document(DefaultDocument::new(doc! { "player_id": 0, "name": "the house" }).key(["player_id"]));
/// assert_eq!(players.indexes()[1].name_in("player"), "ix__player__guild_score");
/// ```
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct CollectionDefinition {
    name: String,
    /// The Rust type it was derived from; messages name it.
    origin: Option<&'static str>,
    options: CollectionOptions,
    indexes: Vec<Index>,
    default_documents: Vec<DefaultDocument>,
    /// What is stored of its type, where that is known.
    shape: Option<Shape>,
}

#[expect(clippy::needless_pass_by_value, reason = "options are given away, as everywhere")]
impl CollectionDefinition {
    /// A collection without options, indexes and default documents.
    ///
    /// The name is checked when the definition is used.
    pub fn new(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            origin: None,
            options: CollectionOptions::default(),
            indexes: Vec::new(),
            default_documents: Vec::new(),
            shape: None,
        }
    }

    /// A view: what the stages of `pipeline` make of the documents of the collection or view `on`.
    ///
    /// ```
    /// use mongomancy::{CollectionDefinition, doc};
    ///
    /// let grown_ups = CollectionDefinition::view("grown_up", "person", [doc! { "$match": { "age": { "$gte": 18 } } }]);
    /// # grown_ups.check()?;
    /// # Ok::<(), mongomancy::Error>(())
    /// ```
    pub fn view(name: impl Into<String>, on: impl Into<String>, pipeline: impl IntoIterator<Item = Document>) -> Self {
        let mut this = Self::new(name);
        this.options.set("viewOn", on.into());
        this.options.set("pipeline", pipeline.into_iter().map(Bson::Document).collect::<Vec<_>>());
        this
    }

    /// The same of stages that may have turned out to be none.
    pub(crate) fn view_of(name: &str, on: &str, stages: Result<Vec<Document>>) -> Self {
        let (stages, error) = match stages {
            Ok(stages) => (stages, None),
            Err(error) => (Vec::new(), Some(error.within("the pipeline"))),
        };
        let mut this = Self::view(name, on, stages);
        if let Some(error) = error {
            this.options.fail(&error);
        }
        this
    }

    /// Says which type this definition comes from, so that messages can name it.
    pub fn origin<T: ?Sized>(mut self) -> Self {
        self.origin = Some(type_name::<T>());
        self
    }

    /// Adds an index.
    pub fn index(mut self, index: Index) -> Self {
        self.indexes.push(index);
        self
    }

    /// Adds a default document.
    pub fn default_document(mut self, document: DefaultDocument) -> Self {
        self.default_documents.push(document);
        self
    }

    /// Adds typed default documents, each found again by the fields `key` (stored names).
    ///
    /// A value that cannot be encoded makes the definition invalid; it is told when the definition is used.
    pub fn default_values<T: MongoDocument, K: Into<String>>(
        mut self,
        values: impl IntoIterator<Item = T>,
        key: impl IntoIterator<Item = K>,
    ) -> Self {
        let key: Vec<String> = key.into_iter().map(Into::into).collect();
        for value in values {
            let document = value.encode().and_then(|raw| Document::try_from(&*raw).map_err(|_| not_a_document()));
            self.default_documents.push(DefaultDocument::from_encoded(document).key(key.clone()));
        }
        self
    }

    /// Keeps the collection within a size: the oldest documents make room for new ones.
    pub fn capped(mut self, capped: Capped) -> Self {
        self.options.set_capped(capped);
        self
    }

    /// Makes the collection a time series.
    pub fn time_series(mut self, series: TimeSeries) -> Self {
        self.options.set_time_series(series);
        self
    }

    /// Stores the documents in the order of their `_id`, without an index of its own for it.
    pub fn clustered(mut self) -> Self {
        self.options.set("clusteredIndex", doc! { "key": { "_id": 1 }, "unique": true });
        self
    }

    /// Deletes documents when they are this old: of a time series by their time, of a clustered collection by the date
    /// in their `_id`. In whole seconds. For others, an index expires.
    pub fn expire_after(mut self, after: Duration) -> Self {
        self.options.set_expire_after(after);
        self
    }

    /// By which rules of a language texts are compared, unless an index or a call says otherwise. It cannot be changed
    /// later. Default: byte by byte.
    pub fn collation(mut self, rules: Collation) -> Self {
        self.options.set_collation(&rules);
        self
    }

    /// Whether change streams can tell how a document was before and after a change. Default: false.
    pub fn change_stream_pre_and_post_images(mut self, enabled: bool) -> Self {
        self.options.set("changeStreamPreAndPostImages", doc! { "enabled": enabled });
        self
    }

    /// The conditions that a document must meet to be written: a filter, also as `$jsonSchema`.
    pub fn validator(mut self, filter: Document) -> Self {
        self.options.set("validator", filter);
        self
    }

    /// Says that the documents are values of `T`: what a [diagram](crate::Database::diagram) shows, and
    /// [`validated`](Self::validated) asks for.
    ///
    /// The derive says it of the struct.
    pub fn documents_of<T: MongoDocument>(mut self) -> Self {
        self.shape = Some(shape::documents::<T>());
        self
    }

    /// Lets the server refuse documents that are not as [`documents_of`](Self::documents_of) says: a
    /// [`validator`](Self::validator) of their fields, types and `#[schema]`s. `#[collection(validate)]` says the same.
    ///
    /// ```
    /// use mongomancy::{CollectionDefinition, MongoDocument, doc};
    ///
    /// #[derive(MongoDocument)]
    /// struct Player {
    ///     name: String,
    ///     #[schema(min = 0)]
    ///     score: Option<i64>,
    /// }
    ///
    /// let players = CollectionDefinition::new("player").documents_of::<Player>().validated();
    /// let schema = doc! {
    ///     "bsonType": "object",
    ///     "required": ["name", "score"],
    ///     "properties": {
    ///         "name": { "bsonType": "string" },
    ///         "score": { "bsonType": ["long", "null"], "minimum": 0 },
    ///     },
    /// };
    /// assert_eq!(players.options(), &doc! { "validator": { "$jsonSchema": schema } });
    /// ```
    pub fn validated(mut self) -> Self {
        self.options.set("validator", shape::validator(self.shape.as_ref().unwrap_or(&Shape::Any)));
        self
    }

    /// Which writes are validated. Default: [`Strict`](ValidationLevel::Strict), all of them.
    pub fn validation_level(mut self, level: ValidationLevel) -> Self {
        self.options.set_validation("validationLevel", &level);
        self
    }

    /// What becomes of a write that the validator does not let pass. Default: [`Error`](ValidationAction::Error).
    pub fn validation_action(mut self, action: ValidationAction) -> Self {
        self.options.set_validation("validationAction", &action);
        self
    }

    /// Any other option of the server's `create` command, by its name.
    ///
    /// ```
    /// use mongomancy::{CollectionDefinition, doc};
    ///
    /// let engine = doc! { "wiredTiger": { "configString": "block_compressor=zstd" } };
    /// let events = CollectionDefinition::new("event").option("storageEngine", engine);
    /// # assert_eq!(events.name(), "event");
    /// ```
    pub fn option(mut self, name: impl Into<String>, value: impl Into<Bson>) -> Self {
        self.options.set(name, value);
        self
    }

    /// Several other options by the server's names.
    pub fn with_options(self, options: Document) -> Self {
        options.into_iter().fold(self, |definition, (name, value)| definition.option(name, value))
    }

    /// The options, as the server's `create` command takes them.
    pub fn options(&self) -> &Document {
        self.options.document()
    }

    /// The collection's name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The indexes, in the order of their declaration.
    pub fn indexes(&self) -> &[Index] {
        &self.indexes
    }

    /// The default documents, in the order of their declaration.
    pub fn default_documents(&self) -> &[DefaultDocument] {
        &self.default_documents
    }

    /// What is stored of its type, where that is known.
    pub(crate) fn shape(&self) -> Option<&Shape> {
        self.shape.as_ref()
    }

    /// The type it comes from, as messages name it.
    pub(crate) fn described(&self) -> &str {
        self.origin.unwrap_or("a definition by hand")
    }

    /// Whether it comes from a type, whose documents it stands for.
    pub(crate) fn is_of_a_type(&self) -> bool {
        self.origin.is_some()
    }

    /// Whether both come from the same type.
    pub(crate) fn has_same_origin(&self, other: &Self) -> bool {
        self.origin.is_some() && self.origin == other.origin
    }

    /// Refuses what no server would take, or what would not be found again.
    ///
    /// # Errors
    /// [`InvalidArgument`](crate::ErrorKind::InvalidArgument) for the name,
    /// [`InvalidDefinition`](crate::ErrorKind::InvalidDefinition) for the rest: an index without keys, two indexes of
    /// one name, options that exclude each other, a default document without a key.
    pub fn check(&self) -> Result<()> {
        namespace::check_collection(&self.name)?;
        joint_rules::check(&self.options, &self.indexes, &self.default_documents).map_err(|rule| self.refuse(&rule))?;
        let mut names: Vec<String> = Vec::with_capacity(self.indexes.len());
        for (position, index) in self.indexes.iter().enumerate() {
            if let Some(twin) = self.indexes[..position].iter().find(|other| other.is_like(index)) {
                let (one, other) = (twin.name_in(&self.name), index.name_in(&self.name));
                if one != other {
                    return Err(
                        self.refuse(&format!("the indexes `{one}` and `{other}` have the same keys and options"))
                    );
                }
            }
            index_rules::check(index)
                .map_err(|rule| self.refuse(&format!("the index `{}` {rule}", index.name_in(&self.name))))?;
            let name = index.name_in(&self.name);
            if names.contains(&name) {
                return Err(self.refuse(&format!("two indexes are named `{name}`")));
            }
            names.push(name);
        }
        if let Some(problem) = self.shape.as_ref().and_then(Shape::problem) {
            return Err(self.refuse(&problem));
        }
        for document in &self.default_documents {
            document.check().map_err(|rule| self.refuse(&format!("a default document {rule}")))?;
        }
        Ok(())
    }

    fn refuse(&self, rule: &str) -> Error {
        Error::invalid_definition(format!("collection `{}` ({}): {rule}", self.name, self.described()))
    }
}

fn not_a_document() -> Error {
    Error::new(crate::error::ErrorKind::Encode, "the value is not a document")
}

#[cfg(test)]
mod tests {
    use bson::{Bson, doc};

    use super::*;

    fn refusal(definition: &CollectionDefinition) -> String {
        definition.check().unwrap_err().to_string()
    }

    #[test]
    fn a_sound_definition_passes() {
        CollectionDefinition::new("player")
            .index(Index::ascending("a").unique(true))
            .index(Index::new([("a", 1), ("b", -1)]))
            .default_document(DefaultDocument::new(doc! { "a": 1 }).key(["a"]))
            .default_document(DefaultDocument::new(doc! { "_id": 1 }))
            .check()
            .unwrap();
    }

    #[test]
    fn what_makes_no_sense_is_refused_by_name() {
        let player = || CollectionDefinition::new("player");
        assert!(refusal(&CollectionDefinition::new("a$b")).contains("contains '$'"));
        let twice = player().index(Index::ascending("a")).index(Index::ascending("a"));
        assert!(refusal(&twice).contains("two indexes are named `ix__player__a`"));
        let twins = player().index(Index::ascending("a").name("x")).index(Index::ascending("a").name("y"));
        assert!(refusal(&twins).contains("`x` and `y` have the same keys and options"));
        let null = player().default_document(DefaultDocument::new(doc! { "a": Bson::Null }).key(["a"]));
        assert!(refusal(&null).contains("has nothing but null in its key"));
        let null_id = player().default_document(DefaultDocument::new(doc! { "_id": Bson::Null, "a": 1 }).key(["a"]));
        assert!(refusal(&null_id).contains("has an `_id` of null"));
        let empty = player().index(Index::new::<&str, i32>([]));
        assert!(refusal(&empty).contains("has no keys"));
        let keyless = player().default_document(DefaultDocument::new(doc! { "a": 1 }));
        assert!(refusal(&keyless).contains("has neither a key nor an `_id`"));
        let missing = player().default_document(DefaultDocument::new(doc! { "a": 1 }).key(["b"]));
        assert!(refusal(&missing).contains("has no value for its key field `b`"));
    }
}
