//! Documents that a unique index would not take: those that share a key.

use bson::{Bson, Document, doc};

use super::collation;
use crate::{
    collection::written::number,
    database::{caller::Caller, declared::Declared},
    definition::Index,
    error::Result,
};

/// How many values are shown.
const EXAMPLES: i32 = 5;

/// What stands in the way.
pub(super) struct Shared {
    /// How many values of the key more than one document has.
    pub(super) values: u64,
    /// How many documents have one of them.
    pub(super) documents: u64,
    /// Some of the values, by the index's fields.
    pub(super) examples: Vec<Document>,
}

/// Looks at each document that the index would take in.
pub(super) async fn find(caller: &Caller, declared: &Declared, index: &Index) -> Result<Shared> {
    let fields: Vec<&str> = index.keys().map(|(field, _)| field).collect();
    let mut command = doc! {
        "aggregate": &declared.collection,
        "pipeline": pipeline(index, &fields),
        "cursor": {},
        "allowDiskUse": true,
    };
    if let Some(rules) = collation(declared, index) {
        command.insert("collation", rules);
    }
    let answer = caller.read(&command).await?;
    let empty = Document::new();
    let answer = answer.first().unwrap_or(&empty);
    let counted = answer.get_array("counted").ok().and_then(|counted| counted.first()?.as_document());
    let examples = answer.get_array("examples").into_iter().flatten().filter_map(|example| {
        let values = example.as_document()?.get_document("_id").ok()?;
        let value = |(at, field): (usize, &&str)| Some(((*field).to_owned(), values.get(key(at))?.clone()));
        Some(fields.iter().enumerate().filter_map(value).collect())
    });
    Ok(Shared {
        values: counted.map_or(0, |counted| number(counted, "values")),
        documents: counted.map_or(0, |counted| number(counted, "documents")),
        examples: examples.collect(),
    })
}

/// Groups the keys as an index has them: null for what is missing, and each element of an array once.
fn pipeline(index: &Index, fields: &[&str]) -> Vec<Document> {
    let mut stages = Vec::new();
    if let Some(filter) = index.partial_filter() {
        stages.push(doc! { "$match": filter });
    }
    if index.is_sparse() {
        let there: Vec<Document> = fields.iter().map(|field| doc! { *field: { "$exists": true } }).collect();
        stages.push(doc! { "$match": { "$or": there } });
    }
    let mut keys = Document::new();
    for (at, field) in fields.iter().enumerate() {
        let path = format!("${field}");
        let (elements, value) = (doc! { "$setUnion": [&path, []] }, doc! { "$ifNull": [&path, Bson::Null] });
        let value = doc! { "$cond": [{ "$isArray": [&path] }, elements, value] };
        keys.insert(key(at), value);
    }
    stages.push(doc! { "$project": { "_id": 0, "key": keys } });
    for at in 0..fields.len() {
        let path = format!("$key.{}", key(at));
        stages.push(doc! { "$unwind": { "path": path, "preserveNullAndEmptyArrays": true } });
    }
    let id: Document = (0..fields.len()).map(|at| (key(at), Bson::String(format!("$key.{}", key(at))))).collect();
    stages.push(doc! { "$group": { "_id": id, "n": { "$sum": 1 } } });
    stages.push(doc! { "$match": { "n": { "$gt": 1 } } });
    let count = doc! { "$group": { "_id": null, "values": { "$sum": 1 }, "documents": { "$sum": "$n" } } };
    stages.push(doc! { "$facet": { "counted": [count], "examples": [{ "$limit": EXAMPLES }] } });
    stages
}

/// Fields with dots cannot be grouped by their own names.
fn key(at: usize) -> String {
    format!("k{at}")
}
