//! Which client an attempt goes by, as what, and with which number.

use std::sync::Arc;

use super::{
    exactly_once::{self, Place},
    execute::Call,
    generation::Generation,
    numbered::Statement,
    transaction::Waiting,
};
use crate::{error::Result, operation::Effect};

/// The number of a write, and the client in whose sessions it counts.
pub(super) struct Bound {
    generation: Arc<Generation>,
    statement: Arc<Statement>,
    /// For a transaction: what is left of it ends with this.
    _waiting: Option<Waiting>,
}

impl Call<'_> {
    /// Chooses the client of the next attempt, and numbers a write that takes a number.
    pub(super) fn bind(&mut self, current: Arc<Generation>) -> Result<(Arc<Generation>, Effect)> {
        let effect = match self.effect {
            // What may have run is asked for as what it was, even if the server has become something else.
            Some(effect) if self.history.ambiguous => effect,
            _ => {
                let place = Place {
                    deployment: current.deployment(),
                    routed: current.is_routed(),
                    write_concern: &current.defaults.write_concern,
                };
                exactly_once::effect(&self.operation, self.state.settings.exactly_once_writes, place)?
            }
        };
        self.effect = Some(effect);
        if !matches!(effect, Effect::Numbered | Effect::Transaction) {
            self.bound = None;
            return Ok((current, effect));
        }
        match &self.bound {
            // What may have run can only be told apart under its own number, so it stays with its client.
            Some(bound) if self.history.ambiguous => Ok((Arc::clone(&bound.generation), effect)),
            Some(bound) if bound.generation.number == current.number => Ok((current, effect)),
            _ => {
                let statement = Arc::new(Statement::new(&current.sessions));
                let waiting = (effect == Effect::Transaction).then(|| Waiting::new(self.state, &current, &statement));
                self.bound = Some(Bound { generation: Arc::clone(&current), statement, _waiting: waiting });
                Ok((current, effect))
            }
        }
    }

    /// The session and number of the write, where it has them.
    pub(super) fn statement(&self) -> Option<Arc<Statement>> {
        self.bound.as_ref().map(|bound| Arc::clone(&bound.statement))
    }
}
