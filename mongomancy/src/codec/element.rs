//! The bytes around values: a document's length and end, an element's type and key.

use super::{encode::EncodeError, field_codec::FieldCodec, kind};

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
    set_length(to, start);
}

/// Writes the length of the document or array that goes from `start` to the end of the bytes.
#[inline]
pub(crate) fn set_length(to: &mut [u8], start: usize) {
    // Too long for its field it is far too long for a server, which says so.
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

/// Appends a place for the type and the key of an array's element.
#[inline]
pub(crate) fn put_index(to: &mut Vec<u8>, index: usize) {
    #[expect(clippy::cast_possible_truncation, reason = "one digit")]
    let digit = |value: usize| b'0' + (value % 10) as u8;
    match index {
        0..10 => to.extend_from_slice(&[0, digit(index), 0]),
        10..100 => to.extend_from_slice(&[0, digit(index / 10), digit(index), 0]),
        100..1000 => to.extend_from_slice(&[0, digit(index / 100), digit(index / 10), digit(index), 0]),
        _ => {
            to.push(0);
            to.extend_from_slice(index.to_string().as_bytes());
            to.push(0);
        }
    }
}

/// Appends a place for the type and a key that is not known before; a zero would end it early.
#[inline]
pub(crate) fn put_key(to: &mut Vec<u8>, key: &str) -> Result<(), EncodeError> {
    if key.as_bytes().contains(&0) {
        return Err(EncodeError::new("a key has a zero byte in it"));
    }
    to.push(0);
    to.extend_from_slice(key.as_bytes());
    to.push(0);
    Ok(())
}

/// Appends an element of an array.
pub fn put_at<T, C: FieldCodec<T>>(
    to: &mut Vec<u8>,
    index: &mut usize,
    value: &T,
    codec: C,
) -> Result<(), EncodeError> {
    let start = to.len();
    put_index(to, *index);
    match codec.encode(value, to) {
        Ok(kind) => {
            to[start] = kind;
            *index += 1;
            Ok(())
        }
        Err(error) => Err(error.below(index.to_string())),
    }
}

/// Appends an element that is a document or an array, filled by `fill`. `key` has the type, the name and its zero.
pub fn put_inner(
    to: &mut Vec<u8>,
    key: &'static str,
    fill: impl FnOnce(&mut Vec<u8>) -> Result<(), EncodeError>,
) -> Result<(), EncodeError> {
    to.extend_from_slice(key.as_bytes());
    let start = begin(to);
    fill(to).map_err(|error| error.below(key[1..].trim_end_matches('\0')))?;
    end(to, start);
    Ok(())
}

/// Appends an element that is a text.
#[inline]
pub fn put_text(to: &mut Vec<u8>, key: &'static str, text: &'static str) {
    to.extend_from_slice(key.as_bytes());
    write_text(to, text);
}

/// Appends the bytes of a text, and gives their type.
#[inline]
pub fn write_text(to: &mut Vec<u8>, text: &str) -> u8 {
    let length = i32::try_from(text.len() + 1).unwrap_or(i32::MAX);
    to.extend_from_slice(&length.to_le_bytes());
    to.extend_from_slice(text.as_bytes());
    to.push(0);
    kind::STRING
}

/// Writes a value whose document gets the tag of an enum as its first field. `tag` has the type, the name and its zero.
pub fn write_tagged<T, C: FieldCodec<T>>(
    to: &mut Vec<u8>,
    tag: &'static str,
    variant: &'static str,
    value: &T,
    codec: C,
) -> Result<u8, EncodeError> {
    let start = to.len();
    match codec.encode(value, to)? {
        kind::DOCUMENT => {
            let mut element = Vec::with_capacity(tag.len() + variant.len() + 5);
            put_text(&mut element, tag, variant);
            to.splice(start + 4..start + 4, element);
            set_length(to, start);
        }
        // A type without values of its own: the tag says all.
        kind::NULL if size_of::<T>() == 0 => {
            let start = begin(to);
            put_text(to, tag, variant);
            end(to, start);
        }
        _ => {
            return Err(EncodeError::new(
                "a variant of an internally tagged enum is stored as a document, and this one's value is none",
            ));
        }
    }
    Ok(kind::DOCUMENT)
}
