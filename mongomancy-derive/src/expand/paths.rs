//! The paths to the fields, for filters and updates.

mod stored_field;

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, format_ident, quote};
use syn::{Generics, Path, Visibility, ext::IdentExt, parse_quote};

use super::{codec::field::form, impl_header, path};
use crate::{
    ast::{self, Field, Input},
    serde::field::Storage,
    ty,
};

/// The struct of the paths, and the way into it. `bounds` is what the codec asks of a generic type.
pub(super) fn expand(input: &Input<'_>, private: &Path, bounds: &TokenStream) -> TokenStream {
    let stored = stored_field::impls(input, private, bounds);
    let paths = declare(input, private, bounds);
    quote!(#stored #paths)
}

/// The same for a struct with mistakes, so that nothing else complains.
pub(crate) fn stub(input: &Input<'_>, private: &Path) -> TokenStream {
    let stored = stored_field::stubs(input, private);
    let paths = declare(input, private, &TokenStream::new());
    quote!(#stored #paths)
}

fn declare(input: &Input<'_>, private: &Path, bounds: &TokenStream) -> TokenStream {
    let this = this(input);
    let generics = generics(input, private);
    let (params, arguments, predicates) = generics.split_for_impl();
    let predicates: Vec<_> = predicates.map(|clause| &clause.predicates).into_iter().flatten().collect();
    let enter = quote! {
        #[automatically_derived]
        impl #params #private::Enter<__R, __P> for #this where #(#predicates,)* #bounds
    };
    if !input.is_seen() {
        return quote! {
            #enter {
                type Fields = #private::Path<__R, Self, #private::Own<Self>, __P>;

                fn enter(__place: &__P) -> <Self as #private::Enter<__R, __P>>::Fields {
                    #private::Path::new(#private::Clone::clone(__place))
                }
            }
        };
    }
    let ident = name(input);
    let fields: Vec<_> = reachable(input).collect();
    let names: Vec<_> = fields.iter().filter_map(|field| field.ident()).collect();
    let members = fields.iter().map(|field| {
        let (ident, visibility, ty) = (field.ident(), visibility(input, field), path_type(input, private, field));
        quote!(#visibility #ident: #ty)
    });
    // What is flattened has no path, but a type.
    let flattened: Vec<_> = input.fields.iter().filter(|field| is_flattened(field)).collect();
    let flat_names: Vec<_> = flattened.iter().filter_map(|field| field.ident()).collect();
    let flat_members = flattened.iter().map(|field| {
        let (ident, visibility) = (field.ident(), visibility(input, field));
        let ty = ty::without_self(field.ty.to_token_stream(), &this);
        quote!(#visibility #ident: #private::Field<#ty>)
    });
    let stored = fields.iter().map(|field| &field.stored);
    let methods = methods(input, private);
    // Where fields are flattened, the place is theirs too; and a parameter may be of use to none of the paths.
    let has_place = fields.is_empty() || input.fields.iter().any(is_flattened);
    let place = has_place.then(|| quote!(__place: __P,));
    let placed = has_place.then(|| quote!(__place: #private::Clone::clone(__place),));
    let has_marker = fields.is_empty() || input.is_generic();
    let of = has_marker.then(|| quote!(__of: #private::PhantomData<fn() -> (*const __R, *const #this)>,));
    let made = has_marker.then(|| quote!(__of: #private::PhantomData,));
    quote! {
        #[doc(hidden)]
        #[allow(
            dead_code, non_camel_case_types, non_snake_case, private_bounds, private_interfaces, unreachable_pub,
            missing_debug_implementations, clippy::struct_field_names, clippy::type_complexity
        )]
        pub struct #ident #params where #(#predicates,)* {
            #(#members,)*
            #(#flat_members,)*
            #place
            #of
        }

        #[allow(
            dead_code, non_snake_case, private_bounds, private_interfaces, unreachable_pub, clippy::type_complexity,
            clippy::wrong_self_convention, clippy::should_implement_trait
        )]
        #[automatically_derived]
        impl #params #ident #arguments where #(#predicates,)* {
            #methods
        }

        #enter {
            type Fields = #ident #arguments;

            fn enter(__place: &__P) -> <Self as #private::Enter<__R, __P>>::Fields {
                #ident {
                    #(#names: #private::Path::below(__place, #stored),)*
                    #(#flat_names: #private::Field::new(""),)*
                    #placed
                    #made
                }
            }
        }
    }
}

