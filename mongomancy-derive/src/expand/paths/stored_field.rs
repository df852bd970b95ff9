//! How the values of each field are written where they stand alone: as in the document.

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
        let write = write(input, private, field);
        one(input, private, field, bounds, &write)
    });
    quote!(#(#impls)*)
}

/// The same where nothing is ever written.
pub(super) fn stubs(input: &Input<'_>, private: &Path) -> TokenStream {
    let fields = reachable(input).filter(|field| !is_plain(input, field));
    let none = TokenStream::new();
    let impls = fields.map(|field| one(input, private, field, &none, &quote!(#private::stub())));
    quote!(#(#impls)*)
}

fn one(input: &Input<'_>, private: &Path, field: &Field<'_>, bounds: &TokenStream, write: &TokenStream) -> TokenStream {
    let number = field.number;
    let ty = ty::without_self(field.ty.to_token_stream(), &this(input));
    let header = impl_header(input, private, &quote!(StoredField<#number, #ty>), bounds);
    quote! {
        #header {
            fn encode_field(
                __value: &#ty,
                __to: &mut #private::Vec<u8>,
            ) -> #private::result::Result<u8, #private::EncodeError> {
                #write
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
