//! What a load can be run through: ours, or the bare driver.

use super::Call;

/// One way to the servers. An error is given as its text: the log keeps it.
pub trait Side: Clone + Send + Sync + 'static {
    /// A scan in progress.
    type Scan: Scan;

    /// Makes one call and gives its answer as a number.
    fn call(&self, call: Call) -> impl Future<Output = Result<i64, String>> + Send;

    /// Opens a scan over the fixed set, in the order of its numbers.
    fn scan(&self) -> impl Future<Output = Result<Self::Scan, String>> + Send;
}

/// A scan in progress.
pub trait Scan: Send {
    /// The number of the next document; none at the end.
    fn next(&mut self) -> impl Future<Output = Result<Option<i64>, String>> + Send;
}
