//! A reference to a document of another collection.

use std::{
    any::type_name,
    cmp::Ordering,
    fmt,
    hash::{Hash, Hasher},
};

use bson::Bson;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{
    MongoCollection,
    stored_as::{SmallestStored, StoredAsDate},
};
use crate::{
    codec::{Decode, Encode, decode::DecodeError, encode::EncodeError, reader::Reader},
    id::Id,
    query::IntoValue,
    shape::{Shape, Within},
};

/// A field that refers to a document of the collection of `T`s: it holds, and stores, that document's `_id`.
///
/// It is stored byte for byte as the `_id` itself is, by what the attributes of the field `_id` say. Nothing is loaded
/// unless it is asked for: [`load`](Self::load) fetches the one document, and
/// [`load_refs`](crate::Collection::load_refs) those of many references.
///
/// ```no_run
/// use mongomancy::{Collection, Id, MongoCollection, Ref};
///
/// #[derive(MongoCollection)]
/// struct Guild {
///     #[serde(rename = "_id")]
///     id: Id<Guild>,
///     name: String,
/// }
///
/// #[derive(MongoCollection)]
/// #[index(guild)]
/// struct Player {
///     name: String,
///     guild: Ref<Guild>,
/// }
///
/// # async fn example(guilds: Collection<Guild>, red: Id<Guild>) -> mongomancy::Result<()> {
/// let ada = Player { name: "Ada".into(), guild: Ref::to(red) };
/// let guild: Option<Guild> = ada.guild.load(&guilds).await?;
/// # Ok(())
/// # }
/// ```
///
/// It compares, hashes, copies, prints and defaults as the `_id`'s type does, and goes through serde, to JSON for one, as
/// that type by itself: of attributes on the field `_id` serde does not know there. In a filter it is a value like others:
/// `p.guild.eq(player.guild)`, `doc! { "guild": player.guild }`. A field of it takes an [`Id`] as well, as in
/// `p.guild.eq(red)`, and another kind of id by [`Ref::to`]; a [`lookup`](crate::Pipeline::lookup) joins it with the `_id`.
pub struct Ref<T: MongoCollection> {
    id: T::Id,
}

impl<T: MongoCollection> Ref<T> {
    /// The `_id` of the document that is referred to.
    pub fn id(&self) -> &T::Id {
        &self.id
    }

    /// The `_id` of the document that is referred to.
    pub fn into_id(self) -> T::Id {
        self.id
    }

    /// The reference with this id.
    pub(crate) fn new(id: T::Id) -> Self {
        Self { id }
    }
}

/// A field that refers to a document takes that document's id.
impl<T: MongoCollection<Id = Id<T>>> IntoValue<Ref<T>> for Id<T> {
    fn with<O>(self, take: impl FnOnce(&Ref<T>) -> O) -> O {
        take(&Ref::new(self))
    }
}

impl<T: MongoCollection<Id = Id<T>>> IntoValue<Option<Ref<T>>> for Id<T> {
    fn with<O>(self, take: impl FnOnce(&Option<Ref<T>>) -> O) -> O {
        take(&Some(Ref::new(self)))
    }
}

impl<T: MongoCollection> Encode for Ref<T> {
    #[inline]
    fn encode_to(&self, to: &mut Vec<u8>) -> Result<u8, EncodeError> {
        T::write_id(&self.id, to)
    }

    fn stored_shape(within: &Within<'_>) -> Shape {
        // An `_id` may hold a reference again, and so on in a circle.
        let id = within.value(type_name::<Self>(), &|within| T::id_shape(within));
        Shape::Reference { to: T::NAME, id: Box::new(id) }
    }
}

impl<T: MongoCollection> Decode for Ref<T> {
    #[inline]
    fn decode_from(kind: u8, from: &mut Reader<'_>) -> Result<Self, DecodeError> {
        T::read_id(kind, from).map(Self::new)
    }
}

impl<T: MongoCollection<StoredId: SmallestStored>> SmallestStored for Ref<T> {
    fn smallest() -> Bson {
        T::StoredId::smallest()
    }
}

impl<T: MongoCollection<StoredId: StoredAsDate>> StoredAsDate for Ref<T> {}

impl<T: MongoCollection<Id: Into<Bson>>> From<Ref<T>> for Bson {
    fn from(to: Ref<T>) -> Self {
        // The value as it is stored, which attributes on the field `_id` may make another one.
        let stored = T::encode_id(&to.id).ok().and_then(|stored| Self::try_from(stored).ok());
        stored.unwrap_or_else(|| to.id.into())
    }
}

impl<T: MongoCollection<Id: Clone>> Clone for Ref<T> {
    fn clone(&self) -> Self {
        Self::new(self.id.clone())
    }
}

impl<T: MongoCollection<Id: Copy>> Copy for Ref<T> {}

impl<T: MongoCollection<Id: Default>> Default for Ref<T> {
    fn default() -> Self {
        Self::new(T::Id::default())
    }
}

impl<T: MongoCollection<Id: PartialEq>> PartialEq for Ref<T> {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

impl<T: MongoCollection<Id: Eq>> Eq for Ref<T> {}

impl<T: MongoCollection<Id: PartialOrd>> PartialOrd for Ref<T> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        self.id.partial_cmp(&other.id)
    }
}

impl<T: MongoCollection<Id: Ord>> Ord for Ref<T> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.id.cmp(&other.id)
    }
}

impl<T: MongoCollection<Id: Hash>> Hash for Ref<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.id.hash(state);
    }
}

impl<T: MongoCollection<Id: fmt::Display>> fmt::Display for Ref<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.id, f)
    }
}

impl<T: MongoCollection<Id: fmt::Debug>> fmt::Debug for Ref<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Ref").field(&self.id).finish()
    }
}

impl<T: MongoCollection<Id: Serialize>> Serialize for Ref<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.id.serialize(serializer)
    }
}

impl<'de, T: MongoCollection<Id: Deserialize<'de>>> Deserialize<'de> for Ref<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        T::Id::deserialize(deserializer).map(Self::new)
    }
}
