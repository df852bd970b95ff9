//! An object-document mapper for MongoDB that loses nothing when the primary of a replica set switches.
//!
//! ```no_run
//! use mongomancy::{Engine, Id, MongoCollection, doc};
//!
//! #[derive(Debug, MongoCollection)]
//! #[collection(name = "player")]
//! #[index(guild = 1, score = -1)]
//! struct Player {
//!     #[serde(rename = "_id")]
//!     id: Id<Player>,
//!     #[index(unique)]
//!     name: String,
//!     guild: String,
//!     score: i64,
//! }
//!
//! # async fn example() -> mongomancy::Result<()> {
//! let engine = Engine::connect("mongodb://a,b,c/?replicaSet=rs0").await?;
//! let db = engine.database("game");
//! db.register::<Player>();
//! println!("{}", db.create_all().await?);
//!
//! let players = db.collection::<Player>();
//! let ada = Player { id: Id::new(), name: "Ada".into(), guild: "red".into(), score: 0 };
//! players.insert_one(&ada).await?;
//! players.update_one(doc! { "name": "Ada" }, doc! { "$inc": { "score": 5 } }).await?;
//! let mut best = players.find(doc! { "guild": "red" }).sort(doc! { "score": -1 }).limit(10).await?;
//! while let Some(player) = best.try_next().await? {
//!     println!("{} {}", player.name, player.score);
//! }
//! # Ok(())
//! # }
//! ```
//!
//! # What there is
//! - [`Engine`] connects, repeats what failed as far as that is safe, and tells hooks of every switch. Its documentation
//!   says what happens to each kind of call.
//! - [`Database`] holds the registered definitions; [`create_all`](Database::create_all) makes them true,
//!   [`plan`](Database::plan) says beforehand what it takes, and [`apply`](Database::apply) does what the plan says.
//!   [`diagram`](Database::diagram) draws them.
//! - [`Collection`] is the typed handle: each verb gives an [`action`] with options as setters, to be awaited.
//!   [`Cursor`] is the stream of what is found, and [`Page`] a part of it, with tokens to go
//!   [on and back](action::Find::page). [`Explained`] is what a server says of how it finds it: which index a query uses is
//!   a line in a test.
//! - [`MongoCollection`](derive@MongoCollection) and [`MongoDocument`](derive@MongoDocument) are the derives; theirs is
//!   the reference of all attributes. [`CollectionDefinition`], [`Index`] and [`DefaultDocument`] say the same by hand.
//! - [`Filter`] is made of conditions on the [`Fields`] of a struct, which the compiler checks: `p.score.gte(10.0) & ..`.
//!   [`Collection::filter`] takes them as a closure. A value never becomes an operator.
//! - [`Update`] is made of the same fields: `p.score.inc(5.0) + p.name.set("Ada")`. [`Patch`](derive@Patch) derives one from a
//!   struct of options, [`Projection`](derive@Projection) makes a smaller struct a part of a model. [`Sort`] is
//!   an order, `p.score.desc().then(p.name.asc())`, and names a declared index as a hint.
//! - [`Pipeline`] is an aggregation whose stages know the type of what comes in and what comes out.
//! - [`Id`] is an `ObjectId` that belongs to one type. [`Serde`] names a type that only serde can read, for
//!   `with_type` and [`distinct`](Collection::distinct).
//! - [`Ref`] is a field that refers to a document of another collection; [`load_refs`](Collection::load_refs) fetches
//!   those of many references. Nothing is loaded by itself.
//! - [`Error`] says what went wrong, and by [`maybe_applied`](Error::maybe_applied) whether a failed write may be stored.
//! - [`Executor`] is what databases and collections need of an engine: an own one stands in for it in tests.
//!
//! # What it costs to be safe
//! Writes wait for a majority of the members unless told otherwise; each call has one
//! deadline for everything, [`DEFAULT_DEADLINE`]. Where a filter is taken, a `doc! {}` is taken too. A value is stored as serde's
//! attributes say, under its stored name everywhere.
//!
//! # Not there yet
//! Transactions and sessions, change streams, and `bulk_write`. Until then the driver's own client is at hand,
//! connected already: [`engine.client().await?`](Engine::client). It repeats nothing by itself.
//!
//! # Features
//! | feature | default | what it brings | what it costs |
//! |---|---|---|---|
//! | `rustls-tls` | yes | TLS by rustls | rustls, ring |
//! | `dns-resolver` | yes | `mongodb+srv://` | hickory's resolver |
//! | `openssl-tls` | | TLS by OpenSSL | the system's OpenSSL and its headers |
//! | `aws-auth` | | `MONGODB-AWS` authentication | the AWS credential crates |
//! | `gssapi-auth` | | Kerberos authentication | the system's Kerberos library; turns `dns-resolver` on |
//! | `socks5-proxy` | | connections through a SOCKS5 proxy | fast-socks5 |
//! | `zstd-compression` | | wire compression | a C library, built along |
//! | `snappy-compression` | | wire compression | snap |
//! | `zlib-compression` | | wire compression | flate2 |
//! | `chrono-0_4` | | `chrono::DateTime` as BSON dates | chrono |
//! | `time-0_3` | | `time::OffsetDateTime` as BSON dates | time |
//! | `jiff-0_2` | | `jiff::Timestamp` as BSON dates | jiff |
//! | `uuid-1` | | `uuid::Uuid` as BSON UUIDs | uuid |
//! | `rust_decimal-1` | | `rust_decimal::Decimal` as `Decimal128` | `rust_decimal` |
//! | `indexmap-2` | | `IndexMap` without serde | indexmap |
//! | `metrics` | | what [`Metrics`] counts, by the `metrics` crate | metrics |
//!
//! One of the two TLS features must be on: the driver does not compile without.
//!
//! # Dates, UUIDs and decimal numbers of other crates
//! serde stores the instants of `chrono`, `time` and `jiff` as texts or arrays, on which a time-to-live index never fires,
//! and a `uuid::Uuid` as a binary that is not equal to the UUID that other drivers store. With the feature for the crate,
//! a field of such a type has to say what is meant: `#[codec(date)]`, `#[codec(uuid)]` or `#[codec(decimal)]` on the
//! field or the struct, `#[serde(with = "..")]`, or `#[codec(serde)]` for what serde makes of it. So has an `Option`, a
//! `Box`, a sequence, a set or a map with such values. The features for `chrono`, `time`, `jiff` and `uuid` switch on bson's,
//! for the helpers that `with` can name: `bson::serde_helpers::datetime::FromChrono04DateTime` and its like, which are
//! written and read without serde.
//!
//! Left to serde without a word are such types elsewhere, as in tuples, keys of maps and `Arc`; types that are no
//! instants, as `NaiveDate`, `NaiveDateTime` and `Zoned`; and what stands for a type parameter of a generic struct.
//! With the feature off, the type is known by its name alone: neither an alias is noticed, nor an array or a tuple of
//! such values, nor any field of a generic struct.
//!
//! A BSON date has milliseconds, in UTC: what is below one is cut off, into the past, and the zone is not stored. What is
//! out of a date's or a type's range is an error. Under `#[codec(..)]`, what serde would have written is read as well.
//!
//! # Versions of bson
//! Everything here speaks bson 3, re-exported as [`bson`], and the driver re-exported as [`mongodb`]. The driver's default
//! features bring bson 2 in, whose types look the same and are not: a crate that depends on `mongodb` itself should turn
//! them off.

