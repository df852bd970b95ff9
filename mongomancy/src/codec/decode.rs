//! How a value reads itself from BSON.

use std::{borrow::Cow, fmt};

use super::reader::Reader;

/// A value that can be read: it makes itself from BSON, as serde would, errors included.
///
/// Derived by [`MongoCollection`](derive@crate::MongoCollection) and [`MongoDocument`](derive@crate::MongoDocument), and
/// implemented for everything that BSON has a type for. The trait is there to be named in bounds; the derives are its
/// only implementors meant.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be read from BSON",
    label = "needs `#[derive(MongoDocument)]`",
    note = "for a type that only serde can read, `mongomancy::Serde<T>` is named in its place: `distinct::<Serde<T>>(..)`"
)]
pub trait Decode: Sized {
    /// Reads a value of BSON type `kind`, and leaves `from` behind it.
    #[doc(hidden)]
    fn decode_from(kind: u8, from: &mut Reader<'_>) -> Result<Self, DecodeError>;

    /// What an absent field stands for, if it may be absent.
    #[doc(hidden)]
    #[inline]
    fn missing() -> Option<Self> {
        None
    }
}

/// Why a value cannot be read, and where; never with which value.
pub struct DecodeError(Box<Inner>);

struct Inner {
    /// Innermost first.
    path: Vec<Segment>,
    reason: Cow<'static, str>,
}

/// A step of the way to a value.
pub(crate) enum Segment {
    Key(Cow<'static, str>),
    Index(usize),
}

impl DecodeError {
    #[cold]
    pub(crate) fn new(reason: impl Into<Cow<'static, str>>) -> Self {
        Self(Box::new(Inner { path: Vec::new(), reason: reason.into() }))
    }

    /// The bytes are not BSON.
    #[cold]
    pub(crate) fn malformed() -> Self {
        Self::new("the bytes are no BSON document")
    }

    /// A value of another type than `expected`.
    #[cold]
    pub(crate) fn unexpected(expected: &str, kind: u8) -> Self {
        Self::new(format!("expected {expected}, found {}", super::kind::name(kind)))
    }

    /// The same, below `key`.
    #[cold]
    pub(crate) fn below(mut self, key: impl Into<Cow<'static, str>>) -> Self {
        self.0.path.push(Segment::Key(key.into()));
        self
    }

    /// The same, at an element of an array.
    #[cold]
    pub(crate) fn at(mut self, index: usize) -> Self {
        self.0.path.push(Segment::Index(index));
        self
    }

    pub(crate) fn reason(&self) -> &str {
        &self.0.reason
    }

    /// The way to the value: `a.b[2].c`.
    pub(crate) fn path(&self) -> String {
        let mut path = String::new();
        for segment in self.0.path.iter().rev() {
            match segment {
                Segment::Index(index) => path.extend(["[", &index.to_string(), "]"]),
                Segment::Key(key) => {
                    if !path.is_empty() {
                        path.push('.');
                    }
                    path.push_str(key);
                }
            }
        }
        path
    }
}

impl fmt::Debug for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DecodeError").field("path", &self.path()).field("reason", &self.0.reason).finish()
    }
}
