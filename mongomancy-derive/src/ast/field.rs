//! A field of a struct or a variant.

use syn::{Fields, Ident, Member, Type, ext::IdentExt};

use crate::{
    attr::{codec::CodecAttr, schema::SchemaAttr},
    context::Context,
    serde::{
        Both,
        field::{SerdeField, Storage},
    },
    ty,
};

/// A field and everything that its attributes say.
pub(crate) struct Field<'a> {
    pub(crate) member: Member,
    /// Its number among all fields of the item.
    pub(crate) number: usize,
    /// The Rust name, without `r#`.
    pub(crate) name: String,
    /// The stored name.
    pub(crate) stored: String,
    /// The name that is read, which is the stored one but in variants.
    pub(crate) read: String,
    pub(crate) storage: Storage,
    pub(crate) serde: SerdeField,
    pub(crate) codec: CodecAttr,
    pub(crate) schema: SchemaAttr,
    pub(crate) ty: &'a Type,
}

impl<'a> Field<'a> {
    /// The fields in their order, numbered from `first`.
    pub(crate) fn all(cx: &Context, rule: Option<&Both>, fields: &'a Fields, first: usize) -> Vec<Self> {
        let all = fields.iter().zip(fields.members()).enumerate();
        all.map(|(position, (field, member))| {
            let serde = SerdeField::parse(cx, &field.attrs);
            let name = match &member {
                Member::Named(ident) => ident.unraw().to_string(),
                Member::Unnamed(index) => index.index.to_string(),
            };
            let (stored, read) = serde.names(rule, &name);
            let codec = CodecAttr::of_field(cx, &field.attrs);
            let schema = SchemaAttr::parse(cx, &field.attrs);
            let (storage, number) = (serde.storage(), first + position);
            Self { member, number, name, stored, read, storage, serde, codec, schema, ty: &field.ty }
        })
        .collect()
    }

    /// Its name, where it has one.
    pub(crate) fn ident(&self) -> Option<&Ident> {
        match &self.member {
            Member::Named(ident) => Some(ident),
            Member::Unnamed(_) => None,
        }
    }

    /// Whether there is a stored field of this name.
    pub(crate) fn is_stored(&self) -> bool {
        matches!(self.storage, Storage::Seen | Storage::Unseen(_))
    }

    /// Whether the stored value may be absent, as far as the tokens say.
    pub(crate) fn is_option(&self) -> bool {
        ty::option_of(self.ty).is_some()
    }

    /// Whether it is written.
    pub(crate) fn is_written(&self) -> bool {
        self.serde.unwritten.is_none()
    }

    /// Whether it is read.
    pub(crate) fn is_read(&self) -> bool {
        self.serde.unread.is_none()
    }
}
