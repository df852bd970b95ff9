//! What was to be inserted beside what is stored: pure.

use std::collections::{HashMap, HashSet};

use bson::{RawArrayBuf, RawBson, RawBsonRef, RawDocument, RawDocumentBuf, raw::cstr};

/// How many documents are asked for at a time, and how large these may be together: they come in one reply.
const CHUNK: usize = 1000;
const CHUNK_BYTES: usize = 8 * 1024 * 1024;

/// The documents of an `insert`.
pub(super) struct Batch<'a> {
    documents: Vec<&'a RawDocument>,
    /// Those whose `_id` one before them has: they are never stored.
    repeated: HashSet<usize>,
    pub(super) ordered: bool,
}

impl<'a> Batch<'a> {
    pub(super) fn of(command: &'a RawDocument) -> Option<Self> {
        let Ok(Some(RawBsonRef::Array(documents))) = command.get("documents") else { return None };
        let documents: Vec<_> = documents.into_iter().flatten().filter_map(RawBsonRef::as_document).collect();
        let mut seen = HashSet::new();
        let is_repeated =
            |(position, document): (usize, &&RawDocument)| (!seen.insert(id_bytes(document))).then_some(position);
        let repeated = documents.iter().enumerate().filter_map(is_repeated).collect();
        Some(Self { documents, repeated, ordered: command.get_bool("ordered").unwrap_or(true) })
    }

    pub(super) fn len(&self) -> usize {
        self.documents.len()
    }

    pub(super) fn id(&self, position: usize) -> Option<RawBson> {
        self.documents.get(position)?.get("_id").ok()?.map(Into::into)
    }

    /// `positions` in portions that can be read back at a time, up to the first whose `_id` no query can name.
    pub(super) fn chunks(&self, positions: Vec<usize>) -> Vec<Vec<usize>> {
        let (mut chunks, mut bytes) = (vec![Vec::new()], 0);
        for position in positions.into_iter().take_while(|position| self.id(*position).is_some_and(is_plain)) {
            let size = self.documents.get(position).map_or(0, |document| document.as_bytes().len());
            let is_full = chunks.last().is_some_and(|last: &Vec<_>| last.len() == CHUNK || bytes + size > CHUNK_BYTES);
            if is_full {
                chunks.push(Vec::new());
                bytes = 0;
            }
            bytes += size;
            if let Some(last) = chunks.last_mut() {
                last.push(position);
            }
        }
        chunks.retain(|chunk| !chunk.is_empty());
        chunks
    }

    /// Whether the document at `position` is the one that is stored under its `_id`.
    pub(super) fn is_stored(&self, position: usize, stored: &Stored) -> bool {
        let Some(document) = self.documents.get(position) else { return false };
        !self.repeated.contains(&position)
            && stored.0.get(&id_bytes(document)).is_some_and(|stored| *stored == as_stored(document))
    }

    /// The command with the documents from `first` on.
    pub(super) fn rest(&self, command: &RawDocument, first: usize) -> RawDocumentBuf {
        let rest: RawArrayBuf = self.documents.iter().skip(first).map(|document| (*document).to_owned()).collect();
        let mut of_rest = RawDocumentBuf::new();
        for (key, value) in command.iter().flatten() {
            if key == "documents" {
                of_rest.append(cstr!("documents"), rest.clone());
            } else {
                of_rest.append(key, value);
            }
        }
        of_rest
    }
}

/// What is stored, by the bytes of the `_id`.
#[derive(Default)]
pub(super) struct Stored(HashMap<Vec<u8>, Vec<u8>>);

impl Stored {
    pub(super) fn add(&mut self, document: &RawDocument) {
        self.0.insert(id_bytes(document), document.as_bytes().to_owned());
    }
}

/// Servers put the `_id` first.
fn as_stored(document: &RawDocument) -> Vec<u8> {
    let is_id = |key: &str| key == "_id";
    let (ids, others): (Vec<_>, Vec<_>) = document.iter().flatten().partition(|(key, _)| is_id(key.as_str()));
    ids.into_iter().chain(others).collect::<RawDocumentBuf>().into_bytes()
}

/// The `_id` with its type.
fn id_bytes(document: &RawDocument) -> Vec<u8> {
    let id = document.iter().flatten().filter(|(key, _)| *key == "_id").take(1);
    id.collect::<RawDocumentBuf>().into_bytes()
}

/// Whether a query takes the `_id` as a value, not as a pattern or an operator.
fn is_plain(id: RawBson) -> bool {
    match id {
        RawBson::RegularExpression(_) => false,
        RawBson::Document(id) => !id.iter().flatten().any(|(key, _)| key.as_str().starts_with('$')),
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use bson::{Document, doc};

    use super::*;

    fn raw(document: &Document) -> RawDocumentBuf {
        RawDocumentBuf::try_from(document).unwrap()
    }

    fn stored(documents: &[Document]) -> Stored {
        let mut stored = Stored::default();
        for document in documents {
            stored.add(&raw(document));
        }
        stored
    }

    #[test]
    fn only_the_very_same_document_counts_as_stored() {
        let command = raw(&doc! { "insert": "c", "documents": [
            { "_id": 1, "a": f64::NAN }, { "b": 1, "_id": 2 }, { "_id": 3, "a": 1 }, { "_id": 4 }, { "_id": 1, "a": f64::NAN },
        ] });
        let batch = Batch::of(&command).unwrap();
        let there = [
            doc! { "_id": 1, "a": f64::NAN },
            doc! { "_id": 2, "b": 1 },
            doc! { "_id": 3, "a": 2 },
            doc! { "_id": 4_i64 },
        ];
        let stored = stored(&there);
        // Other values, the `_id` of another type, and the second of one `_id` are other documents.
        let same: Vec<usize> = (0..5).filter(|position| batch.is_stored(*position, &stored)).collect();
        assert_eq!(same, [0, 1]);
        assert!(batch.ordered);
    }

    #[test]
    fn what_is_left_to_send_keeps_the_options() {
        let command = raw(&doc! {
            "insert": "c", "documents": [{ "_id": 1 }, { "_id": 2 }, { "_id": 3 }], "ordered": true, "comment": "x",
        });
        let rest = Batch::of(&command).unwrap().rest(&command, 1);
        let expected =
            doc! { "insert": "c", "documents": [{ "_id": 2 }, { "_id": 3 }], "ordered": true, "comment": "x" };
        assert_eq!(Document::try_from(&*rest).unwrap(), expected);
    }

    #[test]
    fn what_is_read_back_comes_in_portions() {
        let documents: Vec<Document> = (0..2500).map(|id| doc! { "_id": id }).collect();
        let command = raw(&doc! { "insert": "c", "documents": documents });
        let sizes: Vec<usize> =
            Batch::of(&command).unwrap().chunks((100..2500).collect()).iter().map(Vec::len).collect();
        assert_eq!(sizes, [1000, 1000, 400]);
        let odd = raw(&doc! { "insert": "c", "documents": [{ "_id": 1 }, { "_id": { "$in": [1] } }, { "_id": 2 }] });
        assert_eq!(Batch::of(&odd).unwrap().chunks(vec![0, 1, 2]), [[0]]);
    }
}
