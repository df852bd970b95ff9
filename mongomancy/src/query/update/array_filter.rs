//! Which elements of arrays an update changes.

use bson::{RawArrayBuf, RawDocument};

use super::Update;
use crate::{
    codec::element::{begin, end},
    error::{Error, ErrorKind, Result},
    query::{
        enter::Enter,
        filter::Filter,
        path::{
            Path,
            codec::ValueCodec,
            place::{Fixed, Keyed, Place},
        },
        stored_as::StoredAsItself,
    },
};

impl<R: ?Sized> Update<R> {
    /// An array filter: which elements `matching` stands for. The closure is given the fields of an element, or the element
    /// itself where it has none.
    ///
    /// Each name that is in the update's paths has one such filter, and the filters that are set on the call as documents stand
    /// beside these. A name begins with a small letter, and has letters and digits alone.
    ///
    /// ```
    /// # use mongomancy::{MongoCollection, MongoDocument, doc};
    /// # #[derive(Clone, MongoDocument)]
    /// # struct Item { sku: String, quantity: i32 }
    /// # #[derive(MongoCollection)]
    /// # struct Order { items: Vec<Item>, grades: Vec<i32> }
    /// let o = Order::fields();
    /// let update = (o.items().matching("few").quantity.inc(10) + o.grades.matching("high").set(5))
    ///     .array_filter(o.items.matching("few"), |few| few.quantity.lt(3))
    ///     .array_filter(o.grades.matching("high"), |high| high.gt(5));
    /// let document = doc! { "$inc": { "items.$[few].quantity": 10 }, "$set": { "grades.$[high]": 5 } };
    /// assert_eq!(update.to_document()?, document);
    /// let filters = [doc! { "few.quantity": { "$lt": 3 } }, doc! { "high": { "$gt": 5 } }];
    /// assert_eq!(update.to_array_filters()?, filters);
    /// # Ok::<(), mongomancy::Error>(())
    /// ```
    #[expect(clippy::needless_pass_by_value, reason = "a path is given away, as everywhere")]
    pub fn array_filter<T, C>(
        mut self,
        elements: Path<R, T, C, Keyed>,
        condition: impl FnOnce(<T as Enter<T, Keyed>>::Fields) -> Filter<T>,
    ) -> Self
    where
        T: Enter<T, Keyed>,
        C: ValueCodec<T, Stored: StoredAsItself<T>>,
    {
        let filter = elements.place.checked().and_then(|path| {
            let name = name(&path)?;
            let mut condition = condition(T::enter(&Fixed::EMPTY.then_dynamic(name)));
            match condition.take_error() {
                Some(error) => Err(error.within("the array filter")),
                None => document(&condition),
            }
        });
        match filter {
            Ok(filter) => self.add_array_filters(&filter),
            Err(error) => self.error = self.error.or(Some(error)),
        }
        self
    }

    /// The array filters as documents, as the server gets them.
    ///
    /// # Errors
    /// As those of [`to_document`](Self::to_document).
    pub fn to_array_filters(&self) -> Result<Vec<bson::Document>> {
        if let Some(error) = &self.error {
            return Err(error.clone());
        }
        let unreadable = |_| Error::new(ErrorKind::Encode, "the array filter is no document");
        documents(&self.array_filters).map(|filter| bson::Document::try_from(filter).map_err(unreadable)).collect()
    }

    pub(super) fn add_array_filters(&mut self, others: &[u8]) {
        for other in documents(others) {
            // Two updates may speak of the same elements.
            if !documents(&self.array_filters).any(|filter| filter.as_bytes() == other.as_bytes()) {
                self.array_filters.extend_from_slice(other.as_bytes());
            }
        }
    }

    /// The array filters, where there are any.
    pub(crate) fn raw_array_filters(&self) -> Option<RawArrayBuf> {
        (!self.array_filters.is_empty()).then(|| documents(&self.array_filters).map(RawDocument::to_owned).collect())
    }
}

/// The name in `$[name]`, with which the path ends.
fn name(path: &str) -> Result<&str> {
    let last = path.rsplit('.').next().unwrap_or(path);
    let Some(name) = last.strip_prefix("$[").and_then(|rest| rest.strip_suffix(']')) else {
        return Err(Error::invalid_argument(
            "an array filter is for the elements that `matching` names: `p.items.matching(\"few\")`",
        ));
    };
    if name.starts_with(|first: char| first.is_ascii_lowercase()) && name.chars().all(|c| c.is_ascii_alphanumeric()) {
        Ok(name)
    } else {
        Err(Error::invalid_argument(
            "the name of an array filter begins with a small letter, and has letters and digits alone",
        ))
    }
}

fn document<T>(condition: &Filter<T>) -> Result<Vec<u8>> {
    let mut filter = Vec::new();
    let start = begin(&mut filter);
    condition.append_elements(&mut filter);
    if filter.len() == 4 {
        return Err(Error::invalid_argument("an array filter without a condition; `each` stands for all elements"));
    }
    end(&mut filter, start);
    Ok(filter)
}

/// One document after the other.
fn documents(mut bytes: &[u8]) -> impl Iterator<Item = &RawDocument> {
    std::iter::from_fn(move || {
        let (length, _) = bytes.split_first_chunk()?;
        let (document, rest) = bytes.split_at_checked(u32::from_le_bytes(*length) as usize)?;
        bytes = rest;
        RawDocument::from_bytes(document).ok()
    })
}
