//! One page by its number, with the total.

use std::{fmt, vec};

use serde::Serialize;

/// One [numbered page](crate::action::Find::page_number) of a find, in the order of its sort, and how many there are.
///
/// With serde it is written as `{ items, number, size, total, pages }`.
#[derive(Clone, Serialize)]
pub struct NumberedPage<T> {
    items: Vec<T>,
    number: u64,
    size: u32,
    total: u64,
    pages: u64,
}

impl<T> NumberedPage<T> {
    pub(in crate::collection) fn new(items: Vec<T>, number: u64, size: u32, total: u64) -> Self {
        Self { items, number, size, total, pages: total.div_ceil(u64::from(size)) }
    }

    /// The documents; none behind the last page.
    pub fn items(&self) -> &[T] {
        &self.items
    }

    /// The documents by value.
    pub fn into_items(self) -> Vec<T> {
        self.items
    }

    /// The number of this page, as it was asked for; the first is 1.
    pub fn number(&self) -> u64 {
        self.number
    }

    /// How many documents a page has at most.
    pub fn size(&self) -> u32 {
        self.size
    }

    /// How many documents match, on all pages.
    pub fn total(&self) -> u64 {
        self.total
    }

    /// How many pages there are; 0 where nothing matches.
    pub fn pages(&self) -> u64 {
        self.pages
    }

    /// The same page with what `change` makes of each document.
    pub fn map<U>(self, change: impl FnMut(T) -> U) -> NumberedPage<U> {
        let Self { items, number, size, total, pages } = self;
        NumberedPage { items: items.into_iter().map(change).collect(), number, size, total, pages }
    }
}

impl<T> IntoIterator for NumberedPage<T> {
    type Item = T;
    type IntoIter = vec::IntoIter<T>;

    fn into_iter(self) -> Self::IntoIter {
        self.items.into_iter()
    }
}

impl<T> fmt::Debug for NumberedPage<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("NumberedPage")
            .field("items", &self.items.len())
            .field("number", &self.number)
            .field("size", &self.size)
            .field("total", &self.total)
            .finish_non_exhaustive()
    }
}
