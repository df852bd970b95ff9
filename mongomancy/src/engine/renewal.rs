//! Whether what the engine connects to has changed, and a new client if so.

use std::{sync::Arc, time::Duration};

use tokio::time::{Instant, timeout};

use super::{
    candidate::Candidate,
    generation::{Generation, Phase},
    provider::Origin,
    reconnect::{built, newer, resolve, serve, unanswered},
    state::State,
};
use crate::error::Result;

/// How long a provider or a name server may take to answer where a client is there already.
pub(super) const ANSWER_LIMIT: Duration = Duration::from_secs(5);

/// Why it is asked what the engine connects to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Asked {
    /// A call found no server, or was not let in: many may at once.
    OnFailure,
    /// From time to time: the client that is there may serve well.
    OnTime,
}

/// Asks whether what the engine connects to has changed, and builds a client anew if so. Whether there is another
/// generation than number `seen` now.
pub(super) async fn renew(state: &Arc<State>, seen: u64, asked: Asked) -> bool {
    if !state.may_change() {
        return newer(state, seen).is_some();
    }
    let mut building = state.building.lock().await;
    if newer(state, seen).is_some() {
        return true;
    }
    let now = Instant::now().into_std();
    if state.is_disposed() || (asked == Asked::OnFailure && !building.pace.may_ask(now)) {
        return false;
    }
    if asked == Asked::OnFailure {
        building.pace.ask(now);
    }
    let changed = tokio::select! {
        biased;
        () = state.disposing() => return false,
        changed = changed(state, building.origin.as_ref(), asked) => changed,
    };
    match changed {
        Ok(None) => false,
        Ok(Some((candidate, origin))) => {
            // Answers that are new each time are no reason to ask more often.
            let pace = std::mem::take(&mut building.pace);
            serve(state, &mut building, candidate, origin);
            building.pace = pace;
            true
        }
        Err(error) => {
            tracing::warn!(%error, "no other client could be built; the old one stays");
            false
        }
    }
}

/// A client for what is said now, where that is not what was said before.
async fn changed(state: &Arc<State>, before: Option<&Origin>, asked: Asked) -> Result<Option<(Candidate, Origin)>> {
    let options = timeout(ANSWER_LIMIT, resolve(state)).await.unwrap_or_else(|_| Err(unanswered(state)))?;
    let origin = Origin::of(&options);
    if before == Some(&origin) {
        return Ok(None);
    }
    let candidate = built(state, options)?;
    if asked == Asked::OnTime {
        candidate.prove(ANSWER_LIMIT).await?;
    }
    Ok(Some((candidate, origin)))
}

/// Asks again from time to time while the client serves; its successor has a task of its own.
pub(super) fn keep_asking(state: &Arc<State>, generation: &Generation) {
    let Some(interval) = state.settings.ask_every.filter(|_| state.may_change()) else { return };
    let (state, number, mut phase) = (Arc::downgrade(state), generation.number, generation.phase());
    generation.runtime.spawn(async move {
        while timeout(interval, phase.wait_for(|phase| *phase != Phase::Open)).await.is_err() {
            let Some(state) = state.upgrade() else { return };
            if renew(&state, number, Asked::OnTime).await {
                return;
            }
        }
    });
}
