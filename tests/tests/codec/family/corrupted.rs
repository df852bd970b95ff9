//! Broken bytes: each one by itself, and several at random.

use proptest::test_runner::TestRunner;

use super::{Change, read, run_changed, sample};
use crate::{check::Difference, subject::Subject, tree};

/// Bytes that are lengths, types and booleans that are wrong.
const BYTES: [u8; 10] = [0, 1, 2, 3, 4, 5, 0x0A, 0x7F, 0x80, 0xFF];

/// Lengths that no value has, or all but.
const LENGTHS: [i32; 9] = [0, -1, 1, 4, 5, i32::MAX, i32::MIN, i32::MAX - 4, 1 << 24];

/// No more of a document is gone through byte by byte.
const ENOUGH: usize = 96;

pub(crate) fn run(subject: &Subject, runner: &mut TestRunner) -> Result<(), Difference> {
    let bytes = sample(subject, runner)?;
    for at in 4..bytes.len().min(ENOUGH) {
        let changed = |change: &dyn Fn(&mut Vec<u8>)| {
            let mut changed = bytes.clone();
            change(&mut changed);
            mend(&mut changed);
            read(subject, changed)
        };
        for byte in BYTES {
            changed(&|bytes| bytes[at] = byte)?;
        }
        changed(&|bytes| bytes[at] ^= 1)?;
        changed(&|bytes| bytes.truncate(at))?;
        changed(&|bytes| _ = bytes.remove(at))?;
        changed(&|bytes| bytes.insert(at, 0))?;
        changed(&|bytes| set_length(bytes, at, |length| length.wrapping_add(1)))?;
        changed(&|bytes| set_length(bytes, at, |length| length.wrapping_sub(1)))?;
        changed(&|bytes| set_length(bytes, at, |_| i32::MAX))?;
        changed(&|bytes| set_length(bytes, at, |_| -1))?;
    }
    run_changed(subject, runner, changed)
}

fn changed(bytes: &[u8], changes: &[Change]) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for (what, at, with) in changes {
        let (at, with) = (usize::from(*at) % bytes.len(), usize::from(*with));
        let byte = BYTES[with % BYTES.len()];
        match what % 8 {
            0 => bytes[at] ^= 1 << (with % 8),
            1 => bytes[at] = byte,
            2 => bytes.truncate(at),
            3 => bytes.insert(at, byte),
            4 => _ = bytes.remove(at),
            5 => set_length(&mut bytes, at, |_| LENGTHS[with % LENGTHS.len()]),
            6 => set_length(&mut bytes, at, |length| length.wrapping_add(i32::try_from(with % 9).unwrap() - 4)),
            _ => {
                let copied: Vec<u8> = bytes[at..].iter().take(with % 24).copied().collect();
                bytes.splice(at..at, copied);
            }
        }
        mend(&mut bytes);
    }
    bytes
}

fn set_length(bytes: &mut [u8], at: usize, change: impl Fn(i32) -> i32) {
    if let Some(place) = bytes[at..].first_chunk_mut() {
        *place = change(i32::from_le_bytes(*place)).to_le_bytes();
    }
}

/// Makes it a document on the outside, so that what lies within is looked at.
fn mend(bytes: &mut Vec<u8>) {
    bytes.resize(bytes.len().max(5), 0);
    tree::mend_length(bytes);
    if let Some(last) = bytes.last_mut() {
        *last = 0;
    }
}
