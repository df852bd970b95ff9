//! How many instructions decoding and encoding one document take, counted by valgrind's callgrind.

use std::{
    env, fs, io,
    process::{self, Command, Stdio},
};

use crate::{
    Result, begin,
    mapper::codec::{Codec, Direction, Documents},
    summary::{Better, Summary},
};

pub(crate) const NOTES: &str = "\
Counted by `valgrind --tool=callgrind`, allocations included. The driver's side is bson's serde, which the driver uses.";

/// Documents of a pass, and the passes of the two runs whose difference counts.
const DOCUMENTS: u32 = 100;
const PASSES: [u32; 2] = [10, 60];
const BAR: f64 = 0.25;

/// Counts the instructions of both directions by both codecs.
///
/// # Errors
/// Where there is no valgrind, or where it fails.
pub(crate) fn run() -> Result<Vec<Summary>> {
    Direction::ALL
        .into_iter()
        .map(|direction| {
            begin(&format!("{} a document", direction.name()));
            let [ours, serde] = Codec::ALL.map(|codec| of_each(codec, direction));
            let work = format!("{} a document", direction.name());
            Ok(Summary::of_pairs(work, [(ours?, serde?)], "instructions", Better::Lower, BAR))
        })
        .collect()
}

/// What one document takes: what more passes take beyond fewer, so that all else falls away.
fn of_each(codec: Codec, direction: Direction) -> Result<f64> {
    let [few, many] = PASSES;
    let more = count(codec, direction, many)?.checked_sub(count(codec, direction, few)?);
    let more = u32::try_from(more.ok_or("more passes took fewer instructions")?)?;
    Ok(f64::from(more) / f64::from((many - few) * DOCUMENTS))
}

fn count(codec: Codec, direction: Direction, passes: u32) -> Result<u64> {
    let out = env::temp_dir().join(format!("mongomancy-benches-{}.callgrind", process::id()));
    let run = Command::new("valgrind")
        .arg("--tool=callgrind")
        .arg(format!("--callgrind-out-file={}", out.display()))
        .arg(env::current_exe()?)
        .args(["part", "codec", codec.name(), direction.name(), &passes.to_string()])
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .output();
    let output = match run {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            return Err("there is no `valgrind` on this machine: install it to count instructions".into());
        }
        output => output?,
    };
    if !output.status.success() {
        return Err(format!("valgrind failed: {}", String::from_utf8_lossy(&output.stderr)).into());
    }
    let counted = fs::read_to_string(&out)?;
    fs::remove_file(&out)?;
    total(&counted)
}

/// The sum of a callgrind file.
fn total(counted: &str) -> Result<u64> {
    let total = counted.lines().find_map(|line| line.strip_prefix("totals:"));
    Ok(total.ok_or("valgrind counted nothing")?.trim().parse()?)
}

/// What is run under valgrind.
///
/// # Errors
/// Where a name is none of a codec or a direction, or where a document does not fit.
pub(crate) fn pass(codec: &str, direction: &str, passes: u32) -> Result<()> {
    let codec = Codec::ALL.into_iter().find(|each| each.name() == codec).ok_or("there is no such codec")?;
    let direction =
        Direction::ALL.into_iter().find(|each| each.name() == direction).ok_or("there is no such direction")?;
    let documents = Documents::new(DOCUMENTS)?;
    (0..passes).try_for_each(|_| documents.pass(codec, direction))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_total_is_read_from_its_line() {
        assert_eq!(total("events: Ir\nfn=(1) main\n12 34\n\ntotals: 123456\n").unwrap(), 123_456);
        assert!(total("events: Ir\n").is_err());
    }
}
