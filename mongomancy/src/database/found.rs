//! What the server has of the declared collections: reading only.

use std::collections::HashMap;

use bson::{Document, doc};
use futures_util::{StreamExt, TryStreamExt, stream};

use super::{caller::Caller, declared::Declared, index_shape::IndexShape, unfinished::Replaced};
use crate::{
    definition::DefaultDocument,
    error::{Error, Result},
};

/// What a server says of a collection that does not exist.
const NAMESPACE_NOT_FOUND: i32 = 26;
/// What a server of a strict API version, and one that does not know it, say of an option.
const UNKNOWN_OPTION: [i32; 2] = [323, 40415];
/// How many default documents are looked for at a time.
const LOOKED_FOR_AT_ONCE: usize = 50;

/// What the server has under the name of a declared collection.
#[derive(Debug, Clone)]
pub(super) struct Found {
    /// The server's word: `collection`, `view`, `timeseries`.
    pub(super) kind: String,
    /// As `listCollections` gives them.
    pub(super) options: Document,
    /// All but the one over `_id`, and none that is still being built.
    pub(super) indexes: Vec<IndexShape>,
    /// The same as the server lists them.
    pub(super) specifications: Vec<Document>,
    /// Those whose place another one takes, in a rebuild that was broken off.
    pub(super) replaced: Vec<Replaced>,
    /// Which of the declared default documents are there, in the order of their declaration.
    pub(super) default_documents: Vec<bool>,
}

impl Found {
    /// The index `name` as the server lists it.
    pub(super) fn specification(&self, name: &str) -> Document {
        let found = self.specifications.iter().find(|one| one.get_str("name").is_ok_and(|own| own == name));
        found.cloned().unwrap_or_default()
    }
}

/// How much to read.
#[derive(Debug, Clone, Copy)]
pub(super) struct Reading {
    pub(super) concurrency: usize,
    /// Whether it is enough to know that a collection is there.
    pub(super) names_only: bool,
}

/// Reads what is there of `declared`, in the same order; none where nothing is.
pub(super) async fn read(caller: &Caller, declared: &[Declared], reading: Reading) -> Result<Vec<Option<Found>>> {
    if declared.is_empty() {
        return Ok(Vec::new());
    }
    let names: Vec<&str> = declared.iter().map(|one| one.collection.as_str()).collect();
    let command = doc! { "listCollections": 1, "filter": { "name": { "$in": names } } };
    let listed = caller.read(&command).await.map_err(|error| error.within("listing the collections"))?;
    let mut listed: HashMap<String, Document> =
        listed.into_iter().map(|one| (one.get_str("name").unwrap_or_default().to_owned(), one)).collect();
    let reads: Vec<_> = declared
        .iter()
        .map(|one| {
            let listed = listed.remove(&one.collection);
            read_one(caller.clone(), one.clone(), listed, reading.names_only)
        })
        .collect();
    stream::iter(reads).buffered(reading.concurrency).try_collect().await
}

async fn read_one(
    caller: Caller,
    declared: Declared,
    listed: Option<Document>,
    names_only: bool,
) -> Result<Option<Found>> {
    let Some(listed) = listed else { return Ok(None) };
    let kind = listed.get_str("type").unwrap_or("collection").to_owned();
    let mut found = Found {
        kind,
        options: listed.get_document("options").cloned().unwrap_or_default(),
        indexes: Vec::new(),
        specifications: Vec::new(),
        replaced: Vec::new(),
        default_documents: Vec::new(),
    };
    if names_only || found.kind == "view" {
        return Ok(Some(found));
    }
    let name = &declared.collection;
    let reading = |error: Error| error.within(format!("reading what `{name}` has"));
    match indexes(&caller, name).await.map_err(reading)? {
        Some(specifications) => found.specifications = specifications,
        // It was dropped in between.
        None => return Ok(None),
    }
    let collation = found.options.get_document("collation").ok();
    found.indexes = found.specifications.iter().map(|index| IndexShape::of(index, collation)).collect();
    found.default_documents = default_documents(&caller, name, &declared.default_documents).await.map_err(reading)?;
    Ok(Some(found))
}

/// The indexes that are built, without the one over `_id`; none where no collection is.
pub(super) async fn indexes(caller: &Caller, name: &str) -> Result<Option<Vec<Document>>> {
    // With the option the server tells an index that is still being built from one that is there: only the latter
    // keeps its promises, and who creates the former again waits until it is built.
    let mut listed = caller.read(&doc! { "listIndexes": name, "includeBuildUUIDs": true }).await;
    if listed.as_ref().is_err_and(|error| error.code().is_some_and(|code| UNKNOWN_OPTION.contains(&code))) {
        listed = caller.read(&doc! { "listIndexes": name }).await;
    }
    let listed = match listed {
        Err(error) if error.code() == Some(NAMESPACE_NOT_FOUND) => return Ok(None),
        listed => listed?,
    };
    let built = listed.into_iter().filter(|index| !index.contains_key("buildUUID"));
    let over_id = |index: &Document| {
        index.get_str("name").is_ok_and(|name| name == "_id_") || index.get_bool("clustered").unwrap_or(false)
    };
    Ok(Some(built.filter(|index| !over_id(index)).collect()))
}

/// Which of the documents are there. The server compares the keys, so that numbers and collations count as they do
/// in a query; each look stops at its first hit and uses the key's index.
async fn default_documents(caller: &Caller, name: &str, documents: &[DefaultDocument]) -> Result<Vec<bool>> {
    let mut found = vec![false; documents.len()];
    for (chunk, documents) in documents.chunks(LOOKED_FOR_AT_ONCE).enumerate() {
        let looks = documents.iter().enumerate().map(|(position, document)| look(position, document));
        let command = doc! { "aggregate": name, "pipeline": union(name, looks), "cursor": {} };
        for hit in caller.read(&command).await? {
            let position = hit.get_i64("position").ok().and_then(|position| usize::try_from(position).ok());
            if let Some(one) = position.and_then(|position| found.get_mut(chunk * LOOKED_FOR_AT_ONCE + position)) {
                *one = true;
            }
        }
    }
    Ok(found)
}

/// Gives the document's position if it is there.
fn look(position: usize, document: &DefaultDocument) -> Vec<Document> {
    let position = i64::try_from(position).unwrap_or(i64::MAX);
    vec![
        doc! { "$match": document.filter() },
        doc! { "$limit": 1 },
        doc! { "$project": { "_id": 0, "position": { "$literal": position } } },
    ]
}

fn union(collection: &str, mut looks: impl Iterator<Item = Vec<Document>>) -> Vec<Document> {
    let mut pipeline = looks.next().unwrap_or_default();
    pipeline.extend(looks.map(|look| doc! { "$unionWith": { "coll": collection, "pipeline": look } }));
    pipeline
}
