//! How a value writes itself as BSON.

use std::{borrow::Cow, fmt};

use crate::{
    error::{Error, ErrorKind},
    shape::{Shape, Within},
};

/// A value that can be stored: it writes its own BSON.
///
/// Derived by [`MongoCollection`](derive@crate::MongoCollection) and [`MongoDocument`](derive@crate::MongoDocument), and
/// implemented for everything that BSON has a type for. What is written is byte for byte what serde would write. The
/// trait is there to be named in bounds; the derives are its only implementors meant.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot write itself as BSON",
    label = "needs `#[derive(MongoDocument)]`"
)]
pub trait Encode {
    /// Appends the value's bytes, and gives its BSON type, whose place is before the key.
    #[doc(hidden)]
    fn encode_to(&self, to: &mut Vec<u8>) -> Result<u8, EncodeError>;

    /// What is written of any value of the type.
    #[doc(hidden)]
    fn stored_shape(_: &Within<'_>) -> Shape {
        Shape::Any
    }
}

/// Why a value cannot be written, and where.
pub struct EncodeError(Box<Inner>);

struct Inner {
    /// Innermost first.
    path: Vec<Cow<'static, str>>,
    reason: &'static str,
}

impl EncodeError {
    pub(crate) fn new(reason: &'static str) -> Self {
        Self(Box::new(Inner { path: Vec::new(), reason }))
    }

    /// The same, below `key`.
    #[cold]
    pub(crate) fn below(mut self, key: impl Into<Cow<'static, str>>) -> Self {
        self.0.path.push(key.into());
        self
    }
}

impl From<EncodeError> for Error {
    fn from(error: EncodeError) -> Self {
        let path: Vec<&str> = error.0.path.iter().rev().map(|key| &**key).collect();
        let place = if path.is_empty() { String::new() } else { format!(" at `{}`", path.join(".")) };
        Self::new(ErrorKind::Encode, format!("{}{place}", error.0.reason))
    }
}

impl fmt::Debug for EncodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EncodeError").field("path", &self.0.path).field("reason", &self.0.reason).finish()
    }
}
