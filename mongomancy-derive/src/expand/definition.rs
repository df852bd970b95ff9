//! `impl MongoCollection`: one chain of public constructors.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote, quote_spanned};
use syn::{Path, spanned::Spanned};

use super::{codec::field, collection_options, concern, impl_header, index, path};
use crate::{ast::Input, attr::default_document::DefaultDocumentsAttr, ty};

pub(super) fn expand(input: &Input<'_>, private: &Path) -> TokenStream {
    let (id, name) = (id_type(input, private), input.collection());
    let (stored, checked_id) = (stored_id(input, private), checked_id(input, private));
    let indexes = input.indexes.iter().map(|attr| index::expand(input, private, attr));
    let defaults = input.default_documents.as_ref().map(|attr| default_documents(input, private, attr));
    let validated = input.attr.options.validate.is_set().then(|| quote!(.validated()));
    let (writer, reader) = if let Some(field) = input.id() {
        field::of_id(input, private, field, &id)
    } else {
        let codec = quote!((&&&&#private::Probe::<#id>::NEW).codec());
        (codec.clone(), codec)
    };
    let options = collection_options::expand(input, private, &name);
    let call_defaults = concern::expand(private, &input.attr.options.concerns);
    let collection = impl_header(input, private, &quote!(MongoCollection), &TokenStream::new());
    quote! {
        #checked_id

        #collection {
            type Id = #id;
            type StoredId = #stored;

            const NAME: &'static #private::str = #name;

            fn definition() -> #private::CollectionDefinition {
                #options
                    .origin::<Self>()
                    .documents_of::<Self>()
                    #validated
                    #(.index(#indexes))*
                    #defaults
            }

            #call_defaults

            fn write_id(
                id: &Self::Id,
                __to: &mut #private::Vec<u8>,
            ) -> #private::result::Result<u8, #private::EncodeError> {
                #private::FieldCodec::encode(#writer, id, __to)
            }

            fn id_shape(__in: &#private::Within<'_>) -> #private::Shape {
                #private::FieldCodec::<#id>::stored_shape(#writer, __in)
            }

            fn read_id(
                __kind: u8,
                __from: &mut #private::Reader<'_>,
            ) -> #private::result::Result<Self::Id, #private::DecodeError> {
                #private::FieldCodec::decode(#reader, __kind, __from)
            }
        }
    }
}

/// `T` of the field that is stored as `_id`, without its `Option`; an `ObjectId` where there is none.
pub(crate) fn id_type(input: &Input<'_>, private: &Path) -> TokenStream {
    match input.id() {
        None => quote!(#private::ObjectId),
        Some(id) => ty::option_of(id.ty).unwrap_or(id.ty).to_token_stream(),
    }
}

/// The type that ids are stored as.
pub(crate) fn stored_id(input: &Input<'_>, private: &Path) -> TokenStream {
    let stored = input.id().filter(|id| !id.is_option()).and_then(|id| path::stored_type(input, private, id));
    stored.unwrap_or_else(|| id_type(input, private))
}

/// Asserts that an absent `_id` can be generated, or that none is absent behind another name of `Option`.
fn checked_id(input: &Input<'_>, private: &Path) -> Option<TokenStream> {
    let ty = input.id()?.ty;
    let inner = ty::option_of(ty);
    let span = inner.unwrap_or(ty).span();
    let (private, this) = (path::respanned(private, span), input.item.ident.to_token_stream());
    let checked = ty::without_self(inner.unwrap_or(ty).to_token_stream(), &this);
    Some(if inner.is_some() {
        quote_spanned!(span=> const _: () = #private::generated_id::<#checked>();)
    } else {
        quote_spanned!(span=> const _: fn() = || #private::IdType::<#checked>::is_no_option();)
    })
}

fn default_documents(input: &Input<'_>, private: &Path, attr: &DefaultDocumentsAttr) -> TokenStream {
    let Some(values) = &attr.values else { return TokenStream::new() };
    let call = quote_spanned!(values.span()=> #values());
    let key = attr.key.get().into_iter().flatten().map(|field| {
        let path = path::expand(input, private, field, path::span(field));
        quote!(#path.stored())
    });
    quote!(.default_values::<Self, #private::String>(#call, [#(#key),*]))
}
