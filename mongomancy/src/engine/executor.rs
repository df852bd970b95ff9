//! What databases and collections need of an engine.

use std::{pin::Pin, sync::Arc, time::Duration};

use super::{Hook, HookId};
use crate::{error::Result, operation::Operation, reply::Reply};

/// A boxed future, as the methods of a trait object give it.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// What [`Database`](crate::Database) and [`Collection`](crate::Collection) ask to run their calls.
///
/// [`Engine`](crate::Engine) is the one for servers. An own one stands in for it in tests: only
/// [`execute`](Self::execute) must be written. What the verbs ask by [`Operation::name`], and which answer they take:
///
/// | verb | operation | answer |
/// |---|---|---|
/// | `find`, `find_one`, `find_by_id`, `exists`, `load_refs` | `find` | [`Reply::cursor`] |
/// | `find(..).page(n)` | `find` | [`Reply::cursor`], of `n + 1` documents where there are more |
/// | `find(..).page_number(n, size)` | `find`, `aggregate` | [`Reply::cursor`] each, as `find` and `count_documents` |
/// | `aggregate` | `aggregate` | [`Reply::cursor`] |
/// | `count_documents` | `aggregate` | [`Reply::cursor`] of one `{ n: 3 }`, or of nothing for 0 |
/// | `estimated_document_count` | `count` | [`Reply::document`] `{ n: 3 }` |
/// | `distinct` | `distinct` | [`Reply::document`] `{ values: [..] }` |
/// | `explain` of any of them | `explain` | [`Reply::document`] as servers answer it |
/// | `insert_one`, `insert_many` | `insert` | [`Reply::inserted`] |
/// | `update_one`, `update_many`, `replace_one` | `update` | [`Reply::updated`] |
/// | `delete_one`, `delete_by_id`, `delete_many` | `delete` | [`Reply::deleted`] |
/// | `find_one_and_update`, `find_one_and_replace`, `find_one_and_delete` | `findAndModify` | [`Reply::found`] |
///
/// This one keeps documents in memory, and its cursors die at the end:
///
/// ```
/// use std::sync::{Arc, Mutex};
///
/// use mongomancy::{
///     BoxFuture, Collection, Error, ErrorKind, Executor, Namespace, Operation, Reply, Result,
///     bson::{Bson, Document, doc},
/// };
///
/// #[derive(Default)]
/// struct Stub(Mutex<Vec<Document>>);
///
/// impl Executor for Stub {
///     fn execute(&self, operation: Operation) -> BoxFuture<'_, Result<Reply>> {
///         let command: Document = operation.command().try_into().expect("a command is a document");
///         let mut stored = self.0.lock().unwrap();
///         let reply = match operation.name() {
///             "insert" => {
///                 let documents = command.get_array("documents").expect("an insert has documents");
///                 stored.extend(documents.iter().filter_map(Bson::as_document).cloned());
///                 Ok(Reply::inserted(documents.len().try_into().unwrap()))
///             }
///             "find" => {
///                 let filter = command.get_document("filter").expect("a find has a filter");
///                 let matches = |one: &&Document| filter.iter().all(|(key, value)| one.get(key) == Some(value));
///                 let found = stored.iter().filter(matches).cloned().collect();
///                 let death = Error::for_test(ErrorKind::CursorLost { documents: 0 }, None, []);
///                 Ok(Reply::cursor([Ok(found), Err(death)]))
///             }
///             _ => Err(Error::for_test(ErrorKind::Other, Some(59), [])),
///         };
///         Box::pin(async { reply })
///     }
/// }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<()> {
/// let stub: Arc<dyn Executor> = Arc::new(Stub::default());
/// let players = Collection::<Document>::new(stub, Namespace::new("game", "player"));
///
/// let inserted = players.insert_one(doc! { "name": "Ada" }).await?;
/// let ada = players.find_one(doc! { "name": "Ada" }).await?.expect("she was stored");
/// assert_eq!(ada.get("_id"), Some(inserted.id()));
///
/// let mut everybody = players.find(doc! {}).await?;
/// assert_eq!(everybody.try_next().await?, Some(ada));
/// let error = everybody.try_next().await.unwrap_err();
/// assert_eq!(error.kind(), &ErrorKind::CursorLost { documents: 1 });
/// # Ok(())
/// # }
/// ```
pub trait Executor: Send + Sync {
    /// Runs one operation and gives the server's answer.
    ///
    /// An answer of `ok: 1` is given as it stands, `writeErrors` and `writeConcernError` included: the collection's
    /// verbs read them. An answer of `ok: 0` is an error.
    fn execute(&self, operation: Operation) -> BoxFuture<'_, Result<Reply>>;

    /// How long an operation may take that names no deadline itself, if the executor knows. A call of several operations
    /// reads it, so that one deadline holds for all of them: an executor that hands operations on to another one gives
    /// that one's. By default it does not know, and each operation goes without.
    fn default_deadline(&self) -> Option<Duration> {
        None
    }

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
