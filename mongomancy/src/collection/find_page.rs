//! `find(..).page(size)`: the documents behind a token, or before it.

use bson::{
    RawBson, RawDocument, RawDocumentBuf,
    raw::{CStr, cstr},
};

use super::{
    call::Call,
    find::{Find, find_command},
    keyset::Keyset,
    page::{Fetched, IntoPageToken, Page, PageSecret, PageToken, Seal, Start},
};
use crate::{
    codec::{DecodeDocument, MongoDocument},
    error::{Error, Result},
};

/// How many documents a [page](crate::action::Find::page) may have: all of them are in memory.
pub const MAX_PAGE_SIZE: u32 = 10_000;
/// The options that say, beside filter and sort, which documents there are and in which order.
const OF_THE_QUERY: [&CStr; 4] = [cstr!("collation"), cstr!("let"), cstr!("min"), cstr!("max")];

impl<T, R> Find<T, R> {
    /// Gives one page of so many documents, with tokens for the ones after and before it; awaiting it gives a [`Page`].
    ///
    /// A page begins behind the sort key of a document, not behind a count: the tokens hold that key, and the ten
    /// thousandth page costs what the first costs.
    ///
    /// ```no_run
    /// # use mongomancy::{Collection, Page, bson::{Document, doc}};
    /// # async fn example(players: Collection<Document>) -> mongomancy::Result<()> {
    /// // A handler of `GET /players?after=..` or `?before=..`.
    /// async fn list(
    ///     players: Collection<Document>,
    ///     after: Option<String>,
    ///     before: Option<String>,
    /// ) -> mongomancy::Result<Page<Document>> {
    ///     players.find(doc! { "guild": "red" }).sort(doc! { "score": -1 }).page(50).after(after).before(before).await
    /// }
    ///
    /// let first = list(players.clone(), None, None).await?;
    /// let second = list(players, first.next().map(ToString::to_string), None).await?;
    /// assert!(second.previous().is_some());
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// - The order is total: the [`sort`](Self::sort), then `_id` upwards where the sort does not name it.
    /// - **An index** should have the fields that the filter compares for equality, then the sort's, then `_id`, in the
    ///   sort's directions or all of them reversed: `guild: 1, score: -1, _id: 1` for the example. Then the server
    ///   examines as many documents for one page as for another. Without the `_id` it sorts all that match. A sort that
    ///   names the `_id` in the direction of its other keys lets one index serve it both ways.
    ///   Where the place is at a null in the sort, and more than the `_id` is sorted by behind it, the server also passes
    ///   over those that are equal up to the next key.
    /// - **Pages are no snapshot**, and each document has its place by its key. What is inserted or deleted shifts no
    ///   other document onto another page, so none of those that stay is given twice or left out, unless its sort key
    ///   changes. A page may be short when documents before it were deleted. The document that a token was made of may be
    ///   gone.
    /// - **A token belongs to its query**: the collection, the filter with its fields in their order, the sort, the
    ///   collation, `let_vars`, `min` and `max`. A filter that depends on the time needs the first page's time on all of
    ///   them. The size and the projection may change from page to page.
    /// - **A token is not encrypted**: whoever has it reads the sort key of one document, also the fields that a
    ///   projection leaves out. A checksum tells of damage; a [`page_secret`](FindPage::page_secret) keeps clients from
    ///   making tokens. Even those stay within the filter.
    /// - [`resumable`](Self::resumable) changes nothing about a page.
    ///
    /// # Errors
    /// [`InvalidArgument`](crate::ErrorKind::InvalidArgument), before anything is sent, for
    /// - a token that is damaged, of another query or version, or not signed by the `page_secret`;
    /// - a size of 0 or above [`MAX_PAGE_SIZE`];
    /// - a sort by `$natural` or `$meta`, [`limit`](Self::limit), [`skip`](Self::skip), a tailable cursor, `return_key` and
    ///   `show_record_id`.
    ///
    /// It is one as well where the page has a document with an array in its sort key or on the way to it, which has no one
    /// place in the order, or with the long deprecated type undefined there; with a [`collation`](Self::collation) an `_id` that holds a string; of a view two neighbours of
    /// one `_id`. [`Decode`](crate::ErrorKind::Decode) tells of the first document that does not fit `T`, and the rest is
    /// what the server answers.
    ///
    /// # Retries
    /// As a read: repeated until the deadline. So is the page as a whole when it takes several messages (16 MiB each) and
    /// the cursor is lost between them.
    ///
    /// # Cancellation
    /// Safe: nothing is changed.
    pub fn page(self, size: u32) -> FindPage<T> {
        let Self { call, filter, decode, .. } = self;
        FindPage { call, filter, decode, size, after: None, before: None, secret: None }
    }
}

