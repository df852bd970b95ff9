//! Messages of MongoDB's wire protocol, as far as the proxy must read them.

use std::io;

use mongodb::bson::RawDocument;
use tokio::io::{AsyncRead, AsyncReadExt};

/// Four integers of four bytes: length, id, the id that is answered, operation code.
const HEADER: usize = 16;

/// The server's `maxMessageSizeBytes`.
const LONGEST: usize = 48_000_000;

const OP_QUERY: i32 = 2004;
const OP_MSG: i32 = 2013;

const CHECKSUM_PRESENT: i32 = 1;
const MORE_TO_COME: i32 = 1 << 1;

/// One message, whole. Its length is right; the rest is what the sender made of it.
pub(super) struct Message(Vec<u8>);

impl Message {
    pub(super) async fn read(from: &mut (impl AsyncRead + Unpin)) -> io::Result<Self> {
        let mut prefix = [0; 4];
        from.read_exact(&mut prefix).await?;
        let length = usize::try_from(i32::from_le_bytes(prefix)).unwrap_or(0);
        if !(HEADER..=LONGEST).contains(&length) {
            return Err(io::ErrorKind::InvalidData.into());
        }
        let mut bytes = prefix.to_vec();
        from.take((length - prefix.len()) as u64).read_to_end(&mut bytes).await?;
        if bytes.len() < length {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        Ok(Self(bytes))
    }

    /// The answer with this document instead of the one it carries.
    pub(super) fn with_body(&self, body: &RawDocument) -> Self {
        let mut bytes = vec![0; 4];
        bytes.extend_from_slice(&self.id().to_le_bytes());
        bytes.extend_from_slice(&self.answers().to_le_bytes());
        bytes.extend_from_slice(&OP_MSG.to_le_bytes());
        // No flags, and one section of kind 0.
        bytes.extend_from_slice(&[0; 5]);
        bytes.extend_from_slice(body.as_bytes());
        let length = i32::try_from(bytes.len()).unwrap_or(i32::MAX);
        bytes[..4].copy_from_slice(&length.to_le_bytes());
        Self(bytes)
    }

    pub(super) fn bytes(&self) -> &[u8] {
        &self.0
    }

    pub(super) fn id(&self) -> i32 {
        int(&self.0, 4).unwrap_or_default()
    }

    /// The id of the message that this one answers.
    pub(super) fn answers(&self) -> i32 {
        int(&self.0, 8).unwrap_or_default()
    }

    /// The command in it and whether it waits for an answer; nothing for a compressed or an old message.
    pub(super) fn command(&self) -> Option<(&RawDocument, bool)> {
        let flags = int(&self.0, HEADER).filter(|_| self.is(OP_MSG))?;
        Some((self.body()?, flags & MORE_TO_COME == 0))
    }

    /// The document of the message: of a command, or of the query by which old and new clients say hello.
    pub(super) fn body(&self) -> Option<&RawDocument> {
        if self.is(OP_MSG) { self.body_of_message() } else { self.body_of_query().filter(|_| self.is(OP_QUERY)) }
    }

    fn body_of_message(&self) -> Option<&RawDocument> {
        let checksum = if int(&self.0, HEADER)? & CHECKSUM_PRESENT == 0 { 0 } else { 4 };
        let mut rest = self.0.get(HEADER + 4..self.0.len().checked_sub(checksum)?)?;
        while let Some((kind, sections)) = rest.split_first() {
            let (section, others) = sections.split_at_checked(size(sections)?)?;
            match kind {
                0 => return RawDocument::from_bytes(section).ok(),
                1 => rest = others,
                _ => return None,
            }
        }
        None
    }

    fn body_of_query(&self) -> Option<&RawDocument> {
        let named = self.0.get(HEADER + 4..)?;
        let name = named.iter().position(|byte| *byte == 0)?;
        // Behind the name and its zero: how many to skip and how many to return.
        let documents = named.get(name + 1 + 8..)?;
        RawDocument::from_bytes(documents.get(..size(documents)?)?).ok()
    }

    fn is(&self, operation: i32) -> bool {
        int(&self.0, 12) == Some(operation)
    }
}

fn int(bytes: &[u8], at: usize) -> Option<i32> {
    bytes.get(at..)?.first_chunk().map(|bytes| i32::from_le_bytes(*bytes))
}

/// The size that a section or a document says of itself, its own four bytes counted.
fn size(bytes: &[u8]) -> Option<usize> {
    int(bytes, 0).and_then(|size| usize::try_from(size).ok()).filter(|size| *size >= 4)
}

#[cfg(test)]
mod tests {
    use mongodb::bson::{RawDocumentBuf, rawdoc};

