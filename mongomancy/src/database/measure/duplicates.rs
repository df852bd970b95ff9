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
#[derive(Default)]
pub(super) struct Shared {
    /// How many values of the key more than one document has.
    pub(super) values: u64,
    /// How many documents have one of them, each counted once for each.
    pub(super) documents: u64,
    /// Some of the values, by the index's fields.
    pub(super) examples: Vec<Document>,
}

/// Looks at each document that the index would take in; none where that cannot be told apart from outside, as of
/// positions in arrays, or of several fields within the same elements.
pub(super) async fn find(caller: &Caller, declared: &Declared, index: &Index) -> Result<Option<Shared>> {
    let fields: Vec<&str> = index.keys().map(|(field, _)| field).collect();
    if !can_be_told(&fields) {
        return Ok(None);
    }
    let command = |end: Document| {
        let mut stages = pipeline(index, &fields);
        stages.push(end);
        let mut command = doc! {
            "aggregate": &declared.collection,
            "pipeline": stages,
            "cursor": {},
            "allowDiskUse": true,
        };
        if let Some(rules) = collation(declared, index) {
            command.insert("collation", rules);
        }
        command
    };
    let count = doc! { "$group": { "_id": null, "values": { "$sum": 1 }, "documents": { "$sum": "$n" } } };
    let counted = caller.read(&command(count)).await?;
    let Some(counted) = counted.first() else { return Ok(Some(Shared::default())) };
    // They are no more than a help: what is too large to be answered is left out.
    let examples = caller.read(&command(doc! { "$limit": EXAMPLES })).await.unwrap_or_default();
    let examples = examples.into_iter().filter_map(|example| {
        let values = example.get_document("_id").ok()?;
        let value = |(at, field): (usize, &&str)| Some(((*field).to_owned(), values.get(key(at))?.clone()));
        Some(fields.iter().enumerate().filter_map(value).collect())
    });
    Ok(Some(Shared {
        values: number(counted, "values"),
        documents: number(counted, "documents"),
        examples: examples.collect(),
    }))
}

/// Whether the keys of an index over these fields can be had by expressions.
fn can_be_told(fields: &[&str]) -> bool {
    let first = |field: &str| field.split('.').next().unwrap_or_default().to_owned();
    let by_position = |field: &&str| field.split('.').any(|name| name.bytes().all(|byte| byte.is_ascii_digit()));
    let share =
        fields.iter().enumerate().any(|(at, field)| fields[..at].iter().any(|other| first(other) == first(field)));
    !share && !fields.iter().any(by_position)
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
        // An empty array is a key of its own, which is neither null nor missing.
        let elements = doc! { "$setUnion": [&path, []] };
        let elements = doc! { "$cond": [{ "$eq": [&path, []] }, [{ "$literal": [] }], elements] };
        let value = doc! { "$cond": [{ "$isArray": [&path] }, elements, { "$ifNull": [&path, Bson::Null] }] };
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
    stages
}

/// Fields with dots cannot be grouped by their own names.
fn key(at: usize) -> String {
    format!("k{at}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_only_a_server_can_tell_is_left_to_it() {
        for (fields, told) in [
            (&["a"][..], true),
            (&["a", "b.c"], true),
            (&["a.b"], true),
            (&["a.0"], false),
            (&["a.0.b"], false),
            (&["a.b", "a.c"], false),
            (&["a", "a.c"], false),
        ] {
            assert_eq!(can_be_told(fields), told, "{fields:?}");
        }
    }
}
