//! `upsert_one`.

use std::marker::PhantomData;

use bson::{RawDocumentBuf, raw::cstr};

use super::{
    Collection,
    call::Call,
    filter::IntoFilter,
    modification::{IntoUpdate, Modification},
    result::{UpdateResult, Upserted},
    update::update_command,
};
use crate::{error::Result, model::MongoCollection};

impl<T: MongoCollection> Collection<T> {
    /// Changes one document that matches `filter`, or inserts one where none does, and tells which of the two was done: an
    /// [`update_one`](Self::update_one) with [`upsert(true)`](crate::action::UpdateOne::upsert).
    ///
    /// The document that is inserted has what `filter` says is equal, and what the update makes of that:
    /// [`set_on_insert`](crate::Path::set_on_insert) is for the fields that only a new one gets.
    ///
    /// ```no_run
    /// # use mongomancy::{Collection, MongoCollection, Upserted};
    /// # #[derive(MongoCollection)]
    /// # struct Player { player_id: i64, name: String, score: f64 }
    /// # async fn example(players: Collection<Player>) -> mongomancy::Result<()> {
    /// let p = Player::fields();
    /// match players.upsert_one(p.player_id.eq(42), p.score.inc(5.0) + p.name.set_on_insert("Ada")).await? {
    ///     Upserted::Inserted(id) => println!("inserted {id}"),
    ///     Upserted::Matched => println!("there already"),
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// As [`update_one`](Self::update_one). Where two calls insert at the same time, a unique index over what `filter` says is
    /// equal lets one of them through; without one, both insert.
    ///
    /// # Retries
    /// As [`update_one`](Self::update_one), but for a standalone server: there it is not repeated once it may have run.
    ///
    /// # Cancellation
    /// Dropping the future takes nothing back: what was sent may still be applied.
    pub fn upsert_one(&self, filter: impl IntoFilter<T>, update: impl IntoUpdate<T>) -> UpsertOne<T> {
        let mut call = Call::writing(&self.target);
        call.set(cstr!("upsert"), true);
        UpsertOne { call, filter: filter.into_filter(), update: update.into_update(), of: PhantomData }
    }
}

/// An [`upsert_one`](Collection::upsert_one) in the making.
#[must_use = "it updates nothing unless it is awaited"]
pub struct UpsertOne<T> {
    call: Call,
    filter: Result<RawDocumentBuf>,
    update: Result<Modification>,
    of: PhantomData<fn() -> T>,
}

setters! { UpsertOne<T>:
    array_filters, bypass_document_validation, collation, comment, deadline, exactly_once, explain, hint<T>, let_vars, update_sort<T>,
    write_concern,
}

impl<T> UpsertOne<T> {
    fn into_command(mut self) -> (Call, Result<RawDocumentBuf>) {
        let command = self.filter.and_then(|filter| {
            let update = self.update?.handing_filters_to(&mut self.call);
            Ok(update_command(&self.call, &filter, &update, false))
        });
        (self.call, command)
    }
}

impl<T: MongoCollection> UpsertOne<T> {
    async fn run(self) -> Result<Upserted<T::Id>> {
        let (call, command) = self.into_command();
        let updated = UpdateResult::<T>::read(call.write_one(command?).await?, call.namespace())?;
        Ok(updated.upserted_id.map_or(Upserted::Matched, Upserted::Inserted))
    }
}

action!(UpsertOne<T: MongoCollection>, Upserted<T::Id>);
