//! Filters made of filters: all of them, any of them, none of them.

use std::ops::{BitAnd, BitAndAssign, BitOr, BitOrAssign, Not};

use super::{Filter, Shape, push};
use crate::{
    codec::{
        element::{begin, end},
        reader::Reader,
    },
    error::Error,
};

impl<R: ?Sized> Filter<R> {
    /// What all of these match; without any, every document.
    ///
    /// ```
    /// # use mongomancy::{Filter, MongoCollection, doc};
    /// # #[derive(MongoCollection)]
    /// # struct Player { tags: Vec<String> }
    /// let p = Player::fields();
    /// let wanted = ["a", "b"];
    /// let filter = Filter::and(wanted.iter().map(|tag| p.tags.contains(*tag)));
    /// # assert!(filter.to_document().is_ok());
    /// ```
    pub fn and(filters: impl IntoIterator<Item = Self>) -> Self {
        filters.into_iter().fold(Self::all(), BitAnd::bitand)
    }

    /// What any of these matches; without any, no document.
    ///
    /// ```
    /// # use mongomancy::{Document, Filter, doc};
    /// let none = Filter::<Document>::or([]);
    /// assert_eq!(none.to_document()?, doc! { "$nor": [{}] });
    /// # Ok::<(), mongomancy::Error>(())
    /// ```
    pub fn or(filters: impl IntoIterator<Item = Self>) -> Self {
        filters.into_iter().reduce(BitOr::bitor).unwrap_or_else(|| !Self::all())
    }

    fn joined(mut self, mut other: Self, wrap: fn(usize) -> Shape) -> Self {
        if let Some(error) = self.take_error().or_else(|| other.take_error()) {
            return Self::failed(error);
        }
        let mut count = if self.shape == wrap(self.count()) {
            self.count()
        } else {
            let mut bytes = Vec::with_capacity(self.bytes.len() + other.bytes.len() + 32);
            push(&mut bytes, 0, |to| self.append_elements(to));
            self.bytes = bytes;
            1
        };
        if other.shape == wrap(other.count()) {
            let mut rest = &other.bytes[..];
            while let Some((document, after)) = first(rest) {
                push(&mut self.bytes, count, |to| to.extend_from_slice(document));
                (count, rest) = (count + 1, after);
            }
        } else {
            push(&mut self.bytes, count, |to| other.append_elements(to));
            count += 1;
        }
        self.shape = wrap(count);
        self
    }

    fn count(&self) -> usize {
        match self.shape {
            Shape::All(count) | Shape::Any(count) | Shape::None(count) => count,
            Shape::Document | Shape::Operators => 1,
        }
    }

    fn has_no_name(&self) -> bool {
        self.shape == Shape::Operators
    }
}

/// The elements of the first document of an array, and what comes after it.
fn first(array: &[u8]) -> Option<(&[u8], &[u8])> {
    let value = array.iter().skip(1).position(|byte| *byte == 0)? + 2;
    let length = array.get(value..value + 4).and_then(|bytes| bytes.try_into().ok()).map(u32::from_le_bytes)?;
    let end = value + usize::try_from(length).ok()?;
    Some((array.get(value + 4..end - 1)?, array.get(end..)?))
}

/// Whether one of the operators stands in both, `$not` apart: servers take `$regex` and `$options` once, other operators
/// as often as they stand there.
fn meet(some: &[u8], others: &[u8]) -> bool {
    names(some).any(|name| name != "$not" && names(others).any(|other| other == name))
}

/// The names of elements.
fn names(elements: &[u8]) -> impl Iterator<Item = &str> {
    let mut reader = Reader::within(elements);
    std::iter::from_fn(move || {
        let (kind, name) = reader.key().ok()?;
        reader.skip(kind).ok()?;
        Some(name)
    })
}

/// An element has one kind of conditions: those on itself, or those on its fields.
fn unsayable<R: ?Sized>() -> Filter<R> {
    Filter::failed(Error::invalid_argument(
        "conditions on an element itself and on its fields cannot be combined; use one `elem_match` for each",
    ))
}

/// Both.
impl<R: ?Sized> BitAnd for Filter<R> {
    type Output = Self;

    fn bitand(mut self, mut other: Self) -> Self {
        if self.is_all() {
            return other;
        }
        if other.is_all() {
            return self;
        }
        match (self.has_no_name(), other.has_no_name()) {
            (false, false) => self.joined(other, Shape::All),
            (true, true) if self.error.is_none() && other.error.is_none() => {
                if meet(&self.bytes, &other.bytes) {
                    other = !!other;
                }
                self.bytes.extend_from_slice(&other.bytes);
                self
            }
            _ if self.error.is_some() => self,
            _ if other.error.is_some() => other,
            _ => unsayable(),
        }
    }
}

/// Either, or both.
impl<R: ?Sized> BitOr for Filter<R> {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        match (self.has_no_name(), other.has_no_name()) {
            (false, false) => self.joined(other, Shape::Any),
            // There is no `$or` without fields.
            (true, true) => !(!self & !other),
            _ if self.error.is_some() => self,
            _ if other.error.is_some() => other,
            _ => unsayable(),
        }
    }
}

/// What it does not match.
impl<R: ?Sized> Not for Filter<R> {
    type Output = Self;

    fn not(mut self) -> Self {
        if let Some(error) = self.take_error() {
            return Self::failed(error);
        }
        match self.shape {
            Shape::Operators => {
                let mut bytes = Vec::with_capacity(self.bytes.len() + 16);
                bytes.extend_from_slice(b"\x03$not\0");
                let start = begin(&mut bytes);
                bytes.extend_from_slice(&self.bytes);
                end(&mut bytes, start);
                Self::of(Shape::Operators, bytes)
            }
            Shape::Any(count) => Self { shape: Shape::None(count), ..self },
            Shape::None(count) => Self { shape: Shape::Any(count), ..self },
            Shape::Document | Shape::All(_) => {
                let mut bytes = Vec::with_capacity(self.bytes.len() + 24);
                push(&mut bytes, 0, |to| self.append_elements(to));
                Self::of(Shape::None(1), bytes)
            }
        }
    }
}

impl<R: ?Sized> BitAndAssign for Filter<R> {
    fn bitand_assign(&mut self, other: Self) {
        *self = std::mem::replace(self, Self::all()) & other;
    }
}

impl<R: ?Sized> BitOrAssign for Filter<R> {
    fn bitor_assign(&mut self, other: Self) {
        *self = std::mem::replace(self, Self::all()) | other;
    }
}
