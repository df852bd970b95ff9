//! `distinct`: the values that a field has.

use std::{marker::PhantomData, time::Instant};

use bson::{
    Bson, RawBson, RawDocumentBuf,
    raw::{CStr, cstr},
};

use super::{Collection, call::Call, filter::IntoFilter};
use crate::{
    codec::{Decode, at_field, decode_own, in_collection},
    error::{Error, ErrorKind, Result},
    model::MongoCollection,
};

const OPTIONS: [&CStr; 5] =
    [cstr!("readConcern"), cstr!("collation"), cstr!("comment"), cstr!("hint"), cstr!("maxTimeMS")];

impl<T: MongoCollection> Collection<T> {
    /// Finds the different values of the field `path` in the documents that match `filter`. Of an array, each element
    /// is a value. All of them come in one answer of at most 16 MiB.
    ///
    /// ```no_run
    /// # use mongomancy::{Collection, bson::{Document, doc}};
    /// # async fn example(players: Collection<Document>) -> mongomancy::Result<()> {
    /// let guilds = players.distinct::<String>("guild", doc! { "score": { "$gt": 0 } }).await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// [`Decode`](crate::ErrorKind::Decode) where a value is no `V`, and what the server answers.
    ///
    /// # Retries
    /// As a read: repeated until the deadline.
    ///
    /// # Cancellation
    /// Safe: nothing is changed.
    pub fn distinct<V: Decode>(&self, path: impl Into<String>, filter: impl IntoFilter<T>) -> Distinct<V, T> {
        Distinct { call: Call::reading(&self.target), path: path.into(), filter: filter.into_filter(), of: PhantomData }
    }
}

/// A [`distinct`](Collection::distinct) in the making.
#[must_use = "it asks nothing unless it is awaited"]
pub struct Distinct<V, R> {
    call: Call,
    path: String,
    filter: Result<RawDocumentBuf>,
    of: PhantomData<fn() -> (V, R)>,
}

setters! { Distinct<V, R>: collation, comment, deadline, explain, hint<R>, max_time, read_concern, read_preference }

impl<V, R> Distinct<V, R> {
    fn into_command(self) -> (Call, Result<RawDocumentBuf>) {
        let command = self.filter.map(|filter| distinct_command(&self.call, &self.path, filter));
        (self.call, command)
    }
}

impl<V: Decode, R> Distinct<V, R> {
    async fn run(self) -> Result<Vec<V>> {
        let path = self.path.clone();
        let (call, command) = self.into_command();
        let (command, started) = (command?, Instant::now());
        let reply = call.send(command).await?;
        let attempts = reply.attempts();
        let mut reply = reply.into_document()?;
        let Some(Bson::Array(values)) = reply.remove("values") else {
            return Err(Error::new(ErrorKind::Other, "the answer has no values"));
        };
        let namespace = call.namespace().to_string();
        let decode = |value| {
            let value = RawBson::try_from(value).map_err(|_| Error::new(ErrorKind::Other, "a value is no BSON"))?;
            decode_own(value.as_raw_bson_ref())
                .map_err(|error| in_collection(at_field(error, &path), &namespace))
                .map_err(|error| error.with_attempts(attempts, started.elapsed()))
        };
        values.into_iter().map(decode).collect()
    }
}

action!(Distinct<V: Decode, R>, Vec<V>);

fn distinct_command(call: &Call, path: &str, filter: RawDocumentBuf) -> RawDocumentBuf {
    let mut command = call.command(cstr!("distinct"));
    command.append(cstr!("key"), path);
    command.append(cstr!("query"), filter);
    call.append_options(&OPTIONS, &mut command);
    command
}
