//! The derives of mongomancy: [`MongoCollection`] for a struct that has a collection of its own, [`MongoDocument`] for
//! one that is embedded in others, [`Projection`] for a part of either, [`Patch`] for one that changes some fields. All are re-exported by `mongomancy`; depend on that.
//!
//! The attributes are told of at the derives themselves, all of them at [`MongoCollection`].

mod ast;
mod attr;
mod case;
mod check;
mod context;
mod expand;
mod fallback;
mod patch;
mod projection;
mod serde;
mod suggest;
mod symbol;
mod ty;

use proc_macro::TokenStream;
use syn::{DeriveInput, parse_macro_input};

use crate::{
    ast::{Derive, Input},
    context::Context,
};

/// Ties a struct to its collection: implements `MongoCollection`, `MongoDocument`, `Encode` and `Decode`.
///
/// For structs with named fields and without parameters. No other derive is needed; serde's attributes say what is stored
/// under which name. The attributes in short, each told of below:
///
/// | attribute | on | says |
/// |---|---|---|
/// | `#[collection(name = "...", crate = path)]` | the struct | the collection's name; where mongomancy is |
/// | `#[collection(capped(..), time_series(..), clustered, ...)]` | the struct | what kind of collection it is, and its options |
/// | `#[collection(view(of = Player, pipeline = function))]` | the struct | that it is a view |
/// | `#[collection(read_concern = "...", write_concern(..), read_preference = "...")]` | the struct | what its calls take unless they say otherwise |
/// | `#[collection(validate)]` | the struct | the server refuses documents of another shape |
/// | `#[index(field, other = -1, unique, ...)]` | the struct | an index over these fields |
/// | `#[index]`, `#[index(-1, unique, ...)]` | a field | an index over that field |
/// | `#[default_documents(function, key(field))]` | the struct | what the collection has from the start |
/// | `#[schema(min = 0, max_len = 20, ...)]` | a field | what its values are bound to, and what it is for |
/// | `#[serde(rename = "_id")]` | a field | this is the document's id |
/// | `#[serde(...)]` | anything | what serde's own derives would read from it |
/// | `#[codec(date)]`, `uuid`, `decimal`, `serde` | a field, or the struct for all | how a value is stored that has several forms |
///
/// The options of an index:
///
/// | option | of | says |
/// |---|---|---|
/// | `unique`, `unique(nulls)` | all but hashed and wildcards | that no two documents have the same key |
/// | `sparse` | all but wildcards | leaves out documents without the fields |
/// | `hidden` | all but that over `_id` | that the planner leaves it out |
/// | `name = "..."` | all | its name |
/// | `expire_after = "30d"` | a date | deletes documents when the date is so long ago |
/// | `partial = { status: "active" }` | all that are not sparse | which documents it takes in |
/// | `collation(locale = "en", ...)` | all but text, 2d | by which rules texts are compared |
/// | `weights(title = 10, ...)`, `default_language = "german"`, `language_override = field` | text | how words count, and their language |
/// | `bits = 26`, `min = -180`, `max = 180` | 2d | how exact places are, and where |
/// | `wildcard_projection(field, ...)` | `$**` | which fields it takes in |
/// | `raw = { "option": value }` | all | any other option by the server's name |
/// | `keys(...)` | all | its keys, where a field is called like an option |
///
/// The type of the collection's ids is that of the field which is stored as `_id`: `T` for an `Option<T>`, where `T` must
/// be `ObjectId` or `Id<..>` because an absent one is generated; `ObjectId` where there is no such field. It is no array,
/// which no server takes. An `Id` of the struct itself, in a struct without an `_id`, is an error: the rename was forgotten.
///
/// ```
/// use mongomancy::{MongoCollection, bson::{doc, oid::ObjectId}};
///
/// #[derive(MongoCollection)]
/// #[index(guild = 1, score = -1)]
/// struct Player {
///     #[serde(rename = "_id")]
///     id: ObjectId,
///     guild: String,
///     score: f64,
/// }
///
/// assert_eq!(Player::NAME, "player");
/// assert_eq!(Player::definition().indexes()[0].field_for_mongo(), doc! { "guild": 1, "score": -1 });
/// ```
///
/// # `#[collection(name = "...")]`
/// The collection's name; without it, the type's name in snake case. It is checked at compile time. Once only.
///
/// ```
/// # use mongomancy::MongoCollection;
/// #[derive(MongoCollection)]
/// #[collection(name = "archive.players")]
/// struct ArchivedPlayer {
///     name: String,
/// }
/// assert_eq!(ArchivedPlayer::NAME, "archive.players");
/// ```
///
/// # Options of the collection
/// They are words of `#[collection(...)]`, in as many attributes as you like, each word once. A collection that exists is
/// compared with them, and which of them can be changed in place is the plan's to say.
///
/// | word | says |
/// |---|---|
/// | `capped(size = "16MiB", max = 1000)` | how much it holds: the oldest documents make room. The size in bytes, or with `B`, `KB`, `KiB`, ... `TiB`; `max` documents is optional |
/// | `time_series(time_field = at, meta_field = station, granularity = "minutes")` | that it is a time series: the fields are checked, and the time field is stored as a date. `meta_field` and `granularity` (`"seconds"`, `"minutes"`, `"hours"`) are optional |
/// | `clustered` | that documents are stored in the order of their `_id`, and of nothing else |
/// | `expire_after = "90d"` | of a time series, and of a clustered collection with a date as its `_id`: when documents are deleted. Else an index does it |
/// | `collation(locale = "en", ...)` | the rules by which texts are compared, as [for an index](#collation) |
/// | `pre_and_post_images` | that change streams can tell how a document was before and after a change |
/// | `validation_level = "moderate"` | which writes are validated: `"strict"`, `"moderate"`, `"off"` |
/// | `validation_action = "warn"` | what becomes of a write that is not valid: `"error"`, `"warn"` |
/// | `view(of = Player, pipeline = function)` | that it is a view: see [below](#views) |
/// | `options = { "storageEngine": { .. } }` | any other option of the server's `create`, by its name |
///
/// What excludes each other does not compile: a time series takes no `capped`, `clustered`, images and validation, no unique and
/// text indexes, and hashed, 2d and wildcard ones of its meta field alone; nothing is both capped and clustered.
///
/// ```
/// # use mongomancy::{MongoCollection, bson::{DateTime, doc}};
/// #[derive(MongoCollection)]
/// #[collection(capped(size = "16MiB", max = 1000), collation(locale = "en", strength = 2))]
/// struct Line {
///     text: String,
/// }
///
/// #[derive(MongoCollection)]
/// #[collection(time_series(time_field = at, meta_field = station, granularity = "minutes"), expire_after = "90d")]
/// struct Weather {
///     #[serde(rename = "t")]
///     at: DateTime,
///     station: String,
///     celsius: f64,
/// }
/// let series = doc! { "timeField": "t", "metaField": "station", "granularity": "minutes" };
/// assert_eq!(Weather::definition().options().get("timeseries"), Some(&series.into()));
///
/// #[derive(MongoCollection)]
/// #[collection(clustered, pre_and_post_images, options = { "storageEngine": { "wiredTiger": {} } })]
/// struct Event {
///     kind: String,
/// }
/// ```
///
/// ## Views
/// The function gives a `Pipeline` from the one struct to the other, or the stages as a `Vec<Document>`, whose outcome nothing
/// checks before documents are read. A view is read like a collection. It takes no indexes, no default documents and no write
/// concern, for it stores nothing.
///
/// ```
/// # use mongomancy::{MongoCollection, Pipeline, bson::doc};
/// #[derive(MongoCollection)]
/// struct Player {
///     name: String,
///     score: f64,
/// }
///
/// #[derive(MongoCollection)]
/// #[collection(view(of = Player, pipeline = Best::stages))]
/// struct Best {
///     name: String,
/// }
///
/// impl Best {
///     fn stages() -> Pipeline<Player, Self> {
///         Pipeline::<Player>::new().match_(|p| p.score.gte(100.0)).with_type()
///     }
/// }
/// assert_eq!(Best::definition().options().get("viewOn"), Some(&"player".into()));
/// ```
///
/// # Concerns and read preference
/// What the calls of the collection take unless they say otherwise: `db.collection::<T>()` has it, and every other handle of
/// `T`s. Reads take the read concern and the preference, writes the write concern; an aggregation with `$out` or `$merge` is a
/// write. `Collection::with_read_concern` and its like say something else for one handle, a call's own setter for one call.
///
/// | word | takes |
/// |---|---|
/// | `read_concern = "majority"` | `"local"`, `"majority"`, `"linearizable"`, `"available"`, `"snapshot"` |
/// | `write_concern(w = "majority", journal = true, timeout = "5 s")` | `w`: a number of members, `"majority"` or a name of the set's configuration; 0 does not compile. Without it, `"majority"` |
/// | `read_preference = "secondary_preferred"` | `"primary"`, `"primary_preferred"`, `"secondary"`, `"secondary_preferred"`, `"nearest"`, also as MongoDB writes them |
///
/// ```
/// # use mongomancy::MongoCollection;
/// #[derive(MongoCollection)]
/// #[collection(read_concern = "majority", write_concern(w = "majority", journal), read_preference = "nearest")]
/// struct Account {
///     balance: i64,
/// }
/// # assert_eq!(Account::NAME, "account");
/// ```
///
/// # `#[collection(crate = path)]`
/// Where generated code finds mongomancy. Needed only where it is re-exported; a renamed dependency is found by itself.
///
/// ```
/// mod database {
///     pub use mongomancy;
/// }
///
/// #[derive(database::mongomancy::MongoCollection)]
/// #[collection(crate = database::mongomancy)]
/// struct Player {
///     name: String,
/// }
/// ```
///
/// # `#[collection(validate)]`
/// The server refuses documents that are not as the struct says, whoever sends them: the collection has a validator, a
/// `$jsonSchema` of its fields by their stored names and BSON types, embedded documents and arrays of them included. What
/// the codec writes always passes. An upsert has to set every field, an `Option` too, unless absent ones are not stored.
///
/// ```
/// # use mongomancy::{MongoCollection, MongoDocument, bson::doc};
/// #[derive(MongoDocument)]
/// struct Stats {
///     #[schema(min = 0, description = "matches won")]
///     wins: i32,
/// }
///
/// #[derive(MongoCollection)]
/// #[collection(validate)]
/// struct Player {
///     #[schema(min_len = 1, max_len = 20, pattern = "^[A-Z]")]
///     name: String,
///     email: Option<String>,
///     stats: Stats,
/// }
/// let schema = doc! {
///     "bsonType": "object",
///     "required": ["name", "email", "stats"],
///     "properties": {
///         "name": { "bsonType": "string", "pattern": "^[A-Z]", "minLength": 1_i64, "maxLength": 20_i64 },
///         "email": { "bsonType": ["string", "null"] },
///         "stats": {
///             "bsonType": "object",
///             "required": ["wins"],
///             "properties": { "wins": { "bsonType": "int", "minimum": 0, "description": "matches won" } },
///         },
///     },
/// };
/// assert_eq!(Player::definition().options(), &doc! { "validator": { "$jsonSchema": schema } });
/// ```
///
/// - Fields with `skip_serializing_if` may be absent; so may the `_id`, which is made up then. An `Option` is null where it
///   is `None`.
/// - A number has the one type that its Rust type is stored as: an `f64` is a `double`, and a document that has an `int`
///   there is refused, although it could be read.
/// - An enum of names is an `enum`; other enums are one of several, by `anyOf`.
/// - Fields that the struct does not have are let pass, unless it says `#[serde(deny_unknown_fields)]`.
/// - What goes through serde, functions of `with` and foreign types, may be anything. So may a field that comes after a
///   flattened one, which could have the same name. A struct within itself is any document.
/// - A document that is refused gives `ErrorKind::Validation`, which names the fields and the rules that they break:
///   `` `stats.wins` breaks `minimum` (matches won) ``.
///
/// # `#[schema(...)]`
/// What a validator asks of a field beside its type, in collections and in embedded documents:
///
/// | word | of | asks for |
/// |---|---|---|
/// | `min = 0`, `max = 100` | a number | no less, no more |
/// | `exclusive_min = 0`, `exclusive_max = 1.5` | a number | more, less |
/// | `pattern = "^[a-z]+$"` | a text | a match with the regular expression, anywhere in it |
/// | `min_len = 1`, `max_len = 20` | a text or an array | so many characters or elements |
/// | `description = "..."` | any | nothing: errors and diagrams show it |
///
/// Of an `Option` they hold for what is in it. Bounds on a field that can meet none of them are errors. Reading checks no
/// bounds, and neither does writing: the server does.
///
/// # `#[index(...)]` on the struct
/// An index: its keys in order, then its options. A key is a field, ascending unless `= -1` or one of `"2dsphere"`,
/// `"2d"`, `"text"` and `"hashed"` says otherwise.
///
/// ```
/// # use mongomancy::{MongoCollection, MongoDocument, bson::{Document, doc}};
/// #[derive(MongoDocument)]
/// struct Stats {
///     #[serde(rename = "w")]
///     wins: i64,
/// }
///
/// #[derive(MongoCollection)]
/// #[index(guild, stats.wins = -1)]
/// #[index(location = "2dsphere", name = "near")]
/// #[index("attrs.color" = 1)]
/// struct Player {
///     guild: String,
///     stats: Stats,
///     location: Document,
///     attrs: Document,
/// }
/// # use mongomancy::Index;
/// let keys: Vec<Document> = Player::definition().indexes().iter().map(Index::field_for_mongo).collect();
/// assert_eq!(keys, [doc! { "guild": 1, "stats.w": -1 }, doc! { "location": "2dsphere" }, doc! { "attrs.color": 1 }]);
/// ```
///
/// `$**` stands for every field of the document, and behind a path for every field below: `#[index(attrs.$**)]`. In quotes,
/// `"attrs.$**"` is the same by the stored path. Such an index is not unique, not sparse, and does not expire. A collection has
/// one text index at most, and 63 indexes besides that over `_id`.
///
/// ```
/// # use mongomancy::{Index, MongoCollection, bson::{Document, doc}};
/// #[derive(MongoCollection)]
/// #[index(attrs.$**)]
/// #[index($**, name = "all", wildcard_projection(name))]
/// struct Item {
///     name: String,
///     #[serde(rename = "a")]
///     attrs: Document,
/// }
/// let keys: Vec<Document> = Item::definition().indexes().iter().map(Index::field_for_mongo).collect();
/// assert_eq!(keys, [doc! { "a.$**": 1 }, doc! { "$**": 1 }]);
/// ```
///
/// # `#[index]` on a field
/// An index over that field alone: its direction or kind, and the same options. `#[index(wildcard)]` is one over every field
/// below it.
///
/// ```
/// # use mongomancy::{MongoCollection, bson::{DateTime, Document}};
/// #[derive(MongoCollection)]
/// struct Player {
///     #[index]
///     name: String,
///     #[index(-1)]
///     score: f64,
///     #[index("2dsphere", sparse)]
///     location: Option<Document>,
/// }
/// assert_eq!(Player::definition().indexes().len(), 3);
/// ```
///
/// # Options of an index
/// ## `unique`, `unique(nulls)`
/// No two documents may have the same key. Over one field that is an `Option`, absent values are left out by a partial
/// filter, because two of them would collide; `unique(nulls)` asks for the plain index. The filter begins at the type's
/// smallest stored value, which texts, numbers, `bool`, `DateTime`, `ObjectId`, `Id` and bson's `Uuid` and `Binary` have.
/// With another type, such as an enum, absent values are left out by not storing them: serde's
/// `skip_serializing_if = "Option::is_none"`, and `unique(nulls), sparse`. Unique indexes over several fields are plain,
/// and so is one over a field that is no `Option` itself but lies below one: there, `sparse` leaves out the documents
/// without the field.
///
/// ```
/// # use mongomancy::{MongoCollection, MongoDocument, bson::doc};
/// #[derive(MongoCollection)]
/// #[index(server, number, unique)]
/// struct Player {
///     server: String,
///     number: i64,
///     #[index(unique)]
///     email: Option<String>,
///     #[index(unique(nulls))]
///     nick: Option<String>,
///     #[index(unique(nulls), sparse)]
///     #[serde(skip_serializing_if = "Option::is_none")]
///     color: Option<Color>,
/// }
///
/// #[derive(MongoDocument)]
/// enum Color {
///     Red,
/// }
/// let player = Player::definition();
/// assert_eq!(player.indexes()[1].partial_filter(), Some(&doc! { "email": { "$gte": "" } }));
/// assert_eq!(player.indexes()[2].partial_filter(), None);
/// ```
///
/// ## `sparse`
/// Leaves out the documents without the fields. Not together with `unique` on an `Option`, which does that already, nor with
/// `partial`.
///
/// ## `hidden`
/// The planner leaves the index out, while it is kept up to date and, if it is unique, still refuses duplicates: a way to see
/// what would be without it.
///
/// ## `partial = { ... }`
/// Takes in the documents that match. A key is a field by its Rust path, checked as the index's own are, or the stored path in
/// quotes, unchecked. A value is an expression, a document in braces or a list in brackets, as `doc!` takes them; a variant of
/// an enum is written as it is stored, `"active"`. Or it is operators in braces, of which servers take `$eq`, `$exists: true`,
/// `$gt`, `$gte`, `$in`, `$lt`, `$lte` and `$type`. Beside the fields there may be `$and` and `$or`. `partial = raw { ... }` is
/// the filter as it stands, by stored names.
///
/// On an index that is `unique` over an `Option`, absent values are left out besides, unless the filter has a condition of its
/// own for that field.
///
/// ```
/// # use mongomancy::{MongoCollection, MongoDocument, bson::doc};
/// #[derive(MongoDocument)]
/// struct Stats {
///     #[serde(rename = "w")]
///     wins: i64,
/// }
///
/// #[derive(MongoCollection)]
/// #[index(score, partial = { status: "active", stats.wins: { $gte: 10 }, $or: [{ guild: "red" }, { level: { $gt: 3 } }] })]
/// struct Player {
///     score: f64,
///     status: String,
///     stats: Stats,
///     guild: String,
///     level: i32,
/// }
/// let filter = doc! {
///     "status": "active",
///     "stats.w": { "$gte": 10 },
///     "$or": [{ "guild": "red" }, { "level": { "$gt": 3 } }],
/// };
/// assert_eq!(Player::definition().indexes()[0].partial_filter(), Some(&filter));
/// ```
///
/// ## `collation(...)`
/// By which rules of a language texts are compared; without it, by the collection's. MongoDB's words in Rust's spelling:
///
/// | word | takes |
/// |---|---|
/// | `locale` | a language: `"en"`, `"fr_CA"`, `"de@collation=phonebook"`; or `"simple"`, alone |
/// | `strength` | 1 to 5: whether accents (2) and case (3) make a difference, and more |
/// | `case_level`, `numeric_ordering`, `normalization`, `backwards` | nothing, or `= true`, `= false` |
/// | `case_first` | `"upper"`, `"lower"`, `"off"` |
/// | `alternate` | `"non-ignorable"`, `"shifted"` |
/// | `max_variable` | `"punct"`, `"space"` |
///
/// ```
/// # use mongomancy::MongoCollection;
/// #[derive(MongoCollection)]
/// struct Player {
///     #[index(unique, collation(locale = "en", strength = 2))]
///     name: String,
/// }
/// # assert!(Player::definition().indexes()[0].is_unique());
/// ```
///
/// ## `weights(...)`, `default_language`, `language_override`
/// Of an index with text keys: how much a word counts by the field that it stands in, 1 to 99,999 and 1 unless said; the
/// language of the words; and the field by which a document says another one.
///
/// ```
/// # use mongomancy::MongoCollection;
/// #[derive(MongoCollection)]
/// #[index(title = "text", body = "text", weights(title = 10), default_language = "german", language_override = lang)]
/// struct Post {
///     title: String,
///     body: String,
///     lang: String,
/// }
/// # Post::definition().check()?;
/// # Ok::<(), mongomancy::Error>(())
/// ```
///
/// ## `bits`, `min`, `max`
/// Of an index with a `"2d"` key: how exact places are, 1 to 32 bits, and between which coordinates they lie.
///
/// ## `wildcard_projection(...)`
/// Of an index over `$**`: the fields that it takes in, by Rust paths. `wildcard_projection = { "attrs": 0 }` is the document by
/// stored names, which can leave fields out as well.
///
/// ## `raw = { ... }`
/// Any other option by the server's name, for what this crate has no word for: `raw = { "storageEngine": { "wiredTiger": {} } }`.
///
/// ## `name = "..."`
/// The index's name; without it `ix__<collection>__<paths joined by _>`, dots kept, and `ux__...` for a unique index. Two indexes
/// of one name are an error.
///
/// ## `expire_after = "30d"`
/// Deletes documents when the date in the field is this long ago: a time in quotes as `"1h 30m"`, or a number of seconds
/// without. `m` is a minute and `M` a month of 30.44 days, as the crate `humantime` reads them. Over one field, which
/// must be stored as a date; what is stored through serde's `with` is taken on trust, but for bson's own helpers, of which it
/// is known what they store.
///
/// ```
/// # use mongomancy::{MongoCollection, bson::DateTime};
/// #[derive(MongoCollection)]
/// struct Session {
///     #[index(expire_after = "30d", name = "forget")]
///     last_seen: DateTime,
///     #[index(expire_after = 0, sparse)]
///     ends_at: Option<DateTime>,
/// }
/// # assert_eq!(Session::definition().indexes()[0].time_to_live().unwrap().as_secs(), 2_592_000);
/// ```
///
/// ## `keys(...)`
/// The words of the options always mean the option. Where a field has the same name, the keys go into `keys(...)`; a bare word
/// that could be either is an error that shows this form.
///
/// ```
/// # use mongomancy::{MongoCollection, bson::doc};
/// #[derive(MongoCollection)]
/// #[index(keys(name = "text", unique = 1), sparse)]
/// struct Item {
///     name: String,
///     unique: bool,
/// }
/// assert_eq!(Item::definition().indexes()[0].field_for_mongo(), doc! { "name": "text", "unique": 1 });
/// ```
///
/// # `#[default_documents(function, key(field, ...))]`
/// Documents that the collection should have from the start: what the function gives, anything that iterates over values
/// of the struct. Each is found again by the key fields, or by its `_id` where no key is given and the `_id` is no
/// `Option`. Once only.
///
/// ```
/// # use mongomancy::{MongoCollection, bson::doc};
/// #[derive(MongoCollection)]
/// #[index(color_name, unique)]
/// #[default_documents(Color::defaults, key(color_name))]
/// struct Color {
///     color_name: String,
/// }
///
/// impl Color {
///     fn defaults() -> Vec<Self> {
///         vec![Self { color_name: "red".into() }]
///     }
/// }
/// assert_eq!(Color::definition().default_documents()[0].filter(), doc! { "color_name": { "$eq": "red" } });
/// ```
///
/// # One struct, one codec
/// The derive writes the codec: straight-line code over BSON's bytes. What is stored and what is read, errors included, is
/// what serde and bson would make of the same attributes, so that a struct may derive serde's traits as well and is the
/// same document to both. All of serde's attributes are followed, but for `remote`, `field_identifier` and
/// `variant_identifier`, and a word that nobody knows is an error:
///
/// - names: `rename`, `rename_all`, `rename_all_fields`, `alias`. A stored field of a struct has one name:
///   `rename(serialize = "a", deserialize = "b")` is an error, and `alias` reads old names;
/// - what is left out, or may be absent: `skip`, `skip_serializing`, `skip_deserializing`, `skip_serializing_if`,
///   `default`, `deny_unknown_fields` (on a collection only beside an `_id`, which is in every document);
/// - other forms: `transparent`, `from`, `try_from`, `into`, `with`, `serialize_with`, `deserialize_with`, `flatten`; on a
///   collection `transparent` and `into` are errors;
/// - enums: `tag`, `content`, `untagged`, `other`; `tag` on a struct stores its name;
/// - for generic types: `bound`; for messages: `expecting`; without effect here: `borrow`, `crate`, `getter`.
///
/// ```
/// # use mongomancy::{MongoCollection, MongoDocument, bson::rawdoc};
/// #[derive(Debug, PartialEq, MongoCollection)]
/// #[serde(rename_all = "camelCase", deny_unknown_fields)]
/// struct Player {
///     #[serde(rename = "_id")]
///     id: i64,
///     #[serde(alias = "nick")]
///     full_name: String,
///     #[serde(default, skip_serializing_if = "Vec::is_empty")]
///     friends: Vec<i64>,
///     #[serde(skip)]
///     online: bool,
/// }
///
/// let read = Player::decode(&rawdoc! { "_id": 7_i64, "nick": "Ada" })?;
/// assert_eq!(read, Player { id: 7, full_name: "Ada".into(), friends: vec![], online: false });
/// assert_eq!(read.encode()?, rawdoc! { "_id": 7_i64, "fullName": "Ada" });
/// # Ok::<(), mongomancy::Error>(())
/// ```
///
/// ## Types of fields
/// The type's own codec is taken where it has one: BSON's types, numbers, texts, options, sequences, maps, and what
/// derives [`MongoDocument`]. Other types go through serde, field by field, which asks nothing of you where they implement
/// `Serialize` and `Deserialize`. `#[serde(with = "module")]` and its like are serde's functions, for that field.
///
/// ## bson's own helpers
/// The types of `bson::serde_helpers` that `with`, `serialize_with` and `deserialize_with` can name, as
/// `datetime::FromI64`, do not go through serde either: what they store is written and read directly, with the same
/// outcome. A path is looked at where it ends in one of them with its module, or in a name that only bson has, as
/// `FromChrono04DateTime`; whether it is bson's is then asked of the type. A type of yours that is called so keeps its own
/// functions. A module or a trait in that place does not compile, and needs another name; under another name, bson's types
/// work as well, by serde. Those for other crates' types take mongomancy's feature for the crate, which switches on bson's.
///
/// ```
/// # use mongomancy::{MongoCollection, MongoDocument, bson::{DateTime, oid::ObjectId, rawdoc}};
/// use mongomancy::bson::serde_helpers::{datetime, object_id};
///
/// #[derive(MongoCollection)]
/// struct Session {
///     #[serde(with = "object_id::AsHexString")]
///     player: ObjectId,
///     #[serde(with = "datetime::FromI64")]
///     #[index(expire_after = "30d")]
///     last_seen: i64,
/// }
/// let stored = Session { player: ObjectId::from_bytes([7; 12]), last_seen: 5 }.encode()?;
/// assert_eq!(stored, rawdoc! { "player": "070707070707070707070707", "last_seen": DateTime::from_millis(5) });
/// # Ok::<(), mongomancy::Error>(())
/// ```
///
/// ## Left to serde
/// A struct with a `flatten`ed field, and an enum with functions or `untagged` on a variant, go through serde as a whole: add
/// `#[derive(Serialize, Deserialize)]` to them. So does what says `#[codec(serde)]`, and a field that says it.
///
/// A collection with a `flatten`ed field needs an `_id` field of its own: every stored document has an `_id`, which is
/// flattened with the rest otherwise, and does not fit there when the document is read.
///
/// ```
/// # use std::collections::BTreeMap;
/// # use mongomancy::{MongoCollection, MongoDocument, bson::rawdoc};
/// use serde::{Deserialize, Serialize};
///
/// #[derive(Serialize, Deserialize, MongoCollection)]
/// struct Player {
///     #[serde(rename = "_id")]
///     id: i64,
///     name: String,
///     #[serde(flatten)]
///     rest: BTreeMap<String, i32>,
/// }
/// # let player = Player { id: 7, name: "Ada".into(), rest: [("a".into(), 1)].into() };
/// # assert_eq!(player.encode()?, rawdoc! { "_id": 7_i64, "name": "Ada", "a": 1 });
/// # assert_eq!(Player::decode(&player.encode()?)?.rest, player.rest);
/// # Ok::<(), mongomancy::Error>(())
/// ```
///
/// ## `#[codec(date)]`, `#[codec(uuid)]`, `#[codec(decimal)]`
/// An instant of `chrono`, `time` or `jiff`, a `uuid::Uuid` and a `rust_decimal::Decimal` are stored by serde in forms that
/// the server cannot use. With mongomancy's features for these crates, a field of such a type says how it is stored: as a
/// BSON date, which is what a time-to-live index needs, a BSON UUID, a `Decimal128`, or with `#[codec(serde)]` as serde
/// does. On the struct the word holds for its fields whose types look like it. `std::time::SystemTime` can be a date, too. A
/// field that says nothing is an error; the crate's documentation tells where such a type goes unnoticed.
///
/// ```
/// # use mongomancy::{MongoCollection, MongoDocument};
/// use std::time::SystemTime;
///
/// #[derive(MongoCollection)]
/// struct Session {
///     #[codec(date)]
///     #[index(expire_after = "30d")]
///     last_seen: SystemTime,
/// }
/// let stored = Session { last_seen: SystemTime::UNIX_EPOCH }.encode()?;
/// assert_eq!(stored.get_datetime("last_seen").unwrap().timestamp_millis(), 0);
/// # Ok::<(), mongomancy::Error>(())
/// ```
///
/// # Paths
/// Indexes and keys name fields by their Rust names, at every level: `stats.wins`. Each segment is resolved through the
/// derive of the embedded type, through `Option`, `Box`, `Vec` and arrays, and becomes its stored name. A string is the
/// stored path, unchecked: `"attrs.color"`; maps, flattened fields and foreign types are reached this way.
///
/// # Mistakes
/// All mistakes that the macro can see, in attributes, names and options, are reported in one compile, each at the
/// smallest wrong token and with the fix. Those that only the compiler sees, in the types of fields, come once these are
/// mended.
///
/// Two indexes of one struct that share a word, as `#[index(a, unique)] #[index(b, unique)]`, look like a mistake to
/// clippy's `duplicated_attributes`: allow it there, or write single-field indexes on their fields.
#[proc_macro_derive(MongoCollection, attributes(collection, index, default_documents, mongo, serde, codec, schema))]
pub fn derive_mongo_collection(input: TokenStream) -> TokenStream {
    derive(Derive::Collection, &parse_macro_input!(input as DeriveInput)).into()
}

