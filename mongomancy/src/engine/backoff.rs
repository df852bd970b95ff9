//! How long a call waits before it is sent again: pure.

use std::time::Duration;

/// The bound of the first delay.
const BASE: Duration = Duration::from_millis(10);
/// The bound that later delays grow to.
const CAP: Duration = Duration::from_millis(500);

/// With less time left than this, another attempt has no chance.
const SHORTEST_ATTEMPT: Duration = Duration::from_millis(2);

/// The delay before the attempt after the `attempts`-th: exponential with full jitter, `fraction` (0 to 1) being the
/// chance, and never less than what the server asked for.
///
/// Source: "Exponential Backoff And Jitter", AWS Architecture Blog, 2015.
pub(super) fn delay(attempts: u32, fraction: f64, asked: Option<Duration>) -> Duration {
    let bound = BASE.saturating_mul(1 << attempts.saturating_sub(1).min(16)).min(CAP);
    asked.unwrap_or_default() + bound.mul_f64(fraction.clamp(0.0, 1.0))
}

/// `delay`, shortened so that another attempt fits before the call's time is over; none where none would.
pub(super) fn within(delay: Duration, left: Duration) -> Option<Duration> {
    match left {
        left if left < SHORTEST_ATTEMPT => None,
        left if delay < left => Some(delay),
        left => Some(left / 2),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bounds_double_up_to_the_cap() {
        let bounds: Vec<u128> = (1..=8).map(|attempts| delay(attempts, 1.0, None).as_millis()).collect();
        assert_eq!(bounds, [10, 20, 40, 80, 160, 320, 500, 500]);
        assert_eq!(delay(u32::MAX, 1.0, None), CAP);
        assert_eq!(delay(3, 0.0, None), Duration::ZERO);
        assert_eq!(delay(1, 0.0, Some(Duration::from_secs(1))), Duration::from_secs(1));
    }

    #[test]
    fn the_time_that_is_left_is_used() {
        let ms = Duration::from_millis;
        assert_eq!(within(ms(10), ms(100)), Some(ms(10)));
        assert_eq!(within(ms(500), ms(100)), Some(ms(50)));
        assert_eq!(within(ms(0), ms(1)), None);
    }
}
