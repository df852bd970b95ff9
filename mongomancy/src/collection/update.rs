//! `update_one` and `update_many`.

use std::marker::PhantomData;

use bson::{
    RawBson, RawDocument, RawDocumentBuf,
    raw::{CStr, cstr},
};

use super::{
    Collection,
    call::Call,
    filter::IntoFilter,
    modification::{IntoUpdate, Modification},
    result::UpdateResult,
};
use crate::{
    codec::{
        element::{begin, end},
        kind,
    },
    error::Result,
    model::MongoCollection,
};

/// What name and options of a common command take.
const ROOM: usize = 320;
/// The options of one statement of the command `update`, in the manual's order.
const STATEMENT_OPTIONS: [&CStr; 5] =
    [cstr!("upsert"), cstr!("collation"), cstr!("arrayFilters"), cstr!("hint"), cstr!("sort")];
/// The options of the command itself.
const OPTIONS: [&CStr; 4] = [cstr!("writeConcern"), cstr!("bypassDocumentValidation"), cstr!("comment"), cstr!("let")];

impl<T: MongoCollection> Collection<T> {
    /// Changes one document that matches `filter`, by an [`Update`](crate::Update), update operators or a pipeline.
    ///
    /// ```no_run
    /// # use mongomancy::{Collection, MongoCollection, bson::DateTime};
    /// # #[derive(MongoCollection)]
    /// # struct Player { player_id: i64, score: f64, last_seen: DateTime }
    /// # async fn example(players: Collection<Player>) -> mongomancy::Result<()> {
    /// let p = Player::fields();
    /// players.update_one(p.player_id.eq(42), p.score.inc(5.0) + p.last_seen.current_date()).await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// The same as documents, for a collection whose documents have no type:
    ///
    /// ```no_run
    /// # use mongomancy::{Collection, bson::{Document, doc}};
    /// # async fn example(players: Collection<Document>) -> mongomancy::Result<()> {
    /// let updated = players
    ///     .update_one(doc! { "name": "Ada" }, doc! { "$inc": { "score": 5 }, "$currentDate": { "last_seen": true } })
    ///     .upsert(true)
    ///     .await?;
    /// assert_eq!(updated.matched_count + u64::from(updated.upserted_id.is_some()), 1);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// [`InvalidArgument`](crate::ErrorKind::InvalidArgument) for an update that is empty, has no operators, or changes a
    /// field twice, before anything is sent; [`DuplicateKey`](crate::ErrorKind::DuplicateKey),
    /// [`Validation`](crate::ErrorKind::Validation) and what else the server answers.
    ///
    /// # Retries
    /// Repeated until the deadline, and applied exactly once, `$inc` included: the update is numbered. A standalone
    /// server takes no numbers: there it is repeated only where that leaves the same state.
    ///
    /// # Cancellation
    /// Dropping the future takes nothing back: what was sent may still be applied.
    pub fn update_one(&self, filter: impl IntoFilter<T>, update: impl IntoUpdate<T>) -> UpdateOne<T> {
        UpdateOne {
            call: Call::writing(&self.target),
            filter: filter.into_filter(),
            update: update.into_update(),
            of: PhantomData,
        }
    }

    /// Changes all documents that match `filter`, by an [`Update`](crate::Update), update operators or a pipeline.
    ///
    /// ```no_run
    /// # use mongomancy::{Collection, bson::{Document, doc}};
    /// # async fn example(players: Collection<Document>) -> mongomancy::Result<()> {
    /// let promoted = players.update_many(doc! { "guild": "red" }, doc! { "$set": { "rank": "veteran" } }).await?;
    /// println!("{} of {}", promoted.modified_count, promoted.matched_count);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// As [`update_one`](Self::update_one). As it goes document by document, some may be changed when it fails:
    /// [`maybe_applied`](crate::Error::maybe_applied) is true then.
    ///
    /// # Retries
    /// Servers number no update of many documents. One that leaves the same state when it runs again (`$set`,
    /// `$unset`, `$min`, `$max`, `$addToSet`, `$pull`, `$pullAll` on fields that the filter does not look at, and no
    /// upsert) is repeated until the deadline; [`replayed`](UpdateResult::replayed) tells when it was. Any other is
    /// not repeated once it may have run. With [`exactly_once`](UpdateMany::exactly_once) every one is repeated until the
    /// deadline, and applied once or not at all.
    ///
    /// # Cancellation
    /// Dropping the future takes nothing back: what was sent may still be applied. With
    /// [`exactly_once`](UpdateMany::exactly_once) nothing is, unless its commit was asked for.
    pub fn update_many(&self, filter: impl IntoFilter<T>, update: impl IntoUpdate<T>) -> UpdateMany<T> {
        UpdateMany {
            call: Call::writing(&self.target),
            filter: filter.into_filter(),
            update: update.into_update(),
            of: PhantomData,
        }
    }
}