/// Makes a struct or an enum a value that documents hold: implements `Encode` and `Decode`, and `MongoDocument` where
/// every value is stored as a document.
///
/// Type and const parameters are allowed, lifetimes are not, because a document that is read owns its data. Paths of
/// collections go through structs with named fields, by their Rust names.
///
/// ```
/// use mongomancy::{Decode, Encode, MongoCollection, MongoDocument, bson::doc};
///
/// #[derive(MongoDocument)]
/// #[serde(rename_all = "camelCase")]
/// #[codec(bound = "T: Encode + Decode")]
/// struct Page<T> {
///     all_items: Vec<T>,
/// }
///
/// #[derive(MongoDocument)]
/// struct Post {
///     likes: i64,
/// }
///
/// #[derive(MongoCollection)]
/// #[index(posts.all_items.likes = -1)]
/// struct Blog {
///     posts: Page<Post>,
/// }
/// assert_eq!(Blog::definition().indexes()[0].field_for_mongo(), doc! { "posts.allItems.likes": -1 });
/// ```
///
/// # Structs without named fields
/// As serde has them: a struct of one is stored as the value in it, others as arrays, and one without fields as null.
///
/// ```
/// # use mongomancy::{MongoDocument, bson::rawdoc};
/// #[derive(MongoDocument)]
/// struct Email(String);
///
/// #[derive(MongoDocument)]
/// struct Point(f64, f64);
///
/// #[derive(MongoDocument)]
/// struct Place {
///     contact: Email,
///     at: Point,
/// }
/// let place = Place { contact: Email("ada@example.org".into()), at: Point(1.5, 2.5) };
/// assert_eq!(place.encode()?, rawdoc! { "contact": "ada@example.org", "at": [1.5, 2.5] });
/// # Ok::<(), mongomancy::Error>(())
/// ```
///
/// # Enums
/// A variant without fields is stored as its name, one with fields as a document under its name; or as `tag`, `tag` and
/// `content`, or `untagged` say.
///
/// ```
/// # use mongomancy::{MongoDocument, bson::rawdoc};
/// #[derive(MongoDocument)]
/// #[serde(rename_all = "snake_case")]
/// enum Level {
///     Beginner,
///     #[serde(other)]
///     Another,
/// }
///
/// #[derive(MongoDocument)]
/// #[serde(tag = "type", rename_all_fields = "camelCase")]
/// enum Shape {
///     Circle { half_width: f64 },
///     Point,
/// }
///
/// #[derive(MongoDocument)]
/// #[serde(tag = "type", content = "value")]
/// enum Event {
///     Joined(String),
/// }
///
/// #[derive(MongoDocument)]
/// #[serde(untagged)]
/// enum Key {
///     Number(i64),
///     Name(String),
/// }
///
/// #[derive(MongoDocument)]
/// struct Entry {
///     level: Level,
///     shape: Shape,
///     event: Event,
///     key: Key,
/// }
/// let shape = Shape::Circle { half_width: 0.5 };
/// let entry = Entry { level: Level::Beginner, shape, event: Event::Joined("Ada".into()), key: Key::Number(7) };
/// let stored = rawdoc! {
///     "level": "beginner",
///     "shape": { "type": "Circle", "halfWidth": 0.5 },
///     "event": { "type": "Joined", "value": "Ada" },
///     "key": 7_i64,
/// };
/// assert_eq!(entry.encode()?, stored);
/// # Ok::<(), mongomancy::Error>(())
/// ```
///
/// # Generic structs
/// The codec of a field is chosen where the struct is written: a field whose type has a parameter in it goes through serde,
/// which asks `Serialize` and `Deserialize` of the parameter. `#[codec(bound = "...")]` asks something else:
///
/// ```
/// # use mongomancy::bson::rawdoc;
/// use mongomancy::{Decode, Encode, MongoDocument};
///
/// #[derive(MongoDocument)]
/// #[codec(bound = "T: Encode + Decode")]
/// struct Page<T> {
///     items: Vec<T>,
/// }
///
/// #[derive(MongoDocument)]
/// struct Post {
///     likes: i64,
/// }
/// let page = Page { items: vec![Post { likes: 3 }] };
/// assert_eq!(page.encode()?, rawdoc! { "items": [{ "likes": 3_i64 }] });
/// # Ok::<(), mongomancy::Error>(())
/// ```
///
/// # `#[mongo(crate = path)]`
/// Where generated code finds mongomancy, as `#[collection(crate = path)]` says it for a collection.
///
/// ```
/// mod database {
///     pub use mongomancy;
/// }
///
/// #[derive(database::mongomancy::MongoDocument)]
/// #[mongo(crate = database::mongomancy)]
/// struct Stats {
///     wins: i64,
/// }
/// ```
#[proc_macro_derive(MongoDocument, attributes(mongo, collection, index, default_documents, serde, codec, schema))]
pub fn derive_mongo_document(input: TokenStream) -> TokenStream {
    derive(Derive::Document, &parse_macro_input!(input as DeriveInput)).into()
}

