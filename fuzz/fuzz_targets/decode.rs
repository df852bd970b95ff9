//! Decodes whatever the fuzzer comes up with, and holds what is read against serde.

#![no_main]

use std::alloc::System;

use cap::Cap;
use libfuzzer_sys::fuzz_target;

/// `-malloc_limit_mb` needs a sanitizer, which stable Rust has not: the allocator itself refuses what no document of the
/// fuzzer's needs. The fuzzer's own memory, which grows with its corpus, is among it.
#[global_allocator]
static ALLOCATOR: Cap<System> = Cap::new(System, 64 << 20);

fuzz_target!(|bytes: &[u8]| mongomancy_fuzz::decode(bytes));
