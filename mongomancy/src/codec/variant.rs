//! The variants of enums in the forms that serde gives them.

use super::{
    decode::DecodeError,
    element::{begin, end},
    encode::EncodeError,
    field_codec::FieldCodec,
    fields::{Fields, decode_fields, decode_tuple},
    kind,
    reader::Reader,
};

type Result<T> = std::result::Result<T, DecodeError>;

/// A variant whose name was read, and what is to be read of it.
#[derive(Debug, Clone, Copy)]
pub struct Variant<'a> {
    name: &'a str,
    content: Content<'a>,
}

/// Where the variant's fields are.
#[derive(Debug, Clone, Copy)]
enum Content<'a> {
    /// The name is all there is.
    Name,
    /// Under the name.
    Under(u8, Reader<'a>),
    /// Beside the tag, in a document, and whether the reader is behind the tag.
    Beside(Reader<'a>, &'static str, bool),
    /// Behind the tag, in an array.
    Behind(Reader<'a>),
    /// In a field of their own, which may be absent, or where nothing tells the variant's name.
    Apart(Option<(u8, Reader<'a>)>),
}

impl<'a> Variant<'a> {
    /// Of an externally tagged enum: a text, or a document whose first element is looked at.
    #[inline]
    pub fn external(kind: u8, from: &mut Reader<'a>, expected: &'static str) -> Result<Self> {
        let from = from.whole_value()?;
        match kind {
            kind::STRING => Ok(Self { name: from.string()?, content: Content::Name }),
            kind::DOCUMENT => {
                let mut inner = from.enter()?;
                if inner.is_end()? {
                    return Err(DecodeError::new("the document names no variant"));
                }
                let (kind, name) = inner.key()?;
                if inner.is_buffered() {
                    let mut rest = inner;
                    rest.skip(kind)?;
                    if !rest.is_end()? {
                        return Err(DecodeError::new("the document names more than one variant"));
                    }
                }
                Ok(Self { name, content: Content::Under(kind, inner) })
            }
            _ => Err(DecodeError::unexpected(expected, kind)),
        }
    }

    /// Of an internally tagged enum: a document with the tag anywhere, or an array that begins with it.
    pub fn internal(kind: u8, from: &mut Reader<'a>, tag: &'static str, expected: &'static str) -> Result<Self> {
        let within = match kind {
            kind::DOCUMENT | kind::ARRAY => from.enter()?,
            _ => return Err(DecodeError::unexpected(expected, kind)),
        };
        let (start, mut rest) = (within.buffered(), within.buffered());
        while !rest.is_end()? {
            let first = rest.left() == start.left();
            let (element, key) = rest.key()?;
            if kind == kind::ARRAY {
                let name = tag_text(element, &mut rest).map_err(|error| error.below(tag))?;
                return Ok(Self { name, content: Content::Behind(rest) });
            }
            if key == tag {
                let name = tag_text(element, &mut rest).map_err(|error| error.below(tag))?;
                let content = if first { Content::Beside(rest, tag, true) } else { Content::Beside(start, tag, false) };
                return Ok(Self { name, content });
            }
            rest.skip(element).map_err(|error| error.below(key.to_owned()))?;
        }
        Err(DecodeError::new("the tag is missing").below(tag))
    }

    /// Of an adjacently tagged enum: a document with tag and content, or an array of both.
    pub fn adjacent(
        kind: u8,
        from: &mut Reader<'a>,
        [tag, content]: [&'static str; 2],
        deny: bool,
        expected: &'static str,
    ) -> Result<Self> {
        let mut within = match kind {
            kind::DOCUMENT => from.enter()?,
            kind::ARRAY => return Self::pair(from.enter()?, tag, content),
            _ => return Err(DecodeError::unexpected(expected, kind)),
        };
        let (mut name, mut value) = (None, None);
        while !within.is_end()? {
            let (element, key) = within.key()?;
            let twice = || DecodeError::new("the field is there twice").below(key.to_owned());
            if key == tag {
                if name.is_some() {
                    return Err(twice());
                }
                let variant = Self::external(element, &mut within, "a text").map_err(|error| error.below(tag))?;
                variant.unit()?;
                name = Some(variant.name);
                continue;
            }
            if key == content {
                if value.is_some() {
                    return Err(twice());
                }
                // serde has to keep what comes before the tag.
                if name.is_some() {
                    // Whether it is well-formed is seen when it is read, as far as it is.
                    value = Some((element, within));
                    within.value(element).map_err(|error| error.below(content))?;
                    continue;
                }
                value = Some((element, within.buffered()));
            } else if deny {
                return Err(DecodeError::new("the field is unknown").below(key.to_owned()));
            }
            within.skip(element).map_err(|error| error.below(key.to_owned()))?;
        }
        match name {
            Some(name) => Ok(Self { name, content: Content::Apart(value) }),
            None => Err(DecodeError::new("the tag is missing").below(tag)),
        }
    }

    fn pair(mut within: Reader<'a>, tag: &'static str, content: &'static str) -> Result<Self> {
        let short = |missing: &'static str| DecodeError::new("the array is too short").below(missing);
        if within.is_end()? {
            return Err(short(tag));
        }
        let (element, _) = within.key()?;
        let name = tag_text(element, &mut within).map_err(|error| error.below(tag))?;
        if within.is_end()? {
            return Err(short(content));
        }
        let (element, _) = within.key()?;
        let mut behind = within;
        behind.skip(element)?;
        if within.is_buffered() && !behind.is_end()? {
            return Err(DecodeError::new("the array is too long"));
        }
        Ok(Self { name, content: Content::Apart(Some((element, within))) })
    }

    /// Of an untagged enum: every variant is tried on it.
    pub fn untagged(kind: u8, from: &mut Reader<'a>) -> Result<Self> {
        let value = from.buffered_for_others();
        from.skip(kind)?;
        Ok(Self { name: "", content: Content::Apart(Some((kind, value))) })
    }

    /// The name that was read.
    #[inline]
    pub fn name(&self) -> &'a str {
        self.name
    }

    /// A variant without fields.
    pub fn unit(&self) -> Result<()> {
        match self.content {
            Content::Name | Content::Apart(None | Some((kind::NULL, _))) => Ok(()),
            Content::Under(kind, mut value) if value.is_buffered() => match kind {
                kind::NULL => Ok(()),
                kind::DOCUMENT if value.is_used_up() && value.enter()?.is_end()? => Ok(()),
                _ => misfit("a text"),
            },
            Content::Beside(reader, tag, met) => {
                let mut fields = Fields::tagged(reader, tag, met);
                while fields.next_round(false)? {}
                Ok(())
            }
            Content::Behind(rest) if rest.is_end()? => Ok(()),
            _ => misfit("a variant without fields"),
        }
    }

    /// A variant of one value that is not read; without a content, serde takes what the absent value stands for.
    pub fn passed<T, C: FieldCodec<T>>(&self, codec: C) -> Result<Option<T>> {
        match self.content {
            Content::Apart(None) => self.newtype(codec).map(Some),
            _ => self.unit().map(|()| None),
        }
    }

    /// A variant of one value.
    pub fn newtype<T, C: FieldCodec<T>>(&self, codec: C) -> Result<T> {
        let value = match self.content {
            Content::Under(kind, mut value) => codec.decode(kind, &mut value),
            Content::Apart(Some((kind, mut value))) => return codec.decode(kind, &mut value),
            Content::Apart(None) => return codec.missing().ok_or_else(|| DecodeError::new("the content is missing")),
            Content::Name => return misfit("a document with the variant's value"),
            Content::Beside(reader, tag, met) => return beside(reader, tag, met, codec),
            Content::Behind(rest) => return whole(&rest, rest.rest(), kind::ARRAY, codec),
        };
        value.map_err(|error| error.below(self.name.to_owned()))
    }

    /// A variant of named fields.
    pub fn fields<T>(&self, expected: &'static str, read: impl FnOnce(&mut Fields<'_>) -> Result<T>) -> Result<T> {
        let value = match self.content {
            Content::Under(kind, mut value) => decode_fields(kind, &mut value, expected, read),
            Content::Apart(Some((kind, mut value))) if kind != kind::ARRAY => {
                return decode_fields(kind, &mut value, expected, read);
            }
            Content::Beside(reader, tag, met) => return read(&mut Fields::tagged(reader, tag, met)),
            Content::Behind(rest) => return read(&mut Fields::array(rest)),
            Content::Name | Content::Apart(_) => return misfit(expected),
        };
        value.map_err(|error| error.below(self.name.to_owned()))
    }

    /// A variant of fields without names.
    pub fn tuple<T>(&self, expected: &'static str, read: impl FnOnce(&mut Fields<'_>) -> Result<T>) -> Result<T> {
        match self.content {
            Content::Under(kind, mut value) => {
                decode_tuple(kind, &mut value, expected, read).map_err(|error| error.below(self.name.to_owned()))
            }
            Content::Apart(Some((kind, mut value))) => decode_tuple(kind, &mut value, expected, read),
            _ => misfit(expected),
        }
    }

    /// The enum has no such variant.
    #[cold]
    pub fn unknown<T>(expected: &'static str) -> Result<T> {
        Err(DecodeError::new(format!("no variant of this name: expected {expected}")))
    }

    /// No variant of an untagged enum fits.
    #[cold]
    pub fn unfit<T>(expected: &'static str) -> Result<T> {
        misfit(expected)
    }
}

#[cold]
fn misfit<T>(expected: &'static str) -> Result<T> {
    Err(DecodeError::new(format!("expected {expected}")))
}

/// A variant that serde's attributes keep from being written.
#[cold]
pub fn unwritten() -> EncodeError {
    EncodeError::new("the enum's variant is not written")
}

/// The value of a tag: a text, or its bytes.
fn tag_text<'a>(kind: u8, from: &mut Reader<'a>) -> Result<&'a str> {
    match kind {
        kind::STRING => from.string(),
        kind::BINARY => {
            let bytes = from.value(kind)?;
            // Its length and its subtype come first; what is no text is the name of no variant.
            match bytes.split_at_checked(5) {
                Some(([.., 0], text)) => Ok(str::from_utf8(text).unwrap_or_default()),
                _ => Err(DecodeError::unexpected("a text", kind)),
            }
        }
        _ => Err(DecodeError::unexpected("a text", kind)),
    }
}