/// An [`update_one`](Collection::update_one) in the making.
#[must_use = "it updates nothing unless it is awaited"]
pub struct UpdateOne<T> {
    call: Call,
    filter: Result<RawDocumentBuf>,
    update: Result<Modification>,
    of: PhantomData<fn() -> T>,
}

setters! { UpdateOne<T>:
    array_filters, bypass_document_validation, collation, comment, deadline, exactly_once, explain, hint<T>, let_vars, update_sort<T>, upsert,
    write_concern,
}

impl<T> UpdateOne<T> {
    fn into_command(mut self) -> (Call, Result<RawDocumentBuf>) {
        let command = self.filter.and_then(|filter| {
            let update = self.update?.handing_filters_to(&mut self.call);
            Ok(update_command(&self.call, &filter, &update, false))
        });
        (self.call, command)
    }
}

impl<T: MongoCollection> UpdateOne<T> {
    async fn run(self) -> Result<UpdateResult<T>> {
        let (call, command) = self.into_command();
        UpdateResult::read(call.write_one(command?).await?, call.namespace())
    }
}

action!(UpdateOne<T: MongoCollection>, UpdateResult<T>);

/// An [`update_many`](Collection::update_many) in the making.
#[must_use = "it updates nothing unless it is awaited"]
pub struct UpdateMany<T> {
    call: Call,
    filter: Result<RawDocumentBuf>,
    update: Result<Modification>,
    of: PhantomData<fn() -> T>,
}

setters! { UpdateMany<T>:
    array_filters, bypass_document_validation, collation, comment, deadline, exactly_once_many, explain, hint<T>, let_vars, upsert, write_concern,
}

impl<T> UpdateMany<T> {
    fn into_command(mut self) -> (Call, Result<RawDocumentBuf>) {
        let command = self.filter.and_then(|filter| {
            let update = self.update?.handing_filters_to(&mut self.call);
            Ok(update_command(&self.call, &filter, &update, true))
        });
        (self.call, command)
    }
}

impl<T: MongoCollection> UpdateMany<T> {
    async fn run(self) -> Result<UpdateResult<T>> {
        let (call, command) = self.into_command();
        UpdateResult::read(call.write_many(command?).await?, call.namespace())
    }
}

action!(UpdateMany<T: MongoCollection>, UpdateResult<T>);

pub(super) fn update_command(call: &Call, filter: &RawDocument, update: &RawBson, multi: bool) -> RawDocumentBuf {
    let (kind, update) = match update {
        RawBson::Array(stages) => (kind::ARRAY, stages.as_bytes()),
        RawBson::Document(changes) => (kind::DOCUMENT, changes.as_bytes()),
        // No update is anything else.
        _ => (kind::NULL, &[][..]),
    };
    let mut options = RawDocumentBuf::new();
    call.append_options(&STATEMENT_OPTIONS, &mut options);
    let sizes = [filter.as_bytes(), update, options.as_bytes()].map(<[u8]>::len);
    // Written where it is sent from: a statement that is put together first would be copied twice.
    let mut bytes = call.command_with_room(cstr!("update"), ROOM + sizes.iter().sum::<usize>()).into_bytes();
    bytes.pop();
    bytes.extend_from_slice(b"\x04updates\0");
    let array = begin(&mut bytes);
    bytes.extend_from_slice(b"\x030\0");
    let statement = begin(&mut bytes);
    bytes.extend_from_slice(b"\x03q\0");
    bytes.extend_from_slice(filter.as_bytes());
    bytes.extend_from_slice(&[kind, b'u', 0]);
    bytes.extend_from_slice(update);
    if multi {
        bytes.extend_from_slice(b"\x08multi\0\x01");
    }
    bytes.extend_from_slice(inner(&options));
    end(&mut bytes, statement);
    end(&mut bytes, array);
    bytes.extend_from_slice(b"\x08ordered\0\x01");
    end(&mut bytes, 0);
    // Of the right length and closed by a zero, it is taken as it is.
    let mut command = RawDocumentBuf::from_bytes(bytes).unwrap_or_default();
    call.append_options(&OPTIONS, &mut command);
    command
}

/// The elements of a document without its length and its end.
fn inner(document: &RawDocumentBuf) -> &[u8] {
    let bytes = document.as_bytes();
    bytes.get(4..bytes.len() - 1).unwrap_or_default()
}
