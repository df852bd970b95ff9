//! What a struct with mistakes becomes: the errors, and a stub of each impl, so that nothing else complains.

use proc_macro2::TokenStream;
use quote::quote;
use syn::Path;

use crate::{
    ast::{Derive, Input},
    expand::{self, Fields},
};

pub(crate) fn expand(input: &Input<'_>, private: &Path, errors: &TokenStream) -> TokenStream {
    let fields = Fields::of(input, private);
    let (ident, (_, arguments, _)) = (&fields.ident, input.item.generics.split_for_impl());
    let document = expand::impl_header(input, private, &quote!(MongoDocument), &TokenStream::new());
    let encode = expand::impl_header(input, private, &quote!(Encode), &TokenStream::new());
    let decode = expand::impl_header(input, private, &quote!(Decode), &TokenStream::new());
    let embeds = expand::impl_header(input, private, &quote!(Embeds), &TokenStream::new());
    let paths = expand::paths::stub(input, private);
    let collection = (input.derive == Derive::Collection).then(|| collection(input, private));
    let stub = quote! {
        #fields

        #encode {
            fn encode_to(&self, _: &mut #private::Vec<u8>) -> #private::result::Result<u8, #private::EncodeError> {
                #private::stub()
            }
        }

        #decode {
            fn decode_from(
                _: u8,
                _: &mut #private::Reader<'_>,
            ) -> #private::result::Result<Self, #private::DecodeError> {
                #private::stub()
            }
        }

        #document {
            type Fields = #ident #arguments;
        }

        #embeds {
            type Document = Self;
        }

        #paths

        #collection
    };
    let stub = expand::in_scope(private, &stub);
    quote!(#errors #stub)
}

fn collection(input: &Input<'_>, private: &Path) -> TokenStream {
    let header = expand::impl_header(input, private, &quote!(MongoCollection), &TokenStream::new());
    // A struct that may not be generic says so once.
    let lives = input.is_generic().then(|| quote!(Self: 'static));
    let id = if input.is_generic() { quote!(#private::ObjectId) } else { expand::id_type(input, private) };
    // Indexes without a mistake of their own are checked by the compiler all the same: one compile shows everything.
    let sound = input.indexes.iter().filter(|index| index.sound && !input.is_generic());
    let sound = sound.map(|index| expand::index::expand(input, private, index));
    quote! {
        #header #lives {
            type Id = #id;
            type StoredId = #id;

            const NAME: &'static #private::str = "";

            fn definition() -> #private::CollectionDefinition {
                #(let _ = #sound;)*
                #private::stub()
            }

            fn write_id(
                _: &Self::Id,
                _: &mut #private::Vec<u8>,
            ) -> #private::result::Result<u8, #private::EncodeError> {
                #private::stub()
            }

            fn read_id(
                _: u8,
                _: &mut #private::Reader<'_>,
            ) -> #private::result::Result<Self::Id, #private::DecodeError> {
                #private::stub()
            }
        }
    }
}