/// Makes a struct a patch of a collection's documents: its fields that are `Some` are set, and the others leave theirs as it
/// is. Implements `Patch` and `IntoUpdate`, so that a patch is taken wherever an update is.
///
/// ```
/// use mongomancy::{MongoCollection, MongoDocument, Patch, bson::doc};
///
/// #[derive(MongoDocument)]
/// struct Stats {
///     wins: i32,
/// }
///
/// #[derive(MongoCollection)]
/// struct Player {
///     name: String,
///     #[serde(rename = "eMail")]
///     email: Option<String>,
///     stats: Stats,
/// }
///
/// #[derive(Patch, Default)]
/// #[patch(of = Player)]
/// struct PlayerPatch {
///     name: Option<String>,
///     email: Option<Option<String>>,
///     #[patch(path = stats.wins)]
///     wins: Option<i32>,
/// }
/// let patch = PlayerPatch { email: Some(None), wins: Some(3), ..PlayerPatch::default() };
/// assert_eq!(patch.update().to_document()?, doc! { "$set": { "eMail": null, "stats.wins": 3 } });
/// # Ok::<(), mongomancy::Error>(())
/// ```
///
/// `players.update_one(p.name.eq("Ada"), patch)` takes it, by value or by reference; `patch.update() + p.score.inc(1.0)` is it
/// with more. A patch whose fields are all `None` is refused when it is sent, as every update is that changes nothing:
/// `patch.update().is_none()` tells.
///
/// | attribute | on | says |
/// |---|---|---|
/// | `#[patch(of = Player)]` | the struct | whose documents it changes |
/// | `#[patch(crate = path)]` | the struct | where mongomancy is |
/// | `#[patch(path = stats.wins)]` | a field | which field it sets, by Rust names; default: the one of the same name |
/// | `#[patch(skip)]` | a field | that it sets none, and may be of any type |
///
/// - The names and the types are checked against the struct, whose private fields are the patch's only where they can be seen.
/// - A field is an `Option` of what is set: of the field's type, or of what it takes as a value. What is set to null and what is
///   left alone are two things for a field that is an `Option` itself: `Some(None)` and `None` of an `Option<Option<..>>`. One
///   that is an `Option<String>` sets a text, and never null.
/// - serde reads an `Option<Option<..>>` of a request that says `null` as `None`, unless a function of its
///   `deserialize_with` says otherwise.
/// - Two fields that change the same, or something and a part of it, do not compile.
#[proc_macro_derive(Patch, attributes(patch))]
pub fn derive_patch(input: TokenStream) -> TokenStream {
    patch::derive(&parse_macro_input!(input as DeriveInput)).into()
}

