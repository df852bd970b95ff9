//! The bridge to serde, and the way for paths into the struct.

use proc_macro2::{Ident, TokenStream};
use quote::{quote, quote_spanned};
use syn::Path;

use super::impl_header;
use crate::ast::{Derive, Input};

pub(super) fn expand(input: &Input<'_>, private: &Path, fields: &Ident) -> TokenStream {
    let ident = &input.item.ident;
    let (_, arguments, _) = input.item.generics.split_for_impl();
    let (shared, codec) = if input.is_generic() {
        (TokenStream::new(), quote!(#private::serde_codec::<Self>()))
    } else {
        // At the struct's name, and in one place: a struct without serde's derives is one mistake.
        let serde = quote_spanned!(ident.span()=> #private::serde_codec::<#ident>());
        (quote!(const __CODEC: #private::Codec<#ident> = #serde;), quote!(__CODEC))
    };
    let encode = if input.derive == Derive::Collection && input.id().is_some_and(crate::ast::Field::is_option) {
        quote!(encode_without_null_id)
    } else {
        quote!(encode)
    };
    let document = impl_header(input, private, "MongoDocument", true);
    let embeds = impl_header(input, private, "Embeds", true);
    quote! {
        #shared

        #document {
            type Fields = #fields #arguments;

            fn encode(&self) -> #private::Result<#private::RawDocumentBuf> {
                #codec.#encode(self)
            }

            fn decode(document: &#private::RawDocument) -> #private::Result<Self> {
                #codec.decode(document)
            }
        }

        #embeds {
            type Document = Self;
        }
    }
}
