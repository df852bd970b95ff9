//! How the values of each field are written and read where they stand alone: as in the document.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::Path;

use super::{impl_header, is_plain, reachable, this};
use crate::{
    ast::{Field, Input},
    expand::codec::{self, field},
    serde::field::Storage,
    ty,
};

/// An impl for each field that is not plain.
pub(super) fn impls(input: &Input<'_>, private: &Path, bounds: &TokenStream) -> TokenStream {
    let fields = reachable(input).filter(|field| !is_plain(input, field));
    let impls = fields.map(|field| {
        let bodies = Bodies {
            encode: write(input, private, field),
            decode: read(input, private, field),
            missing: missing(input, private, field),
        };
        one(input, private, field, bounds, &bodies)
    });
    quote!(#(#impls)*)
}

/// What the functions of a field do.
struct Bodies {
    /// From `__value` to `__to`.
    encode: TokenStream,
    /// From `__kind` and `__from`.
    decode: TokenStream,
    /// What an absent field is, if it may be absent.
    missing: TokenStream,
}

/// The same where nothing is ever written.
pub(super) fn stubs(input: &Input<'_>, private: &Path) -> TokenStream {
    let fields = reachable(input).filter(|field| !is_plain(input, field));
    let none = TokenStream::new();
    let impls = fields.map(|field| {
        let stub = || quote!(#private::stub());
        let bodies = Bodies { encode: stub(), decode: stub(), missing: stub() };
        one(input, private, field, &none, &bodies)
    });
    quote!(#(#impls)*)
}

fn one(input: &Input<'_>, private: &Path, field: &Field<'_>, bounds: &TokenStream, bodies: &Bodies) -> TokenStream {
    let Bodies { encode, decode, missing } = bodies;
    let number = field.number;
    let ty = ty::without_self(field.ty.to_token_stream(), &this(input));
    let header = impl_header(input, private, &quote!(StoredField<#number, #ty>), bounds);
    quote! {
        #header {
            fn encode_field(
                __value: &#ty,
                __to: &mut #private::Vec<u8>,
            ) -> #private::result::Result<u8, #private::EncodeError> {
                #encode
            }

            fn decode_field(
                __kind: u8,
                __from: &mut #private::Reader<'_>,
            ) -> #private::result::Result<#ty, #private::DecodeError> {
                #decode
            }

            fn missing_field() -> #private::Option<#ty> {
                #missing
            }
        }
    }
}

fn write(input: &Input<'_>, private: &Path, field: &Field<'_>) -> TokenStream {
    // What goes through serde as a whole does so field by field.
    if codec::is_bridged(input) && matches!(field.storage, Storage::Seen) {
        return quote!(#private::write_by_serde(__value, __to));
    }
    let codec = field::writer(input, private, field);
    quote!(#private::FieldCodec::encode(#codec, __value, __to))
}

fn read(input: &Input<'_>, private: &Path, field: &Field<'_>) -> TokenStream {
    if !field.is_read() {
        let default = default(input, private, field);
        return quote!(__from.skip(__kind).map(|()| #default));
    }
    if is_read_by_serde(input, field) {
        return quote!(#private::read_by_serde(__kind, __from));
    }
    if field.serde.serialize_with.is_some() && field.serde.deserialize_with.is_none() && is_read_as_another(input) {
        return quote!(#private::result::Result::Err(#private::unreadable()));
    }
    let codec = field::reader(input, private, field);
    quote!(#private::FieldCodec::decode(#codec, __kind, __from))
}

fn missing(input: &Input<'_>, private: &Path, field: &Field<'_>) -> TokenStream {
    if let Some(default) = default(input, private, field) {
        return quote!(#private::Option::Some(#default));
    }
    if is_read_by_serde(input, field) {
        return quote!(#private::missing_by_serde());
    }
    if field.serde.serialize_with.is_some() && field.serde.deserialize_with.is_none() && is_read_as_another(input) {
        return quote!(#private::Option::None);
    }
    let codec = field::reader(input, private, field);
    quote!(#private::FieldCodec::missing(#codec))
}

fn is_read_by_serde(input: &Input<'_>, field: &Field<'_>) -> bool {
    codec::is_bridged(input) && field.serde.deserialize_with.is_none()
}

/// Whether the struct itself is never read, so that nothing says that its fields can be.
fn is_read_as_another(input: &Input<'_>) -> bool {
    input.serde.from.is_set() || input.serde.try_from.is_set()
}

/// What the field becomes where it is absent, as an expression.
fn default(input: &Input<'_>, private: &Path, field: &Field<'_>) -> Option<TokenStream> {
    let default = field::default(input, private, field)?;
    let whole = field.serde.default.is_none().then(|| field::whole_default(input, private));
    Some(quote!({ #whole #default }))
}
