//! The codec, and the way for paths into the struct.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::{Path, spanned::Spanned};

use super::impl_header;
use crate::{
    ast::{Derive, Field, Input},
    serde_name::field::Storage,
};

pub(super) fn expand(input: &Input<'_>, private: &Path, fields: &Ident) -> TokenStream {
    let (_, arguments, _) = input.item.generics.split_for_impl();
    let codec = if is_straight(input) { straight(input, private) } else { bridged(input, private) };
    let absent = (input.derive == Derive::Collection && input.id().is_some_and(Field::is_option)).then(|| {
        quote!(
            const ID_MAY_BE_ABSENT: bool = true;
        )
    });
    let document = impl_header(input, private, "MongoDocument", true);
    let embeds = impl_header(input, private, "Embeds", true);
    quote! {
        #codec

        #document {
            type Fields = #fields #arguments;
            #absent
        }

        #embeds {
            type Document = Self;
        }
    }
}

fn is_straight(input: &Input<'_>) -> bool {
    let simple = |attrs: &[syn::Attribute]| {
        attrs.iter().filter(|attr| attr.path().is_ident("serde")).all(|attr| {
            let mut simple = true;
            let _ = attr.parse_nested_meta(|meta| {
                simple &= meta.path.is_ident("rename") || meta.path.is_ident("rename_all");
                let _ = meta.value().and_then(|value| value.parse::<syn::Lit>());
                Ok(())
            });
            simple
        })
    };
    !input.is_generic()
        && simple(&input.item.attrs)
        && input.fields.iter().all(|field| matches!(field.storage, Storage::Seen))
        && crate::ast::named(input.item).into_iter().flatten().all(|field| simple(&field.attrs))
}

/// Straight-line code over the fields.
fn straight(input: &Input<'_>, private: &Path) -> TokenStream {
    let ident = &input.item.ident;
    let name = input.name();
    let described = format!("struct {name}");
    let codecs: Vec<_> = input
        .fields
        .iter()
        .map(|field| {
            let ty = field.ty;
            quote_spanned!(ty.span()=> (&&&#private::Probe::<#ty>::NEW).codec())
        })
        .collect();
    let members: Vec<_> = input.fields.iter().map(|field| field.ident).collect();
    let stored: Vec<_> = input.fields.iter().map(|field| &field.stored).collect();
    let written = stored.iter().map(|name| format!("\0{name}\0"));
    let read = stored.iter().map(|name| format!("{name}\0"));
    let slots: Vec<_> = (0..members.len()).map(|index| format_ident!("__{index}")).collect();
    quote! {
        #[automatically_derived]
        impl #private::Encode for #ident {
            fn encode_to(&self, to: &mut #private::Vec<u8>) -> #private::result::Result<u8, #private::EncodeError> {
                let start = #private::begin(to);
                #(#private::put(to, #written, &self.#members, #codecs)?;)*
                #private::end(to, start);
                #private::result::Result::Ok(#private::DOCUMENT)
            }
        }

        #[automatically_derived]
        impl #private::Decode for #ident {
            fn decode_from(
                kind: u8,
                from: &mut #private::Reader<'_>,
            ) -> #private::result::Result<Self, #private::DecodeError> {
                #private::decode_struct(kind, from, #described)
            }
        }

        #[automatically_derived]
        impl #private::DecodeFields for #ident {
            fn decode_fields(
                fields: &mut #private::Fields<'_>,
            ) -> #private::result::Result<Self, #private::DecodeError> {
                #(let mut #slots = #private::Option::None;)*
                while fields.next_round(false)? {
                    #(if fields.at(#read) {
                        fields.fill(&mut #slots, #stored, #codecs)?;
                    })*
                }
                #private::result::Result::Ok(Self {
                    #(#members: fields.take(#slots, #stored, #codecs)?,)*
                })
            }
        }
    }
}

/// All of it by serde.
fn bridged(input: &Input<'_>, private: &Path) -> TokenStream {
    let ident = &input.item.ident;
    let checked = (!input.is_generic()).then(|| {
        // At the struct's name, and in one place: a struct without serde's derives is one mistake.
        let checked = quote_spanned!(ident.span()=> #private::serde_value::<#ident>());
        quote!(const _: () = #checked;)
    });
    let encode = impl_header(input, private, "Encode", true);
    let decode = impl_header(input, private, "Decode", true);
    quote! {
        #checked

        #encode {
            fn encode_to(&self, to: &mut #private::Vec<u8>) -> #private::result::Result<u8, #private::EncodeError> {
                #private::FieldCodec::encode(#private::Bridge::NEW, self, to)
            }
        }

        #decode {
            fn decode_from(
                kind: u8,
                from: &mut #private::Reader<'_>,
            ) -> #private::result::Result<Self, #private::DecodeError> {
                #private::FieldCodec::decode(#private::Bridge::NEW, kind, from)
            }
        }
    }
}
