//! Changes that give a field a value or another name, or take it away.

use super::Update;
use crate::{
    codec::encode::Encode,
    query::{
        path::{
            Path,
            codec::{MayBeMissing, ValueCodec},
            place::Place,
        },
        value::IntoValue,
    },
};

/// Writes each change whose operand is a value of the field.
macro_rules! assignments {
    ($($(#[$doc:meta])* $name:ident $operator:literal;)+) => {
        $(
            $(#[$doc])*
            ///
            /// ```
            /// # use mongomancy::{MongoCollection, doc};
            /// # #[derive(MongoCollection)]
            /// # struct Player { score: f64 }
            /// let p = Player::fields();
            #[doc = concat!(
                "assert_eq!(p.score.", stringify!($name), "(10.0).to_document()?, doc! { \"", $operator,
                "\": { \"score\": 10.0 } });"
            )]
            /// # Ok::<(), mongomancy::Error>(())
            /// ```
            pub fn $name(self, value: impl IntoValue<T>) -> Update<R> {
                self.change($operator, |to| Self::write(value, to))
            }
        )+
    };
}

impl<R: ?Sized, T, C: ValueCodec<T>, P: Place> Path<R, T, C, P> {
    assignments! {
        /// `$set`: gives the field a value.
        set "$set";
        /// `$setOnInsert`: gives the field a value where an upsert inserts the document, and does nothing to one that matched.
        set_on_insert "$setOnInsert";
        /// `$min`: gives the field a value if that is less than what it has, and where it is not there. Values of different
        /// types are compared by the order of BSON's types, in which null comes first.
        min "$min";
        /// `$max`: gives the field a value if that is greater than what it has, and where it is not there. Values of different
        /// types are compared by the order of BSON's types, in which null comes first.
        max "$max";
    }

    /// `$set` where there is a value, and no change where there is none: for arguments that may be left out.
    ///
    /// `None` leaves the field alone, also one that is an `Option`: `.set(None)` makes that null, and `.set_opt(Some(None))`.
    ///
    /// ```
    /// # use mongomancy::{MongoCollection, doc};
    /// # #[derive(MongoCollection)]
    /// # struct Player { name: String, score: f64 }
    /// let p = Player::fields();
    /// let (name, score) = (Some("Ada"), None::<f64>);
    /// let update = p.name.set_opt(name) + p.score.set_opt(score);
    /// assert_eq!(update.to_document()?, doc! { "$set": { "name": "Ada" } });
    /// # Ok::<(), mongomancy::Error>(())
    /// ```
    pub fn set_opt<V: IntoValue<T>>(self, value: Option<V>) -> Update<R> {
        value.map_or_else(Update::none, |value| self.set(value))
    }

    /// `$unset`: takes the field out of the document, or an entry out of a map.
    ///
    /// For fields that may be missing: those of a type `Option<..>`, and what a map has under a key. A document without any
    /// other could not be read again, unless it is a field with `#[serde(default)]`, which its type does not tell: there
    /// `p.score.with_type::<Option<f64>>().unset()` says so.
    ///
    /// ```
    /// # use std::collections::HashMap;
    /// # use mongomancy::{MongoCollection, doc};
    /// # #[derive(MongoCollection)]
    /// # struct Player { email: Option<String>, wins: HashMap<String, i32> }
    /// let p = Player::fields();
    /// let update = p.email.unset() + p.wins.key("chess").unset();
    /// assert_eq!(update.to_document()?, doc! { "$unset": { "email": "", "wins.chess": "" } });
    /// # Ok::<(), mongomancy::Error>(())
    /// ```
    pub fn unset(self) -> Update<R>
    where
        C: MayBeMissing<T>,
    {
        self.change("$unset", |to| "".encode_to(to))
    }

    /// `$rename`: gives the field another name, that of a field which has the same type and is stored in the same way. What was
    /// there before is overwritten; a document without the field is not changed.
    ///
    /// Neither of the two is within an array: the server refuses that. As [`to`](Path::named) may be a name of yours, so may
    /// the field itself, for fields that the struct has no longer:
    ///
    /// ```
    /// # use mongomancy::{MongoCollection, Path, doc};
    /// # #[derive(MongoCollection)]
    /// # struct Player { name: String }
    /// let update = Path::<Player, String>::named("nick").rename(Player::fields().name);
    /// assert_eq!(update.to_document()?, doc! { "$rename": { "nick": "name" } });
    /// # Ok::<(), mongomancy::Error>(())
    /// ```
    #[expect(clippy::needless_pass_by_value, reason = "a path is given away, as everywhere")]
    pub fn rename<D: ValueCodec<T, Stored = C::Stored>, Q: Place>(self, to: Path<R, T, D, Q>) -> Update<R> {
        let name = to.place.stored();
        if let Err(error) = super::check_target(&to.place, name.as_bytes()) {
            return Update::failed(error);
        }
        self.change("$rename", |to| name.encode_to(to))
    }
}
