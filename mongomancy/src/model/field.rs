//! Field paths that the compiler checks, segment by segment.

use std::{
    collections::{BTreeMap, HashMap},
    marker::PhantomData,
};

use crate::codec::MongoDocument;

/// One field of a document: its stored name and its type.
#[derive(Debug)]
pub struct Field<T: ?Sized> {
    name: &'static str,
    of: PhantomData<fn() -> *const T>,
}

impl<T: ?Sized> Field<T> {
    /// The field stored as `name`.
    pub const fn new(name: &'static str) -> Self {
        Self { name, of: PhantomData }
    }
}

/// A path of stored names that ends at a value of type `T`.
#[derive(Debug)]
pub struct FieldPath<T: ?Sized> {
    stored: String,
    of: PhantomData<fn() -> *const T>,
}

impl<T: ?Sized> FieldPath<T> {
    /// A path of one field.
    pub fn new(name: &str) -> Self {
        Self { stored: name.to_owned(), of: PhantomData }
    }

    /// The path as the server takes it, with dots.
    pub fn stored(self) -> String {
        self.stored
    }
}

impl<T: Embeds + ?Sized> FieldPath<T> {
    /// The path on to a field of the embedded document.
    pub fn step<U: ?Sized>(
        self,
        pick: impl FnOnce(<T::Document as MongoDocument>::Fields) -> Field<U>,
    ) -> FieldPath<U> {
        let field = pick(Default::default());
        FieldPath { stored: format!("{}.{}", self.stored, field.name), of: PhantomData }
    }
}

/// A type whose values hold embedded documents that a path may enter.
#[diagnostic::on_unimplemented(
    message = "a path cannot go into `{Self}`",
    label = "not an embedded document with `#[derive(MongoDocument)]`; a string is the stored path, unchecked: \
             `\"a.b\" = 1`"
)]
pub trait Embeds {
    /// The embedded document.
    type Document: MongoDocument;
}

impl<T: Embeds> Embeds for Option<T> {
    type Document = T::Document;
}

impl<T: Embeds + ?Sized> Embeds for Box<T> {
    type Document = T::Document;
}

impl<T: Embeds> Embeds for Vec<T> {
    type Document = T::Document;
}

impl<T: Embeds, const N: usize> Embeds for [T; N] {
    type Document = T::Document;
}

/// A map of embedded documents is entered by a key, which only a string path can name.
impl<K, T, S> Embeds for HashMap<K, T, S>
where
    Self: MapsNeedStringPaths,
{
    type Document = bson::Document;
}

impl<K, T> Embeds for BTreeMap<K, T>
where
    Self: MapsNeedStringPaths,
{
    type Document = bson::Document;
}

#[diagnostic::on_unimplemented(
    message = "a path cannot go into a map",
    label = "the key is not known to the compiler; a string is the stored path, unchecked: `\"attrs.color\" = 1`"
)]
pub trait MapsNeedStringPaths {}
