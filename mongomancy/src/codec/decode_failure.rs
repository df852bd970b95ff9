//! What a failed decode may say: where and why, never the value.

use bson::{RawBsonRef, RawDocument, spec::BinarySubtype};

use crate::error::{DecodeFailure, Error, ErrorKind};

pub(super) fn malformed() -> Error {
    failure(DecodeFailure { reason: "the bytes are no BSON document".into(), ..DecodeFailure::default() })
}

/// The failure of reading `document` at `path`, with serde's `message`.
pub(super) fn at(document: &RawDocument, path: String, message: &str) -> Error {
    let id = document.get("_id").ok().flatten().and_then(shown_id);
    failure(DecodeFailure { collection: None, id, reason: reason(message), path })
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
            // Such a value is read as the field `v` of a document of its own.
            let within = failure.path.strip_prefix('v').unwrap_or_default();
            let failure = DecodeFailure { path: format!("{field}{within}"), ..failure.clone() };
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

/// serde quotes values in its messages; only what it says of the type is kept.
fn reason(message: &str) -> String {
    if let Some(field) = between(message, "missing field `", "`") {
        return format!("the field `{field}` is missing");
    }
    if let Some(field) = between(message, "duplicate field `", "`") {
        return format!("the field `{field}` is there twice");
    }
    if let Some((_, expected)) = message.split_once(", expected ") {
        let expected = expected.split([',', '.', '\n']).next().unwrap_or_default().trim();
        return format!("expected {expected}");
    }
    "the value does not fit the type".into()
}

fn between<'a>(text: &'a str, before: &str, after: &str) -> Option<&'a str> {
    let (_, rest) = text.split_once(before)?;
    rest.split_once(after).map(|(inner, _)| inner)
}

#[cfg(test)]
mod tests {
    use super::reason;

    #[test]
    fn the_type_is_told_and_the_value_is_not() {
        for (message, told) in [
            ("missing field `name`", "the field `name` is missing"),
            (r#"BSON error. Message: invalid type: string "MARK", expected i64."#, "expected i64"),
            ("unknown variant `MARK`, expected `a` or `b`", "expected `a` or `b`"),
            ("a validator of the user's: MARK", "the value does not fit the type"),
        ] {
            assert_eq!(reason(message), told);
        }
    }
}
