//! The derives of mongomancy: [`MongoCollection`] for a struct that has a collection of its own, [`MongoDocument`] for
//! one that is embedded in others. Both are re-exported by `mongomancy`; depend on that.
//!
//! The attributes are told of at the derives themselves, all of them at [`MongoCollection`].

mod ast;
mod attr;
mod case;
mod check;
mod context;
mod expand;
mod fallback;
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

/// Ties a struct to its collection: implements `MongoCollection` and `MongoDocument`.
///
/// For structs with named fields and without parameters. The attributes in short, each told of below:
///
/// | attribute | on | says |
/// |---|---|---|
/// | `#[collection(name = "...", crate = path)]` | the struct | the collection's name; where mongomancy is |
/// | `#[index(field, other = -1, unique, ...)]` | the struct | an index over these fields |
/// | `#[index]`, `#[index(-1, unique, ...)]` | a field | an index over that field |
/// | `#[default_documents(function, key(field))]` | the struct | what the collection has from the start |
/// | `#[serde(rename = "_id")]` | a field | this is the document's id |
///
/// The options of an index: `unique`, `unique(nulls)`, `sparse`, `name = "..."`, `expire_after = "30d"`, `keys(...)`.
///
/// The type of the collection's ids is that of the field which is stored as `_id`: `T` for an `Option<T>`, where `T` must
/// be `ObjectId` or `Id<..>` because an absent one is generated; `ObjectId` where there is no such field. It is no array,
/// which no server takes. An `Id` of the struct itself, in a struct without an `_id`, is an error: the rename was forgotten.
///
/// ```
/// use mongomancy::{MongoCollection, bson::{doc, oid::ObjectId}};
/// use serde::{Deserialize, Serialize};
///
/// #[derive(Serialize, Deserialize, MongoCollection)]
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
/// # use serde::{Deserialize, Serialize};
/// #[derive(Serialize, Deserialize, MongoCollection)]
/// #[collection(name = "archive.players")]
/// struct ArchivedPlayer {
///     name: String,
/// }
/// assert_eq!(ArchivedPlayer::NAME, "archive.players");
/// ```
///
/// # `#[collection(crate = path)]`
/// Where generated code finds mongomancy. Needed only where it is re-exported; a renamed dependency is found by itself.
///
/// ```
/// # use serde::{Deserialize, Serialize};
/// mod database {
///     pub use mongomancy;
/// }
///
/// #[derive(Serialize, Deserialize, database::mongomancy::MongoCollection)]
/// #[collection(crate = database::mongomancy)]
/// struct Player {
///     name: String,
/// }
/// ```
///
/// # `#[index(...)]` on the struct
/// An index: its keys in order, then its options. A key is a field, ascending unless `= -1` or one of `"2dsphere"`,
/// `"2d"`, `"text"` and `"hashed"` says otherwise.
///
/// ```
/// # use mongomancy::{MongoCollection, MongoDocument, bson::{Document, doc}};
/// # use serde::{Deserialize, Serialize};
/// #[derive(Serialize, Deserialize, MongoDocument)]
/// struct Stats {
///     #[serde(rename = "w")]
///     wins: i64,
/// }
///
/// #[derive(Serialize, Deserialize, MongoCollection)]
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
/// # `#[index]` on a field
/// An index over that field alone: its direction or kind, and the same options.
///
/// ```
/// # use mongomancy::{MongoCollection, bson::{DateTime, Document}};
/// # use serde::{Deserialize, Serialize};
/// #[derive(Serialize, Deserialize, MongoCollection)]
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
/// # use mongomancy::{MongoCollection, bson::doc};
/// # use serde::{Deserialize, Serialize};
/// #[derive(Serialize, Deserialize, MongoCollection)]
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
/// #[derive(Serialize, Deserialize)]
/// enum Color {
///     Red,
/// }
/// let player = Player::definition();
/// assert_eq!(player.indexes()[1].partial_filter(), Some(&doc! { "email": { "$gte": "" } }));
/// assert_eq!(player.indexes()[2].partial_filter(), None);
/// ```
///
/// ## `sparse`
/// Leaves out the documents without the fields. Not together with `unique` on an `Option`, which does that already.
///
/// ## `name = "..."`
/// The index's name; without it `ix__<collection>__<fields joined by _>`, and `ux__...` for a unique index. Two indexes
/// of one name are an error.
///
/// ## `expire_after = "30d"`
/// Deletes documents when the date in the field is this long ago: a time in quotes as `"1h 30m"`, or a number of seconds
/// without. `m` is a minute and `M` a month of 30.44 days, as the crate `humantime` reads them. Over one field, which
/// must be stored as a date; what is stored through serde's `with` is taken on trust.
///
/// ```
/// # use mongomancy::{MongoCollection, bson::DateTime};
/// # use serde::{Deserialize, Serialize};
/// #[derive(Serialize, Deserialize, MongoCollection)]
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
/// The words above always mean the option. Where a field has the same name, the keys go into `keys(...)`; a bare word
/// that could be either is an error that shows this form.
///
/// ```
/// # use mongomancy::{MongoCollection, bson::doc};
/// # use serde::{Deserialize, Serialize};
/// #[derive(Serialize, Deserialize, MongoCollection)]
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
/// # use serde::{Deserialize, Serialize};
/// #[derive(Serialize, Deserialize, MongoCollection)]
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
/// The derive needs serde's `Serialize` and `Deserialize`, which give the stored form. Stored names follow serde's
/// attributes:
///
/// - followed: `rename_all`, `rename`, `skip`, `skip_serializing`, `skip_deserializing`, `flatten`, `with`,
///   `serialize_with`, `tag`, `into` (on a document; its fields are then out of sight), `deny_unknown_fields`;
/// - of no influence on the stored names: `alias`, `borrow`, `bound`, `crate`, `default`, `deserialize_with`,
///   `expecting`, `from`, `getter`, `rename` of the struct, `skip_serializing_if`, `try_from`;
/// - a compile error: `transparent`, `remote`, `into` on a collection, `deny_unknown_fields` on a collection without an
///   `_id`, two names for one field (`rename(serialize = "a", deserialize = "b")`), and every word not named here.
///
/// # Paths
/// Indexes and keys name fields by their Rust names, at every level: `stats.wins`. Each segment is resolved through the
/// derive of the embedded type, through `Option`, `Box`, `Vec` and arrays, and becomes its stored name. A string is the
/// stored path, unchecked: `"attrs.color"`; maps, flattened fields and foreign types are reached this way.
///
/// # Mistakes
/// All mistakes of a struct are reported in one compile, each at the smallest wrong token and with the fix.
///
/// Two indexes of one struct that share a word, as `#[index(a, unique)] #[index(b, unique)]`, look like a mistake to
/// clippy's `duplicated_attributes`: allow it there, or write single-field indexes on their fields.
#[proc_macro_derive(MongoCollection, attributes(collection, index, default_documents, mongo, serde, codec))]
pub fn derive_mongo_collection(input: TokenStream) -> TokenStream {
    derive(Derive::Collection, &parse_macro_input!(input as DeriveInput)).into()
}

