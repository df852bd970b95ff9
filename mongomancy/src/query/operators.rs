//! The document of operators that stands for one field: `{ "$gte": 3, "$lt": 5 }`.

use crate::codec::{
    element::{begin, end, put_index, put_key},
    encode::{Encode, EncodeError},
    kind,
};

/// Appends `name`, and a value that `write` appends and tells the type of.
pub(super) fn put(
    to: &mut Vec<u8>,
    name: &str,
    write: impl FnOnce(&mut Vec<u8>) -> Result<u8, EncodeError>,
) -> Result<(), EncodeError> {
    let start = to.len();
    put_key(to, name)?;
    to[start] = write(to).map_err(|error| error.below(name.to_owned()))?;
    Ok(())
}

/// Appends `name`, and a value that is none of a field's: a number of things, a word of the server's.
pub(super) fn put_plain(to: &mut Vec<u8>, name: &str, value: &(impl Encode + ?Sized)) -> Result<(), EncodeError> {
    put(to, name, |to| plain(value, to))
}

/// Appends such a value.
pub(super) fn plain(value: &(impl Encode + ?Sized), to: &mut Vec<u8>) -> Result<u8, EncodeError> {
    value.encode_to(to)
}

/// Appends `name`, and the document whose elements `fill` appends.
pub(super) fn put_document(
    to: &mut Vec<u8>,
    name: &str,
    fill: impl FnOnce(&mut Vec<u8>) -> Result<(), EncodeError>,
) -> Result<(), EncodeError> {
    put(to, name, |to| document(to, fill))
}

/// Appends `name`, and the array whose elements are written one by one.
pub(super) fn put_array<I: IntoIterator>(
    to: &mut Vec<u8>,
    name: &str,
    items: I,
    write: impl Fn(I::Item, &mut Vec<u8>) -> Result<u8, EncodeError>,
) -> Result<(), EncodeError> {
    put(to, name, |to| array(to, items, write))
}

/// Appends an array whose elements are written one by one.
pub(super) fn array<I: IntoIterator>(
    to: &mut Vec<u8>,
    items: I,
    write: impl Fn(I::Item, &mut Vec<u8>) -> Result<u8, EncodeError>,
) -> Result<u8, EncodeError> {
    let start = begin(to);
    for (index, item) in items.into_iter().enumerate() {
        let at = to.len();
        put_index(to, index);
        to[at] = write(item, to).map_err(|error| error.below(index.to_string()))?;
    }
    end(to, start);
    Ok(kind::ARRAY)
}

/// Appends a document whose elements `fill` appends.
pub(super) fn document(
    to: &mut Vec<u8>,
    fill: impl FnOnce(&mut Vec<u8>) -> Result<(), EncodeError>,
) -> Result<u8, EncodeError> {
    let start = begin(to);
    fill(to)?;
    end(to, start);
    Ok(kind::DOCUMENT)
}

/// Appends a truth.
#[expect(clippy::unnecessary_wraps, reason = "as all writers of values")]
pub(super) fn truth(value: bool, to: &mut Vec<u8>) -> Result<u8, EncodeError> {
    to.push(u8::from(value));
    Ok(kind::BOOLEAN)
}

/// Appends bytes that were written before.
#[expect(clippy::unnecessary_wraps, reason = "as all writers of values")]
pub(super) fn written((kind, bytes): &(u8, Vec<u8>), to: &mut Vec<u8>) -> Result<u8, EncodeError> {
    to.extend_from_slice(bytes);
    Ok(*kind)
}
