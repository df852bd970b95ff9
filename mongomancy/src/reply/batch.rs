//! The documents of one batch, read in place.

use std::fmt;

use bson::{Document, RawArrayBuf, RawDocument, RawDocumentBuf};
use mongodb::raw_batch_cursor::RawBatch;

use crate::error::{Error, ErrorKind, Result};

/// One batch of a cursor: the bytes that came from the server, and how far they were read.
pub struct Batch {
    bytes: Bytes,
    /// Where the next element begins.
    next: usize,
    /// Where the array's closing zero stands.
    end: usize,
}

enum Bytes {
    Own(RawArrayBuf),
    Driver(RawBatch),
}

impl Batch {
    /// A batch of these documents.
    ///
    /// # Errors
    /// [`Encode`](ErrorKind::Encode) for a key that BSON cannot hold.
    pub fn of(documents: &[Document]) -> Result<Self> {
        let mut array = RawArrayBuf::new();
        for document in documents {
            array.push(
                RawDocumentBuf::try_from(document)
                    .map_err(|_| Error::new(ErrorKind::Encode, "the document has a key that BSON cannot hold"))?,
            );
        }
        Ok(Self::of_array(array))
    }

    /// A batch of the documents of this array.
    pub(crate) fn of_array(array: RawArrayBuf) -> Self {
        let end = array.as_bytes().len() - 1;
        Self { bytes: Bytes::Own(array), next: 4, end }
    }

    pub(crate) fn from_driver(batch: RawBatch) -> Result<Self> {
        let whole = batch.as_raw_document().as_bytes();
        let array = batch.doc_slices().map_err(|_| malformed())?.as_bytes();
        // The array is a slice of the reply; its place there is kept instead of a borrow.
        let start = array.as_ptr().addr().checked_sub(whole.as_ptr().addr()).ok_or_else(malformed)?;
        let (next, end) = (start + 4, start + array.len() - 1);
        Ok(Self { bytes: Bytes::Driver(batch), next, end })
    }

    /// Why what `$out` or `$merge` stored is not acknowledged: it stands beside the batch, in the reply.
    pub(crate) fn write_concern_error(&self) -> Option<Document> {
        let Bytes::Driver(batch) = &self.bytes else { return None };
        let error = batch.as_raw_document().get_document("writeConcernError").ok()?;
        Document::try_from(error).ok()
    }

    /// The next document, if there is one more. After an error the rest of the batch is given up.
    pub(crate) fn next(&mut self) -> Option<Result<&RawDocument>> {
        if self.next >= self.end {
            return None;
        }
        let Some((document, length)) = element(&self.bytes.get()[self.next..self.end]) else {
            self.next = self.end;
            return Some(Err(malformed()));
        };
        self.next += length;
        Some(Ok(document))
    }

    /// The documents that `next` will give.
    ///
    /// # Errors
    /// `Other` where something there is no document.
    pub(crate) fn documents(&self) -> Result<Vec<&RawDocument>> {
        let documents: Vec<&RawDocument> = self.unread().collect();
        let mut rest = &self.bytes.get()[self.next..self.end];
        while let Some((_, length)) = element(rest) {
            rest = &rest[length..];
        }
        if rest.is_empty() { Ok(documents) } else { Err(malformed()) }
    }

    /// How many documents `next` will give, up to what is no document.
    pub(crate) fn len(&self) -> usize {
        self.unread().count()
    }

    /// The documents that `next` will give, up to what is no document.
    pub(crate) fn unread(&self) -> impl Iterator<Item = &RawDocument> {
        let mut rest = &self.bytes.get()[self.next..self.end];
        std::iter::from_fn(move || {
            let (document, length) = element(rest)?;
            rest = &rest[length..];
            Some(document)
        })
    }
}

impl Bytes {
    fn get(&self) -> &[u8] {
        match self {
            Self::Own(array) => array.as_bytes(),
            Self::Driver(batch) => batch.as_raw_document().as_bytes(),
        }
    }
}

/// The document that an array's element holds, and the element's length: type byte, key, zero, document.
fn element(bytes: &[u8]) -> Option<(&RawDocument, usize)> {
    const DOCUMENT: u8 = 3;
    let (&kind, rest) = bytes.split_first()?;
    let key = rest.iter().position(|byte| *byte == 0)?;
    let start = 1 + key + 1;
    let length = i32::from_le_bytes(bytes.get(start..start + 4)?.try_into().ok()?);
    let end = start.checked_add(usize::try_from(length).ok()?)?;
    if kind != DOCUMENT {
        return None;
    }
    Some((RawDocument::from_bytes(bytes.get(start..end)?).ok()?, end))
}

fn malformed() -> Error {
    Error::new(ErrorKind::Other, "the server's batch is not an array of documents")
}

impl fmt::Debug for Batch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Batch").field("unread_bytes", &(self.end - self.next)).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use bson::doc;

    use super::*;

    #[test]
    fn documents_come_in_order_and_end() {
        let documents: Vec<Document> =
            (0..12).map(|n| doc! { "n": n, "text": "x".repeat(usize::try_from(n).unwrap()) }).collect();
        let mut batch = Batch::of(&documents).unwrap();
        let unread: Vec<Document> = batch.unread().map(|document| document.try_into().unwrap()).collect();
        assert_eq!(unread, documents);
        assert_eq!(batch.len(), documents.len());
        for document in &documents {
            assert_eq!(&Document::try_from(batch.next().unwrap().unwrap()).unwrap(), document);
        }
        assert!(batch.next().is_none());
    }

    #[test]
    fn what_is_no_document_is_an_error_and_ends_the_batch() {
        for bytes in
            [&b"\x10\x30\0\x01\0\0\0"[..], b"\x03\x30\0\xff\xff\xff\x7f", b"\x03\x30\0\xff\xff\xff\xff", b"\x03"]
        {
            assert!(element(bytes).is_none(), "{bytes:?}");
        }
    }
}
