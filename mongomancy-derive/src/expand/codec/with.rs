//! The functions that `with` and its like name, where the runtime finds them.

use proc_macro2::TokenStream;
use quote::quote;
use syn::Path;

use crate::{
    ast::{Field, Input},
    expand::impl_header,
};

/// An impl for each function.
pub(super) fn impls(input: &Input<'_>, private: &Path, bounds: &TokenStream) -> TokenStream {
    let written = writers(input, private, bounds);
    let read = input.all_fields().filter_map(|field| {
        let (_, path) = field.serde.deserialize_with.as_ref()?;
        Some(deserialize(input, private, field, path, bounds))
    });
    quote!(#written #(#read)*)
}

/// An impl for each function that writes.
fn writers(input: &Input<'_>, private: &Path, bounds: &TokenStream) -> TokenStream {
    let written = input.all_fields().filter_map(|field| {
        let (_, path) = field.serde.serialize_with.as_ref()?;
        Some(serialize(input, private, field, path, bounds))
    });
    quote!(#(#written)*)
}

fn serialize(
    input: &Input<'_>,
    private: &Path,
    field: &Field<'_>,
    path: &syn::ExprPath,
    bounds: &TokenStream,
) -> TokenStream {
    let (number, ty) = (field.number, field.ty);
    let header = impl_header(input, private, &quote!(SerializeField<#number>), bounds);
    quote! {
        #header {
            type Value = #ty;

            fn serialize_field<__S: #private::Serializer>(
                __value: &#ty,
                __to: __S,
            ) -> #private::result::Result<__S::Ok, __S::Error> {
                #path(__value, __to)
            }
        }
    }
}

fn deserialize(
    input: &Input<'_>,
    private: &Path,
    field: &Field<'_>,
    path: &syn::ExprPath,
    bounds: &TokenStream,
) -> TokenStream {
    let (number, ty) = (field.number, field.ty);
    let header = impl_header(input, private, &quote!(DeserializeField<#number>), bounds);
    quote! {
        #header {
            type Value = #ty;

            fn deserialize_field<'__de, __D: #private::Deserializer<'__de>>(
                __from: __D,
            ) -> #private::result::Result<#ty, __D::Error> {
                #path(__from)
            }
        }
    }
}
