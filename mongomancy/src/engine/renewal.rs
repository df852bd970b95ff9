//! Whether what the engine connects to has changed, and a new client if so.

use std::{sync::Arc, time::Duration};

use tokio::time::{Instant, timeout};

use super::{
    generation::{Generation, Phase},
    provider::Origin,
    reconnect::{install_with, newer, resolve, unanswered},
    state::State,
};

/// How long a provider or a name server may take to answer where a client is there already.
const ANSWER_LIMIT: Duration = Duration::from_secs(5);

/// Why it is asked what the engine connects to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Asked {
    /// A call found no server, or was not let in: many may at once.
    OnFailure,
    /// From time to time.
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
    building.pace.ask(now);
    let answer = tokio::select! {
        biased;
        () = state.disposing() => return false,
        answer = timeout(ANSWER_LIMIT, resolve(state)) => answer,
    };
    let renewed = match answer {
        Ok(Ok(options)) if building.origin.as_ref() == Some(&Origin::of(&options)) => return false,
        Ok(Ok(options)) => install_with(state, &mut building, options),
        Ok(Err(error)) => Err(error),
        Err(_) => Err(unanswered()),
    };
    if let Err(error) = &renewed {
        tracing::warn!(%error, "where to connect to could not be asked; the old client stays");
    }
    renewed.is_ok()
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
