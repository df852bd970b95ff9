//! What a failed decode may say: where and why, never the value.

use bson::{RawBsonRef, RawDocument, spec::BinarySubtype};
use serde_path_to_error::{Path, Segment};

use super::{decode::DecodeError, kind};
use crate::error::{DecodeFailure, Error, ErrorKind};

/// The failure of reading `document`, told of at the top.
pub(super) fn failed(document: &RawDocument, error: &DecodeError) -> Error {
    failure(DecodeFailure {
        id: id_of(document),
        path: error.path(),
        reason: error.reason().to_owned(),
        ..DecodeFailure::default()
    })
}

/// The failure of reading a value without a document around it.
pub(super) fn value_failed(error: &DecodeError) -> Error {
    failure(DecodeFailure { path: error.path(), reason: error.reason().to_owned(), ..DecodeFailure::default() })
}

/// What serde's `message` says of the value at `path` of `document`, less the first `wrappers` steps of the path.
pub(super) fn explain(document: &RawDocument, path: &Path, message: &str, wrappers: usize) -> DecodeError {
    let mut told = reason(message);
    let missing = missing(message);
    if missing.is_none() && (message.contains("invalid type: ") || message.contains("invalid value: ")) {
        let found = found(document, path).map(|found| format!(", found {found}"));
        told.push_str(&found.unwrap_or_default());
    }
    let mut failed = DecodeError::new(told);
    if let Some(field) = missing {
        // The path is that of the document around it.
        failed = failed.below(field.to_owned());
    }
    let steps: Vec<_> = path.iter().skip(wrappers).collect();
    for step in steps.into_iter().rev() {
        failed = match step {
            Segment::Seq { index } => failed.at(*index),
            Segment::Map { key } => failed.below(key.clone()),
            Segment::Enum { variant } => failed.below(variant.clone()),
            Segment::Unknown => failed.below("?"),
        };
    }
    failed
}

/// What serde's `message` says, where nothing tells its path.
pub(super) fn explain_without_path(message: &str) -> DecodeError {
    DecodeError::new(reason(message))
}

fn id_of(document: &RawDocument) -> Option<String> {
    document.get("_id").ok().flatten().and_then(shown_id)
}

/// The BSON type of what stands at `path`, by the server's name for it.
fn found(document: &RawDocument, path: &Path) -> Option<&'static str> {
    let mut found = RawBsonRef::Document(document);
    for segment in path {
        let key = match segment {
            Segment::Map { key } => key,
            Segment::Enum { variant } => variant,
            Segment::Seq { index } => {
                found = found.as_array()?.get(*index).ok()??;
                continue;
            }
            Segment::Unknown => return None,
        };
        found = found.as_document()?.get(key).ok()??;
    }
    Some(kind::name(found.element_type() as u8))
}

/// Adds the namespace to a decode error that does not name it yet.
pub(crate) fn in_collection(error: Error, namespace: &str) -> Error {
    match error.kind() {
        ErrorKind::Decode(failure) if failure.collection.is_none() => {
            let failure = DecodeFailure { collection: Some(namespace.to_owned()), ..failure.clone() };
            error.with_kind(ErrorKind::Decode(failure))
        }
        _ => error,
    }
}

/// Names the field of a value that was read by itself.
pub(crate) fn at_field(error: Error, field: &str) -> Error {
    match error.kind() {
        ErrorKind::Decode(failure) => {
            let within = &failure.path;
            let dot = if within.is_empty() || within.starts_with('[') { "" } else { "." };
            let failure = DecodeFailure { path: format!("{field}{dot}{within}"), ..failure.clone() };
            error.with_kind(ErrorKind::Decode(failure))
        }
        _ => error,
    }
}

fn failure(failure: DecodeFailure) -> Error {
    Error::new(ErrorKind::Decode(failure), "")
}

/// An `_id` that says nothing but which document it is.
fn shown_id(id: RawBsonRef<'_>) -> Option<String> {
    match id {
        RawBsonRef::ObjectId(id) => Some(id.to_hex()),
        RawBsonRef::Int32(id) => Some(id.to_string()),
        RawBsonRef::Int64(id) => Some(id.to_string()),
        RawBsonRef::Binary(id) if id.subtype == BinarySubtype::Uuid => {
            id.bytes.try_into().ok().map(|bytes| bson::Uuid::from_bytes(bytes).to_string())
        }
        _ => None,
    }
}

/// serde quotes values in its messages; only what it says of the type is kept. A value may hold any words of serde's, so
/// those that begin a message count only there, and what is expected stands behind the last of its marks.
fn reason(message: &str) -> String {
    if missing(message).is_some() {
        return "the field is missing".into();
    }
    if let Some(field) = between(message, "duplicate field `", "`") {
        return format!("the field `{field}` is there twice");
    }
    if let Some((_, expected)) = message.rsplit_once(", expected ") {
        // As bson tells of an `ObjectId`, by the texts that it reads as one.
        if expected.starts_with("24-character, big-endian hex") || expected.starts_with("expecting an ObjectId") {
            return "expected an ObjectId".into();
        }
        let expected = expected.split([',', '.', '\n']).next().unwrap_or_default().trim();
        return format!("expected {expected}");
    }
    "the value does not fit the type".into()
}

