//! What a find needs that goes on behind a document by its sort key.

mod bounds;
mod order;
mod position;
mod projection;

use bson::{
    Bson, Document, RawArrayBuf, RawBson, RawBsonRef, RawDocument, RawDocumentBuf,
    raw::{CStr, cstr},
};

pub(super) use self::position::Position;
use self::{bounds::bounds, order::Order, projection::Projection};
use super::call::Call;
use crate::{
    codec::MongoDocument,
    error::{Error, ErrorKind, Result},
};

/// What has no order of documents to go on in, and why.
const REFUSED: [(&CStr, &str); 3] = [
    (cstr!("tailable"), "a tailable cursor has no order to go on in"),
    (cstr!("returnKey"), "`return_key` gives no documents"),
    (cstr!("showRecordId"), "`show_record_id` shows what differs from member to member"),
];

/// The total order of a find, and how the sort keys of its documents are read.
pub(super) struct Keyset {
    order: Order,
    shape: Projection,
    /// Whether strings are compared by the call's own rules, under which two `_id`s may be the same.
    collated: bool,
}

impl Keyset {
    /// Makes the call's sort total, and lets its projection give the sort keys. `what` is what it is for.
    ///
    /// # Errors
    /// `InvalidArgument` for options that leave no order to go on in.
    pub(super) fn prepare(call: &mut Call, what: &str) -> Result<Self> {
        for (option, why) in REFUSED {
            if matches!(call.option(option), Some(RawBson::Boolean(true))) {
                return Err(Error::invalid_argument(format!("a find cannot {what}: {why}")));
            }
        }
        let order = Order::of(call.option(cstr!("sort")))?;
        let given = match call.option(cstr!("projection")) {
            Some(RawBson::Document(given)) => Some(decoded(given)?),
            _ => None,
        };
        let (projection, shape) = Projection::of(given, &order)?;
        call.set_document(cstr!("sort"), &order.sort());
        match projection {
            Some(projection) => call.set_document(cstr!("projection"), &projection),
            None => call.unset(cstr!("projection")),
        }
        let is_collated = match call.option(cstr!("collation")) {
            Some(RawBson::Document(collation)) => collation.get_str("locale").is_ok_and(|locale| locale != "simple"),
            _ => false,
        };
        Ok(Self { order, shape, collated: is_collated })
    }

    /// Whether documents come as they are to be given.
    pub(super) fn gives_whole(&self) -> bool {
        self.shape == Projection::Whole
    }

    /// Checks the document's sort keys, and gives what is to be given in its place, if anything is.
    ///
    /// # Errors
    /// `InvalidArgument` for a document that has no one place in the order.
    pub(super) fn checked(&self, document: &RawDocument) -> Result<Option<RawDocumentBuf>> {
        for (number, key) in self.order.keys().iter().enumerate() {
            let value = self.shape.key(document, (number, key))?;
            if self.collated && key.is_id() && value.is_some_and(holds_string) {
                return Err(Error::invalid_argument(
                    "a find that goes on by its sort key needs, with a collation, `_id`s without strings: two may be the \
                     same under it",
                ));
            }
        }
        self.shape.strip(document)
    }

    /// Refuses a document with the type undefined in its sort key: beside missing fields, servers that merge ranges do not
    /// give it its place.
    pub(super) fn defined(&self, document: &RawDocument) -> Result<()> {
        for (number, key) in self.order.keys().iter().enumerate() {
            if let Some(RawBsonRef::Undefined) = self.shape.key(document, (number, key))? {
                return Err(Error::invalid_argument(format!(
                    "a page cannot be sorted by `{}`: a document has the type undefined there",
                    key.path
                )));
            }
        }
        Ok(())
    }

    /// Refuses a document in the same place as the one before it: nothing would tell which of them was given.
    pub(super) fn told_apart(&self, before: &RawDocument, document: &RawDocument) -> Result<()> {
        let is_same = self.id(before)? == self.id(document)? && self.position(before)? == self.position(document)?;
        if is_same { Err(same_place()) } else { Ok(()) }
    }

    /// Where the document stands.
    pub(super) fn position(&self, document: &RawDocument) -> Result<Position> {
        let keys = self.order.keys().iter().enumerate().map(|key| match self.shape.key(document, key)? {
            Some(value) => Bson::try_from(value).map_err(|_| undecodable()),
            None => Ok(Bson::Null),
        });
        keys.collect::<Result<_>>().map(Position)
    }

    /// How many keys the order has.
    pub(super) fn keys(&self) -> usize {
        self.order.keys().len()
    }

    /// The command's `sort`.
    pub(super) fn sort(&self) -> Document {
        self.order.sort()
    }

    /// Goes through the documents from the end.
    pub(super) fn reversed(self) -> Self {
        Self { order: self.order.reversed(), ..self }
    }

    /// What matches the filter and comes after the position.
    pub(super) fn after(&self, filter: RawDocumentBuf, position: &Position) -> Result<RawDocumentBuf> {
        all(filter, [position.after(&self.order)])
    }

    /// The same, found in an index by ranges, however many documents share the position's first keys. With `inclusive`
    /// also what stands at the position.
    pub(super) fn from(&self, filter: RawDocumentBuf, position: &Position, inclusive: bool) -> Result<RawDocumentBuf> {
        // The ranges are not the root: a server plans the alternatives of a root each by itself, without the sort.
        let ranges = bounds(position, &self.order, inclusive);
        all(filter, ranges.into_iter().chain([position.beyond(&self.order, inclusive)]))
    }

    fn id<'a>(&self, document: &'a RawDocument) -> Result<Option<RawBsonRef<'a>>> {
        let id = self.order.keys().iter().enumerate().find(|(_, key)| key.is_id());
        id.map_or(Ok(None), |key| self.shape.key(document, key))
    }
}

/// What matches the caller's filter and all of these.
fn all(filter: RawDocumentBuf, others: impl IntoIterator<Item = Document>) -> Result<RawDocumentBuf> {
    let mut filters = if filter.is_empty() { Vec::new() } else { vec![filter] };
    for other in others {
        filters.push(other.encode()?);
    }
    if filters.len() == 1 {
        return Ok(filters.remove(0));
    }
    let mut all = RawDocumentBuf::new();
    all.append(cstr!("$and"), filters.into_iter().collect::<RawArrayBuf>());
    Ok(all)
}

/// Whether strings are compared where the value is.
fn holds_string(value: RawBsonRef<'_>) -> bool {
    match value {
        RawBsonRef::String(_) | RawBsonRef::Symbol(_) => true,
        RawBsonRef::Document(inner) => inner.iter().flatten().any(|(_, value)| holds_string(value)),
        RawBsonRef::Array(inner) => inner.into_iter().flatten().any(holds_string),
        _ => false,
    }
}

pub(super) fn same_place() -> Error {
    Error::invalid_argument("a find cannot go on by its sort key where two documents have the same `_id`")
}

fn decoded(document: &RawDocument) -> Result<Document> {
    Document::try_from(document).map_err(|_| Error::new(ErrorKind::Encode, "the projection"))
}

fn undecodable() -> Error {
    Error::new(ErrorKind::Other, "a document has a sort key that cannot be sent back")
}
