//! An intercept that is switched on.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use mongodb::bson::RawDocumentBuf;
use tokio::sync::watch;

use super::condition::{Command, Condition};
use super::schedule::{Picker, Schedule};

/// What is done to a command that is met.
#[derive(Clone)]
pub(crate) enum Act {
    CutRequest,
    CutReply,
    ReplaceReply(Arc<RawDocumentBuf>),
}

pub(super) enum Effect {
    Always(Act),
    /// Cuts the request or the reply, by lot.
    Cut,
}

/// Shared by its guard and the connections.
pub(crate) struct Active {
    condition: Condition,
    member: Option<usize>,
    effect: Effect,
    picker: Mutex<Picker>,
    on: AtomicBool,
    hits: watch::Sender<u32>,
}

impl Active {
    pub(super) fn new(condition: Condition, member: Option<usize>, schedule: &Schedule, effect: Effect) -> Self {
        let picker = Mutex::new(Picker::new(schedule));
        Self { condition, member, effect, picker, on: AtomicBool::new(true), hits: watch::Sender::new(0) }
    }

    /// What is to be done to the command, which counts as one that it is meant for.
    pub(crate) fn meets(&self, command: &Command<'_>) -> Option<Act> {
        if self.member.is_some_and(|member| member != command.member) || !self.condition.is_met(command) {
            return None;
        }
        let mut picker = self.picker.lock().unwrap_or_else(PoisonError::into_inner);
        picker.pick().then(|| match &self.effect {
            Effect::Always(act) => act.clone(),
            Effect::Cut if picker.toss() => Act::CutRequest,
            Effect::Cut => Act::CutReply,
        })
    }

    /// Counts what is about to be done; `false` when it has been switched off and must not be done.
    pub(crate) fn hit(&self) -> bool {
        let on = self.on.load(Ordering::SeqCst);
        if on {
            self.hits.send_modify(|hits| *hits += 1);
        }
        on
    }

    pub(super) fn switch_off(&self) {
        self.on.store(false, Ordering::SeqCst);
    }

    /// The commands it is meant for, in a few words.
    pub(super) fn commands(&self) -> String {
        self.condition.commands()
    }

    pub(super) fn hits(&self) -> watch::Receiver<u32> {
        self.hits.subscribe()
    }
}
