//! The change of a field to the server's time.

use super::Update;
use crate::{
    codec::kind,
    query::{
        operators,
        path::{Path, codec::ValueCodec, place::Place},
        stored_as::StoredAsTime,
    },
};

impl<R: ?Sized, T, C: ValueCodec<T, Stored: StoredAsTime>, P: Place> Path<R, T, C, P> {
    /// `$currentDate`: the time at the server, as a date, or as a timestamp where the field is a
    /// [`Timestamp`](crate::bson::Timestamp).
    ///
    /// ```
    /// # use mongomancy::{MongoCollection, bson::{DateTime, Timestamp}, doc};
    /// # #[derive(MongoCollection)]
    /// # struct Player { last_seen: DateTime, stamp: Timestamp }
    /// let p = Player::fields();
    /// let update = p.last_seen.current_date() + p.stamp.current_date();
    /// let document = doc! { "$currentDate": { "last_seen": true, "stamp": { "$type": "timestamp" } } };
    /// assert_eq!(update.to_document()?, document);
    /// # Ok::<(), mongomancy::Error>(())
    /// ```
    pub fn current_date(self) -> Update<R> {
        self.change("$currentDate", |to| {
            if C::Stored::IS_TIMESTAMP {
                to.extend_from_slice(b"\x1a\0\0\0\x02$type\0\x0a\0\0\0timestamp\0\0");
                return Ok(kind::DOCUMENT);
            }
            operators::truth(true, to)
        })
    }
}
