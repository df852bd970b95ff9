//! Waiting for a condition, with a limit: the only file that sleeps.

use std::time::{Duration, Instant};

use crate::error::{Kind, Result};

/// How long one look waits for the next.
const PAUSE: Duration = Duration::from_millis(15);

/// Looks again and again until `probe` gives a value, or the limit has passed.
///
/// This is what a test uses in place of a sleep: it goes on as soon as it may, and says what it waited for when it must
/// not wait any longer. A probe that never answers is cut off at the limit.
///
/// # Errors
/// When the limit has passed; the message names `what` and the limit.
///
/// ```
/// use std::time::Duration;
///
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> mongomancy_testkit::Result<()> {
/// let mut looks = 0;
/// let third = mongomancy_testkit::wait_until(Duration::from_secs(5), "the third look", || {
///     looks += 1;
///     std::future::ready((looks == 3).then_some(looks))
/// })
/// .await?;
/// assert_eq!(third, 3);
/// # Ok(()) }
/// ```
pub async fn wait_until<T, F>(limit: Duration, what: &str, mut probe: impl FnMut() -> F) -> Result<T>
where
    F: Future<Output = Option<T>>,
{
    let deadline = Instant::now() + limit;
    loop {
        let left = deadline.saturating_duration_since(Instant::now());
        if let Ok(Some(value)) = tokio::time::timeout(left, probe()).await {
            return Ok(value);
        }
        if Instant::now() >= deadline {
            return Err(Kind::Timeout { what: what.to_owned(), limit, detail: String::new() }.into());
        }
        delay(PAUSE).await;
    }
}

/// Time that passes because that is what was asked for: the pause between two looks, a proxy's latency.
#[expect(clippy::disallowed_methods, reason = "the only place of the kit where a task sleeps")]
pub(crate) async fn delay(time: Duration) {
    tokio::time::sleep(time).await;
}

/// The same pause for code that blocks anyway.
#[expect(clippy::disallowed_methods, reason = "the pause between two looks at a condition, off the runtime")]
pub(crate) fn blocking_pause() {
    std::thread::sleep(PAUSE);
}