/// For each field that may hold others, a method that goes on into it.
fn methods(input: &Input<'_>, private: &Path) -> TokenStream {
    let entered = input.fields.iter().filter(|field| {
        is_flattened(field)
            || field.is_stored()
                && matches!(field.storage, Storage::Seen)
                && form(input, field).is_none()
                && !ty::is_scalar(field.ty)
    });
    let methods = entered.map(|field| {
        let (ident, visibility) = (field.ident(), visibility(input, field));
        let ty = ty::without_self(field.ty.to_token_stream(), &this(input));
        let place = if is_flattened(field) { quote!(&self.__place) } else { quote!(#private::place_of(&self.#ident)) };
        quote! {
            #[inline]
            #visibility fn #ident(&self) -> <#ty as #private::Enter<__R, __P>>::Fields
            where
                #ty: #private::Enter<__R, __P>,
            {
                <#ty as #private::Enter<__R, __P>>::enter(#place)
            }
        }
    });
    quote!(#(#methods)*)
}

/// The fields that have a path: those that are stored under a name of their own.
fn reachable<'a>(input: &'a Input<'a>) -> impl Iterator<Item = &'a Field<'a>> {
    input.fields.iter().filter(|field| field.is_stored() && input.is_seen())
}

fn is_flattened(field: &Field<'_>) -> bool {
    matches!(field.storage, Storage::Flattened)
}

fn path_type(input: &Input<'_>, private: &Path, field: &Field<'_>) -> TokenStream {
    let (this, number) = (this(input), field.number);
    let ty = ty::without_self(field.ty.to_token_stream(), &this);
    let codec = if is_plain(input, field) {
        quote!(#private::Own<#ty>)
    } else {
        let stored = path::stored_type(input, private, field).unwrap_or_else(|| ty.clone());
        quote!(#private::ByField<#this, #number, #stored>)
    };
    quote!(#private::Path<__R, #ty, #codec, __P>)
}

/// Whether the field is stored as its type says by itself, as far as the tokens tell.
fn is_plain(input: &Input<'_>, field: &Field<'_>) -> bool {
    let has_default = field.serde.default.is_some() || input.serde.default.is_set() || !field.is_read();
    matches!(field.storage, Storage::Seen) && !has_default && form(input, field).is_none() && ty::is_scalar(field.ty)
}

/// The struct's own parameters, and those of paths: what they are paths of, and where they begin.
fn generics(input: &Input<'_>, private: &Path) -> Generics {
    let mut generics = input.item.generics.clone();
    generics.params.push(parse_quote!(__R));
    generics.params.push(parse_quote!(__P: #private::Place));
    generics
}

fn this(input: &Input<'_>) -> TokenStream {
    let ident = &input.item.ident;
    let (_, arguments, _) = input.item.generics.split_for_impl();
    quote!(#ident #arguments)
}

fn visibility<'a>(input: &'a Input<'_>, field: &Field<'_>) -> &'a Visibility {
    let mut fields = ast::named(input.item).into_iter().flatten();
    fields.find(|named| named.ident.as_ref() == field.ident()).map_or(&Visibility::Inherited, |named| &named.vis)
}

/// The name of the struct, which messages about unknown fields show.
fn name(input: &Input<'_>) -> Ident {
    let mut ident = format_ident!("PathsOf{}", input.item.ident.unraw());
    // A type of the user's with this name would be hidden by ours.
    while ty::mentions(input.item.to_token_stream(), &ident.to_string()) {
        ident = format_ident!("{ident}_");
    }
    ident
}
