//! A patch to tokens.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote, quote_spanned};
use syn::{DeriveInput, Generics, Path, parse_quote, spanned::Spanned};

use super::{attr::PatchAttr, field::PatchField};
use crate::expand::path::respanned;

pub(super) fn expand(item: &DeriveInput, attr: &PatchAttr, fields: &[PatchField<'_>], private: &Path) -> TokenStream {
    let ident = &item.ident;
    let (_, arguments, _) = item.generics.split_for_impl();
    // Where it is not said, the patch is one of anything, so that nothing else complains.
    let (generics, model, body) = match attr.of.get() {
        Some(of) => (item.generics.clone(), of.to_token_stream(), body(of, fields, private)),
        None => (of_anything(item), quote!(__T), quote!(#private::stub())),
    };
    let (params, _, predicates) = generics.split_for_impl();
    let into_update = |this: TokenStream, patch: TokenStream| {
        quote! {
            #[automatically_derived]
            impl #params #private::IntoUpdate<#model> for #this #predicates {
                fn into_update(self) -> #private::Result<#private::Modification> {
                    #private::IntoUpdate::<#model>::into_update(#private::Patch::<#model>::update(#patch))
                }
            }
        }
    };
    let by_value = into_update(quote!(#ident #arguments), quote!(&self));
    let by_reference = into_update(quote!(&#ident #arguments), quote!(self));
    quote! {
        #[doc(hidden)]
        #[allow(unused_qualifications, deprecated)]
        const _: () = {
            #[automatically_derived]
            impl #params #private::Patch<#model> for #ident #arguments #predicates {
                fn update(&self) -> #private::Update<#model> {
                    #body
                }
            }

            #by_value
            #by_reference
        };
    }
}

fn body(of: &syn::Type, fields: &[PatchField<'_>], private: &Path) -> TokenStream {
    if fields.is_empty() {
        return quote!(#private::Update::none());
    }
    let changes = fields.iter().map(|field| change(field, private));
    // What is no collection is told of once, at its name.
    let collection = respanned(private, of.span());
    let paths = quote_spanned!(of.span()=> <#of as #collection::MongoCollection>::fields());
    quote! {
        let __fields = #paths;
        let mut __update = #private::Update::none();
        #(__update += #changes;)*
        __update
    }
}

/// The change of one field. Messages about the field of the documents point at its name, those about values at the type.
fn change(field: &PatchField<'_>, private: &Path) -> TokenStream {
    let PatchField { ident, ty, is_borrowed, path } = field;
    let mut place = quote!(__fields);
    for segment in path.before() {
        place = quote_spanned!(segment.span()=> #place.#segment());
    }
    let last = path.last();
    let place = quote_spanned!(last.span()=> #place.#last);
    let private = respanned(private, ty.span());
    let value = if *is_borrowed {
        quote_spanned!(ty.span()=> self.#ident)
    } else {
        quote_spanned!(ty.span()=> #private::Option::as_ref(&self.#ident))
    };
    quote_spanned!(ty.span()=> #place.set_opt(#value))
}

fn of_anything(item: &DeriveInput) -> Generics {
    let mut generics = item.generics.clone();
    generics.params.push(parse_quote!(__T));
    generics
}
