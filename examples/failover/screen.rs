//! What the terminal shows: a line each second above a bar, and a summary. Without a terminal there is no bar.

use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};
use mongomancy::EngineEvent;

use crate::{plot::Panel, timeline::Slot};

/// The terminal. Clones show on the same one.
#[derive(Clone)]
pub(crate) struct Screen {
    bar: ProgressBar,
}

impl Screen {
    pub(crate) fn new(seconds: u64) -> Self {
        let bar = ProgressBar::new(seconds);
        if let Ok(style) = ProgressStyle::with_template("{spinner} {bar:50} {pos} of {len} s") {
            bar.set_style(style);
        }
        bar.enable_steady_tick(Duration::from_millis(100));
        Self { bar }
    }

    /// A line of its own above the bar.
    pub(crate) fn line(&self, text: &str) {
        self.bar.suspend(|| println!("{text}"));
    }

    /// The line of a second that has passed.
    pub(crate) fn second(&self, second: u64, driver: Slot, ours: Slot) {
        let shown = |slot: Slot| format!("{:>5} ok {:>3} errors", slot.acknowledged, slot.errors);
        self.line(&format!("{second:>3} s  bare driver {}   mongomancy {}", shown(driver), shown(ours)));
        self.bar.set_position(second);
    }

    pub(crate) fn finish(&self) {
        self.bar.finish_and_clear();
    }
}

/// What came of it, for both sides.
pub(crate) fn summary(panels: &[Panel; 2], heard: &[(Duration, EngineEvent)]) {
    let row = |what: &str, of: &dyn Fn(&Panel) -> String| {
        println!("{what:<36}{:>14}{:>14}", of(&panels[0]), of(&panels[1]));
    };
    row("", &|panel| panel.name.to_owned());
    row("acknowledged calls", &|panel| panel.verdict.acknowledged.to_string());
    row("errors in the application", &|panel| panel.verdict.errors.to_string());
    row("longest time without an answer", &|panel| format!("{:.2} s", panel.timeline.longest_gap().as_secs_f64()));
    row("acknowledged writes that are lost", &|panel| panel.verdict.lost.to_string());
    row("writes stored twice", &|panel| panel.verdict.doubled.to_string());
    row("writes stored although they failed", &|panel| panel.verdict.stored_anyway.to_string());
    let repeated = heard.iter().filter(|(_, event)| matches!(event, EngineEvent::Retrying { .. })).count();
    println!("mongomancy sent calls again {repeated} times");
}
