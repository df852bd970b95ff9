//! What databases and collections need of an engine.

use std::{pin::Pin, sync::Arc};

use super::{Hook, HookId};
use crate::{error::Result, operation::Operation, reply::Reply};

/// A boxed future, as the methods of a trait object give it.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// What [`Database`](crate::Database) and [`Collection`](crate::Collection) ask to run their calls.
///
/// [`Engine`](crate::Engine) is the one for servers. An own one stands in for it in tests: only
/// [`execute`](Self::execute) must be written.
pub trait Executor: Send + Sync {
    /// Runs one operation and gives the server's answer.
    ///
    /// An answer of `ok: 1` is given as it stands, `writeErrors` and `writeConcernError` included: the collection's
    /// verbs read them. An answer of `ok: 0` is an error.
    fn execute(&self, operation: Operation) -> BoxFuture<'_, Result<Reply>>;

    /// Asks a server for a sign of life. By default it executes `ping`.
    fn ping(&self) -> BoxFuture<'_, Result<()>> {
        Box::pin(async { self.execute(Operation::new("admin", &bson::doc! { "ping": 1 })?).await.map(drop) })
    }

    /// Connects anew. By default there is nothing to do.
    fn reconnect(&self) -> BoxFuture<'_, Result<()>> {
        Box::pin(async { Ok(()) })
    }

    /// Takes no more calls. By default there is nothing to do.
    fn dispose(&self) -> BoxFuture<'_, ()> {
        Box::pin(async {})
    }

    /// Registers an observer of the topology. By default there is no topology, so the hook is never called.
    fn register_hook(&self, hook: Arc<dyn Hook>) -> HookId {
        drop(hook);
        HookId::unique()
    }

    /// Takes an observer out; false where it was not registered.
    fn unregister_hook(&self, id: HookId) -> bool {
        let _ = id;
        false
    }
}
