//! A server's refusal as an error of ours: by its code, without its message.

use bson::Document;

use super::{broken_rules, code_name};
use crate::error::{BrokenRule, Cause, DuplicateKey, Error, ErrorKind, ServerFailure, ValidationFailure};

/// One refusal, be it the reply to a command, an element of `writeErrors` or a `writeConcernError`.
#[derive(Clone, Default)]
pub(crate) struct Refusal {
    pub(crate) code: i32,
    pub(crate) name: String,
    /// The server's words: read for the index's name, never shown.
    pub(crate) message: String,
    pub(crate) labels: Vec<String>,
    /// The fields of the unique index that refused.
    pub(crate) key_pattern: Option<Document>,
    /// What a validator did not let pass.
    pub(crate) broken: Vec<BrokenRule>,
}

impl Refusal {
    /// From an element of `writeErrors` or from a `writeConcernError`.
    pub(crate) fn from_document(document: &Document) -> Self {
        Self {
            code: document.get_i32("code").unwrap_or_default(),
            name: document.get_str("codeName").unwrap_or_default().to_owned(),
            message: document.get_str("errmsg").unwrap_or_default().to_owned(),
            labels: labels(document),
            key_pattern: document.get_document("keyPattern").ok().cloned(),
            broken: document.get_document("errInfo").map(broken_rules::of).unwrap_or_default(),
        }
    }

    pub(crate) fn into_error(mut self) -> Error {
        if self.name.is_empty() {
            code_name::of(self.code).clone_into(&mut self.name);
        }
        let (kind, explanation) = match self.code {
            11000 | 11001 | 12582 => (ErrorKind::DuplicateKey(self.duplicate_key()), ""),
            121 => (ErrorKind::Validation(ValidationFailure { broken: self.broken }), ""),
            13 => (ErrorKind::Unauthorized, ""),
            18 => (ErrorKind::Authentication, ""),
            43 | 237 => (ErrorKind::CursorLost { documents: 0 }, ""),
            50 => (ErrorKind::DeadlineExceeded, "the server's time limit for the operation passed"),
            85 | 86 => (ErrorKind::Conflict, "an index with other options or keys is there"),
            11601 => (self.server_failure(), "the operation was killed by an operator"),
            _ => (self.server_failure(), ""),
        };
        let cause = Cause::new("server error", Some(self.code), Some(self.name), self.labels);
        Error::new(kind, explanation).caused_by(cause).with_server_message(&self.message)
    }

    fn server_failure(&self) -> ErrorKind {
        ErrorKind::Server(ServerFailure { code: self.code, name: self.name.clone() })
    }

    /// The index stands in the message alone: `... index: ux__player__name dup key: { ... }`.
    fn duplicate_key(&self) -> DuplicateKey {
        let index = self.message.split_once(" index: ").map(|(_, rest)| rest);
        let index = index
            .and_then(|rest| rest.split(" dup key").next())
            .and_then(|rest| rest.split(" collation:").next())
            .map(|name| name.trim().to_owned());
        let fields = self.key_pattern.as_ref().map(|pattern| pattern.keys().cloned().collect());
        DuplicateKey { index: index.unwrap_or_default(), fields: fields.unwrap_or_default() }
    }
}

pub(crate) fn labels(document: &Document) -> Vec<String> {
    let labels = document.get_array("errorLabels").map(Vec::as_slice).unwrap_or_default();
    labels.iter().filter_map(|label| label.as_str().map(str::to_owned)).collect()
}

#[cfg(test)]
mod tests {
    use bson::doc;

    use super::*;

    #[test]
    fn a_duplicate_key_names_index_and_fields_but_no_value() {
        let refusal = Refusal::from_document(&doc! {
            "code": 11000,
            "errmsg": "E11000 duplicate key error collection: game.player index: ux__player__name dup key: { name: \"MARK\" }",
            "keyPattern": { "name": 1 },
            "keyValue": { "name": "MARK" },
        });
        let error = refusal.into_error();
        let ErrorKind::DuplicateKey(duplicate) = error.kind() else { panic!("{error}") };
        assert_eq!((duplicate.index(), duplicate.fields()), ("ux__player__name", &["name".to_owned()][..]));
        assert!(!format!("{error} {error:?}").contains("MARK"));
    }

    #[test]
    fn a_refusal_without_a_name_is_named_and_points_to_the_words() {
        let refused = |code, words: &str| Refusal::from_document(&doc! { "code": code, "errmsg": words }).into_error();
        let error = refused(9, "MARK");
        let ErrorKind::Server(failure) = error.kind() else { panic!("{error}") };
        assert_eq!((failure.code(), failure.name()), (9, "FailedToParse"));
        assert_eq!(
            error.to_string(),
            "refused by the server with code 9 FailedToParse (the server's words: `Error::server_message()`)"
        );
        assert_eq!(refused(4711, "").to_string(), "refused by the server with code 4711");
        // The server's own name for it counts.
        let named = Refusal::from_document(&doc! { "code": 9, "codeName": "Another" }).into_error();
        assert_eq!(named.to_string(), "refused by the server with code 9 Another");
    }
}
