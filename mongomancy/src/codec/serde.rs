//! A value that serde writes and reads, where a type with a codec is asked for.

use ::serde::{Deserialize, Serialize, de::DeserializeOwned};

use super::{
    MongoDocument,
    bridge::Bridge,
    decode::{Decode, DecodeError},
    encode::{Encode, EncodeError},
    field_codec::FieldCodec,
    reader::Reader,
};

/// A value of a type that only serde can write and read, such as one of another crate.
///
/// It is named where values are read: in [`distinct`](crate::Collection::distinct), and in `with_type` of an
/// [`aggregate`](crate::Collection::aggregate) and of the finds. It is no collection: a type of documents that are stored
/// derives [`MongoCollection`](derive@crate::MongoCollection).
///
/// It is stored exactly as the value is. In a field it is not needed: there, serde is found by itself.
///
/// ```no_run
/// use mongomancy::{Collection, Serde, bson::Document, doc};
///
/// // Of another crate: there is no `#[derive(MongoDocument)]` on it.
/// #[derive(serde::Serialize, serde::Deserialize)]
/// struct Address {
///     city: String,
/// }
///
/// # async fn example(players: Collection<Document>) -> mongomancy::Result<()> {
/// for Serde(address) in players.distinct::<Serde<Address>>("address", doc! {}).await? {
///     println!("{}", address.city);
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Serde<T>(
    /// The value.
    pub T,
);

impl<T: Serialize + DeserializeOwned> Encode for Serde<T> {
    fn encode_to(&self, to: &mut Vec<u8>) -> Result<u8, EncodeError> {
        Bridge::NEW.encode(&self.0, to)
    }
}

impl<T: Serialize + DeserializeOwned> Decode for Serde<T> {
    fn decode_from(kind: u8, from: &mut Reader<'_>) -> Result<Self, DecodeError> {
        Bridge::NEW.decode(kind, from).map(Self)
    }

    fn missing() -> Option<Self> {
        Bridge::NEW.missing().map(Self)
    }
}

impl<T: Serialize + DeserializeOwned> MongoDocument for Serde<T> {
    type Fields = ();
}

#[cfg(test)]
mod tests {
    use std::net::IpAddr;

    use super::{Decode, Serde};
    use crate::codec::proof::{decodes_like_serde, encodes_like_serde, every_kind};

    #[test]
    fn it_is_stored_as_the_value_is() {
        encodes_like_serde(&Serde(IpAddr::from([127, 0, 0, 1])));
        for value in every_kind() {
            decodes_like_serde::<Serde<std::time::Duration>>(&value);
            decodes_like_serde::<Vec<Serde<Result<i32, String>>>>(&value);
        }
        assert_eq!(Serde::<Option<i32>>::missing(), Some(Serde(None)));
        assert_eq!(Serde::<i32>::missing(), None);
    }
}
