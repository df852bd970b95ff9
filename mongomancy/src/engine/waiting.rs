//! What a call does while there is no client or no server for it.

use std::sync::Arc;

use tokio::time::{Instant, timeout_at};

use super::{
    backoff,
    classify::Class,
    execute::{Call, pause},
    generation::Generation,
    judge::NOT_TAKEN,
    options::REBUILD_AFTER,
    reconnect,
    renewal::{Asked, renew},
    topology::Topology,
    turned_away::refused,
};
use crate::error::{Error, ErrorKind, Result};

/// What `asked` gives; nothing where a server is found again meanwhile, so that a provider which does not answer holds
/// nobody up.
pub(super) async fn unless_served<T>(generation: &Generation, asked: impl Future<Output = T>) -> Option<T> {
    let mut topology = generation.view.topology.clone();
    if topology.borrow().has_writable() {
        return Some(asked.await);
    }
    tokio::select! {
        biased;
        done = asked => Some(done),
        Ok(_) = topology.wait_for(Topology::has_writable) => None,
    }
}

impl Call<'_> {
    /// Counts how long no server could be found: past the connection string's own limit the call ends, past ours the
    /// client is built anew.
    pub(super) async fn wait_for_server(
        &mut self,
        error: &Error,
        class: Class,
        generation: &Arc<Generation>,
    ) -> Result<()> {
        if class != Class::NoServer {
            self.unserved = None;
            if class != Class::NothingSent {
                self.refused = None;
            }
            return Ok(());
        }
        // A selection that failed has waited before it failed.
        let limit = generation.defaults.selection_limit;
        let now = Instant::now();
        let waited = generation.defaults.selection_slice();
        let since = *self.unserved.get_or_insert(now.checked_sub(waited).unwrap_or(now));
        if let Some(refused) = self.turned_away(error, since, generation).await {
            return Err(self.give_up(refused, self.history.ambiguous, generation));
        }
        match limit {
            Some(limit) if since.elapsed() >= limit => {
                let error = error.clone();
                let error = if self.is_refused(generation) { refused(error, generation) } else { error };
                Err(self.give_up(error, self.history.ambiguous, generation))
            }
            None if since.elapsed() >= REBUILD_AFTER => {
                self.unserved = Some(Instant::now());
                // Where the names do not resolve either, the old client is as good as any.
                let replaced = timeout_at(self.deadline, reconnect::replace(self.state, generation.number));
                if let Some(Ok(Err(error))) = unless_served(generation, replaced).await {
                    tracing::warn!(%error, "the client could not be built anew");
                }
                Ok(())
            }
            _ => {
                unless_served(generation, self.renew(generation)).await;
                Ok(())
            }
        }
    }

    /// Waits where what the client is built from could not be had: the provider failed, or a name does not resolve yet.
    pub(super) async fn wait_for_client(&mut self, error: Error) -> Result<()> {
        let since = *self.unserved.get_or_insert_with(Instant::now);
        let limit = self.state.target.selection_limit();
        if error.kind() != &ErrorKind::Unavailable || limit.is_some_and(|limit| since.elapsed() >= limit) {
            return Err(self.named(self.history.end(error, self.history.ambiguous)));
        }
        self.history.note(&error);
        self.unbuilt += 1;
        let left = self.deadline.saturating_duration_since(Instant::now());
        let Some(delay) = backoff::within(backoff::delay(self.unbuilt, rand::random(), None), left) else {
            let error = error.with_kind(ErrorKind::DeadlineExceeded);
            return Err(self.named(self.history.end(error, self.history.ambiguous)));
        };
        pause(delay).await;
        Ok(())
    }

    /// The error of a call whose time was over before there was a client.
    pub(super) fn without_client(&self) -> Error {
        let error = self.history.too_late().with_message(reconnect::what_is_missing(self.state));
        self.named(self.history.end(error, self.history.ambiguous))
    }

    /// Whether what the engine connects to has changed, and there is a client for it now.
    pub(super) async fn renew(&self, generation: &Generation) -> bool {
        timeout_at(self.deadline, renew(self.state, generation.number, Asked::OnFailure)).await.unwrap_or(false)
    }

    /// The error of a call whose time is over while it waits.
    pub(super) fn too_late(&self, generation: &Generation) -> Error {
        let error = self.history.too_late();
        if self.is_refused(generation) {
            return refused(error, generation);
        }
        match generation.view.troubles() {
            Some(troubles) => error.with_message(format!("{NOT_TAKEN}: {troubles}")),
            None => error,
        }
    }
}
