//! Where the values of a projection's fields are in the document that the server gives.

use crate::{
    codec::{decode::DecodeError, kind, reader::Reader},
    query::path::place::Fixed,
};

type Result<T> = std::result::Result<T, DecodeError>;

/// A value that was found: its type, and where it begins.
#[derive(Debug, Clone, Copy)]
pub struct Found<'a> {
    kind: u8,
    at: Reader<'a>,
}

impl<'a> Found<'a> {
    /// Its type, and where it begins.
    pub(super) fn parts(self) -> (u8, Reader<'a>) {
        (self.kind, self.at)
    }
}

/// Looks for the values at these places of a document of type `kind`, in one pass.
pub fn locate<'a, const N: usize>(
    kind: u8,
    from: &mut Reader<'a>,
    expected: &'static str,
    places: &[Fixed; N],
) -> Result<[Option<Found<'a>>; N]> {
    let mut found = [None; N];
    if kind != kind::DOCUMENT {
        return Err(DecodeError::unexpected(expected, kind));
    }
    // Those that are on the way, by how many of their names were met.
    search(from.enter()?, 0, places, [true; N], &mut found)?;
    Ok(found)
}

fn search<'a, const N: usize>(
    mut document: Reader<'a>,
    depth: usize,
    places: &[Fixed; N],
    sought: [bool; N],
    found: &mut [Option<Found<'a>>; N],
) -> Result<()> {
    while !document.is_end()? {
        let (kind, key) = document.key()?;
        let (mut within, mut any) = ([false; N], false);
        for (number, place) in places.iter().enumerate().filter(|(number, _)| sought[*number]) {
            if place.key(depth) != Some(key) {
                continue;
            }
            if place.key(depth + 1).is_some() {
                (within[number], any) = (true, true);
            } else if found[number].replace(Found { kind, at: document }).is_some() {
                return Err(DecodeError::new(format!("the field `{key}` is there twice")).below(key.to_owned()));
            }
        }
        let inside = document;
        document.skip(kind).map_err(|error| error.below(key.to_owned()))?;
        match kind {
            kind::DOCUMENT if any => {
                let mut inside = inside;
                search(inside.enter()?, depth + 1, places, within, found)
                    .map_err(|error| error.below(key.to_owned()))?;
            }
            // What lies within nothing is absent.
            kind::NULL => {}
            _ if any => return Err(DecodeError::unexpected("a document", kind).below(key.to_owned())),
            _ => {}
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use bson::{RawDocument, rawdoc};

    use super::*;
    use crate::{codec::Decode, query::path::place::Place};

    fn at(path: &'static str) -> Fixed {
        Fixed::EMPTY.then(path)
    }

    fn numbers<const N: usize>(document: &RawDocument, places: [Fixed; N]) -> Result<[Option<i32>; N]> {
        let found = locate(kind::DOCUMENT, &mut Reader::new(document), "x", &places)?;
        Ok(found.map(|found| {
            let (kind, mut at) = found?.parts();
            Some(i32::decode_from(kind, &mut at).unwrap())
        }))
    }

    #[test]
    fn values_are_found_in_any_order_and_depth() {
        let document = rawdoc! { "x": { "y": [1, 2] }, "b": { "d": 3, "e": { "f": 4 }, "c": 2 }, "a": 1, "n": null };
        let places = [at("a"), at("b").then("c"), at("b").then("e").then("f"), at("n").then("o"), at("b.d"), at("z")];
        assert_eq!(numbers(&document, places).unwrap(), [Some(1), Some(2), Some(4), None, Some(3), None]);
    }

    #[test]
    fn what_is_no_document_on_the_way_is_told() {
        let error = numbers(&rawdoc! { "a": { "b": [{ "c": 1 }] } }, [at("a").then("b").then("c")]).unwrap_err();
        assert_eq!((error.path().as_str(), error.reason()), ("a.b", "expected a document, found array"));
        let error = locate(kind::STRING, &mut Reader::within(b"\0"), "struct Card", &[at("a")]).unwrap_err();
        assert!(error.reason().contains("expected struct Card"), "{error:?}");
    }

    #[test]
    fn a_field_that_is_there_twice_is_told() {
        let mut document = rawdoc! { "a": 1 };
        document.append(bson::raw::cstr!("a"), 2);
        let error = numbers(&document, [at("a")]).unwrap_err();
        assert!(error.reason().contains("twice"), "{error:?}");
    }
}
