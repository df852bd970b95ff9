//! The `_id` in what a load asks for: by it each document goes with its references.

use bson::{RawBson, RawDocument, RawDocumentBuf};

const ID: &str = "_id";

/// The same projection with the whole `_id`, whatever it says of that.
pub(super) fn keeping_id(projection: &RawDocument) -> RawDocumentBuf {
    let is_of_id = |path: &str| path == ID || path.strip_prefix(ID).is_some_and(|rest| rest.starts_with('.'));
    let mut kept = RawDocumentBuf::new();
    let mut asks_for_id = false;
    for (path, value) in projection.iter().flatten() {
        if is_of_id(path.as_str()) {
            asks_for_id |= includes(&value.into());
        } else {
            kept.append(path, value);
        }
    }
    // What picks the `_id` gives it alone, unless it picks others; beside what leaves fields out it says nothing.
    if asks_for_id {
        kept.append(bson::raw::cstr!("_id"), 1);
    }
    kept
}

/// Whether something of the `_id` is asked for, and not left out.
fn includes(value: &RawBson) -> bool {
    match value {
        RawBson::Boolean(included) => *included,
        RawBson::Int32(number) => *number != 0,
        RawBson::Int64(number) => *number != 0,
        RawBson::Double(number) => *number != 0.0,
        RawBson::Document(parts) => parts.iter().flatten().next().is_some_and(|(_, value)| includes(&value.into())),
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use bson::{Document, doc};

    use super::*;

    #[test]
    fn the_id_comes_whatever_is_said_of_it() {
        for (said, sent) in [
            (doc! { "name": 1 }, doc! { "name": 1 }),
            (doc! { "name": 1, "_id": 0 }, doc! { "name": 1 }),
            (doc! { "_id": false, "name": 0 }, doc! { "name": 0 }),
            (doc! { "_id": 0 }, doc! {}),
            (doc! { "_id": 1 }, doc! { "_id": 1 }),
            (doc! { "_id.shard": 1 }, doc! { "_id": 1 }),
            (doc! { "_id": { "shard": 1 }, "name": 1 }, doc! { "name": 1, "_id": 1 }),
            (doc! { "_id": { "shard": 0 } }, doc! {}),
            (doc! { "_id": "$name", "name": 1 }, doc! { "name": 1, "_id": 1 }),
            (doc! { "_idea": 0 }, doc! { "_idea": 0 }),
        ] {
            let projection = keeping_id(&RawDocumentBuf::try_from(&said).unwrap());
            assert_eq!(Document::try_from(&*projection).unwrap(), sent, "{said}");
        }
    }
}