/// Makes a struct a part of a model's documents: implements `Projection` and `Decode`.
///
/// `find(..).project::<Card>()` asks the server for the fields of the struct alone, and reads them. Names and types are
/// checked against the model.
///
/// | attribute | on | says |
/// |---|---|---|
/// | `#[projection(of = Player)]` | the struct | the model: a collection, or an embedded document |
/// | `#[projection(crate = path)]` | the struct | where mongomancy is, if it is re-exported |
/// | `#[projection(path = stats.wins)]` | a field | where the field is in the model; without it, under its own name |
///
/// ```
/// use mongomancy::{MongoCollection, MongoDocument, Projection};
///
/// #[derive(MongoDocument)]
/// struct Stats {
///     wins: i32,
///     losses: i32,
/// }
///
/// #[derive(MongoCollection)]
/// struct Player {
///     name: String,
///     email: Option<String>,
///     stats: Stats,
/// }
///
/// #[derive(Projection)]
/// #[projection(of = Player)]
/// struct Card {
///     name: String,
///     email: Option<String>,
///     #[projection(path = stats.wins)]
///     wins: i32,
/// }
///
/// # async fn example(players: mongomancy::Collection<Player>) -> mongomancy::Result<()> {
/// // Sends the projection { "name": 1, "email": 1, "stats.wins": 1, "_id": 0 }.
/// let cards: Vec<Card> = players.find(Player::fields().stats().wins.gte(3)).project::<Card>().try_collect().await?;
/// # Ok(())
/// # }
/// ```
///
/// # Names
/// Fields have the names that they have in the model's struct; what they are stored as is the model's business. `_id` is
/// asked for where the model's field of it is among them. serde's attributes on a projection are not looked at: they
/// are there for serde's own derives, which may stand beside this one.
///
/// # Types
/// A field has the type that it has in the model, and is read as the model says, by `#[serde(with)]`, `#[codec(..)]` and
/// with the `#[serde(default)]` of what is absent. Or it is an `Option` of that type, which is `None` where there is
/// nothing; it must be one where the path leads through an `Option`.
///
/// Of an embedded document, another projection reads a part, and asks for no more. So it does in a `Vec` of documents, an
/// `Option` or a `Box`; of a map of them, all is asked for, since its keys are not known.
///
/// ```
/// # use mongomancy::{MongoCollection, MongoDocument, Projection};
/// # #[derive(MongoDocument)]
/// # struct Item { sku: String, note: String }
/// # #[derive(MongoCollection)]
/// # struct Order { items: Vec<Item>, total: i64 }
/// #[derive(Projection)]
/// #[projection(of = Item)]
/// struct Sku {
///     sku: String,
/// }
///
/// #[derive(Projection)]
/// #[projection(of = Order)]
/// struct Summary {
///     items: Vec<Sku>,
///     total: i64,
/// }
/// ```
///
/// # Paths in strings
/// `#[projection(path = "attrs.color")]` is the stored path, which nothing checks: for what is in documents of any shape.
///
/// ```
/// # use mongomancy::{Document, MongoCollection, Projection};
/// # #[derive(MongoCollection)]
/// # struct Player { attrs: Document }
/// #[derive(Projection)]
/// #[projection(of = Player)]
/// struct Look {
///     #[projection(path = "attrs.color")]
///     color: Option<String>,
/// }
/// ```
#[proc_macro_derive(Projection, attributes(projection))]
pub fn derive_projection(input: TokenStream) -> TokenStream {
    projection::derive(&parse_macro_input!(input as DeriveInput)).into()
}

/// Reads, checks, expands; a struct with mistakes gets all of them at once.
fn derive(derive: Derive, item: &DeriveInput) -> proc_macro2::TokenStream {
    let cx = Context::new();
    let mut input = Input::read(&cx, derive, item);
    check::input(&cx, &mut input);
    let private = expand::krate::private(input.attr.krate.get());
    match cx.finish() {
        None => expand::input(&input, &private),
        Some(errors) => fallback::expand(&input, &private, &errors),
    }
}
