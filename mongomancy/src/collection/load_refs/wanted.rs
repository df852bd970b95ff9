//! The references of a load: which of them mean the same document, and what is asked for in one query.

use std::collections::HashMap;

use bson::{RawArrayBuf, RawBson, RawBsonRef, RawDocumentBuf, raw::cstr};

use super::{
    super::body::MAX_BYTES,
    identity::{Identity, is_storable},
};
use crate::{
    error::Result,
    model::{MongoCollection, Ref},
};

/// How many `_id`s one query asks for.
pub(super) const MAX_IDS: usize = 1_000;

/// References, and the documents that they mean, by number: each document has one, whatever number of references it has.
pub(super) struct Wanted<T: MongoCollection> {
    pub(super) refs: Vec<Ref<T>>,
    /// The number of each reference's document.
    pub(super) places: Vec<usize>,
    pub(super) numbers: HashMap<Identity, usize>,
    /// The `_id`s by number.
    ids: Vec<RawBson>,
}

/// One query.
pub(super) struct Batch {
    /// The filter that finds the documents.
    pub(super) filter: RawDocumentBuf,
    /// How many there are at most.
    pub(super) count: usize,
}

impl<T: MongoCollection> Wanted<T> {
    pub(super) fn of(refs: Vec<Ref<T>>) -> Result<Self> {
        let (mut places, mut numbers, mut ids) = (Vec::with_capacity(refs.len()), HashMap::new(), Vec::new());
        for to in &refs {
            let id = T::encode_id(to.id())?;
            let number = *numbers.entry(Identity::of(id.as_raw_bson_ref())).or_insert(ids.len());
            places.push(number);
            if number == ids.len() {
                ids.push(id);
            }
        }
        Ok(Self { refs, places, numbers, ids })
    }

    /// How many documents are meant.
    pub(super) fn count(&self) -> usize {
        self.ids.len()
    }

    /// The number of the document with this `_id`.
    pub(super) fn number(&self, id: &Identity) -> Option<usize> {
        self.numbers.get(id).copied()
    }

    /// The queries that it takes.
    pub(super) fn batches(&self) -> Vec<Batch> {
        let mut batches = Vec::new();
        let (mut ids, mut count) = (RawArrayBuf::new(), 0);
        for id in self.ids.iter().map(RawBson::as_raw_bson_ref).filter(|id| is_storable(*id)) {
            if count == MAX_IDS || count > 0 && ids.as_bytes().len() + size(id) > MAX_BYTES {
                batches.push(Batch::of(ids, count));
                (ids, count) = (RawArrayBuf::new(), 0);
            }
            ids.push(id);
            count += 1;
        }
        if count > 0 {
            batches.push(Batch::of(ids, count));
        }
        batches
    }
}

impl Batch {
    fn of(ids: RawArrayBuf, count: usize) -> Self {
        let (mut among, mut filter) = (RawDocumentBuf::new(), RawDocumentBuf::new());
        among.append(cstr!("$in"), ids);
        filter.append(cstr!("_id"), among);
        Self { filter, count }
    }
}

/// What an `_id` takes in the query, with room for its key.
fn size(id: RawBsonRef<'_>) -> usize {
    const KEY: usize = 16;
    KEY + match id {
        RawBsonRef::Document(document) => document.as_bytes().len(),
        RawBsonRef::String(text) | RawBsonRef::Symbol(text) | RawBsonRef::JavaScriptCode(text) => text.len(),
        RawBsonRef::Binary(binary) => binary.bytes.len(),
        _ => KEY,
    }
}
