//! A client that is built and does not serve yet, and whether servers let it in.

use std::{sync::Arc, time::Duration};

use bson::doc;
use mongodb::{
    error::Error as DriverError,
    options::{ReadPreference, SelectionCriteria},
};
use tokio::time::timeout;

use super::{
    classify,
    execute::pause,
    generation::{Generation, Phase},
};
use crate::error::{Error, ErrorKind, Result};

/// How long after a connection broke another one is tried.
const TRY_AGAIN: Duration = Duration::from_millis(50);

/// A client that is shut down again unless it is chosen.
pub(super) struct Candidate {
    generation: Arc<Generation>,
    is_chosen: bool,
}

impl Candidate {
    pub(super) fn new(generation: Generation) -> Self {
        Self { generation: Arc::new(generation), is_chosen: false }
    }

    /// Asks a member for a sign of life, the primary if there is one.
    ///
    /// # Errors
    /// Where servers refuse the credentials. One that finds no server within `limit` is as good as any.
    pub(super) async fn prove(&self, limit: Duration) -> Result<()> {
        let generation = &self.generation;
        match timeout(limit, ping(generation)).await {
            Ok(Ok(())) => {
                generation.has_answered();
                Ok(())
            }
            Ok(Err(error)) if classify::is_authentication(&error) => Err(classify::error(error, false)),
            _ if generation.view.refuses(false) => {
                let troubles = generation.view.troubles().unwrap_or_default();
                Err(Error::new(ErrorKind::Authentication, troubles))
            }
            _ => Ok(()),
        }
    }

    pub(super) fn chosen(mut self) -> Arc<Generation> {
        self.is_chosen = true;
        Arc::clone(&self.generation)
    }
}

impl Drop for Candidate {
    fn drop(&mut self) {
        if !self.is_chosen {
            self.generation.runtime.spawn(Arc::clone(&self.generation).shut_down(Phase::Replaced));
        }
    }
}

/// Until a member answers, none is found, or the credentials are refused.
async fn ping(generation: &Generation) -> Result<(), DriverError> {
    let any = SelectionCriteria::ReadPreference(ReadPreference::PrimaryPreferred { options: None });
    let admin = generation.client.database("admin");
    loop {
        match admin.run_command(doc! { "ping": 1 }).selection_criteria(any.clone()).await {
            Ok(_) => return Ok(()),
            Err(error) if classify::is_broken_connection(&error) => pause(TRY_AGAIN).await,
            Err(error) => return Err(error),
        }
    }
}
