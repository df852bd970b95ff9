//! The kinds of errors as the table names them.

use mongomancy::ErrorKind;
use mongomancy_tests::guarantee::Kind;

/// The table's name of `kind`, where it has one.
pub(super) fn named(kind: &ErrorKind) -> Option<Kind> {
    match kind {
        ErrorKind::Authentication => Some(Kind::Authentication),
        ErrorKind::CursorLost { .. } => Some(Kind::CursorLost),
        ErrorKind::DeadlineExceeded => Some(Kind::DeadlineExceeded),
        ErrorKind::DuplicateKey(_) => Some(Kind::DuplicateKey),
        ErrorKind::Server(_) => Some(Kind::Server),
        ErrorKind::Unauthorized => Some(Kind::Unauthorized),
        ErrorKind::Unavailable => Some(Kind::Unavailable),
        ErrorKind::Validation(_) => Some(Kind::Validation),
        _ => None,
    }
}
