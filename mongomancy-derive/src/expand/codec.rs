//! The codec, and the way for paths into the struct.

mod bound;
mod bridged;
mod enumeration;
pub(crate) mod field;
mod foreign;
mod read;
mod shape;
mod structure;
mod with;
mod write;

use proc_macro2::{Ident, TokenStream};
use quote::quote;
use syn::Path;

use super::{impl_header, paths};
use crate::{
    ast::{Derive, Field, Input, Style, Tagging},
    ty,
};

/// How values are written and read: expressions that generated functions consist of.
struct Bodies {
    /// From `self` to `__to`.
    encode: TokenStream,
    /// From `__kind` and `__from`.
    decode: TokenStream,
    /// What an absent field of the type becomes, where it may be absent.
    missing: Option<TokenStream>,
    /// Items that the functions need.
    items: TokenStream,
}

pub(super) fn expand(input: &Input<'_>, private: &Path, fields: &Ident) -> TokenStream {
    let (bodies, bounds) = if is_bridged(input) {
        (bridged::bodies(input, private), bridged::bounds(input, private))
    } else {
        let bounds = bound::predicates(input, private);
        let bodies = match &input.variants {
            Some(variants) => enumeration::bodies(input, private, variants),
            None => structure::bodies(input, private, &bounds),
        };
        (structure::converted(input, private, bodies), bounds)
    };
    let with = with::impls(input, private, &bounds);
    let checks = (!is_bridged(input)).then(|| foreign::checks(input, private));
    let paths = paths::expand(input, private, &bounds);
    let impls = impls(input, private, &bodies, &bounds, shape::function(input, private).as_ref());
    let document = is_document(input).then(|| document(input, private, fields, &bounds));
    quote!(#with #checks #impls #document #paths)
}

fn impls(
    input: &Input<'_>,
    private: &Path,
    bodies: &Bodies,
    bounds: &TokenStream,
    shape: Option<&TokenStream>,
) -> TokenStream {
    let Bodies { encode, decode, missing, items } = bodies;
    let to_encode = impl_header(input, private, &quote!(Encode), bounds);
    let to_decode = impl_header(input, private, &quote!(Decode), bounds);
    let missing = missing.as_ref().map(|missing| {
        quote! {
            fn missing() -> #private::Option<Self> {
                #missing
            }
        }
    });
    quote! {
        #items

        #to_encode {
            fn encode_to(&self, __to: &mut #private::Vec<u8>) -> #private::result::Result<u8, #private::EncodeError> {
                #encode
            }

            #shape
        }

        #to_decode {
            fn decode_from(
                __kind: u8,
                __from: &mut #private::Reader<'_>,
            ) -> #private::result::Result<Self, #private::DecodeError> {
                #decode
            }

            #missing
        }
    }
}

fn document(input: &Input<'_>, private: &Path, fields: &Ident, bounds: &TokenStream) -> TokenStream {
    let (_, arguments, _) = input.item.generics.split_for_impl();
    let absent = (input.derive == Derive::Collection && input.id().is_some_and(Field::is_option)).then(|| {
        quote!(
            const ID_MAY_BE_ABSENT: bool = true;
        )
    });
    let document = impl_header(input, private, &quote!(MongoDocument), bounds);
    let embeds = input.is_named().then(|| {
        let header = impl_header(input, private, &quote!(Embeds), bounds);
        quote! {
            #header {
                type Document = Self;
            }
        }
    });
    quote! {
        #document {
            type Fields = #fields #arguments;
            #absent
        }

        #embeds
    }
}

/// Whether every value is stored as a document, as far as the tokens say.
fn is_document(input: &Input<'_>) -> bool {
    if input.serde.transparent.is_set() {
        return false;
    }
    let Some(variants) = &input.variants else { return input.is_named() };
    if input.serde.into.is_set() {
        return false;
    }
    let mut written = variants.iter().filter(|variant| variant.is_stored());
    match input.tagging() {
        Tagging::External => written.all(|variant| variant.style_written() != Style::Unit),
        Tagging::Internal(_) | Tagging::Adjacent(..) => true,
        Tagging::Untagged => written.all(|variant| variant.style_written() == Style::Named),
    }
}

/// Whether all of it goes through serde: what is flattened has no place of its own in the bytes, a variant with functions
/// or a form of its own is serde's to tell from the others, and `$` begins the names of serde's stand-ins for BSON types.
pub(crate) fn is_bridged(input: &Input<'_>) -> bool {
    let flattened = |field: &Field<'_>| field.serde.flatten.is_some() && (field.is_written() || field.is_read());
    input.codec.serde.is_set()
        || input.all_fields().any(flattened)
        || input.variants.iter().flatten().any(|variant| variant.serde.opaque.is_some())
        || input.serde_name().starts_with('$')
        || matches!(input.tagging(), Tagging::Internal(_)) && input.variants.iter().flatten().any(holds_option)
}

/// serde writes no `Option` beside a tag, and says so at run time.
fn holds_option(variant: &crate::ast::Variant<'_>) -> bool {
    variant.style == Style::Newtype && ty::option_of(variant.fields[0].ty).is_some()
}
