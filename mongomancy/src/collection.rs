//! The typed handle of one collection.

use std::{fmt, marker::PhantomData, sync::Arc, time::Duration};

use bson::RawDocumentBuf;

use crate::{
    engine::Executor, error::Result, model::MongoCollection, namespace::Namespace, operation::Operation,
    options::ReadPreference, reply::Reply,
};

/// A collection whose documents are `T`s.
///
/// A handle is a name and the executor that runs its calls: making and cloning one costs next to nothing, sends
/// nothing and cannot fail. A name that no server takes is an error of the first call, before anything is sent.
pub struct Collection<T> {
    executor: Arc<dyn Executor>,
    namespace: Namespace,
    deadline: Option<Duration>,
    of: PhantomData<fn() -> T>,
}

impl<T: MongoCollection> Collection<T> {
    /// The collection `namespace`, its calls run by `executor`.
    pub fn new(executor: impl Into<Arc<dyn Executor>>, namespace: Namespace) -> Self {
        Self { executor: executor.into(), namespace, deadline: None, of: PhantomData }
    }

    /// The collection's name.
    pub fn name(&self) -> &str {
        self.namespace.collection()
    }

    /// The names of the database and the collection.
    pub fn namespace(&self) -> &Namespace {
        &self.namespace
    }

    /// The same collection with a deadline for each of its calls, retries included. Default: the engine's.
    pub fn with_deadline(mut self, deadline: Duration) -> Self {
        self.deadline = Some(deadline);
        self
    }

    /// The same collection with documents of another type.
    pub fn with_type<U: MongoCollection>(self) -> Collection<U> {
        Collection { executor: self.executor, namespace: self.namespace, deadline: self.deadline, of: PhantomData }
    }

    /// Runs a command on this collection; the call's own deadline goes before the handle's.
    pub(crate) async fn execute(
        &self,
        command: RawDocumentBuf,
        deadline: Option<Duration>,
        read_preference: Option<ReadPreference>,
    ) -> Result<Reply> {
        self.namespace.check()?;
        let operation = Operation::from_raw(self.namespace.database(), command)?
            .with_deadline(deadline.or(self.deadline))
            .with_read_preference(read_preference);
        self.executor.execute(operation).await
    }
}

impl<T> Clone for Collection<T> {
    fn clone(&self) -> Self {
        Self {
            executor: Arc::clone(&self.executor),
            namespace: self.namespace.clone(),
            deadline: self.deadline,
            of: PhantomData,
        }
    }
}

impl<T> fmt::Debug for Collection<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Collection").field("namespace", &self.namespace).finish_non_exhaustive()
    }
}
