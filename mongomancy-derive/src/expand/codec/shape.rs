//! What is stored of the type, told by the codecs that write it.

use proc_macro2::TokenStream;
use quote::quote;
use syn::Path;

use super::{field, is_bridged};
use crate::{
    ast::{Field, Input, Style, Tagging, Variant},
    serde::field::Storage,
    ty,
};

/// The function that tells it; none where nothing is known.
pub(super) fn function(input: &Input<'_>, private: &Path) -> Option<TokenStream> {
    let name = quote!(#private::type_name::<Self>());
    let body = if input.is_seen() {
        // What serde writes by functions of the user's own is not known.
        let is_known = !is_bridged(input) || !input.codec.serde.is_set() && !input.serde_name().starts_with('$');
        let fields = is_known.then(|| struct_fields(input, private))?;
        quote!(__in.document(#name, &|__in, __f| { #fields }))
    } else if is_bridged(input) {
        return None;
    } else {
        let value = value(input, private);
        quote!(__in.value(#name, &|__in| #value))
    };
    Some(quote! {
        fn stored_shape(__in: &#private::Within<'_>) -> #private::Shape {
            #body
        }
    })
}

/// Statements that tell of the fields of a struct with names.
fn struct_fields(input: &Input<'_>, private: &Path) -> TokenStream {
    let tag = input.serde.tag.get().map(|tag| {
        let name = input.serde_name();
        quote!(__f.put(#tag, #private::Shape::Words(#private::Vec::from([#name])));)
    });
    let fields = fields(input, private, &input.fields);
    quote!(#tag #fields)
}

/// Statements that tell of the fields.
fn fields(input: &Input<'_>, private: &Path, fields: &[Field<'_>]) -> TokenStream {
    let deny = input.serde.deny_unknown_fields.is_set() && !is_bridged(input);
    let deny = deny.then(|| quote!(__f.deny_others();));
    let flattened = fields.iter().position(|field| matches!(field.storage, Storage::Flattened));
    let puts = fields.iter().enumerate().filter(|(_, field)| field.is_stored()).map(|(position, field)| {
        // What is flattened before may have the same names; a server looks at the first.
        let is_hidden = flattened.is_some_and(|flattened| flattened < position);
        let shape = if is_hidden { quote!(#private::Shape::Any) } else { of_field(input, private, field) };
        let (put, name) = (put(field), &field.stored);
        let rules = (!is_hidden).then(|| field.schema.calls());
        quote!(__f.#put(#name, #shape) #rules;)
    });
    quote!(#deny #(#puts)*)
}

fn put(field: &Field<'_>) -> TokenStream {
    if field.serde.unwritten_if.is_some() { quote!(put_some) } else { quote!(put) }
}

/// An expression for what is stored of the field.
fn of_field(input: &Input<'_>, private: &Path, field: &Field<'_>) -> TokenStream {
    let ty = field.ty;
    if ty::is_primitive(ty) && field::form(input, field).is_none() && field.serde.serialize_with.is_none() {
        return quote!(<#ty as #private::Encode>::stored_shape(__in));
    }
    // Field by field serde writes what we write, but for types that it may write in a way of their own.
    let is_unseen = field.serde.serialize_with.is_some() || field::form(input, field).is_some() || !ty::is_scalar(ty);
    if is_bridged(input) && is_unseen {
        return quote!(#private::Shape::Any);
    }
    let codec = field::writer(input, private, field);
    quote!(#private::FieldCodec::<#ty>::stored_shape(#codec, __in))
}

/// An expression for what is stored of a type that is no struct with names.
fn value(input: &Input<'_>, private: &Path) -> TokenStream {
    if let Some(ty) = input.serde.into.get() {
        let codec = quote!((&&&&#private::Probe::<#ty>::NEW).codec());
        return quote!(#private::FieldCodec::<#ty>::stored_shape(#codec, __in));
    }
    if let Some(variants) = &input.variants {
        return enumeration(input, private, variants);
    }
    if input.serde.transparent.is_set() {
        let written = input.fields.iter().find(|field| !ty::is_phantom(field.ty) && field.is_written());
        return written.map_or_else(|| quote!(#private::Shape::NULL), |field| of_field(input, private, field));
    }
    match input.style {
        Style::Newtype => of_field(input, private, &input.fields[0]),
        Style::Unit => quote!(#private::Shape::NULL),
        Style::Named | Style::Tuple => tuple(input, private, &input.fields),
    }
}

fn tuple(input: &Input<'_>, private: &Path, fields: &[Field<'_>]) -> TokenStream {
    // Where an element is left out, the next takes its place.
    if fields.iter().any(|field| field.is_written() && field.serde.unwritten_if.is_some()) {
        return quote!(#private::Shape::array(#private::Shape::Any));
    }
    let written = fields.iter().filter(|field| field.is_written()).map(|field| of_field(input, private, field));
    quote!(#private::Shape::Tuple(#private::Vec::from([#(#written),*])))
}

fn enumeration(input: &Input<'_>, private: &Path, variants: &[Variant<'_>]) -> TokenStream {
    let written = || variants.iter().filter(|variant| variant.is_written());
    let is_word =
        |variant: &&Variant<'_>| matches!(input.tagging(), Tagging::External) && variant.style_written() == Style::Unit;
    let words: Vec<_> = written().filter(is_word).map(|variant| &variant.written).collect();
    let words = (!words.is_empty()).then(|| quote!(#private::Shape::Words(#private::Vec::from([#(#words),*])),));
    let others = written().filter(|variant| !is_word(variant)).map(|variant| of_variant(input, private, variant));
    quote!(#private::Shape::one_of(#private::Vec::from([#words #(#others),*])))
}

fn of_variant(input: &Input<'_>, private: &Path, variant: &Variant<'_>) -> TokenStream {
    let (name, inner) = (&variant.written, inner(input, private, variant));
    match input.tagging() {
        Tagging::External => quote!(#private::Shape::variant(#name, #inner)),
        Tagging::Internal(tag) => quote!(#private::Shape::tagged(#tag, #name, #inner)),
        Tagging::Adjacent(tag, content) => {
            let inner = if variant.style_written() == Style::Unit {
                quote!(#private::Option::None)
            } else {
                quote!(#private::Option::Some(#inner))
            };
            quote!(#private::Shape::adjacent(#tag, #name, #content, #inner))
        }
        Tagging::Untagged => inner,
    }
}

/// What is stored of the variant's fields.
fn inner(input: &Input<'_>, private: &Path, variant: &Variant<'_>) -> TokenStream {
    match variant.style_written() {
        Style::Unit => quote!(#private::Shape::NULL),
        Style::Newtype => of_field(input, private, &variant.fields[0]),
        Style::Tuple => tuple(input, private, &variant.fields),
        Style::Named => {
            let fields = fields(input, private, &variant.fields);
            quote!(__in.fields(&|__in, __f| { #fields }))
        }
    }
}