/// The field that serde misses.
fn missing(message: &str) -> Option<&str> {
    between(message, "missing field `", "`")
}

/// What the message has between `before`, with which it begins, and the next `after`.
fn between<'a>(message: &'a str, before: &str, after: &str) -> Option<&'a str> {
    // bson's errors begin with words of their own.
    let words = message.strip_prefix("BSON error").and_then(|rest| rest.split_once(". Message: "));
    words.map_or(message, |(_, words)| words).strip_prefix(before)?.split_once(after).map(|(inner, _)| inner)
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use bson::{Document, RawDocumentBuf, doc};
    use serde::{Deserialize, Serialize};

    use super::reason;
    use crate::{
        codec::{bridge::Bridge, field_codec::FieldCodec, kind, reader::Reader},
        error::ErrorKind,
    };

    #[derive(Serialize, Deserialize)]
    struct Player {
        name: String,
        stats: Stats,
        games: Vec<Stats>,
        by_year: HashMap<String, Stats>,
        kind: Kind,
    }

    #[derive(Serialize, Deserialize)]
    struct Stats {
        wins: i32,
    }

    #[derive(Serialize, Deserialize)]
    enum Kind {
        Plain,
        Bot(Stats),
    }

    #[test]
    fn the_path_and_the_stored_type_are_told() {
        let whole = doc! {
            "name": "MARK", "stats": { "wins": 1 }, "games": [{ "wins": 1 }, { "wins": 2 }], "by_year": { "2020": { "wins": 1 } },
            "kind": { "Bot": { "wins": 1 } },
        };
        let with = |key: &str, value: bson::Bson| {
            let mut document = whole.clone();
            document.insert(key, value);
            document
        };
        let mut nameless = whole.clone();
        nameless.remove("name");
        let fails = |document: &Document| {
            let raw = RawDocumentBuf::try_from(document).unwrap();
            let error = Bridge::<Player>::NEW.decode(kind::DOCUMENT, &mut Reader::new(&raw)).err().unwrap();
            let error = super::failed(&raw, &error);
            assert!(!format!("{error} {error:?}").contains("MARK"), "{error}");
            let ErrorKind::Decode(failure) = error.kind() else { panic!("{error}") };
            format!("{}: {}", failure.path(), failure.reason())
        };
        for (document, told) in [
            (with("name", 5_i64.into()), "name: expected a string, found long"),
            (with("stats", doc! { "wins": "MARK" }.into()), "stats.wins: expected i32, found string"),
            (with("stats", doc! { "wins": i64::MAX }.into()), "stats.wins: expected i32, found long"),
            (with("stats", "MARK".into()), "stats: expected struct Stats, found string"),
            (
                with("games", bson::bson!([{ "wins": 1 }, { "wins": "MARK" }])),
                "games[1].wins: expected i32, found string",
            ),
            (with("by_year", bson::bson!({ "2020": { "wins": null } })), "by_year.2020.wins: expected i32, found null"),
            (with("kind", bson::bson!({ "Bot": { "wins": "MARK" } })), "kind.Bot.wins: expected i32, found string"),
            (with("stats", doc! {}.into()), "stats.wins: the field is missing"),
            (with("games", bson::bson!([{}])), "games[0].wins: the field is missing"),
            (nameless, "name: the field is missing"),
        ] {
            assert_eq!(fails(&document), told);
        }
    }

    #[test]
    fn the_type_is_told_and_the_value_is_not() {
        for (message, told) in [
            ("missing field `name`", "the field is missing"),
            (r#"BSON error. Message: invalid type: string "MARK", expected i64."#, "expected i64"),
            (r#"invalid type: string "a, expected MARK", expected i64"#, "expected i64"),
            (r#"invalid value: string "MARK", expected 24-character, big-endian hex string"#, "expected an ObjectId"),
            ("invalid type: integer `5`, expected expecting an ObjectId", "expected an ObjectId"),
            ("unknown variant `MARK`, expected `a` or `b`", "expected `a` or `b`"),
            ("a validator of the user's: MARK", "the value does not fit the type"),
            (r#"invalid type: string "x, expected MARK", expected i64"#, "expected i64"),
            (
                "BSON error. Kind: A deserialization-related error occurred. Message: missing field `a`",
                "the field is missing",
            ),
            (r#"invalid type: string "missing field `MARK`", expected i64"#, "expected i64"),
            (r#"invalid type: string "duplicate field `MARK`", expected i64"#, "expected i64"),
        ] {
            assert_eq!(reason(message), told);
        }
    }
}
