//! How time and memory of a scan grow with its documents. Each scan runs in a process of its own, so that its peak is its
//! own.

use std::{
    env, fs,
    process::{Command, Stdio},
    time::Instant,
};

use bson::doc;
use mongomancy::{Engine, Namespace};

use super::{player::Player, scan::Seen};
use crate::{
    Result,
    clients::{Clients, DATABASE},
    summary::{Better, Summary},
};

const COLLECTION: &str = "growth";
/// Documents that are stored at a time.
const CHUNK: u32 = 10_000;
const ROUNDS: usize = 7;
/// How much longer a document may take among many. A line through no more than noise would be 1.
const LINEAR: f64 = 1.25;
/// By how much the peak may grow.
const LIMIT_MIB: f64 = 64.0;

pub(super) async fn run(clients: &Clients, uri: &str, [few, many]: [u32; 2]) -> Result<Vec<Summary>> {
    let stored = clients.driver::<Player>(COLLECTION);
    for first in (0..many).step_by(usize::try_from(CHUNK)?) {
        let players: Vec<Player> = (first..many.min(first + CHUNK)).map(Player::of).collect();
        stored.insert_many(players).await?;
    }
    scan_in_child(uri, many)?;
    let (mut nanos, mut growth) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        let (small, large) = (scan_in_child(uri, few)?, scan_in_child(uri, many)?);
        nanos.push((large.nanos_a_document, small.nanos_a_document));
        growth.push((large.peak_mib - small.peak_mib, LIMIT_MIB));
    }
    stored.drop().await?;
    let time = format!("scan of {many} against {few}, time per document");
    let memory = format!("scan of {many}, peak memory above {few} (limit)");
    Ok(vec![
        Summary::of_pairs(time, nanos, "ns", Better::Lower, LINEAR),
        Summary::of_pairs(memory, growth, "MiB", Better::Lower, 1.0),
    ])
}

struct Scanned {
    nanos_a_document: f64,
    peak_mib: f64,
}

fn scan_in_child(uri: &str, documents: u32) -> Result<Scanned> {
    let mut child = Command::new(env::current_exe()?);
    child.args(["part", "scan", uri, &documents.to_string()]).stderr(Stdio::inherit());
    let output = child.output()?;
    let words = String::from_utf8(output.stdout)?;
    match words.split_whitespace().collect::<Vec<_>>()[..] {
        [nanos, peak] if output.status.success() => {
            Ok(Scanned { nanos_a_document: nanos.parse()?, peak_mib: peak.parse::<f64>()? / 1024.0 })
        }
        _ => Err("a scan in a process of its own failed".into()),
    }
}

/// What the child does: scans the first documents a few times, and prints the shortest time of a document, in ns, and the
/// peak of its memory, in KiB.
///
/// # Errors
/// Where the server or `/proc` does not answer, or where documents are missing.
pub(crate) async fn scan(uri: &str, documents: u32) -> Result<()> {
    let engine = Engine::connect(uri).await?;
    let players = mongomancy::Collection::<Player>::new(&engine, Namespace::new(DATABASE, COLLECTION));
    // About as many documents in all, whether a scan is short or long.
    let times = (200_000 / documents).clamp(3, 20);
    let mut shortest = f64::INFINITY;
    for _ in 0..times {
        let started = Instant::now();
        let mut seen = Seen::default();
        let mut cursor = players.find(doc! {}).limit(i64::from(documents)).await?;
        while let Some(player) = cursor.try_next().await? {
            seen.add(&player);
        }
        if seen.documents != u64::from(documents) {
            return Err("the scan is short".into());
        }
        shortest = shortest.min(started.elapsed().as_secs_f64() * 1e9 / f64::from(documents));
    }
    engine.dispose().await;
    println!("{shortest} {}", peak_kib(&fs::read_to_string("/proc/self/status")?)?);
    Ok(())
}

/// The peak of a process's memory by its `status` in `/proc`.
fn peak_kib(status: &str) -> Result<u64> {
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")?.strip_suffix("kB"));
    Ok(peak.ok_or("`/proc/self/status` tells no peak of the memory")?.trim().parse()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_peak_is_read_from_its_line() {
        assert_eq!(peak_kib("VmPeak:\t  30000 kB\nVmHWM:\t   12345 kB\nVmRSS:\t 1 kB\n").unwrap(), 12345);
        assert!(peak_kib("VmRSS:\t 1 kB\n").is_err());
    }
}
