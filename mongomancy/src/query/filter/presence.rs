//! Conditions on what is there: a field at all, and a value of which type.

use super::Filter;
use crate::query::{
    bson_type::BsonType,
    operators,
    path::{Path, place::Place},
};

impl<R: ?Sized, T, C, P: Place> Path<R, T, C, P> {
    /// `$exists`: whether the field is there, null or not.
    ///
    /// ```
    /// # use mongomancy::{MongoCollection, doc};
    /// # #[derive(MongoCollection)]
    /// # struct Player { guild: Option<String> }
    /// let p = Player::fields();
    /// assert_eq!(p.guild.exists(true).to_document()?, doc! { "guild": { "$exists": true } });
    /// # Ok::<(), mongomancy::Error>(())
    /// ```
    pub fn exists(self, is_there: bool) -> Filter<R> {
        // What is there of any element is the array.
        self.array(|to| operators::put(to, "$exists", |to| operators::truth(is_there, to)))
    }

    /// Null, or not there: `$eq` of null. These are the two ways in which a `None` is stored, the second by
    /// `#[serde(skip_serializing_if = "Option::is_none")]`.
    ///
    /// ```
    /// # use mongomancy::{MongoCollection, doc};
    /// # #[derive(MongoCollection)]
    /// # struct Player { guild: Option<String> }
    /// let p = Player::fields();
    /// assert_eq!(p.guild.is_null().to_document()?, doc! { "guild": { "$eq": null } });
    /// let has_a_guild = !p.guild.is_null();
    /// # assert!(has_a_guild.to_document().is_ok());
    /// # Ok::<(), mongomancy::Error>(())
    /// ```
    pub fn is_null(self) -> Filter<R> {
        self.condition(|to| operators::put_plain(to, "$eq", &()))
    }

    /// `$type`: whether the stored value is of a BSON type, or of any of several. An array counts by its elements as well.
    ///
    /// ```
    /// # use mongomancy::{BsonType, MongoCollection, doc};
    /// # #[derive(MongoCollection)]
    /// # struct Player { score: f64 }
    /// let p = Player::fields();
    /// assert_eq!(p.score.type_(BsonType::Number).to_document()?, doc! { "score": { "$type": "number" } });
    /// let whole = p.score.type_([BsonType::Int, BsonType::Long]);
    /// assert_eq!(whole.to_document()?, doc! { "score": { "$type": ["int", "long"] } });
    /// # Ok::<(), mongomancy::Error>(())
    /// ```
    pub fn type_(self, types: impl AsRef<[BsonType]>) -> Filter<R> {
        let types = types.as_ref();
        let fill = |to: &mut Vec<u8>| match types {
            [one] => operators::put_plain(to, "$type", one.name()),
            several => operators::put_array(to, "$type", several, |one, to| operators::plain(one.name(), to)),
        };
        // That of any element is none: what a server would find is the array around it.
        if types.contains(&BsonType::Array) { self.array(fill) } else { self.condition(fill) }
    }
}
