//! What a scenario came to, and whether that is what is promised.

use std::time::{Duration, Instant};

use mongomancy::EngineEvent;

use crate::load::{Finding, Kind, Log, gap};

/// Our longest gap may exceed the driver's by this.
const SLACK: Duration = Duration::from_millis(500);
/// How long after another primary stands in the topology calls may still wait, where a member does not answer.
const AFTER_SWITCH: Duration = Duration::from_secs(3);
/// How long after the new primary takes writes a scan may still wait.
const SCAN_AFTER_WRITES: Duration = Duration::from_secs(2);
/// Of the driver's acknowledged writes, this part at least is ours, in tenths.
const TENTHS: usize = 9;

/// What one side did.
#[derive(Debug)]
pub(super) struct Side {
    pub(super) log: Log,
    pub(super) findings: Vec<Finding>,
}

impl Side {
    pub(super) fn errors(&self) -> usize {
        self.log.errors().count()
    }

    pub(super) fn acknowledged(&self, kinds: &[Kind]) -> u64 {
        kinds.iter().map(|kind| self.log.acknowledged(*kind)).sum()
    }

    /// The longest time without an acknowledged call of some kind, and which. Scans are left out: the driver's end.
    pub(super) fn longest_gap(&self, since: Instant) -> (Duration, Kind) {
        let gaps = calls().map(|kind| (gap::longest(&self.log, kind, since), kind));
        gaps.max().unwrap_or((Duration::ZERO, Kind::Find))
    }
}

/// All that happened, times included.
#[derive(Debug)]
pub(super) struct Outcome {
    pub(super) ours: Side,
    pub(super) bare: Option<Side>,
    /// When the fault began.
    pub(super) fault: Instant,
    pub(super) events: Vec<(Instant, EngineEvent)>,
    /// Whether a member was there and did not answer.
    pub(super) unanswering: bool,
}

impl Outcome {
    /// Everything that is not as promised.
    pub(super) fn broken(&self) -> Vec<String> {
        let mut broken: Vec<String> = self.ours.findings.iter().map(ToString::to_string).collect();
        if let Some(bare) = &self.bare {
            broken.extend(self.beside(bare));
            broken.extend(self.switches().flat_map(|switch| self.after(switch)));
        }
        broken
    }

    /// What happened to the topology from the fault on, a line each, with their times.
    pub(super) fn told(&self) -> String {
        let told = self.events.iter().filter(|(at, event)| *at >= self.fault && !is_of_a_call(event));
        let lines = told.map(|(at, event)| format!("{:>8.3} s  {event}", (*at - self.fault).as_secs_f64()));
        lines.collect::<Vec<_>>().join("\n")
    }

    fn beside(&self, bare: &Side) -> Vec<String> {
        let mut broken = Vec::new();
        let ((ours, kind), (theirs, _)) = (self.ours.longest_gap(self.fault), bare.longest_gap(self.fault));
        if ours > theirs + SLACK {
            broken.push(format!("{kind:?} stood still for {ours:?}, the driver for {theirs:?}"));
        }
        let (ours, theirs) = (self.ours.log.span(), bare.log.span());
        // One began and ended somewhat earlier than the other.
        let both = ours.start.max(theirs.start)..ours.end.min(theirs.end);
        for kind in [Kind::Insert, Kind::Increment] {
            let (ours, theirs) = (self.ours.log.within(kind, &both), bare.log.within(kind, &both));
            if ours * 10 < theirs * TENTHS {
                broken.push(format!("{kind:?}: {ours} acknowledged, the driver's {theirs}"));
            }
        }
        broken
    }

    /// What waited too long after another primary stood in the topology.
    fn after(&self, switch: Instant) -> Vec<String> {
        let mut broken = Vec::new();
        for kind in calls().filter(|_| self.unanswering) {
            let waited = gap::first(&self.ours.log, kind, switch);
            if waited.is_none_or(|waited| waited > AFTER_SWITCH) {
                broken.push(format!("{kind:?} waited for {waited:?} after another primary was there"));
            }
        }
        let Some(writes) = gap::first(&self.ours.log, Kind::Insert, switch) else { return broken };
        let scanned = gap::first(&self.ours.log, Kind::Scan, switch + writes);
        if scanned.is_none_or(|waited| waited > SCAN_AFTER_WRITES) {
            broken.push(format!("a scan waited for {scanned:?} after the new primary took writes"));
        }
        broken
    }

    /// When another primary stood in the topology, each time that was not the last thing that happened.
    fn switches(&self) -> impl Iterator<Item = Instant> {
        let end = self.ours.log.entries.last().map_or(self.fault, |entry| entry.end);
        let switches = self.events.iter().filter(|(at, event)| *at >= self.fault && event.new_primary().is_some());
        switches.map(|(at, _)| *at).filter(move |at| *at + AFTER_SWITCH < end)
    }
}

fn is_of_a_call(event: &EngineEvent) -> bool {
    matches!(event, EngineEvent::Retrying { .. } | EngineEvent::GaveUp { .. })
}

/// The kinds that are single calls.
fn calls() -> impl Iterator<Item = Kind> {
    Kind::ALL.into_iter().filter(|kind| *kind != Kind::Scan)
}
