//! What the impls of a generic type ask of its parameters.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::{GenericParam, Ident, Path};

use crate::{
    ast::{Field, Input},
    serde::DefaultValue,
    ty,
};

/// The predicates: what `#[codec(bound)]` or serde's `bound` says, else what serde's derives would ask for.
pub(super) fn predicates(input: &Input<'_>, private: &Path) -> TokenStream {
    if !input.is_generic() {
        return TokenStream::new();
    }
    let mut predicates = TokenStream::new();
    let said = input.codec.bound.get().or(input.serde.bound.get());
    if let Some(said) = said {
        predicates.extend(quote!(#(#said,)*));
    }
    for field in input.all_fields() {
        if let Some(bound) = &field.serde.bound {
            predicates.extend(quote!(#(#bound,)*));
        }
    }
    if input.serde.default.get().is_some_and(|default| matches!(default, DefaultValue::Trait)) {
        predicates.extend(quote!(Self: #private::Default,));
    }
    for param in type_params(input) {
        let mentions = |field: &&Field<'_>| {
            !ty::is_phantom(field.ty) && ty::mentions(field.ty.to_token_stream(), &param.to_string())
        };
        let fields = || input.all_fields().filter(mentions);
        if said.is_none() && fields().any(needs_codec) {
            predicates.extend(quote!(#param: #private::SerdeValue,));
        }
        if fields().any(needs_default) {
            predicates.extend(quote!(#param: #private::Default,));
        }
    }
    predicates
}

fn type_params<'a>(input: &'a Input<'_>) -> impl Iterator<Item = &'a Ident> {
    input.item.generics.params.iter().filter_map(|param| match param {
        GenericParam::Type(param) => Some(&param.ident),
        _ => None,
    })
}

/// Whether the field's type writes or reads itself.
fn needs_codec(field: &Field<'_>) -> bool {
    let serde = &field.serde;
    let written = field.is_written() && serde.serialize_with.is_none();
    let read = field.is_read() && serde.deserialize_with.is_none();
    (written || read) && serde.bound.is_none()
}

fn needs_default(field: &Field<'_>) -> bool {
    match &field.serde.default {
        Some(DefaultValue::Trait) => true,
        Some(DefaultValue::Path(_)) => false,
        None => !field.is_read(),
    }
}