/// Reads the value from the document without the tag.
fn beside<T, C: FieldCodec<T>>(reader: Reader<'_>, tag: &str, mut met: bool, codec: C) -> Result<T> {
    let mut without = Vec::with_capacity(reader.left());
    let mut rest = reader;
    while !rest.is_end()? {
        let before = rest.rest();
        let (kind, key) = rest.key()?;
        rest.skip(kind).map_err(|error| error.below(key.to_owned()))?;
        if key != tag {
            without.extend_from_slice(&before[..before.len() - rest.left()]);
        } else if std::mem::replace(&mut met, true) {
            return Err(DecodeError::new("the tag is there twice"));
        }
    }
    // A type without values of its own is there when nothing else is.
    if without.is_empty() && size_of::<T>() == 0 && codec.decode(kind::NULL, &mut reader.elsewhere(&[])).is_ok() {
        return codec.decode(kind::NULL, &mut reader.elsewhere(&[]));
    }
    without.push(0);
    whole(&reader, &without, kind::DOCUMENT, codec)
}

/// Reads a value from `rest`, which lacks its length.
fn whole<T, C: FieldCodec<T>>(place: &Reader<'_>, rest: &[u8], kind: u8, codec: C) -> Result<T> {
    let mut bytes = Vec::with_capacity(rest.len() + 4);
    let start = begin(&mut bytes);
    bytes.extend_from_slice(rest.strip_suffix(&[0]).unwrap_or(rest));
    end(&mut bytes, start);
    codec.decode(kind, &mut place.elsewhere(&bytes))
}
