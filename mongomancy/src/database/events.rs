//! What `apply` and `create_all` tell while they work.

use std::{
    pin::Pin,
    task::{Context, Poll},
};

use futures_util::Stream;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

use super::{plan::PlannedChange, report::ChangeSubject};
use crate::error::{Error, ErrorKind};

/// One thing that happens while [`apply`](crate::Database::apply) or [`create_all`](crate::Database::create_all) works.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum ApplyEvent {
    /// A change begins.
    Started {
        /// The collection's name.
        collection: String,
        /// What it is about.
        subject: ChangeSubject,
    },
    /// The server builds indexes of the collection, and has come so far in its present phase. It is told twice a second,
    /// to users with the server's action `inprog`; a build may have several phases.
    Building {
        /// The collection's name.
        collection: String,
        /// How many steps are done, as documents that were looked at.
        done: u64,
        /// How many there are.
        total: u64,
    },
    /// A change is done.
    Done {
        /// The collection's name.
        collection: String,
        /// What it is about.
        subject: ChangeSubject,
    },
    /// A change failed.
    Failed {
        /// The collection's name.
        collection: String,
        /// What it is about.
        subject: ChangeSubject,
        /// Why.
        kind: ErrorKind,
    },
}

impl ApplyEvent {
    pub(super) fn started(change: &PlannedChange) -> Self {
        Self::Started { collection: change.collection.clone(), subject: change.subject.clone() }
    }

    pub(super) fn done(change: &PlannedChange) -> Self {
        Self::Done { collection: change.collection.clone(), subject: change.subject.clone() }
    }

    pub(super) fn failed(change: &PlannedChange, error: &Error) -> Self {
        let (collection, subject) = (change.collection.clone(), change.subject.clone());
        Self::Failed { collection, subject, kind: error.kind().clone() }
    }

    /// How far a build has come, from 0 to 100, of its present phase.
    #[expect(clippy::cast_precision_loss, reason = "a percentage")]
    pub fn percent(&self) -> Option<f64> {
        match self {
            Self::Building { done, total, .. } if *total > 0 => Some((*done as f64 / *total as f64 * 100.0).min(100.0)),
            _ => None,
        }
    }
}

/// The events, as they come; it ends when the work does.
#[derive(Debug)]
#[must_use = "nobody hears the events unless it is polled"]
pub struct ApplyEvents {
    events: UnboundedReceiver<ApplyEvent>,
}

impl Stream for ApplyEvents {
    type Item = ApplyEvent;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<ApplyEvent>> {
        self.events.poll_recv(context)
    }
}

/// Who tells, if somebody listens.
#[derive(Debug, Clone, Default)]
pub(super) struct Telling {
    listener: Option<UnboundedSender<ApplyEvent>>,
}

impl Telling {
    /// Tells the one who is answered, from now on.
    pub(super) fn listened(&mut self) -> ApplyEvents {
        let (listener, events) = unbounded_channel();
        self.listener = Some(listener);
        ApplyEvents { events }
    }

    pub(super) fn is_heard(&self) -> bool {
        self.listener.as_ref().is_some_and(|listener| !listener.is_closed())
    }

    pub(super) fn tell_all(&self, events: impl Iterator<Item = ApplyEvent>) {
        for event in events {
            self.tell(event);
        }
    }

    pub(super) fn tell(&self, event: ApplyEvent) {
        if let Some(listener) = &self.listener {
            // Nobody has to listen to the end.
            let _ = listener.send(event);
        }
    }
}
