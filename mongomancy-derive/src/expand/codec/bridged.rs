//! All of it by serde, whose derives it then needs.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::Path;

use super::Bodies;
use crate::ast::Input;

pub(super) fn bodies(input: &Input<'_>, private: &Path) -> Bodies {
    let ident = &input.item.ident;
    let items = if input.is_generic() {
        TokenStream::new()
    } else {
        // At the type's name, and in one place: one without serde's derives is one mistake.
        let checked = quote_spanned!(ident.span()=> #private::serde_value::<#ident>());
        quote!(const _: () = #checked;)
    };
    Bodies {
        encode: quote!(#private::FieldCodec::encode(#private::Bridge::NEW, self, __to)),
        decode: quote!(#private::FieldCodec::decode(#private::Bridge::NEW, __kind, __from)),
        missing: Some(quote!(#private::FieldCodec::missing(#private::Bridge::NEW))),
        items,
    }
}

/// What the impls ask for.
pub(super) fn bounds(input: &Input<'_>, private: &Path) -> TokenStream {
    if input.is_generic() { quote!(Self: #private::SerdeValue) } else { TokenStream::new() }
}
