//! Database names that no other test has.

use std::sync::atomic::{AtomicU64, Ordering};

static NEXT: AtomicU64 = AtomicU64::new(0);

/// A database name that no other test uses: not in this process, not in another one on the same server.
///
/// It is made of the process id, a counter and a random part, so that tests may share a server and run side by side, and
/// so that a server which outlives a run (`MONGODB_URI`) does not mix two runs.
///
/// ```
/// use mongomancy_testkit::unique_database_name;
/// assert_ne!(unique_database_name(), unique_database_name());
/// ```
pub fn unique_database_name() -> String {
    let count = NEXT.fetch_add(1, Ordering::Relaxed);
    format!("test_{}_{count}_{:08x}", std::process::id(), rand::random::<u32>())
}
