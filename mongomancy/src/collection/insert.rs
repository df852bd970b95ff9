//! `insert_one`.

use bson::{
    RawArrayBuf, RawDocumentBuf,
    raw::{CStr, cstr},
};

use super::{AsDocument, Collection, call::Call, document_id, result::InsertOneResult};
use crate::{error::Result, model::MongoCollection};

/// The options of the command `insert` after its documents, in the manual's order.
const OPTIONS: [&CStr; 3] = [cstr!("writeConcern"), cstr!("bypassDocumentValidation"), cstr!("comment")];

impl<T: MongoCollection> Collection<T> {
    /// Stores a document. One without an `_id`, or with `None` as its `_id`, gets a new `ObjectId`.
    ///
    /// ```no_run
    /// # use mongomancy::{Collection, ErrorKind, MongoCollection};
    /// # #[derive(serde::Serialize, serde::Deserialize, MongoCollection)]
    /// # struct Player { name: String, score: i64 }
    /// # async fn example(players: Collection<Player>) -> mongomancy::Result<()> {
    /// match players.insert_one(Player { name: "Ada".into(), score: 0 }).await {
    ///     Ok(inserted) => println!("stored as {}", inserted.id()),
    ///     Err(error) => match error.kind() {
    ///         ErrorKind::DuplicateKey(taken) => println!("index {} has it already", taken.index()),
    ///         _ => return Err(error),
    ///     },
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// [`Encode`](crate::ErrorKind::Encode) and [`InvalidArgument`](crate::ErrorKind::InvalidArgument) (a document
    /// over 16 MiB) before anything is sent; [`DuplicateKey`](crate::ErrorKind::DuplicateKey),
    /// [`Validation`](crate::ErrorKind::Validation) and what else the server answers.
    ///
    /// # Retries
    /// Repeated until the deadline, and applied once: the `_id` is chosen before the first attempt and the insert is
    /// numbered. A standalone server takes no numbers: there a repetition that finds its `_id` taken by this very
    /// document counts it as stored.
    ///
    /// # Cancellation
    /// Dropping the future takes nothing back: what was sent may still be stored.
    pub fn insert_one(&self, document: impl AsDocument<T>) -> InsertOne<T> {
        InsertOne { call: Call::new(&self.target), document: document.encoded().and_then(document_id::with_id::<T>) }
    }
}

/// An [`insert_one`](Collection::insert_one) in the making.
#[must_use = "it stores nothing unless it is awaited"]
pub struct InsertOne<T: MongoCollection> {
    call: Call,
    document: Result<(RawDocumentBuf, T::Id)>,
}

setters! { InsertOne<T: MongoCollection>: bypass_document_validation, comment, deadline, exactly_once, write_concern }

impl<T: MongoCollection> InsertOne<T> {
    async fn run(self) -> Result<InsertOneResult<T>> {
        let (document, id) = self.document?;
        let mut documents = RawArrayBuf::new();
        documents.push(document);
        self.call.write_one(insert_command(&self.call, documents, true)).await?;
        Ok(InsertOneResult { id })
    }
}

action!(InsertOne<T: MongoCollection>, InsertOneResult<T>);

pub(super) fn insert_command(call: &Call, documents: RawArrayBuf, ordered: bool) -> RawDocumentBuf {
    let mut command = call.command(cstr!("insert"));
    command.append(cstr!("documents"), documents);
    command.append(cstr!("ordered"), ordered);
    call.append_options(&OPTIONS, &mut command);
    command
}
