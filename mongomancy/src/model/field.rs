//! Field paths that the compiler checks, segment by segment.

use std::marker::PhantomData;

use super::stored_as::{SmallestStored, StoredAsDate, StoredAsTime, present};
use crate::{codec::MongoDocument, definition::Index};

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

impl<T> FieldPath<Option<T>> {
    /// Makes a unique index leave out the documents in which this field is absent: two of them would collide.
    pub fn leave_absent_out(self, index: Index) -> Index
    where
        T: SmallestStored,
    {
        let present = present::<T>(&self.stored);
        index.leaving_absent_out(self.stored, present)
    }
}

/// What [`FieldPath::leave_absent_out`] is for every type but `Option`, by the order in which methods are looked up.
pub trait LeavesNothingOut: Sized {
    /// The index as it is.
    fn leave_absent_out(self, index: Index) -> Index {
        index
    }
}

impl<T: ?Sized> LeavesNothingOut for FieldPath<T> {}

/// The path on to a field of the embedded document.
pub fn step<T: Embeds + ?Sized, U: ?Sized>(
    path: FieldPath<T>,
    pick: impl FnOnce(<T::Document as MongoDocument>::Fields) -> Field<U>,
) -> FieldPath<U> {
    let FieldPath { stored, .. } = path;
    let field = pick(Default::default());
    FieldPath { stored: format!("{stored}.{}", field.name), of: PhantomData }
}

/// The key of an index over every field below the path.
pub fn below<T: ?Sized>(path: FieldPath<T>) -> String {
    let mut key = path.stored;
    key.push_str(".$**");
    key
}

/// The path, which leads to a date.
pub fn expiring<T: StoredAsDate + ?Sized>(path: FieldPath<T>) -> FieldPath<T> {
    path
}

/// The path, which leads to the time of a measurement.
pub fn measured<T: StoredAsTime + ?Sized>(path: FieldPath<T>) -> FieldPath<T> {
    path
}

/// A type whose values hold embedded documents that a path may enter.
#[diagnostic::on_unimplemented(
    message = "a path cannot go into `{Self}`",
    label = "no embedded document",
    note = "if it is a struct of yours, add `#[derive(MongoDocument)]` to it",
    note = "else write the stored path in a string, which is not checked: `\"outer.inner\"`"
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
