//! The events that hooks are told.

use std::sync::{Arc, Mutex, PoisonError};

use mongomancy::{Engine, EngineEvent};

/// Records the events of engines. A clone is the same record.
#[derive(Debug, Clone, Default)]
pub struct Events(Arc<Mutex<Vec<EngineEvent>>>);

impl Events {
    /// A record of `engine`'s events.
    pub fn of(engine: &Engine) -> Self {
        let events = Self::default();
        let record = events.clone();
        engine.register_hook_fn(move |event| record.0.lock().unwrap_or_else(PoisonError::into_inner).push(event));
        events
    }

    /// What was told so far.
    pub fn all(&self) -> Vec<EngineEvent> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// How many of the events so far fit.
    pub fn count(&self, fits: impl Fn(&EngineEvent) -> bool) -> usize {
        self.all().iter().filter(|event| fits(event)).count()
    }
}
