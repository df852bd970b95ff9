//! A place in the bytes of a document.

use bson::RawDocument;

use super::decode::DecodeError;

/// How deep documents and arrays may lie within each other; servers take 100 levels. serde has no limit, and would end
/// the process where the stack does.
const DEPTH: u16 = 256;

/// The length of the smallest document.
const SMALLEST: usize = 5;

/// What is left of a document or an array, its closing zero included.
#[derive(Debug, Clone, Copy)]
pub struct Reader<'a> {
    pub(super) rest: &'a [u8],
    /// How many levels there may be below.
    depth: u16,
    /// Whether serde would have read the value into a buffer first, which changes what some types take.
    buffer: Buffer,
    /// Whether these are the parts of a value that is a map to serde only.
    parts: Parts,
}

/// Where serde would read from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Buffer {
    /// The bytes.
    No,
    /// A buffer that is used up.
    Taken,
    /// A buffer that others will read as well.
    Lent,
}

/// What serde reads in the maps that BSON's own types are to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Parts {
    /// Anything: it is no such map.
    No,
    /// No options and enums right here, which is beside a scope, a document like others.
    Scope,
    /// No options and enums all the way down.
    Plain,
    /// No newtypes either.
    Plainest,
}

type Result<T> = std::result::Result<T, DecodeError>;

impl<'a> Reader<'a> {
    /// Begins before a whole document.
    pub(crate) fn new(document: &'a RawDocument) -> Self {
        Reader { rest: document.as_bytes(), depth: DEPTH, buffer: Buffer::No, parts: Parts::No }
    }

    /// Begins behind the length of a document.
    pub(crate) fn within(rest: &'a [u8]) -> Self {
        Reader { rest, depth: DEPTH, buffer: Buffer::No, parts: Parts::No }
    }

    /// The same place, where serde would read from its buffer: as it does for enums whose tag may come late.
    pub(crate) fn buffered(self) -> Self {
        Self { buffer: Buffer::Taken, ..self }
    }

    /// The same place, where serde would read from a buffer that it keeps: as it does for variants that it tries in turn.
    pub(crate) fn buffered_for_others(self) -> Self {
        Self { buffer: Buffer::Lent, ..self }
    }

    /// Whether serde would read from its buffer.
    #[inline]
    pub(crate) fn is_buffered(&self) -> bool {
        self.buffer != Buffer::No
    }

    /// Whether nobody else will read from serde's buffer.
    pub(crate) fn is_used_up(&self) -> bool {
        self.buffer == Buffer::Taken
    }

