//! Values that nobody reads: passed over, and checked as if they were read.

use super::{decode::DecodeError, kind, reader::Reader};

impl Reader<'_> {
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