    use super::*;

    fn message(operation: i32, parts: &[&[u8]]) -> Message {
        let payload = parts.concat();
        let length = i32::try_from(HEADER + payload.len()).unwrap();
        let mut bytes: Vec<u8> = [length, 7, 5, operation].iter().flat_map(|int| int.to_le_bytes()).collect();
        bytes.extend(payload);
        Message(bytes)
    }

    fn sequence(documents: &[RawDocumentBuf]) -> Vec<u8> {
        let content: Vec<u8> = documents.iter().flat_map(|document| document.as_bytes().to_vec()).collect();
        let name = b"documents\0";
        let size = i32::try_from(4 + name.len() + content.len()).unwrap();
        [&[1][..], &size.to_le_bytes(), name, &content].concat()
    }

    #[test]
    fn the_body_is_found_wherever_it_stands() {
        let insert = rawdoc! { "insert": "orders", "$db": "shop" };
        let body = [&[0][..], insert.as_bytes()].concat();
        let more = sequence(&[rawdoc! { "_id": 1 }, rawdoc! { "_id": 2 }]);
        for parts in [&[&[0; 4][..], &body][..], &[&[0; 4], &more, &body], &[&[1, 0, 0, 0], &body, &more, b"crc!"]] {
            assert_eq!(message(OP_MSG, parts).command().unwrap(), (&*insert, true));
        }
        assert_eq!(message(OP_MSG, &[&[2, 0, 0, 0], &body]).command().unwrap(), (&*insert, false));

        let query = message(OP_QUERY, &[&[0; 4], b"admin.$cmd\0", &[0; 8], insert.as_bytes()]);
        assert_eq!(query.body(), Some(&*insert));
        assert!(query.command().is_none());
        assert!(message(2012, &[&[0; 4], &body]).body().is_none());
    }

    #[test]
    fn wrong_sizes_are_no_body() {
        let insert = rawdoc! { "insert": "orders" };
        let long = [&[0][..], &99_i32.to_le_bytes(), &insert.as_bytes()[4..]].concat();
        let negative = [&[1][..], &(-1_i32).to_le_bytes(), insert.as_bytes()].concat();
        let zero = [&[1][..], &[0; 4], insert.as_bytes()].concat();
        for section in [&long[..], &negative, &zero, &[0], &[]] {
            assert!(message(OP_MSG, &[&[0; 4], section]).body().is_none());
        }
        assert!(message(OP_MSG, &[]).body().is_none());
        assert!(message(OP_MSG, &[&[1, 0, 0, 0]]).body().is_none());
        for query in [&b"admin"[..], b"admin.$cmd\0\0\0", b"admin.$cmd\0\0\0\0\0\0\0\0\0\x05\0\0\0"] {
            assert!(message(OP_QUERY, &[&[0; 4], query]).body().is_none());
        }
    }

    #[tokio::test]
    async fn it_is_read_whole_or_not_at_all() {
        let whole = message(OP_MSG, &[b"payload"]);
        let two = [whole.bytes(), whole.bytes()].concat();
        let mut stream = &two[..];
        for _ in 0..2 {
            assert_eq!(Message::read(&mut stream).await.unwrap().bytes(), whole.bytes());
        }
        let kinds = [
            (&whole.bytes()[..20], io::ErrorKind::UnexpectedEof),
            (&[], io::ErrorKind::UnexpectedEof),
            (&15_i32.to_le_bytes(), io::ErrorKind::InvalidData),
            (&(-1_i32).to_le_bytes(), io::ErrorKind::InvalidData),
            (&48_000_001_i32.to_le_bytes(), io::ErrorKind::InvalidData),
        ];
        for (mut bytes, kind) in kinds {
            assert_eq!(Message::read(&mut bytes).await.err().unwrap().kind(), kind);
        }
    }

    #[test]
    fn an_answer_keeps_its_ids() {
        let answer = rawdoc! { "ok": 0, "code": 91 };
        let replaced = message(OP_MSG, &[&[0; 4], &[0], rawdoc! { "ok": 1 }.as_bytes()]).with_body(&answer);
        assert_eq!((replaced.id(), replaced.answers()), (7, 5));
        assert_eq!(replaced.body(), Some(&*answer));
        assert_eq!(size(replaced.bytes()), Some(replaced.bytes().len()));
    }
}
