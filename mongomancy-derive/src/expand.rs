//! A sound struct to tokens.

mod codec;
mod collation;
mod collection_options;
mod concern;
mod definition;
mod fields;
pub(crate) mod index;
pub(crate) mod krate;
mod partial;
pub(crate) mod path;
pub(crate) mod paths;
pub(crate) mod projection;

use proc_macro2::TokenStream;
use quote::quote;
use syn::Path;

pub(crate) use self::{
    codec::{
        field::{Form, form},
        is_bridged,
    },
    definition::id_type,
    fields::Fields,
};
use crate::ast::{Derive, Input};

/// The impls, within a scope of their own.
pub(crate) fn input(input: &Input<'_>, private: &Path) -> TokenStream {
    let fields = Fields::of(input, private);
    let codec = codec::expand(input, private, &fields.ident);
    let definition = (input.derive == Derive::Collection).then(|| definition::expand(input, private));
    in_scope(private, &quote!(#fields #codec #definition))
}

/// The items in an anonymous constant: their names and imports reach nobody else.
pub(crate) fn in_scope(private: &Path, items: &TokenStream) -> TokenStream {
    quote! {
        #[doc(hidden)]
        #[allow(unused_imports, unused_qualifications, deprecated)]
        const _: () = {
            use #private::{
                ChooseDate as _, ChooseDecimal as _, ChooseNone as _, ChooseOwn as _, ChooseSerde as _,
                ChooseUuid as _, IsNoOption as _, KeepFunctions as _, LeavesNothingOut as _, NoHelper as _, RefuseLeft as _,
                RefuseSaid as _, TakeHelper as _, TakeLeft as _, TakeSaid as _,
            };
            #items
        };
    }
}

/// `impl<..> Trait for Type<..> where ..`: the type's own parameters, and what `bounds` asks of them.
pub(crate) fn impl_header(input: &Input<'_>, private: &Path, of: &TokenStream, bounds: &TokenStream) -> TokenStream {
    let ident = &input.item.ident;
    let (params, arguments, predicates) = input.item.generics.split_for_impl();
    let predicates = predicates.map(|clause| &clause.predicates).into_iter().flatten();
    quote! {
        #[automatically_derived]
        impl #params #private::#of for #ident #arguments where #(#predicates,)* #bounds
    }
}
