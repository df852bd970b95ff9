//! All of it by serde, whose derives it then needs.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::Path;

use super::Bodies;
use crate::ast::Input;

pub(super) fn bodies(input: &Input<'_>, private: &Path) -> Bodies {
    // At the type's name: one without serde's derives is one mistake.
    let codec = quote_spanned!(input.item.ident.span()=> (&&#private::Left::<Self>::NEW).codec());
    Bodies {
        encode: quote!(#private::FieldCodec::encode(#codec, self, __to)),
        decode: quote!(#private::FieldCodec::decode(#codec, __kind, __from)),
        missing: Some(quote!(#private::FieldCodec::missing(#codec))),
        items: TokenStream::new(),
    }
}

/// What the impls ask for.
pub(super) fn bounds(input: &Input<'_>, private: &Path) -> TokenStream {
    if input.is_generic() { quote!(Self: #private::SerdeValue) } else { TokenStream::new() }
}
