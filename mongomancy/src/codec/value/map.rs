//! Maps: documents. Their keys are texts.

use std::{
    borrow::Cow,
    collections::{BTreeMap, HashMap},
    hash::{BuildHasher, Hash},
};

use crate::codec::{
    decode::{Decode, DecodeError},
    element::{begin, end, put_key},
    encode::{Encode, EncodeError},
    kind,
    model::read_map,
    reader::Reader,
};
use crate::shape::{Shape, Within};

/// A key of a map.
pub trait MapKey: Sized {
    /// The key as it is stored.
    fn stored(&self) -> &str;

    /// The key that is stored.
    fn from_stored(key: &str) -> Result<Self, DecodeError>;
}

macro_rules! text_key {
    ($($type:ty),+) => {
        $(
            impl MapKey for $type {
                #[inline]
                fn stored(&self) -> &str {
                    self
                }

                #[inline]
                fn from_stored(key: &str) -> Result<Self, DecodeError> {
                    Ok(key.to_owned().into())
                }
            }
        )+
    };
}

text_key!(String, Box<str>, Cow<'_, str>);

/// Writes a map.
pub(in crate::codec) fn encode<'a, K: MapKey + 'a, V: Encode>(
    entries: impl IntoIterator<Item = (&'a K, V)>,
    to: &mut Vec<u8>,
) -> Result<u8, EncodeError> {
    let start = begin(to);
    for (key, value) in entries {
        let (at, key) = (to.len(), key.stored());
        put_key(to, key)?;
        to[at] = value.encode_to(to).map_err(|error| error.below(key.to_owned()))?;
    }
    end(to, start);
    Ok(kind::DOCUMENT)
}

fn decode<K: MapKey, V: Decode>(kind: u8, from: &mut Reader<'_>, insert: impl FnMut(K, V)) -> Result<(), DecodeError> {
    if kind == kind::DOCUMENT {
        return entries(from.enter()?, insert);
    }
    read_map(kind, from, "a map", |parts| entries(parts, insert))
}

fn entries<K: MapKey, V: Decode>(mut from: Reader<'_>, mut insert: impl FnMut(K, V)) -> Result<(), DecodeError> {
    while !from.is_end()? {
        let (kind, key) = from.key()?;
        let stored = K::from_stored(key)?;
        insert(stored, V::decode_from(kind, &mut from).map_err(|error| error.below(key.to_owned()))?);
    }
    Ok(())
}

macro_rules! map {
    ($($type:ty, [$($encode:tt)*], [$($decode:tt)*];)+) => {
        $(
            impl<V: Encode, $($encode)*> Encode for $type {
                fn encode_to(&self, to: &mut Vec<u8>) -> Result<u8, EncodeError> {
                    encode(self, to)
                }

                fn stored_shape(within: &Within<'_>) -> Shape {
                    Shape::map(V::stored_shape(within))
                }
            }

            impl<V: Decode, $($decode)*> Decode for $type {
                fn decode_from(kind: u8, from: &mut Reader<'_>) -> Result<Self, DecodeError> {
                    let mut values = Self::default();
                    decode(kind, from, |key, value| _ = values.insert(key, value))?;
                    Ok(values)
                }
            }
        )+
    };
}

map!(
    BTreeMap<K, V>, [K: MapKey + Ord], [K: MapKey + Ord];
    HashMap<K, V, S>, [K: MapKey + Eq + Hash, S: BuildHasher], [K: MapKey + Eq + Hash, S: BuildHasher + Default];
);

#[cfg(feature = "indexmap-2")]
map!(
    indexmap::IndexMap<K, V, S>,
    [K: MapKey + Eq + Hash, S: BuildHasher],
    [K: MapKey + Eq + Hash, S: BuildHasher + Default];
);

#[cfg(test)]
mod tests {
    use std::{
        borrow::Cow,
        collections::{BTreeMap, HashMap},
    };

    use bson::bson;

    use crate::codec::{
        encode::Encode,
        proof::{decodes_like_serde, encodes_like_serde, every_kind},
    };

    #[test]
    fn they_are_written_and_read_as_serde_does() {
        encodes_like_serde(&BTreeMap::<String, i32>::new());
        encodes_like_serde(&HashMap::<_, _>::from_iter([("b".to_owned(), 1), ("a".to_owned(), 2), (String::new(), 3)]));
        encodes_like_serde(&BTreeMap::from([(Box::<str>::from("a"), vec![Some(1), None])]));
        encodes_like_serde(&BTreeMap::from([(Cow::Borrowed("a"), BTreeMap::from([("b".to_owned(), 1)]))]));
        encodes_like_serde(&BTreeMap::from([("a\0b".to_owned(), 1)]));
        for value in every_kind().into_iter().chain([bson!({ "b": 1, "a": 2 }), bson!({ "a": { "b": "c" } })]) {
            decodes_like_serde::<BTreeMap<String, i32>>(&value);
            decodes_like_serde::<HashMap<Box<str>, String>>(&value);
            decodes_like_serde::<HashMap<Cow<'static, str>, Option<String>>>(&value);
            decodes_like_serde::<HashMap<String, HashMap<String, String>>>(&value);
            decodes_like_serde::<BTreeMap<String, bson::Bson>>(&value);
        }
    }

    #[cfg(feature = "indexmap-2")]
    #[test]
    fn the_order_of_an_index_map_is_kept() {
        use indexmap::IndexMap;

        use crate::codec::{
            field_codec::Own,
            proof::{read_by, written_by},
        };

        let map = IndexMap::<_, _>::from_iter([("b".to_owned(), 1), ("a".to_owned(), 2)]);
        let written = bson!({ "b": 1, "a": 2 });
        assert_eq!(written_by(Own::NEW, &map), written);
        let read: IndexMap<String, i32> = read_by(Own::NEW, &written).unwrap();
        assert!(read.iter().eq(&map));
    }

    #[test]
    fn the_place_of_what_cannot_be_written_is_told() {
        let map = BTreeMap::from([("a".to_owned(), vec![0, u64::MAX])]);
        let error = crate::Error::from(map.encode_to(&mut Vec::new()).unwrap_err());
        assert!(error.to_string().contains("at `a.1`"), "{error}");
    }
}
