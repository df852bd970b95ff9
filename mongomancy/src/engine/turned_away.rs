//! What a call does whose credentials the servers refuse.

use std::{
    sync::{Arc, atomic::Ordering},
    time::Duration,
};

use tokio::time::Instant;

use super::{classify, execute::Call, generation::Generation, perform::needs_primary, waiting::unless_served};
use crate::{
    error::{Error, ErrorKind},
    operation::Effect,
};

/// For how long a call goes on where credentials are refused that were right before.
const PATIENCE: Duration = Duration::from_secs(5);

impl Call<'_> {
    /// Whether an attempt would find no server because one did not take the credentials, which none ever did. The next
    /// heartbeat clears that; until then the driver would look for a server in vain.
    pub(super) fn is_kept_out(&self, generation: &Generation, effect: Effect) -> bool {
        !self.were_right(generation) && self.refuses(generation, effect)
    }

    /// Whether a call goes on after a refused handshake.
    ///
    /// A member that is going away fails the handshake like one that does not know the password: where the password
    /// was right before, it is tried again for a while. Where there is somebody to ask for another one, that is done
    /// first. Without a handshake nothing was sent, though an attempt of several commands may have sent those before.
    pub(super) async fn is_turned_away(&mut self, error: &mongodb::error::Error, generation: &Generation) -> bool {
        if !classify::is_authentication(error) {
            return false;
        }
        let since = *self.refused.get_or_insert_with(Instant::now);
        let renewed = self.state.asks_for_credentials() && self.renew(generation).await;
        (renewed || self.were_right(generation)) && since.elapsed() < PATIENCE
    }

    /// The error of a call that found no server since `since`, where that is for the credentials and it is to end.
    pub(super) async fn turned_away(
        &mut self,
        error: &Error,
        since: Instant,
        generation: &Arc<Generation>,
    ) -> Option<Error> {
        if !self.effect.is_some_and(|effect| self.refuses(generation, effect)) {
            self.refused = None;
            return None;
        }
        let since = *self.refused.get_or_insert(since);
        if generation.is_known_to_authenticate() {
            // The member may have been going away, and is not asked again before the next heartbeat.
            return None;
        }
        // Where a heartbeat found the server meanwhile, it is worth another attempt.
        let renewed = self.state.asks_for_credentials()
            && unless_served(generation, self.renew(generation)).await.unwrap_or(true);
        let goes_on = (renewed || self.were_right(generation)) && since.elapsed() < PATIENCE;
        (!goes_on).then(|| refused(error.clone(), generation))
    }

    /// Whether it is for the credentials that the call found no server.
    pub(super) fn is_refused(&self, generation: &Generation) -> bool {
        // A heartbeat may just have cleared what the topology says.
        let was_refused = self.refused.is_some() && !generation.is_known_to_authenticate();
        was_refused || self.effect.is_some_and(|effect| self.refuses(generation, effect))
    }

    fn refuses(&self, generation: &Generation, effect: Effect) -> bool {
        generation.view.refuses(needs_primary(generation, &self.operation, effect))
    }

    /// Whether servers took these credentials, or earlier ones of those who are asked for them.
    fn were_right(&self, generation: &Generation) -> bool {
        generation.is_known_to_authenticate()
            || (self.state.asks_for_credentials() && self.state.let_in.load(Ordering::Relaxed))
    }
}

/// `error`, of a call that found no server, as one of the credentials.
pub(super) fn refused(error: Error, generation: &Generation) -> Error {
    error.with_kind(ErrorKind::Authentication).with_message(generation.view.troubles().unwrap_or_default())
}
