//! Values that nobody reads: passed over, and checked as if they were read.

use super::{
    decode::DecodeError,
    kind,
    reader::{Reader, too_deep},
};

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
                let mut inner = Reader { rest: self.value(kind)?, depth: self.depth };
                inner.take(4)?;
                inner.string()?;
                inner.skip(kind::DOCUMENT)?;
                if !inner.rest.is_empty() {
                    return Err(DecodeError::malformed());
                }
            }
            _ => drop(self.value(kind)?),
        }
        Ok(())
    }

    /// Whether documents lie deeper in `value` than they may, as far as its lengths tell.
    pub(super) fn check_depth(&self, kind: u8, value: &[u8]) -> Result<(), DecodeError> {
        let mut place = Reader { rest: value, depth: self.depth };
        if kind == kind::JAVASCRIPT_WITH_SCOPE {
            let scope = place.take(4).and_then(|_| place.value(kind::STRING));
            return if scope.is_ok() { place.check_depth(kind::DOCUMENT, place.rest) } else { Ok(()) };
        }
        if !matches!(kind, kind::DOCUMENT | kind::ARRAY) {
            return Ok(());
        }
        place.depth = place.depth.checked_sub(1).ok_or_else(too_deep)?;
        place.rest = place.rest.get(4..).unwrap_or_default();
        // What is no BSON ends the search; its reader will say so.
        while let Ok(false) = place.is_end() {
            let Ok(kind) = place.element() else { break };
            let Ok(value) = place.value(kind) else { break };
            place.check_depth(kind, value)?;
        }
        Ok(())
    }
}
