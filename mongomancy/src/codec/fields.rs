//! The fields of a struct in the bytes of a document, in whatever order.

use super::{decode::DecodeError, field_codec::FieldCodec, kind, reader::Reader};

type Result<T> = std::result::Result<T, DecodeError>;

/// A struct that reads its fields. Its derive writes one round over them in their order; rounds go on until the
/// document ends, so a document in that order takes one.
pub trait DecodeFields: Sized {
    /// Reads the fields and makes the struct.
    fn decode_fields(fields: &mut Fields<'_>) -> Result<Self>;
}

/// A document that a struct is read from.
#[derive(Debug)]
pub struct Fields<'a> {
    reader: Reader<'a>,
    /// The type of the value that comes next, whose key was read.
    kind: u8,
    /// Whether a field of this round was found.
    found: bool,
}

impl<'a> Fields<'a> {
    fn new(reader: Reader<'a>) -> Self {
        Self { reader, kind: 0, found: true }
    }

    /// Whether another round is needed. Where the last one found nothing, what stands there is no field: it is passed over,
    /// or refused with `deny`.
    #[inline]
    pub fn next_round(&mut self, deny: bool) -> Result<bool> {
        if self.reader.is_end()? {
            return Ok(false);
        }
        if !std::mem::replace(&mut self.found, false) {
            self.pass(deny)?;
            return self.next_round(deny);
        }
        Ok(true)
    }

    fn pass(&mut self, deny: bool) -> Result<()> {
        let (kind, key) = self.reader.key()?;
        if deny {
            return Err(DecodeError::new("the field is unknown").below(key.to_owned()));
        }
        self.found = true;
        self.reader.skip(kind).map_err(|error| error.below(key.to_owned()))
    }

    /// Whether the next field is `key`, which ends with its zero.
    #[inline]
    pub fn at(&mut self, key: &'static str) -> bool {
        match self.reader.key_is(key) {
            Some(kind) => {
                self.kind = kind;
                self.found = true;
                true
            }
            None => false,
        }
    }

    /// Reads the field whose key was found.
    #[inline]
    pub fn fill<T, C: FieldCodec<T>>(&mut self, slot: &mut Option<T>, name: &'static str, codec: C) -> Result<()> {
        if slot.is_some() {
            return Err(DecodeError::new(format!("the field `{name}` is there twice")).below(name));
        }
        match codec.decode(self.kind, &mut self.reader) {
            Ok(value) => *slot = Some(value),
            Err(error) => return Err(error.below(name)),
        }
        Ok(())
    }

    /// The value of a field after the last round.
    #[inline]
    pub fn take<T, C: FieldCodec<T>>(&self, slot: Option<T>, name: &'static str, codec: C) -> Result<T> {
        match slot.or_else(|| codec.missing()) {
            Some(value) => Ok(value),
            None => Err(DecodeError::new("the field is missing").below(name)),
        }
    }
}

/// Reads a struct from a value of type `kind`.
#[inline]
pub fn decode_struct<T: DecodeFields>(kind: u8, from: &mut Reader<'_>, name: &'static str) -> Result<T> {
    if kind == kind::DOCUMENT {
        return T::decode_fields(&mut Fields::new(from.enter()?));
    }
    Err(DecodeError::unexpected(name, kind))
}
