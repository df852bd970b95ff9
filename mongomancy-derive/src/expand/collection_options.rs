//! What a collection is besides its name, as the constructors would make it by hand.

use proc_macro2::{Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::{Ident, Path, spanned::Spanned};

use super::{collation, path};
use crate::{
    ast::Input,
    attr::{
        collection::{time_series::TimeSeries, view::View},
        path::FieldPath,
    },
};

/// An expression of the type `CollectionDefinition`.
pub(super) fn expand(input: &Input<'_>, private: &Path, name: &str) -> TokenStream {
    let options = &input.attr.options;
    let new = || quote!(#private::CollectionDefinition::new(#name));
    let mut built = options.view.get().map_or_else(new, |view| shown(private, name, view));
    if let Some(capped) = options.capped.get() {
        let size = capped.size;
        let max = capped.max.map(|max| quote!(.max_documents(#max)));
        built = quote!(#built.capped(#private::Capped::new(#size)#max));
    }
    if let Some(series) = options.time_series.get() {
        let series = time_series(input, private, series);
        built = quote!(#built.time_series(#series));
    }
    if options.clustered.is_set() {
        built = quote!(#built.clustered());
    }
    if let Some(seconds) = options.expire_after.get() {
        built = quote!(#built.expire_after(#private::Duration::from_secs(#seconds)));
    }
    if let Some(rules) = options.collation.get() {
        let rules = collation::expand(private, rules);
        built = quote!(#built.collation(#rules));
    }
    if let Some(enabled) = options.pre_and_post_images.get() {
        built = quote!(#built.change_stream_pre_and_post_images(#enabled));
    }
    if let Some(level) = options.validation_level.get() {
        let level = Ident::new(level, Span::call_site());
        built = quote!(#built.validation_level(#private::ValidationLevel::#level));
    }
    if let Some(action) = options.validation_action.get() {
        let action = Ident::new(action, Span::call_site());
        built = quote!(#built.validation_action(#private::ValidationAction::#action));
    }
    if let Some(others) = options.others.get() {
        built = quote!(#built.with_options(#private::doc! { #others }));
    }
    match expiring_id(input, private) {
        Some(check) => quote!({ #check; #built }),
        None => built,
    }
}

/// The definition of a view, whose stages the compiler holds against both structs.
fn shown(private: &Path, name: &str, view: &View) -> TokenStream {
    let (of, pipeline) = (&view.of, &view.pipeline);
    let span = pipeline.span();
    let stages = quote_spanned!(span=> #pipeline());
    let at = path::respanned(private, span);
    quote_spanned!(span=> #at::view::<Self, #of, _>(#name, #stages))
}

fn time_series(input: &Input<'_>, private: &Path, series: &TimeSeries) -> TokenStream {
    let time = series.time_field.as_ref().map(|field| {
        let span = path::span(field);
        let (path, private) = (path::expand(input, private, field, span), path::respanned(private, span));
        quote_spanned!(span=> #private::measured(#path).stored())
    });
    let mut built = quote!(#private::TimeSeries::new(#time));
    if let Some(field) = &series.meta_field {
        let field = path::expand(input, private, field, path::span(field));
        built = quote!(#built.meta_field(#field.stored()));
    }
    if let Some(granularity) = series.granularity {
        let granularity = format_ident!("{granularity}");
        built = quote!(#built.granularity(#private::TimeseriesGranularity::#granularity));
    }
    built
}

/// Asserts that the `_id` of a clustered collection that expires is a date.
fn expiring_id(input: &Input<'_>, private: &Path) -> Option<TokenStream> {
    let options = &input.attr.options;
    let word = options.expire_after.word().filter(|_| options.clustered.is_set())?;
    let id = FieldPath::Rust(vec![input.id()?.ident()?.clone()]);
    let (path, private) = (path::expand(input, private, &id, word.span()), path::respanned(private, word.span()));
    Some(quote_spanned!(word.span()=> let _ = #private::expiring(#path)))
}
