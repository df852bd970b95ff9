//! The same, to the recorder of the `metrics` crate.

use std::time::Duration;

use metrics::{counter, histogram};

use crate::engine::EngineEvent;

pub(super) fn call() {
    counter!("mongomancy_calls_total").increment(1);
}

pub(super) fn ended(operation: &str, elapsed: Duration, failed: bool) {
    let operation = label(operation);
    histogram!("mongomancy_call_duration_seconds", "operation" => operation).record(elapsed);
    if failed {
        counter!("mongomancy_call_errors_total", "operation" => operation).increment(1);
    }
}

pub(super) fn attempt(is_retry: bool) {
    counter!("mongomancy_attempts_total").increment(1);
    if is_retry {
        counter!("mongomancy_retries_total").increment(1);
    }
}

pub(super) fn event(event: &EngineEvent) {
    match event {
        EngineEvent::PrimaryElected { after, .. } => {
            counter!("mongomancy_switches_total").increment(1);
            histogram!("mongomancy_blackout_seconds").record(*after);
        }
        EngineEvent::ClientRebuilt { .. } => counter!("mongomancy_rebuilds_total").increment(1),
        EngineEvent::PrimaryLost { .. } | EngineEvent::Retrying { .. } | EngineEvent::GaveUp { .. } => {}
    }
}

/// The operation's name, from a list that is not the caller's to lengthen: each label is kept for ever.
fn label(operation: &str) -> &'static str {
    const LABELS: [&str; 8] = ["find", "aggregate", "count", "distinct", "insert", "update", "delete", "findAndModify"];
    LABELS.into_iter().find(|label| *label == operation).unwrap_or("other")
}
