//! The fields by their Rust names, for the paths of this struct and of those that embed it.

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, format_ident, quote};
use syn::{Path, ext::IdentExt};

use super::path;
use crate::{
    ast::{Field, Input},
    ty,
};

/// The hidden struct of the fields.
pub(crate) struct Fields<'a> {
    /// Its name, which messages about unknown fields show.
    pub(crate) ident: Ident,
    input: &'a Input<'a>,
    private: &'a Path,
}

impl<'a> Fields<'a> {
    pub(crate) fn of(input: &'a Input<'_>, private: &'a Path) -> Self {
        let name = input.item.ident.unraw();
        let mut ident = format_ident!("FieldsOf{name}");
        // A type of the user's with this name would be hidden by ours.
        while ty::mentions(input.item.to_token_stream(), &ident.to_string()) {
            ident = format_ident!("{ident}_");
        }
        Self { ident, input, private }
    }

    /// The fields that a path can name: those that are stored, by types that can be seen.
    fn reachable(&self) -> impl Iterator<Item = &'a Field<'a>> {
        self.input.fields.iter().filter(|field| field.is_stored() && self.input.is_seen())
    }

    fn ty(&self, field: &Field<'_>) -> TokenStream {
        let private = self.private;
        if let Some(ty) = path::stored_type(self.input, private, field) {
            return ty;
        }
        let ident = &self.input.item.ident;
        let (_, arguments, _) = self.input.item.generics.split_for_impl();
        ty::without_self(field.ty.to_token_stream(), &quote!(#ident #arguments))
    }
}

impl ToTokens for Fields<'_> {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let (private, ident, owner) = (self.private, &self.ident, &self.input.item.ident);
        let generics = &self.input.item.generics;
        let (params, arguments, predicates) = generics.split_for_impl();
        let names: Vec<_> = self.reachable().filter_map(Field::ident).collect();
        let stored = self.reachable().map(|field| &field.stored);
        let types = self.reachable().map(|field| self.ty(field));
        // A parameter may be of use to none of the fields that are left.
        let (of, made) = if self.input.is_generic() {
            (quote!(__of: #private::Field<#owner #arguments>), quote!(__of: #private::Field::new("")))
        } else {
            (TokenStream::new(), TokenStream::new())
        };
        tokens.extend(quote! {
            #[doc(hidden)]
            #[allow(
                dead_code, non_camel_case_types, non_snake_case, private_bounds, private_interfaces, unreachable_pub,
                missing_debug_implementations, clippy::struct_field_names, clippy::type_complexity
            )]
            pub struct #ident #params #predicates {
                #(pub #names: #private::Field<#types>,)*
                #of
            }

            #[automatically_derived]
            impl #params #private::Default for #ident #arguments #predicates {
                fn default() -> Self {
                    Self { #(#names: #private::Field::new(#stored),)* #made }
                }
            }
        });
    }
}
