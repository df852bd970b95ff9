//! The codec of a struct.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::{Path, spanned::Spanned};

use super::{Bodies, field, read, write};
use crate::{
    ast::{Field, Input, Style},
    expand::impl_header,
    ty,
};

pub(super) fn bodies(input: &Input<'_>, private: &Path, bounds: &TokenStream) -> Bodies {
    if input.serde.transparent.is_set() {
        return transparent(input, private);
    }
    match input.style {
        Style::Named => named(input, private, bounds),
        Style::Tuple => tuple(input, private),
        Style::Newtype => newtype(input, private),
        Style::Unit => unit(input, private),
    }
}

/// What a value that does not fit is told to be expected, in serde's words.
pub(super) fn expected(input: &Input<'_>, what: &str) -> String {
    expected_or(input, &format!("{what} {}", input.name()))
}

/// What serde's `expecting` says, else `words`.
pub(super) fn expected_or(input: &Input<'_>, words: &str) -> String {
    input.serde.expecting.get().map_or_else(|| words.to_owned(), syn::LitStr::value)
}

fn access(field: &Field<'_>) -> TokenStream {
    let member = &field.member;
    quote!(&self.#member)
}

/// Straight-line code over the fields.
fn named(input: &Input<'_>, private: &Path, bounds: &TokenStream) -> Bodies {
    let expected = expected(input, "struct");
    let tag = input.serde.tag.get().map(|tag| {
        let (key, name) = (format!("\u{2}{}\0", tag.value()), input.serde_name());
        quote!(#private::put_text(__to, #key, #name);)
    });
    let puts = write::fields(input, private, Style::Named, &input.fields, access);
    let read = read::fields(input, private, Style::Named, &input.fields, &quote!(Self));
    let header = impl_header(input, private, &quote!(DecodeFields), bounds);
    Bodies {
        encode: quote! {
            let __start = #private::begin(__to);
            #tag
            #puts
            #private::end(__to, __start);
            #private::result::Result::Ok(#private::DOCUMENT)
        },
        decode: quote!(#private::decode_struct(__kind, __from, #expected)),
        missing: None,
        items: quote! {
            #header {
                fn decode_fields(
                    __fields: &mut #private::Fields<'_>,
                ) -> #private::result::Result<Self, #private::DecodeError> {
                    #read
                }
            }
        },
    }
}

fn tuple(input: &Input<'_>, private: &Path) -> Bodies {
    let expected = expected(input, "tuple struct");
    let puts = write::fields(input, private, Style::Tuple, &input.fields, access);
    let read = read::fields(input, private, Style::Tuple, &input.fields, &quote!(Self));
    Bodies {
        encode: quote! {
            let __start = #private::begin(__to);
            #puts
            #private::end(__to, __start);
            #private::result::Result::Ok(#private::ARRAY)
        },
        decode: quote!(#private::decode_tuple(__kind, __from, #expected, |__fields| { #read })),
        missing: None,
        items: TokenStream::new(),
    }
}

/// As the value in it; serde does not look at `skip` here, and takes no absent one.
fn newtype(input: &Input<'_>, private: &Path) -> Bodies {
    let only = &input.fields[0];
    let (writer, reader) = (field::writer(input, private, only), field::reader(input, private, only));
    Bodies {
        encode: quote!(#private::FieldCodec::encode(#writer, &self.0, __to)),
        decode: quote! {
            let __from = __from.newtype()?;
            #private::result::Result::Ok(Self(#private::FieldCodec::decode(#reader, __kind, __from)?))
        },
        missing: None,
        items: TokenStream::new(),
    }
}

fn unit(input: &Input<'_>, private: &Path) -> Bodies {
    let expected = expected(input, "unit struct");
    let made = if matches!(input.item.data, syn::Data::Struct(syn::DataStruct { fields: syn::Fields::Unit, .. })) {
        quote!(Self)
    } else {
        quote!(Self {})
    };
    Bodies {
        encode: quote!(#private::result::Result::Ok(#private::NULL)),
        decode: quote!(#private::decode_unit(__kind, __from, #expected).map(|()| #made)),
        missing: None,
        items: TokenStream::new(),
    }
}

/// As the one field that is stored.
fn transparent(input: &Input<'_>, private: &Path) -> Bodies {
    let stored = |field: &&Field<'_>| !ty::is_phantom(field.ty) && field.is_read() && field.serde.default.is_none();
    let (Some(inner), Some(written)) = (
        input.fields.iter().find(stored),
        input.fields.iter().find(|field| !ty::is_phantom(field.ty) && field.is_written()),
    ) else {
        return unit(input, private);
    };
    let (writer, reader) = (field::writer(input, private, written), field::reader(input, private, inner));
    let access = access(written);
    let members: Vec<_> = input
        .fields
        .iter()
        .map(|field| {
            let member = &field.member;
            if field.number == inner.number {
                quote!(#member: __value)
            } else {
                let default = field::default(input, private, field);
                let default = default.unwrap_or_else(|| quote!(#private::Default::default()));
                quote!(#member: #default)
            }
        })
        .collect();
    Bodies {
        encode: quote!(#private::FieldCodec::encode(#writer, #access, __to)),
        decode: quote! {
            #private::FieldCodec::decode(#reader, __kind, __from).map(|__value| Self { #(#members,)* })
        },
        missing: Some(quote!(#private::FieldCodec::missing(#reader).map(|__value| Self { #(#members,)* }))),
        items: TokenStream::new(),
    }
}

/// The same by way of the types that `from`, `try_from` and `into` name.
pub(super) fn converted(input: &Input<'_>, private: &Path, mut bodies: Bodies) -> Bodies {
    let codec = |ty: &syn::Type| quote_spanned!(ty.span()=> (&&&&#private::Probe::<#ty>::NEW).codec());
    if let Some(ty) = input.serde.into.get() {
        let codec = codec(ty);
        bodies.encode = quote! {
            let __value: #ty = #private::Into::into(#private::Clone::clone(self));
            #private::FieldCodec::encode(#codec, &__value, __to)
        };
    }
    if let Some(ty) = input.serde.from.get() {
        let codec = codec(ty);
        let from = quote!(<Self as #private::From<#ty>>::from);
        bodies.decode = quote!(#private::FieldCodec::decode(#codec, __kind, __from).map(#from));
        bodies.missing = Some(quote!(#private::FieldCodec::missing(#codec).map(#from)));
        bodies.items = TokenStream::new();
    } else if let Some(ty) = input.serde.try_from.get() {
        let codec = codec(ty);
        let from = quote!(<Self as #private::TryFrom<#ty>>::try_from);
        bodies.decode = quote!(#private::converted(#from(#private::FieldCodec::decode(#codec, __kind, __from)?)));
        bodies.missing = Some(quote!(#private::FieldCodec::missing(#codec).and_then(|__value| #from(__value).ok())));
        bodies.items = TokenStream::new();
    }
    bodies
}
