//! Values that are not read here: where they end, and whether they could be read.

use super::{decode::DecodeError, kind, reader::Reader};

impl<'a> Reader<'a> {
    /// The bytes of a value of type `kind`, which are not looked at any further than to find where they end.
    pub(crate) fn value(&mut self, kind: u8) -> Result<&'a [u8], DecodeError> {
        const TEXT_LENGTH: usize = 4;
        let before = self.rest;
        let length = match kind {
            kind::DOCUMENT | kind::ARRAY => return self.whole(),
            kind::STRING | kind::JAVASCRIPT | kind::SYMBOL | kind::DB_POINTER => {
                let length = self.length()?;
                if self.take(length)?.last() != Some(&0) {
                    return Err(DecodeError::malformed());
                }
                TEXT_LENGTH + length + if kind == kind::DB_POINTER { 12 } else { 0 }
            }
            kind::BINARY => self.length()? + 5,
            kind::JAVASCRIPT_WITH_SCOPE => self.length()?,
            kind::REGULAR_EXPRESSION => {
                self.c_string()?;
                self.c_string()?;
                before.len() - self.rest.len()
            }
            kind::DOUBLE | kind::DATE_TIME | kind::TIMESTAMP | kind::INT64 => 8,
            kind::INT32 => 4,
            kind::OBJECT_ID => 12,
            kind::BOOLEAN => 1,
            kind::DECIMAL128 => 16,
            kind::UNDEFINED | kind::NULL | kind::MAX_KEY | kind::MIN_KEY => 0,
            _ => return Err(DecodeError::malformed()),
        };
        self.rest = before;
        self.take(length)
    }

    /// Passes over a value of type `kind`, and checks it as far as reading it would.
    pub fn skip(&mut self, kind: u8) -> Result<(), DecodeError> {
        match kind {
            kind::STRING | kind::JAVASCRIPT | kind::SYMBOL => drop(self.string()?),
            kind::DOCUMENT | kind::ARRAY => {
                let mut inner = self.enter()?;
                while !inner.is_end()? {
                    let kind = inner.element()?;
                    inner.skip(kind)?;
                }
            }
            kind::BOOLEAN => {
                if self.array::<1>()?[0] > 1 {
                    return Err(DecodeError::malformed());
                }
            }
            kind::BINARY => drop(self.binary()?),
            kind::DB_POINTER => {
                self.string()?;
                self.take(12)?;
            }
            kind::JAVASCRIPT_WITH_SCOPE => {
                let value = self.value(kind)?;
                let mut inner = self.elsewhere(value);
                inner.take(4)?;
                inner.string()?;
                inner.skip(kind::DOCUMENT)?;
                if inner.left() > 0 {
                    return Err(DecodeError::malformed());
                }
            }
            _ => drop(self.value(kind)?),
        }
        Ok(())
    }

    /// Refuses a `value` in which documents lie deeper than they may, as far as its lengths tell: serde would follow them
    /// to the stack's end.
    pub(super) fn check_depth(&self, kind: u8, value: &[u8]) -> Result<(), DecodeError> {
        let mut place = self.elsewhere(value);
        match kind {
            kind::DOCUMENT | kind::ARRAY => {}
            kind::JAVASCRIPT_WITH_SCOPE => {
                let code = place.take(4).and_then(|_| place.value(kind::STRING));
                return if code.is_ok() { self.check_depth(kind::DOCUMENT, place.rest()) } else { Ok(()) };
            }
            _ => return Ok(()),
        }
        let Some(mut inner) = place.descend()? else { return Ok(()) };
        // What is no BSON ends the search; its reader will say so.
        while let Ok(false) = inner.is_end() {
            let Ok(kind) = inner.element() else { break };
            let Ok(value) = inner.value(kind) else { break };
            inner.check_depth(kind, value)?;
        }
        Ok(())
    }
}
