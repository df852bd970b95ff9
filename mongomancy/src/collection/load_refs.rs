//! `load_refs`: the documents that references lead to.

mod identity;
mod kept_id;
mod loaded;
mod wanted;

use std::{borrow::Borrow, sync::Arc, time::Instant};

use bson::{RawBson, RawDocumentBuf, raw::cstr};

pub use self::loaded::Loaded;
use self::{identity::Identity, kept_id::keeping_id, wanted::Wanted};
use super::{Collection, call::Call, find::find_command};
use crate::{
    codec::{DecodeDocument, MongoDocument, decode_document, in_collection},
    error::Result,
    model::{MongoCollection, Ref},
    query::{Projection, projection_of},
};

impl<T: MongoCollection<Id: Clone>> Collection<T> {
    /// Finds the documents that `refs` lead to: `Ref`s or references to them, in any collection or iterator. Awaiting it
    /// gives a [`Loaded`], which has them in the order of `refs` and tells which are missing.
    ///
    /// It sends a query by `$in` for each 1,000 different `_id`s, one after the other, and none where there are no
    /// `refs`.
    ///
    /// ```no_run
    /// # use mongomancy::{Collection, Id, MongoCollection, Ref, doc};
    /// # #[derive(MongoCollection)] struct Guild { #[serde(rename = "_id")] id: Id<Guild>, name: String }
    /// # #[derive(MongoCollection)] struct Player { name: String, guild: Ref<Guild> }
    /// # async fn example(players: Collection<Player>, guilds: Collection<Guild>) -> mongomancy::Result<()> {
    /// let players = players.find(doc! {}).try_collect().await?;
    /// let loaded = guilds.load_refs(players.iter().map(|player| &player.guild)).await?;
    /// for player in &players {
    ///     println!("{} of {}", player.name, loaded.get(&player.guild).map_or("no guild", |guild| &guild.name));
    /// }
    /// println!("{} guilds are gone", loaded.missing().count());
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// - `_id`s are the same where the server takes them for the same: numbers by their value, whatever their types. A
    ///   language's rules do not count: of a collection whose default collation takes `"ada"` for `"Ada"`, a document
    ///   that is found by it alone is missing.
    /// - It is no snapshot: each query sees what there is at its time.
    ///
    /// # Errors
    /// [`Encode`](crate::ErrorKind::Encode) for an id that cannot be sent, [`Decode`](crate::ErrorKind::Decode) for the first document
    /// that does not fit `T`, and what the server answers. A document that is not there is no error, unless
    /// [`Loaded::into_result`] makes it one.
    ///
    /// # Retries
    /// As a read: each query is repeated until the deadline, which is one for all of them. A cursor that is lost on the way
    /// ends it.
    ///
    /// # Cancellation
    /// Safe: nothing is changed.
    pub fn load_refs<R: Borrow<Ref<T>>>(&self, refs: impl IntoIterator<Item = R>) -> LoadRefs<T> {
        let refs = refs.into_iter().map(|to| to.borrow().clone()).collect();
        LoadRefs { call: Call::reading(&self.target), wanted: Wanted::of(refs), decode: T::decode }
    }
}

/// A [`load_refs`](Collection::load_refs) in the making.
#[must_use = "it loads nothing unless it is awaited"]
pub struct LoadRefs<T: MongoCollection, D = T> {
    call: Call,
    wanted: Result<Wanted<T>>,
    decode: DecodeDocument<D>,
}

setters! { LoadRefs<T: MongoCollection, D>:
    allow_partial_results, comment, deadline, max_time, projection, read_concern, read_preference, select<T>,
}

impl<T: MongoCollection, D> LoadRefs<T, D> {
    /// Decodes the documents as `U`s: what a [`projection`](Self::projection) leaves seldom fits `T`. The `_id` comes in any
    /// case, since by it each document goes with its references.
    pub fn with_type<U: MongoDocument>(self) -> LoadRefs<T, U> {
        LoadRefs { call: self.call, wanted: self.wanted, decode: U::decode }
    }

    /// Asks for the fields of `C` alone, and reads the documents as `C`s: a struct that derives
    /// [`Projection`](derive@crate::Projection). The `_id` comes in any case.
    ///
    /// ```no_run
    /// # use mongomancy::{Collection, Id, MongoCollection, Projection, Ref};
    /// # #[derive(MongoCollection)] struct Guild { #[serde(rename = "_id")] id: Id<Guild>, name: String, motto: String }
    /// #[derive(Projection)]
    /// #[projection(of = Guild)]
    /// struct Name {
    ///     name: String,
    /// }
    ///
    /// # async fn example(guilds: Collection<Guild>, refs: Vec<Ref<Guild>>) -> mongomancy::Result<()> {
    /// for guild in guilds.load_refs(&refs).project::<Name>().await?.found() {
    ///     println!("{}", guild.name);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn project<C: Projection<T>>(mut self) -> LoadRefs<T, C> {
        self.call.set_checked(cstr!("projection"), projection_of::<T, C>());
        LoadRefs { call: self.call, wanted: self.wanted, decode: decode_document }
    }
}

impl<T: MongoCollection, D> LoadRefs<T, D> {
    async fn run(mut self) -> Result<Loaded<T, D>> {
        let (started, wanted) = (Instant::now(), self.wanted?);
        if let Some(RawBson::Document(projection)) = self.call.option(cstr!("projection")) {
            let projection = keeping_id(projection);
            self.call.set(cstr!("projection"), projection);
        }
        let namespace: Arc<str> = self.call.namespace().to_string().into();
        let (mut documents, mut attempts) = (vec![None; wanted.count()], 0);
        for batch in wanted.batches() {
            // One more than there can be: with just as many the cursor would stay open for an empty second batch.
            self.call.set(cstr!("batchSize"), i32::try_from(batch.count + 1).unwrap_or(i32::MAX));
            let (sent, deadline) = (Instant::now(), self.call.deadline_from(started));
            let reply = self.call.send_within(find_command(&self.call, batch.filter), deadline).await?;
            attempts += reply.attempts();
            let opened = reply.attempts();
            let mut found = reply.into_cursor::<RawDocumentBuf>(Arc::clone(&namespace))?.opened("find", opened, sent);
            while let Some(document) = found.try_next().await? {
                let number = document.get("_id").ok().flatten().and_then(|id| wanted.number(&Identity::of(id)));
                if let Some(number) = number {
                    documents[number] = Some(document);
                }
            }
        }
        // Not before all are there: a `D` need not be one that another thread may have, which the future would be with it.
        let decoded =
            documents.into_iter().map(|document| document.map(|document| (self.decode)(&document)).transpose());
        let documents = decoded
            .collect::<Result<_>>()
            .map_err(|error| in_collection(error, &namespace).with_attempts(attempts, started.elapsed()))?;
        let Wanted { refs, places, numbers, .. } = wanted;
        Ok(Loaded { refs, places, numbers, documents })
    }
}

action!(LoadRefs<T: MongoCollection, D>, Loaded<T, D>);
