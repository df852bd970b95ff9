//! The elements of a document, for who decides by them: nothing is checked beyond where they end.

use bson::RawDocument;

use super::{kind, reader::Reader};

/// One element, its value undecoded.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Element<'a> {
    pub(crate) key: &'a [u8],
    kind: u8,
    value: &'a [u8],
}

impl<'a> Element<'a> {
    /// The document that it is.
    pub(crate) fn document(self) -> Option<&'a RawDocument> {
        RawDocument::from_bytes(self.value).ok().filter(|_| self.kind == kind::DOCUMENT)
    }

    /// The elements of the array that it is; none of anything else.
    pub(crate) fn items(self) -> impl Iterator<Item = Element<'a>> + Clone {
        let items = if self.kind == kind::ARRAY { self.value } else { &[] };
        within(items)
    }

    /// Whether it is true, or a number other than zero.
    pub(crate) fn is_truthy(self) -> bool {
        let is_set = self.value.iter().any(|byte| *byte != 0);
        match self.kind {
            kind::BOOLEAN | kind::INT32 | kind::INT64 => is_set,
            kind::DOUBLE => self.value.try_into().is_ok_and(|value| f64::from_le_bytes(value) != 0.0),
            _ => false,
        }
    }
}

/// The elements of `document`, as far as they can be told apart.
pub(crate) fn elements(document: &RawDocument) -> impl Iterator<Item = Element<'_>> + Clone {
    within(document.as_bytes())
}

/// The element of this name.
pub(crate) fn element<'a>(document: &'a RawDocument, key: &[u8]) -> Option<Element<'a>> {
    elements(document).find(|element| element.key == key)
}

fn within(document: &[u8]) -> impl Iterator<Item = Element<'_>> + Clone {
    let mut reader = Reader::within(document.get(4..).unwrap_or_default());
    std::iter::from_fn(move || {
        let (&kind, rest) = reader.rest.split_first()?;
        // The end of the document has no key.
        let length = rest.iter().position(|byte| *byte == 0)?;
        let key = &rest[..length];
        reader.rest = &rest[length + 1..];
        Some(Element { key, kind, value: reader.value(kind).ok()? })
    })
}

#[cfg(test)]
mod tests {
    use bson::{RawDocumentBuf, doc, rawdoc};

    use super::*;

    #[test]
    fn elements_come_in_order_with_what_they_hold() {
        let document = rawdoc! { "a": 1, "b": { "c": "text" }, "d": [{ "e": 1 }, 7, {}] };
        assert_eq!(elements(&document).map(|element| element.key).collect::<Vec<_>>(), [b"a", b"b", b"d"]);
        let inner = element(&document, b"b").unwrap().document().unwrap();
        assert_eq!(inner, &*rawdoc! { "c": "text" });
        let items = element(&document, b"d").unwrap().items();
        assert_eq!(items.filter_map(Element::document).count(), 2);
        assert!(element(&document, b"a").unwrap().document().is_none());
        assert_eq!(element(&document, b"b").unwrap().items().count(), 0);
        assert!(element(&document, b"x").is_none());
    }

    #[test]
    fn numbers_other_than_zero_are_truthy() {
        let values =
            doc! { "0": true, "1": 2, "2": 3_i64, "3": 0.5, "4": false, "5": 0, "6": 0_i64, "7": -0.0, "8": "1" };
        let values = RawDocumentBuf::try_from(&values).unwrap();
        let truthy: Vec<_> = elements(&values).filter(|element| element.is_truthy()).map(|one| one.key).collect();
        assert_eq!(truthy, [b"0", b"1", b"2", b"3"]);
    }

    #[test]
    fn what_cannot_be_read_ends_them() {
        // The second element says that it is longer than the document.
        let bytes = b"\x13\0\0\0\x10a\0\x01\0\0\0\x02b\0\x7f\0\0\0\0";
        assert_eq!(elements(RawDocument::from_bytes(bytes).unwrap()).count(), 1);
    }
}
