//! One page of what a find gives, and the tokens that lead to its neighbours.

mod fetch;
mod numbered;
mod seal;
mod secret;
mod token;

use std::{fmt, vec};

use serde::Serialize;

pub(crate) use self::secret::PageSecret;
pub(super) use self::{
    fetch::Fetched,
    seal::{Seal, Start},
};
pub use self::{
    numbered::NumberedPage,
    token::{IntoPageToken, PageToken},
};

/// One [page](crate::action::Find::page) of a find, in the order of its sort.
///
/// With serde it is written as `{ items, next, previous }`, the tokens as strings or null.
///
/// ```no_run
/// # use mongomancy::{Collection, Page, PageToken, bson::{Document, doc}};
/// # async fn example(players: Collection<Document>, asked: Option<String>) -> mongomancy::Result<()> {
/// let page = players.find(doc! {}).sort(doc! { "score": -1 }).page(50).after(asked).await?;
/// for player in page.items() {
///     println!("{player}");
/// }
/// if let Some(token) = page.next() {
///     println!("/players?after={token}");
/// }
/// let (next, players): (Option<PageToken>, Vec<Document>) = (page.next().cloned(), page.into_items());
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Serialize)]
pub struct Page<T> {
    items: Vec<T>,
    next: Option<PageToken>,
    previous: Option<PageToken>,
}

impl<T> Page<T> {
    pub(super) fn new(items: Vec<T>, next: Option<PageToken>, previous: Option<PageToken>) -> Self {
        Self { items, next, previous }
    }

    /// The documents.
    pub fn items(&self) -> &[T] {
        &self.items
    }

    /// The documents by value.
    pub fn into_items(self) -> Vec<T> {
        self.items
    }

    /// The token for [`after`](crate::action::FindPage::after) that gives the page after this one; none where this one is
    /// the last.
    ///
    /// Of a page that was reached backward it leads to where the reader came from, whether or not there are documents
    /// still.
    pub fn next(&self) -> Option<&PageToken> {
        self.next.as_ref()
    }

    /// The token for [`before`](crate::action::FindPage::before) that gives the page before this one; none where this one
    /// is the first.
    ///
    /// Of a page that was reached forward it leads to where the reader came from, whether or not there are documents
    /// still.
    pub fn previous(&self) -> Option<&PageToken> {
        self.previous.as_ref()
    }

    /// The same page with what `change` makes of each document.
    pub fn map<U>(self, change: impl FnMut(T) -> U) -> Page<U> {
        Page { items: self.items.into_iter().map(change).collect(), next: self.next, previous: self.previous }
    }
}

impl<T> IntoIterator for Page<T> {
    type Item = T;
    type IntoIter = vec::IntoIter<T>;

    fn into_iter(self) -> Self::IntoIter {
        self.items.into_iter()
    }
}

impl<T> fmt::Debug for Page<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Page")
            .field("items", &self.items.len())
            .field("next", &self.next.is_some())
            .field("previous", &self.previous.is_some())
            .finish_non_exhaustive()
    }
}
