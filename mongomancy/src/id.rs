//! An `ObjectId` that belongs to one type.

use std::{
    any::type_name,
    cmp::Ordering,
    fmt,
    hash::{Hash, Hasher},
    marker::PhantomData,
    str::FromStr,
};

use bson::{Bson, oid::ObjectId};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::error::{Error, Result};

/// The `_id` of a `T`: an [`ObjectId`] that the compiler does not let you mistake for another type's.
///
/// In BSON it is a plain `ObjectId`; in JSON and other human-readable formats, in `Display` and `FromStr` it is the
/// 24 hexadecimal digits.
///
/// ```
/// use mongomancy::Id;
///
/// struct Guild;
///
/// let id: Id<Guild> = Id::new();
/// assert_eq!(id.to_string().parse::<Id<Guild>>().unwrap(), id);
/// ```
pub struct Id<T: ?Sized> {
    id: ObjectId,
    of: PhantomData<fn() -> *const T>,
}

impl<T: ?Sized> Id<T> {
    /// A new, unique id.
    #[expect(clippy::new_without_default, reason = "every id is another one: `ObjectId` has no default either")]
    pub fn new() -> Self {
        Self::from(ObjectId::new())
    }

    /// The id without its type.
    pub fn object_id(self) -> ObjectId {
        self.id
    }
}

impl<T: ?Sized> From<ObjectId> for Id<T> {
    fn from(id: ObjectId) -> Self {
        Self { id, of: PhantomData }
    }
}

impl<T: ?Sized> From<Id<T>> for ObjectId {
    fn from(id: Id<T>) -> Self {
        id.id
    }
}

impl<T: ?Sized> From<Id<T>> for Bson {
    fn from(id: Id<T>) -> Self {
        Self::ObjectId(id.id)
    }
}

impl<T: ?Sized> Clone for Id<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: ?Sized> Copy for Id<T> {}

impl<T: ?Sized> PartialEq for Id<T> {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

impl<T: ?Sized> Eq for Id<T> {}

impl<T: ?Sized> PartialOrd for Id<T> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<T: ?Sized> Ord for Id<T> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.id.cmp(&other.id)
    }
}

impl<T: ?Sized> Hash for Id<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.id.hash(state);
    }
}

impl<T: ?Sized> fmt::Display for Id<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.id, f)
    }
}

impl<T: ?Sized> fmt::Debug for Id<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Id({})", self.id)
    }
}

impl<T: ?Sized> FromStr for Id<T> {
    type Err = Error;

    /// Reads 24 hexadecimal digits.
    fn from_str(hex: &str) -> Result<Self> {
        ObjectId::parse_str(hex).map(Self::from).map_err(|_| Error::invalid_argument("not 24 hexadecimal digits"))
    }
}

impl<T: ?Sized> Serialize for Id<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // bson's value serializer calls itself human-readable as well, but what it makes is stored. Nothing but its
        // name tells it apart; were the name another one, there would be digits, which are read again as well.
        if serializer.is_human_readable() && !type_name::<S>().contains("bson::ser") {
            serializer.collect_str(&self.id)
        } else {
            self.id.serialize(serializer)
        }
    }
}

impl<'de, T: ?Sized> Deserialize<'de> for Id<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        ObjectId::deserialize(deserializer).map(Self::from)
    }
}

#[cfg(test)]
mod tests {
    use bson::doc;

    use super::*;

    struct Guild;

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct Player {
        guild: Id<Guild>,
    }

    #[derive(Serialize)]
    struct Flat {
        #[serde(flatten)]
        player: Player,
    }

    #[test]
    fn it_is_hexadecimal_for_people_and_native_in_bson() {
        let player = Player { guild: Id::new() };
        let (hex, native) = (player.guild.to_string(), player.guild.object_id());
        let json = serde_json::to_string(&player).unwrap();
        assert_eq!(json, format!(r#"{{"guild":"{hex}"}}"#));
        assert_eq!(serde_json::from_str::<Player>(&json).unwrap(), player);
        assert!(serde_json::from_str::<Player>(r#"{"guild":"xyz"}"#).is_err());

        let bytes = bson::serialize_to_vec(&player).unwrap();
        assert_eq!(bson::deserialize_from_slice::<bson::Document>(&bytes).unwrap(), doc! { "guild": native });
        assert_eq!(bson::deserialize_from_slice::<Player>(&bytes).unwrap(), player);
        assert_eq!(doc! { "guild": player.guild }, doc! { "guild": native });
        assert_eq!(bson::serialize_to_document(&player).unwrap(), doc! { "guild": native });
        assert_eq!(bson::serialize_to_bson(&vec![player.guild]).unwrap(), bson::bson!([native]));
        assert_eq!(bson::deserialize_from_document::<Player>(doc! { "guild": native }).unwrap(), player);
        let flat = bson::serialize_to_document(&Flat { player: Player { guild: player.guild } }).unwrap();
        assert_eq!(flat, doc! { "guild": native });

        assert_eq!(hex.parse::<Id<Guild>>().unwrap(), player.guild);
        assert!("xyz".parse::<Id<Guild>>().is_err());
        assert_eq!(format!("{:?}", player.guild), format!("Id({hex})"));
    }
}
