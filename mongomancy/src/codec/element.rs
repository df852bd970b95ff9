//! The bytes around values: a document's length and end, an element's type and key.

use super::{encode::EncodeError, field_codec::FieldCodec};

/// Begins a document or an array, whose length is not known yet.
#[inline]
pub fn begin(to: &mut Vec<u8>) -> usize {
    let start = to.len();
    to.extend_from_slice(&[0; 4]);
    start
}

/// Ends the document or array that was begun at `start`.
#[inline]
pub fn end(to: &mut Vec<u8>, start: usize) {
    to.push(0);
    let length = i32::try_from(to.len() - start).unwrap_or(i32::MAX);
    to[start..start + 4].copy_from_slice(&length.to_le_bytes());
}

/// Appends an element: `key` is a place for the type, the name and its zero.
#[inline]
pub fn put<T, C: FieldCodec<T>>(to: &mut Vec<u8>, key: &'static str, value: &T, codec: C) -> Result<(), EncodeError> {
    let start = to.len();
    to.extend_from_slice(key.as_bytes());
    match codec.encode(value, to) {
        Ok(kind) => {
            to[start] = kind;
            Ok(())
        }
        Err(error) => Err(error.below(key.trim_matches('\0'))),
    }
}
