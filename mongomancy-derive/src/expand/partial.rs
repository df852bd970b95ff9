//! The filter of a partial index, as a document.

use proc_macro2::{Delimiter, Span, TokenStream, TokenTree};
use quote::{quote, quote_spanned};
use syn::Path;

use super::path;
use crate::{
    ast::Input,
    attr::index::partial::{Condition, Filter, Test},
};

/// An expression of the type `Document`.
pub(super) fn expand(input: &Input<'_>, private: &Path, filter: &Filter) -> TokenStream {
    match filter {
        Filter::Raw(tokens) => quote!(#private::doc! { #tokens }),
        Filter::Checked(filter) => conditions(input, private, filter),
    }
}

fn conditions(input: &Input<'_>, private: &Path, conditions: &[Condition]) -> TokenStream {
    let entries = conditions.iter().map(|one| match one {
        Condition::Field(field, test) => {
            let (name, test) = (path::expand(input, private, field, path::span(field)), tests(private, test));
            quote!((#name.stored(), #test))
        }
        Condition::Of(operator, filters) => {
            let filters = filters.iter().map(|filter| self::conditions(input, private, filter));
            let filters = quote!(#private::Bson::Array(#private::Vec::from([#(#private::Bson::Document(#filters)),*])));
            quote!((#private::String::from(#operator), #filters))
        }
    });
    quote!(#private::document([#(#entries),*]))
}

fn tests(private: &Path, test: &Test) -> TokenStream {
    match test {
        Test::Equal(said) => value(private, said),
        Test::Operators(operators) => {
            let entries = operators
                .iter()
                .map(|(operator, said)| (operator, value(private, said)))
                .map(|(operator, value)| quote!((#private::String::from(#operator), #value)));
            quote!(#private::Bson::Document(#private::document([#(#entries),*])))
        }
    }
}

/// A literal document, array or null as `bson!` has it, else an expression, whose type is told of where it stands.
fn value(private: &Path, tokens: &TokenStream) -> TokenStream {
    let is_literal = match tokens.clone().into_iter().next() {
        Some(TokenTree::Group(group)) => group.delimiter() != Delimiter::Parenthesis,
        Some(TokenTree::Ident(word)) => word == "null",
        _ => false,
    };
    if is_literal {
        return quote!(#private::bson!(#tokens));
    }
    let span = tokens.clone().into_iter().next().map_or_else(Span::call_site, |first| first.span());
    let private = path::respanned(private, span);
    quote_spanned!(span=> #private::value(#tokens))
}
