//! A place in the bytes of a document.

use bson::RawDocument;

use super::{decode::DecodeError, kind};

/// How deep documents and arrays may lie within each other; servers take 100 levels. serde has no limit, and would end
/// the process where the stack does.
const DEPTH: u16 = 256;

/// What is left of a document or an array, its closing zero included.
#[derive(Debug, Clone, Copy)]
pub struct Reader<'a> {
    rest: &'a [u8],
    /// How many levels there may be below.
    depth: u16,
}

type Result<T> = std::result::Result<T, DecodeError>;

impl<'a> Reader<'a> {
    /// Begins before a whole document.
    pub(crate) fn new(document: &'a RawDocument) -> Self {
        Reader { rest: document.as_bytes(), depth: DEPTH }
    }

    /// Begins behind the length of a document.
    pub(crate) fn within(rest: &'a [u8]) -> Self {
        Reader { rest, depth: DEPTH }
    }

    /// How many bytes are left.
    pub(crate) fn left(&self) -> usize {
        self.rest.len()
    }

    /// Whether the end of the document or array is reached.
    #[inline]
    pub(crate) fn is_end(&self) -> Result<bool> {
        match self.rest {
            [0] => Ok(true),
            [] | [_] => Err(DecodeError::malformed()),
            _ => Ok(false),
        }
    }

    /// The next `N` bytes.
    #[inline]
    pub(crate) fn array<const N: usize>(&mut self) -> Result<[u8; N]> {
        match self.rest.split_first_chunk::<N>() {
            Some((bytes, rest)) => {
                self.rest = rest;
                Ok(*bytes)
            }
            None => Err(DecodeError::malformed()),
        }
    }

    /// The next `length` bytes.
    #[inline]
    pub(crate) fn take(&mut self, length: usize) -> Result<&'a [u8]> {
        match self.rest.split_at_checked(length) {
            Some((bytes, rest)) => {
                self.rest = rest;
                Ok(bytes)
            }
            None => Err(DecodeError::malformed()),
        }
    }

    /// Whether the next key is `key`, which ends with its zero; if so it is read, and its value's type returned.
    #[inline]
    pub(crate) fn key_is(&mut self, key: &'static str) -> Option<u8> {
        let (&kind, rest) = self.rest.split_first()?;
        self.rest = rest.strip_prefix(key.as_bytes())?;
        Some(kind)
    }

    /// The next element's type and key.
    #[inline]
    pub(crate) fn key(&mut self) -> Result<(u8, &'a str)> {
        let [kind] = self.array()?;
        Ok((kind, self.c_string()?))
    }

    /// A text that ends with a zero.
    #[inline]
    pub(crate) fn c_string(&mut self) -> Result<&'a str> {
        let length = self.rest.iter().position(|byte| *byte == 0).ok_or_else(DecodeError::malformed)?;
        let bytes = self.take(length)?;
        self.take(1)?;
        str::from_utf8(bytes).map_err(|_| DecodeError::malformed())
    }

    /// A text with its length before it.
    #[inline]
    pub(crate) fn string(&mut self) -> Result<&'a str> {
        let length = i32::from_le_bytes(self.array()?);
        let bytes = self.take(usize::try_from(length).map_err(|_| DecodeError::malformed())?)?;
        match bytes.split_last() {
            Some((0, text)) => str::from_utf8(text).map_err(|_| DecodeError::malformed()),
            _ => Err(DecodeError::malformed()),
        }
    }

    /// A document or an array within this one.
    #[inline]
    pub(crate) fn enter(&mut self) -> Result<Self> {
        const SMALLEST: usize = 5;
        let depth = self.depth.checked_sub(1).ok_or_else(|| DecodeError::new("it lies too deep in other documents"))?;
        let length = self.rest.first_chunk().map(|bytes| i32::from_le_bytes(*bytes));
        let length = length.and_then(|length| usize::try_from(length).ok()).filter(|length| *length >= SMALLEST);
        let bytes = self.take(length.ok_or_else(DecodeError::malformed)?)?;
        if bytes.last() != Some(&0) {
            return Err(DecodeError::malformed());
        }
        Ok(Self { rest: &bytes[4..], depth })
    }

    /// The bytes of a document or an array within this one, its length included.
    pub(crate) fn whole(&mut self) -> Result<&'a [u8]> {
        let before = self.rest;
        let inner = self.enter()?;
        Ok(&before[..inner.rest.len() + 4])
    }

    /// The bytes of a value of type `kind`.
    pub(crate) fn value(&mut self, kind: u8) -> Result<&'a [u8]> {
        let before = self.rest;
        self.skip(kind)?;
        Ok(&before[..before.len() - self.rest.len()])
    }

    /// Passes over a value, and checks it as far as reading it would.
    pub(crate) fn skip(&mut self, kind: u8) -> Result<()> {
        match kind {
            kind::DOUBLE | kind::DATE_TIME | kind::TIMESTAMP | kind::INT64 => drop(self.take(8)?),
            kind::STRING | kind::JAVASCRIPT | kind::SYMBOL => drop(self.string()?),
            kind::DOCUMENT | kind::ARRAY => {
                let mut inner = self.enter()?;
                while !inner.is_end()? {
                    let (kind, _) = inner.key()?;
                    inner.skip(kind)?;
                }
            }
            kind::OBJECT_ID => drop(self.take(12)?),
            kind::BOOLEAN => {
                if self.array::<1>()?[0] > 1 {
                    return Err(DecodeError::malformed());
                }
            }
            kind::UNDEFINED | kind::NULL | kind::MAX_KEY | kind::MIN_KEY => {}
            kind::INT32 => drop(self.take(4)?),
            kind::DECIMAL128 => drop(self.take(16)?),
            kind::REGULAR_EXPRESSION => {
                self.c_string()?;
                self.c_string()?;
            }
            kind::BINARY => {
                let length = i32::from_le_bytes(self.array()?);
                self.take(1)?;
                self.take(usize::try_from(length).map_err(|_| DecodeError::malformed())?)?;
            }
            kind::DB_POINTER => {
                self.string()?;
                self.take(12)?;
            }
            kind::JAVASCRIPT_WITH_SCOPE => {
                let length = i32::from_le_bytes(self.array()?);
                let length = usize::try_from(length).ok().and_then(|length| length.checked_sub(4));
                let bytes = self.take(length.ok_or_else(DecodeError::malformed)?)?;
                let mut inner = Self { rest: bytes, depth: self.depth };
                inner.string()?;
                inner.skip(kind::DOCUMENT)?;
                if !inner.rest.is_empty() {
                    return Err(DecodeError::malformed());
                }
            }
            _ => return Err(DecodeError::malformed()),
        }
        Ok(())
    }
}
