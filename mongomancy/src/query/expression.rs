//! An aggregation expression: what a server computes of a document.

mod arithmetic;
mod compare;
mod functions;
mod into_expression;

use std::{fmt, marker::PhantomData};

use bson::{Bson, Document, RawBson, RawDocumentBuf};

pub use self::{
    functions::{concat, cond, if_null, raw, size, value},
    into_expression::IntoExpression,
};
use super::operators::{put, put_array};
use crate::{
    codec::{
        element::{begin, end},
        encode::EncodeError,
        kind,
    },
    error::{Error, ErrorKind, Result},
};

/// What a server computes of a document of `R`, a value of type `T`.
///
/// A [`Path`](crate::Path) is one, and [`value`] makes one of a value. Their types carry through: what is computed of
/// numbers is a number.
///
/// ```
/// use mongomancy::{MongoCollection, bson::bson, expression::value};
///
/// #[derive(MongoCollection)]
/// struct Player {
///     score: f64,
///     bonus: f64,
/// }
/// let p = Player::fields();
/// let total = (p.score.expr() + p.bonus) * value(2.0);
/// let expected = bson!({ "$multiply": [{ "$add": ["$score", "$bonus"] }, { "$literal": 2.0 }] });
/// assert_eq!(total.to_bson()?, expected);
/// # Ok::<(), mongomancy::Error>(())
/// ```
#[must_use = "an expression does nothing by itself"]
pub struct Expression<R: ?Sized, T> {
    kind: u8,
    bytes: Vec<u8>,
    error: Option<Error>,
    of: PhantomData<fn() -> (*const R, T)>,
}

impl<R: ?Sized, T> Expression<R, T> {
    /// The expression as the server gets it.
    ///
    /// # Errors
    /// [`Encode`](crate::ErrorKind::Encode) where a value has no BSON form.
    pub fn to_bson(&self) -> Result<Bson> {
        let unreadable = || Error::new(ErrorKind::Encode, "the expression is no BSON value");
        Bson::try_from(self.clone().into_raw()?).map_err(|_| unreadable())
    }

    /// The value's bytes.
    pub(super) fn into_raw(self) -> Result<RawBson> {
        if let Some(error) = self.error {
            return Err(error);
        }
        let mut document = Vec::with_capacity(self.bytes.len() + 8);
        let start = begin(&mut document);
        document.extend_from_slice(&[self.kind, b'v', 0]);
        document.extend_from_slice(&self.bytes);
        end(&mut document, start);
        let document = RawDocumentBuf::from_bytes(document).ok();
        let value = document.as_ref().and_then(|document| document.get("v").ok().flatten());
        value.map(RawBson::from).ok_or_else(|| Error::new(ErrorKind::Encode, "the expression is no BSON value"))
    }

    /// What `write` appends and tells the type of.
    pub(super) fn written(write: impl FnOnce(&mut Vec<u8>) -> std::result::Result<u8, EncodeError>) -> Self {
        let mut bytes = Vec::new();
        match write(&mut bytes) {
            Ok(kind) => Self { kind, bytes, error: None, of: PhantomData },
            Err(error) => Self::failed(Error::from(error).within("the expression")),
        }
    }

    pub(super) fn failed(error: Error) -> Self {
        Self { kind: kind::NULL, bytes: Vec::new(), error: Some(error), of: PhantomData }
    }

    /// The field at a path: its name after a `$`.
    pub(super) fn field(path: &[u8]) -> Self {
        Self::written(|to| {
            let length = i32::try_from(path.len() + 2).unwrap_or(i32::MAX);
            to.extend_from_slice(&length.to_le_bytes());
            to.push(b'$');
            to.extend_from_slice(path);
            to.push(0);
            Ok(kind::STRING)
        })
    }

    /// `{operator: [arguments]}`.
    pub(super) fn call(operator: &str, arguments: impl IntoIterator<Item = Untyped>) -> Self {
        let mut arguments: Vec<Untyped> = arguments.into_iter().collect();
        if let Some(error) = arguments.iter_mut().find_map(|argument| argument.error.take()) {
            return Self::failed(error);
        }
        Self::written(|to| super::operators::document(to, |to| put_array(to, operator, arguments, Untyped::append)))
    }

    /// `{operator: argument}`.
    pub(super) fn call_one(operator: &str, argument: Untyped) -> Self {
        if let Some(error) = argument.error {
            return Self::failed(error);
        }
        Self::written(|to| super::operators::document(to, |to| put(to, operator, |to| argument.append(to))))
    }

    /// The same, without its types.
    pub(super) fn untyped(self) -> Untyped {
        Untyped { kind: self.kind, bytes: self.bytes, error: self.error }
    }

    /// The same value, as one of another type. Nothing checks it.
    ///
    /// ```
    /// # use mongomancy::MongoCollection;
    /// # #[derive(MongoCollection)]
    /// # struct Player { wins: i32, score: f64 }
    /// let p = Player::fields();
    /// let mixed = p.wins.expr().with_type::<f64>() * p.score;
    /// # assert!(mixed.to_bson().is_ok());
    /// ```
    pub fn with_type<U>(self) -> Expression<R, U> {
        Expression { kind: self.kind, bytes: self.bytes, error: self.error, of: PhantomData }
    }
}

/// An argument of an expression, whose type was looked at before.
pub(crate) struct Untyped {
    pub(super) kind: u8,
    pub(super) bytes: Vec<u8>,
    pub(super) error: Option<Error>,
}

impl Untyped {
    #[expect(clippy::unnecessary_wraps, reason = "as all writers of values")]
    pub(super) fn append(self, to: &mut Vec<u8>) -> std::result::Result<u8, EncodeError> {
        to.extend_from_slice(&self.bytes);
        Ok(self.kind)
    }
}

impl<R: ?Sized, T> Clone for Expression<R, T> {
    fn clone(&self) -> Self {
        Self { kind: self.kind, bytes: self.bytes.clone(), error: self.error.clone(), of: PhantomData }
    }
}

/// Shows no value and no field.
impl<R: ?Sized, T> fmt::Debug for Expression<R, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Expression").field("error", &self.error).finish_non_exhaustive()
    }
}

/// The bytes of a document that is written by hand.
pub(super) fn of_document<R: ?Sized, T>(document: &Document) -> Expression<R, T> {
    match crate::codec::MongoDocument::encode(document) {
        Ok(encoded) => Expression::written(|to| {
            to.extend_from_slice(encoded.as_bytes());
            Ok(kind::DOCUMENT)
        }),
        Err(error) => Expression::failed(error),
    }
}
