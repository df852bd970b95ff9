//! What the derives can be put on.

use syn::{Attribute, Data, DeriveInput, Fields, GenericParam, ext::IdentExt};

use crate::{
    ast::{self, Derive},
    context::Context,
    symbol,
};

/// Whether the item can be a document, or a value in one; what cannot is reported.
pub(crate) fn can_be_document(cx: &Context, derive: Derive, item: &DeriveInput) -> bool {
    let (name, derives) = (item.ident.unraw(), derive.name());
    let errors = cx.count();
    if derive == Derive::Collection {
        let needs = format!("`{derives}` needs a struct with named fields");
        let hint = "derive `MongoDocument` on it, and make it the type of a field of such a struct";
        match &item.data {
            Data::Enum(data) => cx.error(data.enum_token, format_args!("{needs}; `{name}` is an enum: {hint}")),
            Data::Union(data) => cx.error(data.union_token, format_args!("{needs}; `{name}` is a union")),
            Data::Struct(data) => match &data.fields {
                Fields::Named(_) => {}
                Fields::Unnamed(fields) => {
                    cx.error(fields, format_args!("{needs}; `{name}` is a tuple struct: name its fields, or {hint}"));
                }
                Fields::Unit => cx.error(&item.ident, format_args!("{needs}; `{name}` has none")),
            },
        }
    } else if let Data::Union(data) = &item.data {
        cx.error(data.union_token, format_args!("`{derives}` needs a struct or an enum; `{name}` is a union"));
    }
    let sound = cx.count() == errors;
    generics(cx, derive, item);
    sound
}

fn generics(cx: &Context, derive: Derive, item: &DeriveInput) {
    for param in &item.generics.params {
        match param {
            GenericParam::Lifetime(lifetime) => cx.error(
                &lifetime.lifetime,
                format_args!(
                    "a document that is read owns its data, so `{}` cannot borrow for `{}`; use `String`, `Vec` and \
                     their like",
                    item.ident.unraw(),
                    lifetime.lifetime
                ),
            ),
            GenericParam::Type(syn::TypeParam { ident, .. }) | GenericParam::Const(syn::ConstParam { ident, .. })
                if derive == Derive::Collection =>
            {
                cx.error(
                    ident,
                    format_args!(
                        "a collection holds one type, and `{}` is another one for each `{ident}`; derive \
                         `MongoCollection` on a struct without parameters that has this one as a field",
                        item.ident.unraw()
                    ),
                );
            }
            _ => {}
        }
    }
}

/// Reports the attributes that stand where they say nothing.
pub(crate) fn attributes_in_place(cx: &Context, derive: Derive, item: &DeriveInput) {
    let wrong = |attrs: &[Attribute], word: &str, hint: &str| {
        for attr in attrs.iter().filter(|attr| attr.path().is_ident(word)) {
            cx.error(attr.path(), format_args!("`#[{word}]` {hint}"));
        }
    };
    wrong(&item.attrs, symbol::SCHEMA, "speaks of the values of one field; put it on the field");
    if let Data::Enum(data) = &item.data {
        for variant in &data.variants {
            wrong(&variant.attrs, symbol::SCHEMA, "speaks of the values of one field; put it on the field");
        }
    }
    let to_struct = "speaks of the whole collection; put it on the struct";
    let to_collection = "belongs to a collection; put it on the struct that derives `MongoCollection`";
    if derive == Derive::Document {
        for word in [symbol::COLLECTION, symbol::DEFAULT_DOCUMENTS] {
            wrong(&item.attrs, word, to_collection);
        }
        let path = "belongs to a collection; put it on the struct that derives `MongoCollection`, with the path to \
                    the field: `#[index(stats.wins)]`";
        wrong(&item.attrs, symbol::INDEX, path);
        for field in ast::named(item).into_iter().flatten() {
            wrong(&field.attrs, symbol::INDEX, path);
            wrong(&field.attrs, symbol::MONGO, "speaks of the whole document; put it on the struct");
        }
        return;
    }
    for field in ast::named(item).into_iter().flatten() {
        for word in [symbol::COLLECTION, symbol::DEFAULT_DOCUMENTS] {
            wrong(&field.attrs, word, to_struct);
        }
        wrong(&field.attrs, symbol::MONGO, "belongs to the struct of an embedded document");
    }
}
