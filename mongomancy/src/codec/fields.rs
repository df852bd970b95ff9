//! The fields of a struct in the bytes of a document, in whatever order.

use super::{decode::DecodeError, field_codec::FieldCodec, kind, model::as_map, reader::Reader};

type Result<T> = std::result::Result<T, DecodeError>;

/// A struct that reads its fields. Its derive writes one round over them in their order; rounds go on until the
/// document ends, so a document in that order takes one.
pub trait DecodeFields: Sized {
    /// Reads the fields and makes the struct.
    fn decode_fields(fields: &mut Fields<'_>) -> Result<Self>;
}

/// A document that a struct is read from; or an array, whose elements are the fields in the struct's order.
#[derive(Debug)]
pub struct Fields<'a> {
    reader: Reader<'a>,
    /// The type of the value that comes next, whose key was read.
    kind: u8,
    /// Whether a field of this round was found.
    found: bool,
    /// Whether fields are found by their place in an array.
    by_position: bool,
    /// Whether the array turned out to be no BSON.
    broken: bool,
}

impl<'a> Fields<'a> {
    #[inline]
    fn new(reader: Reader<'a>) -> Self {
        Self { reader, kind: 0, found: true, by_position: false, broken: false }
    }

    /// Whether another round is needed. Where the last one found nothing, what stands there is no field: it is passed over,
    /// or refused with `deny`.
    #[inline]
    pub fn next_round(&mut self, deny: bool) -> Result<bool> {
        if self.by_position {
            return self.round_by_position();
        }
        if self.reader.is_end()? {
            return Ok(false);
        }
        if std::mem::replace(&mut self.found, false) {
            return Ok(true);
        }
        self.pass(deny)?;
        Ok(!self.reader.is_end()?)
    }

    fn pass(&mut self, deny: bool) -> Result<()> {
        let (kind, key) = self.reader.key()?;
        if deny {
            return Err(DecodeError::new("the field is unknown").below(key.to_owned()));
        }
        self.reader.skip(kind).map_err(|error| error.below(key.to_owned()))
    }

    /// There is one round over an array. What follows the last field is not looked at.
    #[cold]
    fn round_by_position(&mut self) -> Result<bool> {
        if self.broken { Err(DecodeError::malformed()) } else { Ok(std::mem::replace(&mut self.found, false)) }
    }

    /// Whether the next field is `key`, which ends with its zero. Of a field with several names, the others are asked for
    /// only where this said no.
    #[inline]
    pub fn at(&mut self, key: &'static str) -> bool {
        match self.reader.key_is(key) {
            Some(kind) => {
                self.kind = kind;
                self.found = true;
                true
            }
            None => self.by_position && self.at_position(),
        }
    }

    /// Whether there is another element.
    #[cold]
    fn at_position(&mut self) -> bool {
        match self.reader.is_end() {
            Ok(false) if !self.broken => {
                let element = self.reader.element();
                self.broken = element.is_err();
                self.kind = element.unwrap_or_default();
                !self.broken
            }
            Ok(_) => false,
            Err(_) => {
                self.broken = true;
                false
            }
        }
    }

    /// Reads the field whose key was found.
    #[inline]
    pub fn fill<T, C: FieldCodec<T>>(&mut self, slot: &mut Option<T>, name: &'static str, codec: C) -> Result<()> {
        if slot.is_some() {
            return Err(twice(name));
        }
        match codec.decode(self.kind, &mut self.reader) {
            Ok(value) => *slot = Some(value),
            Err(error) => return Err(error.below(name)),
        }
        Ok(())
    }

    /// The value of a field after the last round. With a default of the struct's or the field's own, that is taken instead,
    /// wherever the slot is empty.
    #[inline]
    pub fn take<T, C: FieldCodec<T>>(&self, slot: Option<T>, name: &'static str, codec: C) -> Result<T> {
        match slot {
            Some(value) => Ok(value),
            // An array that is too short lacks a field, even one that may be absent.
            None if self.by_position => Err(missing(name)),
            None => codec.missing().ok_or_else(|| missing(name)),
        }
    }
}

#[cold]
fn twice(name: &'static str) -> DecodeError {
    DecodeError::new(format!("the field `{name}` is there twice")).below(name)
}

#[cold]
fn missing(name: &'static str) -> DecodeError {
    DecodeError::new("the field is missing").below(name)
}

/// Reads a struct from a value of type `kind`.
#[inline]
pub fn decode_struct<T: DecodeFields>(kind: u8, from: &mut Reader<'_>, name: &'static str) -> Result<T> {
    if kind == kind::DOCUMENT {
        return T::decode_fields(&mut Fields::new(from.enter()?));
    }
    decode_other(kind, from, name)
}

/// Reads a struct from what is no document, but is to serde what a struct can be read from.
#[cold]
fn decode_other<T: DecodeFields>(kind: u8, from: &mut Reader<'_>, name: &'static str) -> Result<T> {
    if kind == kind::ARRAY {
        return T::decode_fields(&mut Fields { by_position: true, ..Fields::new(from.enter()?) });
    }
    match as_map(kind, from)? {
        Some(document) => T::decode_fields(&mut Fields::new(Reader::within(&document[4..]))),
        None => Err(DecodeError::unexpected(name, kind)),
    }
}
