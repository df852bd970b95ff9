//! The events that hooks are told.

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Instant,
};

use mongomancy::{Engine, EngineEvent};

/// Records the events of engines. A clone is the same record.
#[derive(Debug, Clone, Default)]
pub struct Events(Arc<Mutex<Vec<(Instant, EngineEvent)>>>);

impl Events {
    /// A record of `engine`'s events.
    pub fn of(engine: &Engine) -> Self {
        let events = Self::default();
        let record = events.clone();
        engine.register_hook_fn(move |event| {
            record.0.lock().unwrap_or_else(PoisonError::into_inner).push((Instant::now(), event));
        });
        events
    }

    /// What was told so far.
    pub fn all(&self) -> Vec<EngineEvent> {
        self.timed().into_iter().map(|(_, event)| event).collect()
    }

    /// What was told so far, and when.
    pub fn timed(&self) -> Vec<(Instant, EngineEvent)> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// How many of the events so far fit.
    pub fn count(&self, fits: impl Fn(&EngineEvent) -> bool) -> usize {
        self.all().iter().filter(|event| fits(event)).count()
    }
}
