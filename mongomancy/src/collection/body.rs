//! The command `insert` in the making: its documents are encoded where they are sent from.

use bson::{
    RawDocumentBuf,
    raw::{CStr, cstr},
};

use super::{
    AsDocument,
    call::Call,
    document_id::{MAX_DOCUMENT, see_to_id},
};
use crate::{
    codec::{
        element::{begin, end},
        kind,
    },
    error::Result,
    model::MongoCollection,
};

/// The options of the command after its documents, in the manual's order.
const OPTIONS: [&CStr; 3] = [cstr!("writeConcern"), cstr!("bypassDocumentValidation"), cstr!("comment")];
/// What the documents of one command may measure: the largest document less room for the rest of the command.
pub(super) const MAX_BYTES: usize = MAX_DOCUMENT - 16 * 1024;
/// How many statements a server takes in one command.
const MAX_DOCUMENTS: usize = 100_000;
/// What common options take, so that the body is not moved when they are appended; a common document as well.
const ROOM: usize = 512;

/// What is left for the documents of one command beside the options of the call.
pub(super) fn max_bytes(call: &Call) -> usize {
    let mut options = RawDocumentBuf::new();
    call.append_options(&OPTIONS, &mut options);
    MAX_BYTES.saturating_sub(options.as_bytes().len())
}

/// The body of one command, and what is known of its documents.
pub(super) struct Body<T: MongoCollection> {
    bytes: Vec<u8>,
    /// Where the array of documents begins.
    array: usize,
    /// The next document's key in the array, in digits.
    key: Vec<u8>,
    entries: Vec<Entry<T>>,
}

/// What is known of a document once it is encoded.
pub(super) struct Entry<T: MongoCollection> {
    /// Its place among all that were given.
    pub(super) position: usize,
    pub(super) id: T::Id,
    /// How many bytes it has.
    pub(super) size: usize,
}

/// A document that is one too many for a body, to be the first of the next.
pub(super) struct LeftOver<T: MongoCollection> {
    document: Vec<u8>,
    pub(super) entry: Entry<T>,
}

impl<T: MongoCollection> Body<T> {
    /// A body without documents, with room for `bytes` of them.
    pub(super) fn new(call: &Call, bytes: usize) -> Self {
        let mut bytes = call.command_with_room(cstr!("insert"), ROOM + bytes + ROOM).into_bytes();
        // Open at its end: without the closing zero.
        bytes.pop();
        bytes.push(kind::ARRAY);
        bytes.extend_from_slice(b"documents\0");
        let array = begin(&mut bytes);
        Self { bytes, array, key: vec![b'0'], entries: Vec::new() }
    }

    /// A body of one document, and its `_id`.
    pub(super) fn of_one(call: &Call, document: impl AsDocument<T>) -> Result<(Self, T::Id)> {
        let mut body = Self::new(call, 0);
        let (_, id) = body.encode(document)?;
        Ok((body, id))
    }

    /// Encodes a document behind the others. It is given back where these and it are more than `limit` bytes, or more
    /// documents than a command takes; one alone is never too many.
    pub(super) fn push(
        &mut self,
        document: impl AsDocument<T>,
        position: usize,
        limit: usize,
    ) -> Result<Option<LeftOver<T>>> {
        let element = self.bytes.len();
        let (start, id) = self.encode(document).inspect_err(|_| self.bytes.truncate(element))?;
        let entry = Entry { position, id, size: self.bytes.len() - start };
        let is_full = self.entries.len() == MAX_DOCUMENTS || self.size() + 1 > limit;
        if is_full && !self.entries.is_empty() {
            let document = self.bytes.split_off(start);
            self.bytes.truncate(element);
            return Ok(Some(LeftOver { document, entry }));
        }
        self.count(entry);
        Ok(None)
    }

    /// Begins with the document that was too many for another body.
    pub(super) fn begin(&mut self, LeftOver { document, entry }: LeftOver<T>) {
        self.open();
        self.bytes.extend_from_slice(&document);
        self.count(entry);
    }

    /// What the documents measure together.
    pub(super) fn size(&self) -> usize {
        self.bytes.len() - self.array
    }

    pub(super) fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The whole command, and what is known of its documents.
    pub(super) fn finish(self, call: &Call, ordered: bool) -> (RawDocumentBuf, Vec<Entry<T>>) {
        let mut bytes = self.bytes;
        end(&mut bytes, self.array);
        bytes.extend_from_slice(b"\x08ordered\0");
        bytes.push(u8::from(ordered));
        end(&mut bytes, 0);
        // Of the right length and closed by a zero, it is taken as it is.
        let mut command = RawDocumentBuf::from_bytes(bytes).unwrap_or_default();
        call.append_options(&OPTIONS, &mut command);
        (command, self.entries)
    }

    /// Encodes a document as the next element, with an `_id` if it has none; gives its place and its `_id`.
    fn encode(&mut self, document: impl AsDocument<T>) -> Result<(usize, T::Id)> {
        let start = self.open();
        document.append_to(&mut self.bytes)?;
        Ok((start, see_to_id::<T>(&mut self.bytes, start)?))
    }

    /// What is known of the documents of a body that is not sent.
    pub(super) fn into_entries(self) -> Vec<Entry<T>> {
        self.entries
    }

    /// Opens the next element of the array; gives the place of its document.
    fn open(&mut self) -> usize {
        self.bytes.push(kind::DOCUMENT);
        self.bytes.extend_from_slice(&self.key);
        self.bytes.push(0);
        self.bytes.len()
    }

    fn count(&mut self, entry: Entry<T>) {
        self.entries.push(entry);
        increment(&mut self.key);
    }
}

/// The number after this one, both in digits.
fn increment(digits: &mut Vec<u8>) {
    for digit in digits.iter_mut().rev() {
        if *digit < b'9' {
            *digit += 1;
            return;
        }
        *digit = b'0';
    }
    digits.insert(0, b'1');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_counted_on() {
        let mut digits = vec![b'0'];
        for number in 0..1234 {
            assert_eq!(digits, number.to_string().into_bytes());
            increment(&mut digits);
        }
    }
}
