//! A document taken apart, so that its elements can be moved, and put together again.

/// An element of a document or an array.
#[derive(Clone)]
pub(crate) struct Element {
    pub(crate) kind: u8,
    pub(crate) key: Vec<u8>,
    pub(crate) value: Value,
}

/// What stands in an element.
#[derive(Clone)]
pub(crate) enum Value {
    Plain(Vec<u8>),
    Nested(Vec<Element>),
}

pub(crate) const DOCUMENT: u8 = 3;
pub(crate) const ARRAY: u8 = 4;

/// Takes a document apart that serde has written.
pub(crate) fn read(document: &[u8]) -> Vec<Element> {
    let mut rest = &document[4..document.len() - 1];
    let mut elements = Vec::new();
    while let Some((&kind, after)) = rest.split_first() {
        let end = after.iter().position(|byte| *byte == 0).unwrap();
        let (key, after) = (after[..end].to_vec(), &after[end + 1..]);
        let (value, after) = after.split_at(length(kind, after));
        let nested = matches!(kind, DOCUMENT | ARRAY);
        let value = if nested { Value::Nested(read(value)) } else { Value::Plain(value.to_vec()) };
        elements.push(Element { kind, key, value });
        rest = after;
    }
    elements
}

/// How many bytes a value takes.
fn length(kind: u8, bytes: &[u8]) -> usize {
    let told = |at: usize| usize::try_from(i32::from_le_bytes(bytes[at..at + 4].try_into().unwrap())).unwrap();
    let text = |at: usize| at + bytes[at..].iter().position(|byte| *byte == 0).unwrap() + 1;
    match kind {
        0x01 | 0x09 | 0x11 | 0x12 => 8,
        0x02 | 0x0D | 0x0E => told(0) + 4,
        0x03 | 0x04 | 0x0F => told(0),
        0x05 => told(0) + 5,
        0x07 => 12,
        0x08 => 1,
        0x0B => text(text(0)),
        0x0C => told(0) + 16,
        0x10 => 4,
        0x13 => 16,
        _ => 0,
    }
}

/// Puts a document together.
pub(crate) fn write(elements: &[Element]) -> Vec<u8> {
    let mut bytes = vec![0; 4];
    for element in elements {
        bytes.push(element.kind);
        bytes.extend_from_slice(&element.key);
        bytes.push(0);
        match &element.value {
            Value::Plain(value) => bytes.extend_from_slice(value),
            Value::Nested(elements) => bytes.extend_from_slice(&write(elements)),
        }
    }
    bytes.push(0);
    mend_length(&mut bytes);
    bytes
}

/// Makes the outermost length true.
pub(crate) fn mend_length(document: &mut [u8]) {
    let length = i32::try_from(document.len()).unwrap();
    document[..4].copy_from_slice(&length.to_le_bytes());
}

/// The way to each document and array, the outermost first.
pub(crate) fn containers(elements: &[Element]) -> Vec<Vec<usize>> {
    let mut found = vec![Vec::new()];
    for (index, element) in elements.iter().enumerate() {
        if let Value::Nested(inner) = &element.value {
            for mut below in containers(inner) {
                below.insert(0, index);
                found.push(below);
            }
        }
    }
    found
}

/// What lies in the document or array at the end of the way.
pub(crate) fn within<'a>(elements: &'a mut Vec<Element>, way: &[usize]) -> &'a mut Vec<Element> {
    let Some((first, rest)) = way.split_first() else { return elements };
    match &mut elements[*first].value {
        Value::Nested(inner) => within(inner, rest),
        Value::Plain(_) => unreachable!("the way leads through documents"),
    }
}
