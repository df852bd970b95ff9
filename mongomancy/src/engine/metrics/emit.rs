//! The same, to the recorder of the `metrics` crate.

use std::time::Duration;

use metrics::{Unit, counter, describe_counter, describe_gauge, describe_histogram, gauge, histogram};

use crate::engine::EngineEvent;

pub(super) fn describe() {
    describe_counter!("mongomancy_calls_total", Unit::Count, "Calls that began");
    describe_gauge!("mongomancy_calls_in_flight", Unit::Count, "Calls that are under way");
    describe_counter!(
        "mongomancy_call_errors_total",
        Unit::Count,
        "Calls that ended with an error or a refused statement"
    );
    describe_histogram!("mongomancy_call_duration_seconds", Unit::Seconds, "How long a call took, retries included");
    describe_counter!("mongomancy_attempts_total", Unit::Count, "Times that a call was sent, or tried to be");
    describe_counter!("mongomancy_retries_total", Unit::Count, "Attempts after the first one of their call");
    describe_counter!(
        "mongomancy_switches_total",
        Unit::Count,
        "Times that a primary was found in place of the last one"
    );
    describe_counter!("mongomancy_rebuilds_total", Unit::Count, "Times that the client was replaced");
    describe_histogram!("mongomancy_blackout_seconds", Unit::Seconds, "How long there was no primary");
}

pub(super) fn entered() {
    gauge!("mongomancy_calls_in_flight").increment(1);
}

pub(super) fn left() {
    gauge!("mongomancy_calls_in_flight").decrement(1);
}

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
