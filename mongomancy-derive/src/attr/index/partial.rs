//! `partial = { status: "active", score: { $gte: 10 } }`: which documents an index takes in.

use proc_macro2::{Span, TokenStream};
use syn::{
    Ident, LitStr, Token, braced, bracketed,
    ext::IdentExt,
    parse::{ParseBuffer, ParseStream},
    token,
};

use crate::{
    attr::{self, Slot, path::FieldPath, value},
    context::Context,
    suggest, symbol,
};

/// What servers take of a field in the filter of an index.
const OF_A_FIELD: [&str; 8] = ["$eq", "$exists", "$gt", "$gte", "$in", "$lt", "$lte", "$type"];
const EXISTS: &str = "$exists";
/// And of several conditions.
const OF_CONDITIONS: [&str; 2] = ["$and", "$or"];
const EXAMPLE: &str = "{ status: \"active\", score: { $gte: 10 } }";

/// Which documents the index takes in.
pub(crate) struct Partial {
    pub(crate) filter: Filter,
    /// The filter as it was written, to tell two indexes apart.
    pub(crate) written: String,
}

pub(crate) enum Filter {
    Checked(Vec<Condition>),
    /// What `doc!` makes of it.
    Raw(TokenStream),
}

pub(crate) enum Condition {
    Field(FieldPath, Test),
    /// `$and` or `$or` of several filters.
    Of(LitStr, Vec<Vec<Condition>>),
}

/// What is asked of a field.
pub(crate) enum Test {
    Equal(TokenStream),
    Operators(Vec<(LitStr, TokenStream)>),
}

impl Partial {
    /// The filter after the word and `=`.
    pub(super) fn parse(cx: &Context, input: ParseStream, word: &Ident) -> syn::Result<Self> {
        let wanted = || format!("`{word}` takes a filter in braces: `{word} = {EXAMPLE}`");
        if !input.peek(Token![=]) {
            return Err(syn::Error::new(word.span(), wanted()));
        }
        input.parse::<Token![=]>()?;
        let raw = input.peek(Ident) && input.peek2(token::Brace) && input.fork().parse::<Ident>()? == symbol::RAW;
        if raw {
            input.parse::<Ident>()?;
        }
        if !input.peek(token::Brace) {
            return Err(syn::Error::new(if input.is_empty() { word.span() } else { input.span() }, wanted()));
        }
        let within;
        braced!(within in input);
        let written = within.to_string();
        if within.is_empty() {
            return Err(syn::Error::new(
                word.span(),
                format!("a filter without conditions takes in every document; {}", wanted()),
            ));
        }
        let filter = if raw { Filter::Raw(value::entries(&within)?) } else { Filter::Checked(conditions(cx, &within)) };
        Ok(Self { filter, written })
    }
}

fn conditions(cx: &Context, input: &ParseBuffer<'_>) -> Vec<Condition> {
    let mut conditions = Vec::new();
    attr::each_of(cx, input, |input| {
        conditions.push(condition(cx, input)?);
        Ok(())
    });
    conditions
}

fn condition(cx: &Context, input: ParseStream) -> syn::Result<Condition> {
    if let Some(operator) = operator(input)? {
        return of_conditions(cx, input, operator);
    }
    let path = FieldPath::parse(input)?;
    colon(input, "a field's condition stands after a colon: `score: { $gte: 10 }`")?;
    let begins_with_operator = |within: &ParseBuffer<'_>| operator(within).is_ok_and(|operator| operator.is_some());
    if input.peek(token::Brace) {
        let ahead = input.fork();
        let within;
        braced!(within in ahead);
        if begins_with_operator(&within) {
            let within;
            braced!(within in input);
            return Ok(Condition::Field(path, Test::Operators(operators(cx, &within))));
        }
    }
    Ok(Condition::Field(path, Test::Equal(value::expression(input)?)))
}