/// A [page](Find::page) in the making.
#[must_use = "a find does nothing unless it is awaited"]
pub struct FindPage<T> {
    call: Call,
    filter: Result<RawDocumentBuf>,
    decode: DecodeDocument<T>,
    size: u32,
    after: Option<PageToken>,
    before: Option<PageToken>,
    secret: Option<PageSecret>,
}

setters! { FindPage<T>: deadline }

impl<T> FindPage<T> {
    /// Gives the page after the one whose [`next`](Page::next) this is. None gives the first page.
    pub fn after(mut self, token: impl IntoPageToken) -> Self {
        self.after = token.into_page_token();
        self
    }

    /// Gives the page before the one whose [`previous`](Page::previous) this is, in the same order as any. None changes
    /// nothing.
    pub fn before(mut self, token: impl IntoPageToken) -> Self {
        self.before = token.into_page_token();
        self
    }

    /// Signs the tokens, by HMAC-SHA256, and takes none that is not signed by this secret: of 16 bytes at least, better 32
    /// random ones, and the same in all processes that serve the pages. With another one the tokens so far are refused,
    /// and readers begin at the first page again. Default: the handle's
    /// ([`Collection::with_page_secret`](crate::Collection::with_page_secret),
    /// [`Database::with_page_secret`](crate::Database::with_page_secret)), else none, with a checksum in its place.
    ///
    /// ```no_run
    /// # use mongomancy::{Collection, bson::{Document, doc}};
    /// # async fn example(players: Collection<Document>, secret: [u8; 32]) -> mongomancy::Result<()> {
    /// let page = players.find(doc! {}).page(50).page_secret(secret).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn page_secret(mut self, secret: impl AsRef<[u8]>) -> Self {
        self.secret = Some(PageSecret::new(secret));
        self
    }

    async fn run(mut self) -> Result<Page<T>> {
        check_size(self.size)?;
        for option in [cstr!("limit"), cstr!("skip")] {
            if self.call.option(option).is_some_and(|value| !matches!(value, RawBson::Int64(0))) {
                return Err(Error::invalid_argument(format!(
                    "a page has its own size and place: it takes no `{option}`"
                )));
            }
        }
        let mut filter = self.filter?;
        let mut keyset = Keyset::prepare(&mut self.call, "be read in pages")?;
        let secret = self.secret.or_else(|| self.call.page_secret().cloned());
        let seal = Seal::new(&query(&self.call, &keyset, &filter)?, secret)?;
        let start = start(&seal, keyset.keys(), self.after.as_ref(), self.before.as_ref())?;
        if let Some(start) = &start {
            if start.backward {
                keyset = keyset.reversed();
                self.call.set_document(cstr!("sort"), &keyset.sort());
            }
            filter = keyset.from(filter, &start.position, start.inclusive)?;
        }
        // One more than the page has, to know whether another one comes. A first batch of just the limit would leave the
        // cursor open for an empty second one.
        self.call.set(cstr!("limit"), i64::from(self.size) + 1);
        if self.call.option(cstr!("batchSize")).is_none() {
            self.call.set(cstr!("batchSize"), i64::from(self.size) + 2);
        }
        let size = self.size as usize;
        let fetched = Fetched::fetch(&self.call, find_command(&self.call, filter), size + 1).await?;
        let reading = Reading { keyset, size, seal, start, decode: self.decode };
        fetched.documents().and_then(|documents| reading.page(documents)).map_err(|error| fetched.told(error))
    }
}

