//! A variant of an enum.

use syn::{DataEnum, Ident, LitStr, ext::IdentExt};

use super::{Field, Style};
use crate::{
    context::Context,
    serde::{Both, container::SerdeContainer, variant::SerdeVariant},
    symbol,
};

/// How an enum tells its variants apart, in serde's words.
#[derive(Clone, Copy)]
pub(crate) enum Tagging<'a> {
    /// By the only key of a document, or a text.
    External,
    /// By a field beside the variant's own.
    Internal(&'a LitStr),
    /// By a field, the variant being in another one.
    Adjacent(&'a LitStr, &'a LitStr),
    /// Not at all: the first that fits is taken.
    Untagged,
}

/// A variant and everything that its attributes say.
pub(crate) struct Variant<'a> {
    pub(crate) ident: &'a Ident,
    /// The name that is written.
    pub(crate) written: String,
    /// The names that are read, its own first.
    pub(crate) read: Vec<String>,
    pub(crate) style: Style,
    pub(crate) fields: Vec<Field<'a>>,
    pub(crate) serde: SerdeVariant,
}

impl<'a> Variant<'a> {
    /// The variants in their order.
    pub(crate) fn all(cx: &Context, container: &SerdeContainer, data: &'a DataEnum) -> Vec<Self> {
        let mut first = 0;
        let variant = |variant: &'a syn::Variant| {
            for attr in variant.attrs.iter().filter(|attr| attr.path().is_ident(symbol::CODEC)) {
                let message = "`#[codec]` speaks of one field or of the whole enum; put it there";
                cx.error(attr.path(), message);
            }
            let serde = SerdeVariant::parse(cx, &variant.attrs);
            let by_rule = container.renamed_variant(&variant.ident.unraw().to_string());
            let (written, read) = Both::or(serde.rename.as_ref(), by_rule);
            let read = std::iter::once(read).chain(serde.aliases.iter().cloned()).collect();
            let rule = serde.rename_all.as_ref().or(container.rename_all_fields.as_ref());
            let fields = Field::all(cx, rule, &variant.fields, first);
            first += fields.len();
            Self { ident: &variant.ident, written, read, style: Style::of(&variant.fields), fields, serde }
        };
        data.variants.iter().map(variant).collect()
    }

    /// Whether it can be written.
    pub(crate) fn is_written(&self) -> bool {
        !self.serde.unwritten.is_set()
    }

    /// Whether it can be read.
    pub(crate) fn is_read(&self) -> bool {
        !self.serde.unread.is_set()
    }

    /// Whether it can be written or read.
    pub(crate) fn is_stored(&self) -> bool {
        self.is_written() || self.is_read()
    }

    /// The style in which it is written: a single value that is skipped leaves the name alone.
    pub(crate) fn style_written(&self) -> Style {
        if self.style == Style::Newtype && !self.fields[0].is_written() { Style::Unit } else { self.style }
    }

    /// The style in which it is read.
    pub(crate) fn style_read(&self) -> Style {
        if self.style == Style::Newtype && !self.fields[0].is_read() { Style::Unit } else { self.style }
    }
}