fn of_conditions(cx: &Context, input: ParseStream, operator: LitStr) -> syn::Result<Condition> {
    let name = operator.value();
    if OF_A_FIELD.contains(&&*name) {
        let message = format!("`{name}` stands in the condition of a field: `score: {{ {name}: .. }}`");
        return Err(syn::Error::new(operator.span(), message));
    }
    if !OF_CONDITIONS.contains(&&*name) {
        return Err(no_operator(&operator, &OF_CONDITIONS, "beside its fields"));
    }
    let wanted = format!(
        "`{name}` takes filters in brackets: `{name}: [{{ status: \"active\" }}, {{ score: {{ $gte: 10 }} }}]`"
    );
    colon(input, &wanted)?;
    if !input.peek(token::Bracket) {
        return Err(input.error(wanted));
    }
    let within;
    bracketed!(within in input);
    let (mut filters, errors) = (Vec::new(), cx.count());
    attr::each_of(cx, &within, |input| {
        if !input.peek(token::Brace) {
            return Err(input.error(&wanted));
        }
        let within;
        braced!(within in input);
        filters.push(conditions(cx, &within));
        Ok(())
    });
    if filters.is_empty() && cx.count() == errors {
        return Err(syn::Error::new(operator.span(), wanted));
    }
    Ok(Condition::Of(operator, filters))
}

fn operators(cx: &Context, input: &ParseBuffer<'_>) -> Vec<(LitStr, TokenStream)> {
    let mut operators: Vec<(LitStr, TokenStream)> = Vec::new();
    attr::each_of(cx, input, |input| {
        let Some(operator) = operator(input)? else {
            return Err(input.error("expected another operator, as in `{ $gte: 10, $lt: 20 }`"));
        };
        let name = operator.value();
        if !OF_A_FIELD.contains(&&*name) {
            return Err(no_operator(&operator, &OF_A_FIELD, "of a field"));
        }
        if operators.iter().any(|(other, _)| other.value() == name) {
            return Err(syn::Error::new(operator.span(), format!("`{name}` is said twice; keep one")));
        }
        colon(input, "an operator's value stands after a colon: `{ $gte: 10 }`")?;
        let value = value::expression(input)?;
        if name == EXISTS && value.to_string() != "true" {
            let message =
                "a partial index takes `$exists: true` alone: no server makes one of documents without a field";
            return Err(syn::Error::new_spanned(&value, message));
        }
        operators.push((operator, value));
        Ok(())
    });
    operators
}

/// `$gte`, or `"$gte"`, if one is next.
fn operator(input: ParseStream) -> syn::Result<Option<LitStr>> {
    if input.peek(Token![$]) {
        let dollar: Token![$] = input.parse()?;
        let word = input.call(Ident::parse_any)?;
        return Ok(Some(LitStr::new(&format!("${word}"), join(dollar.span, &word))));
    }
    let is_literal = input.peek(LitStr) && input.fork().parse::<LitStr>()?.value().starts_with('$');
    if is_literal { input.parse().map(Some) } else { Ok(None) }
}

/// The place of both, where the compiler can tell it.
fn join(dollar: Span, word: &Ident) -> Span {
    dollar.join(word.span()).unwrap_or_else(|| word.span())
}

fn colon(input: ParseStream, wanted: &str) -> syn::Result<()> {
    if !input.peek(Token![:]) {
        return Err(input.error(wanted));
    }
    input.parse::<Token![:]>().map(drop)
}

fn no_operator(operator: &LitStr, known: &[&str], place: &str) -> syn::Error {
    let name = operator.value();
    let takes = suggest::list(known.iter().copied());
    let near = suggest::nearest(&name, known.iter().copied()).map(|near| format!("did you mean `{near}`? "));
    let message = format!("a partial index takes no `{name}` {place}; {}it takes {takes}", near.unwrap_or_default());
    syn::Error::new(operator.span(), message)
}

/// What was said of one index, if it was.
pub(crate) fn written(partial: &Slot<Partial>) -> Option<&str> {
    partial.get().map(|partial| &*partial.written)
}