/// Makes a struct a document that others embed: implements `MongoDocument`.
///
/// For structs with named fields; type and const parameters are allowed, lifetimes are not, because a document that is
/// read owns its data. Paths of collections go through it by its Rust field names.
///
/// ```
/// use mongomancy::{MongoCollection, MongoDocument, bson::doc};
/// use serde::{Deserialize, Serialize};
///
/// #[derive(Serialize, Deserialize, MongoDocument)]
/// #[serde(rename_all = "camelCase")]
/// struct Page<T> {
///     all_items: Vec<T>,
/// }
///
/// #[derive(Serialize, Deserialize, MongoDocument)]
/// struct Post {
///     likes: i64,
/// }
///
/// #[derive(Serialize, Deserialize, MongoCollection)]
/// #[index(posts.all_items.likes = -1)]
/// struct Blog {
///     posts: Page<Post>,
/// }
/// assert_eq!(Blog::definition().indexes()[0].field_for_mongo(), doc! { "posts.allItems.likes": -1 });
/// ```
///
/// # `#[mongo(crate = path)]`
/// Where generated code finds mongomancy, as `#[collection(crate = path)]` says it for a collection.
///
/// ```
/// # use serde::{Deserialize, Serialize};
/// mod database {
///     pub use mongomancy;
/// }
///
/// #[derive(Serialize, Deserialize, database::mongomancy::MongoDocument)]
/// #[mongo(crate = database::mongomancy)]
/// struct Stats {
///     wins: i64,
/// }
/// ```
#[proc_macro_derive(MongoDocument, attributes(mongo, collection, index, default_documents, serde, codec))]
pub fn derive_mongo_document(input: TokenStream) -> TokenStream {
    derive(Derive::Document, &parse_macro_input!(input as DeriveInput)).into()
}

/// Reads, checks, expands; a struct with mistakes gets all of them at once.
fn derive(derive: Derive, item: &DeriveInput) -> proc_macro2::TokenStream {
    let cx = Context::new();
    let mut input = Input::read(&cx, derive, item);
    check::input(&cx, &mut input);
    let private = expand::krate::private(&input.attr);
    match cx.finish() {
        None => expand::input(&input, &private),
        Some(errors) => fallback::expand(&input, &private, &errors),
    }
}
