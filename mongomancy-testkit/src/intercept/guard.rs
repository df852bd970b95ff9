//! Switching an intercept off, and what it has done.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use super::active::Active;
use crate::error::{Kind, Result};
use crate::proxy::Control;

/// An intercept that is on. It is switched off when this is dropped, also for commands on their way.
#[must_use = "the intercept is switched off when the guard is dropped"]
pub struct InterceptGuard {
    control: Arc<Control>,
    active: Arc<Active>,
}

impl InterceptGuard {
    pub(super) fn new(control: Arc<Control>, active: Arc<Active>) -> Self {
        Self { control, active }
    }

    /// How many connections it has reset or replies it has replaced. A command whose reply has not come yet is not
    /// counted.
    pub fn hits(&self) -> u32 {
        *self.active.hits().borrow()
    }

    /// Waits until it has done its work this often.
    ///
    /// # Errors
    /// When it has not within `limit`; the message names the commands.
    pub async fn wait_until_met(&self, times: u32, limit: Duration) -> Result<()> {
        let mut hits = self.active.hits();
        let met = hits.wait_for(|hits| *hits >= times);
        if let Ok(Ok(_)) = tokio::time::timeout(limit, met).await {
            return Ok(());
        }
        let what = format!("meeting {} {times} times", self.active.commands());
        Err(Kind::Timeout { what, limit, detail: format!("; it was met {} times", self.hits()) }.into())
    }
}

impl Drop for InterceptGuard {
    fn drop(&mut self) {
        self.active.switch_off();
        self.control.remove(&self.active);
    }
}

impl fmt::Debug for InterceptGuard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("InterceptGuard").field("hits", &self.hits()).finish_non_exhaustive()
    }
}
