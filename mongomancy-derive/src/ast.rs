//! The struct as the derive sees it.

use heck::ToSnakeCase;
use syn::{Data, DeriveInput, Fields, Ident, Type, ext::IdentExt};

use crate::{
    attr::{collection::CollectionAttr, default_document::DefaultDocumentsAttr, index::IndexAttr},
    check,
    context::Context,
    serde_name::{
        container::SerdeContainer,
        field::{self, Storage},
    },
    symbol, ty,
};

/// Which of the two derives runs.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Derive {
    Collection,
    Document,
}

impl Derive {
    /// The derive's name.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Collection => "MongoCollection",
            Self::Document => "MongoDocument",
        }
    }

    /// The attribute that speaks of the whole struct.
    pub(crate) fn attribute(self) -> &'static str {
        match self {
            Self::Collection => symbol::COLLECTION,
            Self::Document => symbol::MONGO,
        }
    }
}

/// A struct and everything that its attributes say.
pub(crate) struct Input<'a> {
    pub(crate) derive: Derive,
    pub(crate) item: &'a DeriveInput,
    pub(crate) attr: CollectionAttr,
    pub(crate) serde: SerdeContainer,
    pub(crate) fields: Vec<Field<'a>>,
    /// Those of the struct, then those of the fields, in their order.
    pub(crate) indexes: Vec<IndexAttr>,
    pub(crate) default_documents: Option<DefaultDocumentsAttr>,
}

/// A named field.
pub(crate) struct Field<'a> {
    pub(crate) ident: &'a Ident,
    /// The Rust name, without `r#`.
    pub(crate) name: String,
    /// The stored name.
    pub(crate) stored: String,
    pub(crate) storage: Storage,
    pub(crate) ty: &'a Type,
}

impl<'a> Input<'a> {
    /// Reads the struct; what is wrong by itself is reported, the rest is for [`check`].
    pub(crate) fn read(cx: &Context, derive: Derive, item: &'a DeriveInput) -> Self {
        let attr = CollectionAttr::parse(cx, derive, &item.attrs);
        let mut this = Self {
            derive,
            item,
            attr,
            serde: SerdeContainer::default(),
            fields: Vec::new(),
            indexes: Vec::new(),
            default_documents: None,
        };
        let Some(fields) = check::shape::named_fields(cx, derive, item) else { return this };
        this.serde = SerdeContainer::parse(cx, derive, &item.attrs);
        check::shape::attributes_in_place(cx, derive, item);
        let is_index = |attr: &&syn::Attribute| attr.path().is_ident(symbol::INDEX) && derive == Derive::Collection;
        this.indexes.extend(item.attrs.iter().filter(is_index).map(|attr| IndexAttr::of_struct(cx, attr)));
        for field in fields {
            let Some(ident) = &field.ident else { continue };
            let (stored, storage) = field::stored(cx, &this.serde, field, ident);
            let name = ident.unraw().to_string();
            this.indexes.extend(field.attrs.iter().filter(is_index).map(|attr| IndexAttr::of_field(cx, attr, ident)));
            this.fields.push(Field { ident, name, stored, storage, ty: &field.ty });
        }
        if derive == Derive::Collection {
            this.default_documents = DefaultDocumentsAttr::parse(cx, &item.attrs);
        }
        this
    }

    /// The struct's name, for messages.
    pub(crate) fn name(&self) -> String {
        self.item.ident.unraw().to_string()
    }

    /// The collection's name.
    pub(crate) fn collection(&self) -> String {
        self.attr.name.get().map_or_else(|| self.name().to_snake_case(), syn::LitStr::value)
    }

    /// The field of that Rust name.
    pub(crate) fn field(&self, name: &Ident) -> Option<&Field<'a>> {
        let name = name.unraw();
        self.fields.iter().find(|field| name == field.name)
    }

    /// The Rust names of the fields that are stored.
    pub(crate) fn stored_names(&self) -> Vec<&str> {
        self.fields.iter().filter(|field| field.is_stored()).map(|field| &*field.name).collect()
    }

    /// The field that is stored as `_id`.
    pub(crate) fn id(&self) -> Option<&Field<'a>> {
        self.fields.iter().find(|field| field.stored == symbol::ID && field.is_stored())
    }

    /// Whether the fields' paths can be seen from the struct.
    pub(crate) fn is_seen(&self) -> bool {
        self.serde.into.is_none()
    }

    /// Whether the struct has type or const parameters.
    pub(crate) fn is_generic(&self) -> bool {
        !self.item.generics.params.is_empty()
    }
}

impl Field<'_> {
    /// Whether there is a stored field of this name.
    pub(crate) fn is_stored(&self) -> bool {
        matches!(self.storage, Storage::Seen | Storage::Unseen(_))
    }

    /// Whether the stored value may be absent, as far as the tokens say.
    pub(crate) fn is_option(&self) -> bool {
        ty::option_of(self.ty).is_some()
    }
}

/// The named fields of a struct.
pub(crate) fn named(item: &DeriveInput) -> Option<impl Iterator<Item = &syn::Field>> {
    match &item.data {
        Data::Struct(data) => match &data.fields {
            Fields::Named(fields) => Some(fields.named.iter()),
            _ => None,
        },
        _ => None,
    }
}