action!(FindPage<T>, Page<T>);

/// Refuses sizes that are no page.
pub(super) fn check_size(size: u32) -> Result<()> {
    match size {
        0 => Err(Error::invalid_argument("a page of no documents leads nowhere")),
        1..=MAX_PAGE_SIZE => Ok(()),
        _ => Err(Error::invalid_argument(format!("a page has {MAX_PAGE_SIZE} documents at most"))),
    }
}

/// Where the page begins that is asked for; none is the beginning of all.
fn start(seal: &Seal, keys: usize, after: Option<&PageToken>, before: Option<&PageToken>) -> Result<Option<Start>> {
    let (token, to) = match (after, before) {
        (None, None) => return Ok(None),
        (Some(token), None) => (token, "after"),
        (None, Some(token)) => (token, "before"),
        (Some(_), Some(_)) => {
            return Err(Error::invalid_argument("a page is `after` one token or `before` one, not both"));
        }
    };
    let start = seal.open(token, keys)?;
    let made_for = if start.backward { "before" } else { "after" };
    if made_for != to {
        return Err(Error::invalid_argument(format!("the page token is one for `{made_for}`, given to `{to}`")));
    }
    Ok(Some(start))
}

/// What makes one query another than another one, in bytes.
fn query(call: &Call, keyset: &Keyset, filter: &RawDocument) -> Result<Vec<u8>> {
    let mut query = call.namespace().to_string().into_bytes();
    query.push(0);
    query.extend_from_slice(keyset.sort().encode()?.as_bytes());
    query.extend_from_slice(filter.as_bytes());
    for option in OF_THE_QUERY {
        let document = call.option(option).and_then(RawBson::as_document);
        query.push(document.is_some().into());
        query.extend_from_slice(document.map_or(&[], |document| document.as_bytes()));
    }
    Ok(query)
}

/// What makes a page of documents.
struct Reading<T> {
    keyset: Keyset,
    size: usize,
    seal: Seal,
    start: Option<Start>,
    decode: DecodeDocument<T>,
}

impl<T> Reading<T> {
    /// The page that these documents are, of which the last may be the first of the next.
    fn page(&self, mut documents: Vec<&RawDocument>) -> Result<Page<T>> {
        let mut items = Vec::with_capacity(documents.len().min(self.size));
        for document in documents.iter().take(self.size) {
            let stripped = self.keyset.checked(document)?;
            self.keyset.defined(document)?;
            items.push((self.decode)(stripped.as_deref().unwrap_or(document))?);
        }
        for (before, document) in documents.iter().zip(documents.iter().skip(1)).take(self.size) {
            self.keyset.told_apart(before, document)?;
        }
        let is_backward = self.start.as_ref().is_some_and(|start| start.backward);
        let more = documents.len() > self.size;
        documents.truncate(self.size);
        if is_backward {
            items.reverse();
            documents.reverse();
        }
        // The way it was read was looked further; the other way is where the reader came from.
        let (has_next, has_previous) = if is_backward { (true, more) } else { (more, self.start.is_some()) };
        let next = if has_next { self.token(false, documents.last())? } else { None };
        let previous = if has_previous { self.token(true, documents.first())? } else { None };
        Ok(Page::new(items, next, previous))
    }

    /// The token of the page on that side of the document.
    fn token(&self, backward: bool, document: Option<&&RawDocument>) -> Result<Option<PageToken>> {
        let start = match (document, &self.start) {
            (Some(document), _) => Start { position: self.keyset.position(document)?, backward, inclusive: false },
            // Nothing is left here; what stands at the position, if anything, is on the other side.
            (None, Some(start)) => Start { position: start.position.clone(), backward, inclusive: true },
            (None, None) => return Ok(None),
        };
        self.seal.close(&start).map(Some)
    }
}
