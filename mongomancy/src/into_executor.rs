//! What is taken as an executor.

use std::sync::Arc;

use crate::engine::{Engine, Executor};

/// What runs the calls of a [`Database`](crate::Database) or a [`Collection`](crate::Collection): an [`Engine`], by value
/// or by reference, or an [`Executor`] in an [`Arc`].
///
/// Implemented by this crate alone.
#[diagnostic::on_unimplemented(
    message = "`{Self}` runs no calls",
    label = "expected an `Engine`, a `&Engine` or an `Arc` of an `Executor`"
)]
pub trait IntoExecutor {
    /// The executor.
    #[doc(hidden)]
    fn into_executor(self) -> Arc<dyn Executor>;
}

impl IntoExecutor for Engine {
    fn into_executor(self) -> Arc<dyn Executor> {
        Arc::new(self)
    }
}

impl IntoExecutor for &Engine {
    fn into_executor(self) -> Arc<dyn Executor> {
        Arc::new(self.clone())
    }
}

impl IntoExecutor for Arc<dyn Executor> {
    fn into_executor(self) -> Arc<dyn Executor> {
        self
    }
}

impl<E: Executor + 'static> IntoExecutor for Arc<E> {
    fn into_executor(self) -> Arc<dyn Executor> {
        self
    }
}