pub mod action;
pub mod error;
pub mod options;

#[doc(hidden)]
pub mod __private;
mod codec;
mod collection;
mod cursor;
mod database;
mod definition;
mod engine;
mod id;
mod into_executor;
mod model;
mod namespace;
mod operation;
mod query;
mod reply;
mod shape;

pub use bson::{self, Document, doc};
pub use mongodb;
#[doc(inline)]
pub use mongomancy_derive::{MongoCollection, MongoDocument, Patch, Projection};

pub use crate::{
    codec::{Decode, Encode, MongoDocument, Serde},
    collection::{
        AsDocument, Collection, DeleteResult, Explained, Filtered, InsertManyResult, InsertOneResult, IntoDocument,
        IntoFilter, IntoHint, IntoId, IntoPageToken, IntoSort, IntoUpdate, LoadProgress, Loaded, MAX_PAGE_SIZE,
        NumberedPage, Page, PageToken, UpdateResult, Upserted,
    },
    cursor::Cursor,
    database::{
        ApplyEvent, ApplyEvents, Change, ChangeKind, ChangeSubject, ColoredPlan, CreateAllReport, DEFAULT_CONCURRENCY,
        DEFAULT_LOCK_TIMEOUT, Database, Plan, PlannedChange, ReportEntry, ReportOutcome,
    },
    definition::{Capped, CollectionDefinition, DefaultDocument, Diagram, Index, IndexKey, TimeSeries},
    engine::{
        BoxFuture, ConnectTo, DEFAULT_DEADLINE, DEFAULT_GRACE, Engine, EngineBuilder, EngineEvent, Executor, Hook,
        HookId, Metrics, ProviderError,
    },
    error::{Error, ErrorKind, Result},
    id::Id,
    into_executor::IntoExecutor,
    model::{MongoCollection, Ref},
    namespace::Namespace,
    operation::{Deployment, Effect, Operation},
    query::{
        Area, Assignment, BsonType, ByField, Computes, Element, Elements, Enter, Entries, Entry, Facet, Fields, Filter,
        Fixed, Geometry, Growable, IntoPaths, IntoPipeline, IntoValue, Itself, Joins, Keyed, Mapping, MayBeMissing,
        Near, Own, Patch, Path, PathTo, Pipeline, Place, Projection, PushEach, Sequence, Sort, StoredAsInteger,
        StoredAsItself, StoredAsNumber, StoredAsText, StoredField, StoredWithBits, TextSearch, Update, ValueCodec,
        accumulator, expression,
    },
    reply::{Batch, Batches, Reply},
};

#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
struct Readme;
