//! The struct or enum as the derive sees it.

mod field;
mod variant;

use heck::ToSnakeCase;
use syn::{Data, DeriveInput, Fields, Ident, ext::IdentExt};

pub(crate) use self::{
    field::Field,
    variant::{Tagging, Variant},
};
use crate::{
    attr::{codec::CodecAttr, collection::CollectionAttr, default_document::DefaultDocumentsAttr, index::IndexAttr},
    check,
    context::Context,
    serde::{Both, container::SerdeContainer},
    symbol,
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

/// How the fields of a struct or a variant are written in Rust.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Style {
    Named,
    Tuple,
    /// A tuple of one.
    Newtype,
    Unit,
}

impl Style {
    pub(crate) fn of(fields: &Fields) -> Self {
        match fields {
            Fields::Named(_) => Self::Named,
            Fields::Unnamed(fields) if fields.unnamed.len() == 1 => Self::Newtype,
            Fields::Unnamed(_) => Self::Tuple,
            Fields::Unit => Self::Unit,
        }
    }
}

/// A struct or enum and everything that its attributes say.
pub(crate) struct Input<'a> {
    pub(crate) derive: Derive,
    pub(crate) item: &'a DeriveInput,
    pub(crate) attr: CollectionAttr,
    pub(crate) codec: CodecAttr,
    pub(crate) serde: SerdeContainer,
    /// Of a struct.
    pub(crate) style: Style,
    /// Of a struct.
    pub(crate) fields: Vec<Field<'a>>,
    /// Of an enum.
    pub(crate) variants: Option<Vec<Variant<'a>>>,
    /// Those of the struct, then those of the fields, in their order.
    pub(crate) indexes: Vec<IndexAttr>,
    pub(crate) default_documents: Option<DefaultDocumentsAttr>,
}

impl<'a> Input<'a> {
    /// Reads the item; what is wrong by itself is reported, the rest is for [`check`].
    pub(crate) fn read(cx: &Context, derive: Derive, item: &'a DeriveInput) -> Self {
        let attr = CollectionAttr::parse(cx, derive, &item.attrs);
        let mut this = Self {
            derive,
            item,
            attr,
            codec: CodecAttr::empty(),
            serde: SerdeContainer::default(),
            style: Style::Unit,
            fields: Vec::new(),
            variants: None,
            indexes: Vec::new(),
            default_documents: None,
        };
        if !check::shape::can_be_document(cx, derive, item) {
            return this;
        }
        this.serde = SerdeContainer::parse(cx, derive, &item.attrs);
        this.codec = CodecAttr::of_container(cx, &item.attrs);
        check::shape::attributes_in_place(cx, derive, item);
        let is_index = |attr: &&syn::Attribute| attr.path().is_ident(symbol::INDEX) && derive == Derive::Collection;
        this.indexes.extend(item.attrs.iter().filter(is_index).map(|attr| IndexAttr::of_struct(cx, attr)));
        match &item.data {
            Data::Struct(data) => {
                this.style = Style::of(&data.fields);
                let rule = this.serde.rename_all.as_ref();
                this.fields = Field::all(cx, rule, &data.fields, 0);
                for field in &data.fields {
                    let Some(ident) = &field.ident else { continue };
                    let indexes = field.attrs.iter().filter(is_index).map(|attr| IndexAttr::of_field(cx, attr, ident));
                    this.indexes.extend(indexes);
                }
            }
            Data::Enum(data) => this.variants = Some(Variant::all(cx, &this.serde, data)),
            Data::Union(_) => {}
        }
        if derive == Derive::Collection {
            this.default_documents = DefaultDocumentsAttr::parse(cx, &item.attrs);
        }
        this
    }

    /// The item's name, for messages.
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

    /// Whether paths can go into the fields: not through enums and tuples, and not into what is stored in its place.
    pub(crate) fn is_seen(&self) -> bool {
        self.is_named() && !self.serde.into.is_set() && !self.serde.transparent.is_set()
    }

    /// Whether this is a struct with named fields.
    pub(crate) fn is_named(&self) -> bool {
        self.variants.is_none() && self.style == Style::Named
    }

    /// Every field of the struct, or of all variants.
    pub(crate) fn all_fields(&self) -> impl Iterator<Item = &Field<'a>> {
        self.fields.iter().chain(self.variants.iter().flatten().flat_map(|variant| &variant.fields))
    }

    /// The name that serde gives the type.
    pub(crate) fn serde_name(&self) -> String {
        let name = self.name();
        Both::or(self.serde.rename.as_ref(), (name.clone(), name)).0
    }

    /// How an enum tells its variants apart.
    pub(crate) fn tagging(&self) -> Tagging<'_> {
        match (self.serde.tag.get(), self.serde.content.get()) {
            (Some(tag), Some(content)) => Tagging::Adjacent(tag, content),
            (Some(tag), None) => Tagging::Internal(tag),
            _ if self.serde.untagged.is_set() => Tagging::Untagged,
            _ => Tagging::External,
        }
    }

    /// Whether the struct has type or const parameters.
    pub(crate) fn is_generic(&self) -> bool {
        !self.item.generics.params.is_empty()
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
