//! The typed handle of one collection.

#[macro_use]
mod setter;
mod aggregate;
mod as_document;
mod body;
mod bulk_load;
mod call;
mod call_defaults;
mod count;
mod delete;
mod distinct;
mod document_id;
mod drop;
mod exists;
mod explain;
mod filter;
mod filtered;
mod find;
mod find_and_delete;
mod find_and_modify;
mod find_numbered_page;
mod find_one;
mod find_page;
mod insert;
mod insert_many;
mod into_document;
mod into_hint;
mod into_id;
mod into_sort;
mod keyset;
mod load_refs;
mod modification;
mod packing;
pub(crate) mod page;
mod reference;
mod replace;
mod result;
mod resumable;
mod tally;
mod update;
mod upsert;
pub(crate) mod written;

#[cfg(test)]
mod tests;

use std::{fmt, marker::PhantomData, sync::Arc, time::Duration};

pub use self::{
    aggregate::Aggregate,
    as_document::AsDocument,
    bulk_load::{BulkLoad, LoadProgress},
    call_defaults::CallDefaults,
    count::{CountDocuments, EstimatedDocumentCount},
    delete::{DeleteMany, DeleteOne},
    distinct::Distinct,
    drop::DropCollection,
    exists::Exists,
    explain::{Explain, ExplainVerbosity, Explained},
    filter::IntoFilter,
    filtered::Filtered,
    find::Find,
    find_and_delete::FindOneAndDelete,
    find_and_modify::{FindOneAndReplace, FindOneAndUpdate},
    find_numbered_page::FindNumberedPage,
    find_one::FindOne,
    find_page::{FindPage, MAX_PAGE_SIZE},
    insert::InsertOne,
    insert_many::InsertMany,
    into_document::IntoDocument,
    into_hint::IntoHint,
    into_id::IntoId,
    into_sort::IntoSort,
    load_refs::{LoadRefs, Loaded},
    modification::{IntoUpdate, Modification},
    page::{IntoPageToken, NumberedPage, Page, PageToken},
    replace::ReplaceOne,
    result::{DeleteResult, InsertManyResult, InsertOneResult, UpdateResult, Upserted},
    update::{UpdateMany, UpdateOne},
    upsert::UpsertOne,
};
use self::{call::Target, page::PageSecret};
use crate::{
    engine::Executor,
    into_executor::IntoExecutor,
    model::MongoCollection,
    namespace::Namespace,
    options::{ReadConcern, ReadPreference, WriteConcern},
};

/// A collection whose documents are `T`s.
///
/// A handle is a name and the executor that runs its calls: making and cloning one costs next to nothing, sends
/// nothing and cannot fail. A name that no server takes is an error of the first call, before anything is sent.
///
/// Each verb gives an [action](crate::action): what must be said are its arguments, what may be said its setters, and
/// `.await` sends it.
///
/// ```no_run
/// # use std::time::Duration;
/// # use mongomancy::{Database, MongoCollection, bson::{doc, oid::ObjectId}};
/// #[derive(MongoCollection)]
/// struct Player {
///     #[serde(rename = "_id")]
///     id: Option<ObjectId>,
///     name: String,
///     score: i64,
/// }
///
/// # async fn example(database: Database) -> mongomancy::Result<()> {
/// let players = database.collection::<Player>();
/// let inserted = players.insert_one(Player { id: None, name: "Ada".into(), score: 3 }).await?;
/// players.update_one(doc! { "name": "Ada" }, doc! { "$inc": { "score": 5 } }).await?;
/// let ada = players.find_by_id(inserted.id()).deadline(Duration::from_secs(2)).await?;
/// assert_eq!(ada.map(|ada| ada.score), Some(8));
/// # Ok(())
/// # }
/// ```
pub struct Collection<T> {
    target: Target,
    of: PhantomData<fn() -> T>,
}

impl<T: MongoCollection> Collection<T> {
    /// The collection `namespace`, its calls run by `executor`.
    pub fn new(executor: impl IntoExecutor, namespace: Namespace) -> Self {
        Self::of_database(executor.into_executor(), namespace, None, None)
    }

    /// The same with what its database was told.
    pub(crate) fn of_database(
        executor: Arc<dyn Executor>,
        namespace: Namespace,
        deadline: Option<Duration>,
        page_secret: Option<PageSecret>,
    ) -> Self {
        let defaults = T::call_defaults();
        Self { target: Target { executor, namespace, deadline, page_secret, defaults }, of: PhantomData }
    }

    /// The collection's name.
    pub fn name(&self) -> &str {
        self.target.namespace.collection()
    }

    /// The names of the database and the collection.
    pub fn namespace(&self) -> &Namespace {
        &self.target.namespace
    }

    /// The same collection with a deadline for each of its calls, retries included. Default: the engine's.
    pub fn with_deadline(mut self, deadline: Duration) -> Self {
        self.target.deadline = Some(deadline);
        self
    }

    /// The same collection with a secret that signs the tokens of its [pages](crate::action::Find::page): see
    /// [`page_secret`](crate::action::FindPage::page_secret). Default: none.
    pub fn with_page_secret(mut self, secret: impl AsRef<[u8]>) -> Self {
        self.target.page_secret = Some(PageSecret::new(secret));
        self
    }

    /// The same collection with a read concern for each of its calls that reads: how durable what is read must be. A call's
    /// own is taken before it. Default: that of the struct, by `#[collection(read_concern = "..")]`, else the client's.
    ///
    /// Calls that write take none, nor does an aggregation with `$out` or `$merge`, which takes the write concern.
    ///
    /// ```no_run
    /// # use mongomancy::{Collection, bson::{Document, doc}, options::ReadConcern};
    /// # async fn example(players: Collection<Document>) -> mongomancy::Result<()> {
    /// let durable = players.with_read_concern(ReadConcern::majority());
    /// let ada = durable.find_one(doc! { "name": "Ada" }).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn with_read_concern(mut self, concern: ReadConcern) -> Self {
        self.target.defaults_mut().read_concern = Some(concern);
        self
    }

    /// The same collection with a write concern for each of its calls that writes: how many members must have a write
    /// before it counts. A call's own is taken before it. Default: that of the struct, by
    /// `#[collection(write_concern(..))]`, else the engine's, `majority`.
    ///
    /// Calls refuse `w: 0`: nothing can be promised of a write that nobody acknowledges.
    pub fn with_write_concern(mut self, concern: WriteConcern) -> Self {
        self.target.defaults_mut().write_concern = Some(concern);
        self
    }

    /// The same collection with a read preference for each of its calls that reads: which members may answer. A call's own
    /// is taken before it. Default: that of the struct, by `#[collection(read_preference = "..")]`, else the client's.
    pub fn with_read_preference(mut self, preference: ReadPreference) -> Self {
        self.target.defaults_mut().read_preference = Some(preference);
        self
    }

    /// The same collection with documents of another type.
    pub fn with_type<U: MongoCollection>(self) -> Collection<U> {
        Collection { target: self.target, of: PhantomData }
    }
}

impl<T> Clone for Collection<T> {
    fn clone(&self) -> Self {
        Self { target: self.target.clone(), of: PhantomData }
    }
}

impl<T> fmt::Debug for Collection<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Collection").field("namespace", &self.target.namespace).finish_non_exhaustive()
    }
}
