//! A sound projection to tokens.

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::{Ident, Index, Path, spanned::Spanned};

use crate::{
    attr::path::FieldPath,
    projection::{Part, Projection},
    ty,
};

pub(crate) fn expand(projection: &Projection<'_>, private: &Path) -> TokenStream {
    let Some(model) = projection.model() else { return TokenStream::new() };
    let this = &projection.item.ident;
    let expected = format!("struct {}", projection.name());
    let count = projection.parts.len();
    let types: Vec<_> = projection.parts.iter().map(|part| own_type(this, part)).collect();
    let checks = projection.parts.iter().zip(&types).map(|(part, ty)| checks(private, part, ty));
    let ways = projection.parts.iter().zip(&types).map(|(part, ty)| way(private, part, ty));
    let places = projection.parts.iter().map(|part| place(private, &part.path));
    let names: Vec<_> = projection.parts.iter().map(|part| part.ident).collect();
    let numbers: Vec<_> = (0..count).map(Index::from).collect();
    in_scope(
        private,
        &quote! {
            type __Fields = <#model as #private::Enter<#model, #private::Fixed>>::Fields;

            #[allow(clippy::type_complexity)]
            fn __ways() -> (#(impl #private::ReadField<#types>,)*) {
                #(#checks)*
                (#(#ways,)*)
            }

            fn __places() -> &'static [#private::Fixed; #count] {
                static __PLACES: #private::OnceLock<[#private::Fixed; #count]> = #private::OnceLock::new();
                __PLACES.get_or_init(|| {
                    let __p = <#model as #private::Enter<#model, #private::Fixed>>::enter(&#private::Fixed::EMPTY);
                    [#(#places,)*]
                })
            }

            #[automatically_derived]
            impl #private::Decode for #this {
                fn decode_from(
                    __kind: u8,
                    __from: &mut #private::Reader<'_>,
                ) -> #private::result::Result<Self, #private::DecodeError> {
                    let (__places, __ways) = (__places(), __ways());
                    let __found = #private::locate(__kind, __from, #expected, __places)?;
                    #private::result::Result::Ok(Self {
                        #(#names: #private::read_field(__found[#numbers], &__places[#numbers], __ways.#numbers)?,)*
                    })
                }
            }

            #[automatically_derived]
            impl #private::Projection<#model> for #this {
                fn include(__path: #private::String, __to: &mut #private::Selection) {
                    #private::include_part(__path, __to, |__outer, __to| {
                        let (__places, __ways) = (__places(), __ways());
                        #(#private::include_field(__outer, &__places[#numbers], __ways.#numbers, __to);)*
                    });
                }
            }
        },
    )
}

/// The impls of one with mistakes, so that nothing else complains.
pub(crate) fn stub(projection: &Projection<'_>, private: &Path) -> TokenStream {
    let this = &projection.item.ident;
    let (params, arguments, predicates) = projection.item.generics.split_for_impl();
    let part = projection.model().map(|model| {
        quote! {
            #[automatically_derived]
            impl #params #private::Projection<#model> for #this #arguments #predicates {
                fn include(_: #private::String, _: &mut #private::Selection) {
                    #private::stub()
                }
            }
        }
    });
    in_scope(
        private,
        &quote! {
            #[automatically_derived]
            impl #params #private::Decode for #this #arguments #predicates {
                fn decode_from(
                    _: u8,
                    _: &mut #private::Reader<'_>,
                ) -> #private::result::Result<Self, #private::DecodeError> {
                    #private::stub()
                }
            }

            #part
        },
    )
}

fn in_scope(private: &Path, items: &TokenStream) -> TokenStream {
    quote! {
        #[doc(hidden)]
        #[allow(unused_imports, unused_qualifications, deprecated)]
        const _: () = {
            use #private::{
                ChoosePart as _, ChoosePartIfAny as _, ChooseWhole as _, ChooseWholeIfAny as _, IsThere as _,
                MayBeAbsent as _, RefuseAbsent as _, RefuseAbsentPart as _, RefuseOther as _,
            };
            #items
        };
    }
}

fn own_type(this: &Ident, part: &Part<'_>) -> TokenStream {
    ty::without_self(part.ty.to_token_stream(), &this.to_token_stream())
}

/// The way in which the field is read, chosen by the compiler.
fn way(private: &Path, part: &Part<'_>, ty: &TokenStream) -> TokenStream {
    let span = part.ty.span();
    let path = match &part.path {
        FieldPath::Stored(literal) => quote!(|_: __Fields| #private::Path::<(), #ty>::named(#literal)),
        FieldPath::Rust(segments) => {
            let (fields, leads) = leads(segments);
            quote!(|#fields: __Fields| #leads)
        }
    };
    quote_spanned!(span=> (&&&&&&&#private::ReadAs::<#ty>::of(#path)).way())
}

/// What is to be known of each segment before the last.
fn checks(private: &Path, part: &Part<'_>, ty: &TokenStream) -> TokenStream {
    let FieldPath::Rust(segments) = &part.path else { return TokenStream::new() };
    let span = part.ty.span();
    let checks = (1..segments.len()).map(|length| {
        let (fields, leads) = leads(&segments[..length]);
        quote_spanned!(span=> (&&#private::ReadAs::<#ty>::through(|#fields: __Fields| #leads)).check();)
    });
    quote!(#(#checks)*)
}

fn place(private: &Path, path: &FieldPath) -> TokenStream {
    match path {
        FieldPath::Stored(literal) => quote!(#private::Place::then(#private::Fixed::EMPTY, #literal)),
        FieldPath::Rust(segments) => {
            let leads = follow(quote!(__p), segments);
            quote!(*#private::place_of(&#leads))
        }
    }
}

/// A name for the fields, and the expression that leads from them to the last segment.
fn leads(segments: &[Ident]) -> (Ident, TokenStream) {
    let fields = Ident::new("__p", Span::mixed_site());
    (fields.clone(), follow(fields.to_token_stream(), segments))
}

fn follow(fields: TokenStream, segments: &[Ident]) -> TokenStream {
    let Some((last, before)) = segments.split_last() else { return fields };
    // The dots are at the segments, so that what is wrong with one is told of there.
    let entered = before.iter().fold(fields, |path, segment| quote_spanned!(segment.span()=> #path.#segment()));
    quote_spanned!(last.span()=> #entered.#last)
}
