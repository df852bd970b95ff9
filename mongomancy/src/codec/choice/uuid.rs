//! UUIDs as binaries of subtype 4.

use crate::codec::{
    decode::DecodeError,
    encode::{Encode, EncodeError},
    field_codec::FieldCodec,
    kind,
    reader::Reader,
};
use crate::shape::{Shape, Within};

/// A UUID, of whatever crate.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no UUID",
    label = "cannot be stored in the form that `#[codec]` says",
    note = "`#[codec(uuid)]` takes `bson::Uuid`, and with the feature `uuid-1` also `uuid::Uuid`"
)]
pub trait UuidBytes: Sized {
    /// Its bytes.
    fn to_bytes(&self) -> [u8; 16];

    /// The UUID of these bytes.
    fn from_bytes(bytes: [u8; 16]) -> Self;
}

/// Stores a UUID as a BSON UUID.
#[derive(Debug, Clone, Copy, Default)]
pub struct UuidCodec;

impl<T: UuidBytes> FieldCodec<T> for UuidCodec {
    #[inline]
    fn encode(self, value: &T, to: &mut Vec<u8>) -> Result<u8, EncodeError> {
        bson::Uuid::from_bytes(value.to_bytes()).encode_to(to)
    }

    fn stored_shape(self, _: &Within<'_>) -> Shape {
        Shape::Kind(kind::BINARY)
    }

    fn decode(self, kind: u8, from: &mut Reader<'_>) -> Result<T, DecodeError> {
        const GENERIC: u8 = 0;
        const UUID: u8 = 4;
        match kind {
            kind::BINARY => {
                // serde writes the generic subtype.
                if let (GENERIC | UUID, bytes) = from.binary()?
                    && let Ok(bytes) = bytes.try_into()
                {
                    return Ok(T::from_bytes(bytes));
                }
            }
            kind::STRING => {
                if let Ok(uuid) = bson::Uuid::parse_str(from.string()?) {
                    return Ok(T::from_bytes(uuid.bytes()));
                }
            }
            _ => {}
        }
        Err(DecodeError::unexpected("a UUID", kind))
    }
}

impl UuidBytes for bson::Uuid {
    fn to_bytes(&self) -> [u8; 16] {
        self.bytes()
    }

    fn from_bytes(bytes: [u8; 16]) -> Self {
        Self::from_bytes(bytes)
    }
}

#[cfg(feature = "uuid-1")]
mod foreign {
    use uuid::Uuid;

    use super::UuidBytes;

    impl crate::codec::choice::AmbiguousUuid for Uuid {}

    impl UuidBytes for Uuid {
        fn to_bytes(&self) -> [u8; 16] {
            *self.as_bytes()
        }

        fn from_bytes(bytes: [u8; 16]) -> Self {
            Self::from_bytes(bytes)
        }
    }
}

#[cfg(test)]
mod tests {
    use bson::{Binary, Bson, Uuid, bson, spec::BinarySubtype};

    use super::UuidCodec;
    use crate::codec::proof::{read_by, written_by};

    #[test]
    fn it_is_a_binary_of_subtype_4_and_read_from_what_serde_writes() {
        let uuid = Uuid::new();
        let binary = |subtype, bytes: &[u8]| Bson::Binary(Binary { subtype, bytes: bytes.to_vec() });
        let stored = binary(BinarySubtype::Uuid, &uuid.bytes());
        assert_eq!(written_by(UuidCodec, &uuid), stored);
        assert_eq!(written_by(UuidCodec, &Some(vec![uuid])), bson!([stored.clone()]));
        for readable in [stored, binary(BinarySubtype::Generic, &uuid.bytes()), uuid.to_string().into()] {
            assert_eq!(read_by(UuidCodec, &readable), Some(uuid), "{readable}");
        }
        let old = binary(BinarySubtype::UuidOld, &uuid.bytes());
        for other in [old, binary(BinarySubtype::Uuid, &[1]), "no UUID".into(), bson!(1)] {
            assert_eq!(read_by::<Uuid, _>(UuidCodec, &other), None, "{other}");
        }
    }

    #[cfg(feature = "uuid-1")]
    #[test]
    fn so_is_that_of_the_crate_uuid() {
        let uuid = uuid::Uuid::from_bytes(Uuid::new().bytes());
        let stored = written_by(UuidCodec, &uuid);
        assert_eq!(stored, Bson::from(Uuid::from_bytes(*uuid.as_bytes())));
        assert_eq!(read_by(UuidCodec, &stored), Some(uuid));
        let by_serde = Bson::Binary(Binary { subtype: BinarySubtype::Generic, bytes: uuid.as_bytes().to_vec() });
        assert_eq!(read_by(UuidCodec, &by_serde), Some(uuid));
    }
}
