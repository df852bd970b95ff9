//! UUIDs as binaries of the several kinds that drivers have stored them as.

use bson::{Binary, UuidRepresentation, serde_helpers::uuid_1, spec::BinarySubtype};
use uuid::Uuid;

use crate::codec::{
    bridge::Bridge,
    decode::{Decode, DecodeError},
    encode::{Encode, EncodeError},
    field_codec::FieldCodec,
    kind,
    reader::Reader,
    value::binary,
};
use crate::shape::{Shape, Within};

super::helpers! {
    uuid_1::FromBson: bson::Uuid => Plain as BINARY,
        |uuid| Some(Plain((*uuid).into())),
        |Plain(uuid)| Some(uuid.into());
    uuid_1::AsBinary: Uuid => bson::Uuid as BINARY,
        |uuid| Some((*uuid).into()),
        |stored| Some(stored.into());
    uuid_1::AsCSharpLegacyBinary: Uuid => Binary as BINARY,
        |uuid| Some(to_legacy(*uuid, UuidRepresentation::CSharpLegacy)),
        |stored| from_legacy(&stored, UuidRepresentation::CSharpLegacy);
    uuid_1::AsJavaLegacyBinary: Uuid => Binary as BINARY,
        |uuid| Some(to_legacy(*uuid, UuidRepresentation::JavaLegacy)),
        |stored| from_legacy(&stored, UuidRepresentation::JavaLegacy);
    uuid_1::AsPythonLegacyBinary: Uuid => Binary as BINARY,
        |uuid| Some(to_legacy(*uuid, UuidRepresentation::PythonLegacy)),
        |stored| from_legacy(&stored, UuidRepresentation::PythonLegacy);
}

fn to_legacy(uuid: Uuid, form: UuidRepresentation) -> Binary {
    Binary::from_uuid_with_representation(uuid.into(), form)
}

fn from_legacy(stored: &Binary, form: UuidRepresentation) -> Option<Uuid> {
    stored.to_uuid_with_representation(form).ok().map(Into::into)
}

/// A UUID as serde has it: a binary of the generic subtype.
#[derive(Debug)]
pub struct Plain(Uuid);

impl Encode for Plain {
    fn encode_to(&self, to: &mut Vec<u8>) -> Result<u8, EncodeError> {
        Ok(binary::put(to, BinarySubtype::Generic, self.0.as_bytes()))
    }

    fn stored_shape(_: &Within<'_>) -> Shape {
        Shape::Kind(kind::BINARY)
    }
}

impl Decode for Plain {
    fn decode_from(kind: u8, from: &mut Reader<'_>) -> Result<Self, DecodeError> {
        const GENERIC: u8 = 0;
        let before = *from;
        if kind == kind::BINARY
            && let (GENERIC, bytes) = from.binary()?
            && let Ok(bytes) = bytes.try_into()
        {
            return Ok(Self(Uuid::from_bytes(bytes)));
        }
        *from = before;
        Bridge::NEW.decode(kind, from).map(Self)
    }
}