    /// A place in other bytes, as deep as this one.
    pub(crate) fn elsewhere<'b>(&self, rest: &'b [u8]) -> Reader<'b> {
        Reader { rest, depth: self.depth, buffer: self.buffer, parts: self.parts }
    }

    /// The parts of a value that is a map to serde only; in its buffer they are values like others.
    pub(super) fn parts<'b>(&self, rest: &'b [u8], parts: Parts) -> Reader<'b> {
        let parts = if self.is_buffered() { Parts::No } else { parts };
        Reader { parts, ..self.elsewhere(rest) }
    }

    /// Refuses to read an option or an enum where serde does not.
    #[inline]
    pub fn whole_value(&mut self) -> Result<&mut Self> {
        if self.parts == Parts::No { Ok(self) } else { Err(no_part()) }
    }

    /// Refuses to read a newtype where serde does not.
    #[inline]
    pub fn newtype(&mut self) -> Result<&mut Self> {
        if self.parts == Parts::Plainest { Err(no_part()) } else { Ok(self) }
    }

    /// The bytes that are left.
    pub(crate) fn rest(&self) -> &'a [u8] {
        self.rest
    }

    /// How many bytes are left.
    pub(crate) fn left(&self) -> usize {
        self.rest.len()
    }

    /// Whether the end of the document or array is reached.
    #[inline]
    pub fn is_end(&self) -> Result<bool> {
        match self.rest {
            [_, _, ..] => Ok(false),
            [0] => Ok(true),
            _ => Err(DecodeError::malformed()),
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
    pub fn key(&mut self) -> Result<(u8, &'a str)> {
        let [kind] = self.array()?;
        Ok((kind, self.c_string()?))
    }

    /// The next element's type, where its key does not matter.
    #[inline]
    pub(crate) fn element(&mut self) -> Result<u8> {
        // A key that is no UTF-8 is an error also where nobody reads it. Digits need no such look.
        match self.rest {
            [kind, one, 0, rest @ ..] if one.is_ascii_digit() => {
                self.rest = rest;
                Ok(*kind)
            }
            [kind, ten, one, 0, rest @ ..] if ten.is_ascii_digit() && one.is_ascii_digit() => {
                self.rest = rest;
                Ok(*kind)
            }
            _ => self.key().map(|(kind, _)| kind),
        }
    }

    /// A text that ends with a zero.
    pub(crate) fn c_string(&mut self) -> Result<&'a str> {
        let length = self.rest.iter().position(|byte| *byte == 0).ok_or_else(DecodeError::malformed)?;
        let bytes = self.take(length)?;
        self.take(1)?;
        str::from_utf8(bytes).map_err(|_| DecodeError::malformed())
    }

    /// A text with its length before it.
    #[inline]
    pub(crate) fn string(&mut self) -> Result<&'a str> {
        let length = u32::from_le_bytes(self.array()?);
        match self.take(length as usize)? {
            [text @ .., 0] => str::from_utf8(text).map_err(|_| DecodeError::malformed()),
            _ => Err(DecodeError::malformed()),
        }
    }

    /// A binary's subtype and bytes.
    pub(crate) fn binary(&mut self) -> Result<(u8, &'a [u8])> {
        const OLD: u8 = 2;
        let length = self.length()?;
        let [subtype] = self.array()?;
        let mut bytes = self.take(length)?;
        if subtype == OLD {
            // It says its length again.
            let mut inner = self.elsewhere(bytes);
            let length = inner.length()?;
            bytes = inner.rest;
            if bytes.len() != length {
                return Err(DecodeError::malformed());
            }
        }
        Ok((subtype, bytes))
    }

    /// A length, which is no promise that there is as much.
    #[inline]
    pub(super) fn length(&mut self) -> Result<usize> {
        usize::try_from(i32::from_le_bytes(self.array()?)).map_err(|_| DecodeError::malformed())
    }

    /// A document or an array within this one.
    #[inline]
    pub fn enter(&mut self) -> Result<Self> {
        self.descend()?.ok_or_else(DecodeError::malformed)
    }

    /// The same; none where it is no document, so that the error says that there are too many levels.
    #[inline]
    pub(super) fn descend(&mut self) -> Result<Option<Self>> {
        let Some(depth) = self.depth.checked_sub(1) else { return Err(too_deep()) };
        let parts = if self.parts == Parts::Scope { Parts::No } else { self.parts };
        Ok(self.framed().map(|bytes| Self { rest: &bytes[4..], depth, buffer: self.buffer, parts }))
    }

    /// The bytes of a document or an array within this one, its length included.
    #[inline]
    pub(crate) fn whole(&mut self) -> Result<&'a [u8]> {
        self.framed().ok_or_else(DecodeError::malformed)
    }

    #[inline]
    fn framed(&mut self) -> Option<&'a [u8]> {
        // A negative length is larger than what there is.
        let length = u32::from_le_bytes(*self.rest.first_chunk()?) as usize;
        let (bytes, rest) = self.rest.split_at_checked(length)?;
        self.rest = rest;
        (bytes.len() >= SMALLEST && bytes.last() == Some(&0)).then_some(bytes)
    }
}

#[cold]
fn no_part() -> DecodeError {
    DecodeError::new("it is part of a value of another type")
}

#[cold]
fn too_deep() -> DecodeError {
    DecodeError::new("it lies too deep in other documents")
}
