//! The fields of a struct in the bytes of a document, in whatever order.

use super::{decode::DecodeError, field_codec::FieldCodec, kind, model::read_map, reader::Reader};

type Result<T> = std::result::Result<T, DecodeError>;

/// A struct that reads its fields. Its derive writes one round over them in their order; rounds go on until the
/// document ends, so a document in that order takes one.
pub trait DecodeFields: Sized {
    /// Reads the fields and makes the struct.
    fn decode_fields(fields: &mut Fields<'_>) -> Result<Self>;
}

/// A document that a struct is read from, or an array that has the fields in their order.
#[derive(Debug)]
pub struct Fields<'a> {
    reader: Reader<'a>,
    /// The type of the value that comes next, whose key was read.
    kind: u8,
    /// Whether a field of this round was found.
    found: bool,
    form: Form,
}

/// What the fields lie in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    Document,
    /// A document with the tag of an enum among the fields, and whether it was met.
    Tagged(&'static str, bool),
    /// An array, and whether the round over it has begun: there is but one.
    Array(bool),
}

impl<'a> Fields<'a> {
    pub(crate) fn new(reader: Reader<'a>) -> Self {
        Self { reader, kind: 0, found: true, form: Form::Document }
    }

    /// Those beside the tag of an enum, which is known; `met` says whether `reader` is behind it.
    pub(crate) fn tagged(reader: Reader<'a>, tag: &'static str, met: bool) -> Self {
        Self { form: Form::Tagged(tag, met), ..Self::new(reader) }
    }

    /// The elements of an array in the place of fields.
    pub(crate) fn array(reader: Reader<'a>) -> Self {
        Self { form: Form::Array(false), ..Self::new(reader) }
    }

    /// Whether another round is needed. Where the last one found nothing, what stands there is no field: it is passed over,
    /// or refused with `deny`.
    #[inline]
    pub fn next_round(&mut self, deny: bool) -> Result<bool> {
        if let Form::Array(begun) = self.form {
            return self.only_round(begun);
        }
        loop {
            if self.reader.is_end()? {
                return Ok(false);
            }
            if std::mem::replace(&mut self.found, false) {
                return Ok(true);
            }
            self.pass(deny)?;
        }
    }

    /// What follows in an array is not looked at, unless serde would have it in its buffer.
    #[cold]
    fn only_round(&mut self, begun: bool) -> Result<bool> {
        self.form = Form::Array(true);
        if begun && self.reader.is_buffered() && !self.reader.is_end()? {
            return Err(DecodeError::new("the array has more elements than there are fields"));
        }
        Ok(!begun)
    }

    fn pass(&mut self, deny: bool) -> Result<()> {
        let (kind, key) = self.reader.key()?;
        match self.form {
            Form::Tagged(tag, true) if key == tag => {
                return Err(DecodeError::new(format!("the tag `{key}` is there twice")));
            }
            Form::Tagged(tag, false) if key == tag => self.form = Form::Tagged(tag, true),
            _ if deny => return Err(DecodeError::new("the field is unknown").below(key.to_owned())),
            _ => {}
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
            None => matches!(self.form, Form::Array(_)) && self.at_element(),
        }
    }

    /// Whether there is another element.
    #[cold]
    fn at_element(&mut self) -> bool {
        match self.reader.is_end() {
            Ok(true) => return false,
            // No type has this number, so reading the value is an error.
            Err(_) => self.kind = 0,
            Ok(false) => self.kind = self.reader.element().unwrap_or(0),
        }
        true
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

    /// The value of a field after the last round.
    #[inline]
    pub fn take<T, C: FieldCodec<T>>(&self, slot: Option<T>, name: &'static str, codec: C) -> Result<T> {
        match slot {
            Some(value) => Ok(value),
            None => self.absent(name, codec),
        }
    }

    #[inline(never)]
    fn absent<T, C: FieldCodec<T>>(&self, name: &'static str, codec: C) -> Result<T> {
        let missing = if matches!(self.form, Form::Array(_)) { None } else { codec.missing() };
        missing.ok_or_else(|| DecodeError::new("the field is missing").below(name))
    }
}

#[cold]
fn twice(name: &'static str) -> DecodeError {
    DecodeError::new(format!("the field `{name}` is there twice")).below(name)
}

/// Reads a struct from a value of type `kind`.
#[inline]
pub fn decode_struct<T: DecodeFields>(kind: u8, from: &mut Reader<'_>, expected: &'static str) -> Result<T> {
    decode_fields(kind, from, expected, T::decode_fields)
}

/// Reads fields by `read` from a value of type `kind`.
#[inline]
pub(crate) fn decode_fields<T>(
    kind: u8,
    from: &mut Reader<'_>,
    expected: &'static str,
    read: impl FnOnce(&mut Fields<'_>) -> Result<T>,
) -> Result<T> {
    match kind {
        kind::DOCUMENT => read(&mut Fields::new(from.enter()?)),
        kind::ARRAY => read(&mut Fields::array(from.enter()?)),
        _ => {
            // BSON's own types are maps to serde, so a struct that needs none of its fields is read from any of them.
            read_map(kind, from, expected, |parts| read(&mut Fields::new(parts)))
        }
    }
}

/// The same for fields without names.
#[inline]
pub fn decode_tuple<T>(
    kind: u8,
    from: &mut Reader<'_>,
    expected: &'static str,
    read: impl FnOnce(&mut Fields<'_>) -> Result<T>,
) -> Result<T> {
    if kind == kind::ARRAY {
        return read(&mut Fields::array(from.enter()?));
    }
    Err(DecodeError::unexpected(expected, kind))
}

/// Passes over the value of a struct without fields.
pub fn decode_unit(kind: u8, from: &mut Reader<'_>, expected: &'static str) -> Result<()> {
    match kind {
        kind::NULL => Ok(()),
        // A buffer that serde uses up lets an empty one be no value.
        kind::DOCUMENT | kind::ARRAY if from.is_used_up() && from.enter()?.is_end()? => Ok(()),
        _ => Err(DecodeError::unexpected(expected, kind)),
    }
}
