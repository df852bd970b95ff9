//! `find(..).page_number(number, size)`: a page by its number, with the total.

use bson::{
    Bson, Document, RawBson, RawDocumentBuf,
    raw::{CStr, cstr},
};
use futures_util::future::try_join;

use super::{
    call::Call,
    count::count_matching,
    find::{Find, find_command},
    find_page::check_size,
    page::{Fetched, NumberedPage},
};
use crate::{
    codec::DecodeDocument,
    error::{Error, ErrorKind, Result},
};

/// What makes no sense beside a number, or for a count.
const REFUSED: [&CStr; 6] =
    [cstr!("limit"), cstr!("skip"), cstr!("tailable"), cstr!("min"), cstr!("max"), cstr!("returnKey")];

impl<T, R> Find<T, R> {
    /// Gives the page of this number, the first being 1, with the number of documents and of pages there are; awaiting it
    /// gives a [`NumberedPage`].
    ///
    /// For those who must show page numbers. The server counts all that match, and passes over all pages before this one:
    /// [`page`](Self::page) costs the same wherever it is.
    ///
    /// ```no_run
    /// # use mongomancy::{Collection, bson::{Document, doc}};
    /// # async fn example(players: Collection<Document>) -> mongomancy::Result<()> {
    /// let page = players.find(doc! { "guild": "red" }).sort(doc! { "score": -1 }).page_number(3, 50).await?;
    /// println!("page {} of {}, {} players", page.number(), page.pages(), page.total());
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// - Documents and total are asked for at the same time, by two commands: they need not be of one moment. Documents
    ///   that are inserted or deleted meanwhile shift those behind them: one may be given on two pages, or on none.
    /// - The [`sort`](Self::sort) is made total by `_id`, upwards, where it does not name it, so that equal documents have
    ///   one order on all pages; a sort by `$natural` is left as it is.
    /// - Behind the last page there are no documents, which is no error.
    /// - The deadline is for each of the two commands.
    ///
    /// # Errors
    /// [`InvalidArgument`](crate::ErrorKind::InvalidArgument), before anything is sent, for the number 0, a size of 0 or
    /// above [`MAX_PAGE_SIZE`](crate::MAX_PAGE_SIZE), a number that is too large to be reached, [`limit`](Self::limit),
    /// [`skip`](Self::skip), `min`, `max`, `return_key` and a tailable cursor. As
    /// [`count_documents`](crate::Collection::count_documents) it takes no `$where`, `$near` or `$nearSphere`. Else as
    /// [`find`](crate::Collection::find) and [`Cursor::try_collect`](crate::Cursor::try_collect).
    ///
    /// # Retries
    /// As two reads.
    ///
    /// # Cancellation
    /// Safe: nothing is changed.
    pub fn page_number(self, number: u64, size: u32) -> FindNumberedPage<T> {
        let Self { call, filter, decode, .. } = self;
        FindNumberedPage { call, filter, decode, number, size }
    }
}

/// A [numbered page](Find::page_number) in the making.
#[must_use = "a find does nothing unless it is awaited"]
pub struct FindNumberedPage<T> {
    call: Call,
    filter: Result<RawDocumentBuf>,
    decode: DecodeDocument<T>,
    number: u64,
    size: u32,
}

setters! { FindNumberedPage<T>: deadline }

impl<T> FindNumberedPage<T> {
    async fn run(mut self) -> Result<NumberedPage<T>> {
        check_size(self.size)?;
        for option in REFUSED {
            let value = self.call.option(option);
            if value.is_some_and(|value| !matches!(value, RawBson::Int64(0) | RawBson::Boolean(false))) {
                return Err(Error::invalid_argument(format!("a page of a number takes no `{option}`")));
            }
        }
        let Some(before) = self.number.checked_sub(1) else {
            return Err(Error::invalid_argument("the first page has the number 1"));
        };
        let skip = before.checked_mul(self.size.into()).and_then(|skip| i64::try_from(skip).ok());
        let skip = skip.ok_or_else(|| Error::invalid_argument("the number of the page is too large"))?;
        let filter = self.filter?;
        make_total(&mut self.call)?;
        // The count is of all pages, so the find's own options stay out of it.
        let total = count_matching(&self.call, filter.clone(), None, None);
        let mut call = self.call.clone();
        call.set(cstr!("skip"), skip);
        call.set(cstr!("limit"), i64::from(self.size));
        if call.option(cstr!("batchSize")).is_none() {
            // A first batch of just the limit would leave the cursor open for an empty second one.
            call.set(cstr!("batchSize"), i64::from(self.size) + 1);
        }
        let fetched = Fetched::fetch(&call, find_command(&call, filter), self.size as usize);
        let (fetched, total) = try_join(fetched, total).await?;
        let documents = fetched.documents();
        let items = documents.and_then(|all| all.into_iter().take(self.size as usize).map(self.decode).collect());
        let items = items.map_err(|error| fetched.told(error))?;
        Ok(NumberedPage::new(items, self.number, self.size, total))
    }
}

action!(FindNumberedPage<T>, NumberedPage<T>);

/// Adds the `_id` to the sort, where it is one to which something can be added.
fn make_total(call: &mut Call) -> Result<()> {
    let mut sort = match call.option(cstr!("sort")) {
        Some(RawBson::Document(sort)) => {
            Document::try_from(&**sort).map_err(|_| Error::new(ErrorKind::Encode, "the option `sort`"))?
        }
        _ => Document::new(),
    };
    if !sort.contains_key("_id") && !sort.contains_key("$natural") {
        sort.insert("_id", Bson::Int32(1));
        call.set_document(cstr!("sort"), &sort);
    }
    Ok(())
}
