//! What the fuzzer has found worth keeping, read once more.

use std::{fs, path::Path};

use crate::{ALLOCATOR, LIMIT};

#[path = "../../../fuzz/src/lib.rs"]
#[allow(clippy::missing_panics_doc, missing_debug_implementations, unreachable_pub, reason = "a library by itself")]
mod target;

/// What no document of the corpus may take: they are small, whatever they say of themselves.
const ENOUGH: usize = 64 << 20;

#[test]
fn each_document_is_read_as_serde_reads_it() {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fuzz/corpus/decode");
    let mut files: Vec<_> = fs::read_dir(corpus).unwrap().map(|file| file.unwrap().path()).collect();
    files.sort();
    assert!(files.len() > 20, "the corpus is gone");
    for file in files {
        let bytes = fs::read(&file).unwrap();
        ALLOCATOR.set_limit(ALLOCATOR.allocated() + ENOUGH).unwrap();
        target::decode(&bytes);
    }
    ALLOCATOR.set_limit(LIMIT).unwrap();
}
