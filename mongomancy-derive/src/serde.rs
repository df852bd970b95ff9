//! serde's attributes, which are the one source of stored names and forms.

pub(crate) mod container;
pub(crate) mod field;
pub(crate) mod helper;
pub(crate) mod variant;

use syn::{
    Attribute, ExprPath, Ident, LitStr, Token, WherePredicate,
    ext::IdentExt,
    parse::{Parse, ParseStream},
    punctuated::Punctuated,
    token,
};

use crate::{
    attr,
    context::Context,
    suggest,
    symbol::serde::{DESERIALIZE, SERDE, SERIALIZE},
};

/// What serde is told to write and to read; usually the same.
#[derive(Clone)]
pub(crate) struct Both {
    /// The word that says it.
    pub(crate) word: Ident,
    pub(crate) written: Option<LitStr>,
    pub(crate) read: Option<LitStr>,
    /// Other names to read.
    pub(crate) more: Vec<LitStr>,
}

impl Both {
    /// What is written and what is read, where it says so, else `name`.
    pub(crate) fn or(this: Option<&Self>, name: (String, String)) -> (String, String) {
        let Some(both) = this else { return name };
        (both.written.as_ref().map_or(name.0, LitStr::value), both.read.as_ref().map_or(name.1, LitStr::value))
    }
}

/// What an absent field becomes.
#[derive(Clone)]
pub(crate) enum DefaultValue {
    /// `Default::default()`
    Trait,
    /// What the function gives.
    Path(ExprPath),
}

/// Calls `item` for each word within `#[serde(...)]`, with the input after it.
fn each_word(cx: &Context, attrs: &[Attribute], mut item: impl FnMut(&Ident, ParseStream) -> syn::Result<()>) {
    for attr in attrs.iter().filter(|attr| attr.path().is_ident(SERDE)) {
        attr::each_item(cx, attr, |input| item(&input.call(Ident::parse_any)?, input));
    }
}

/// `= "name"` or `(serialize = "name", deserialize = "name")`.
fn names(word: &Ident, input: ParseStream) -> syn::Result<Both> {
    let mut both = Both { word: word.clone(), written: None, read: None, more: Vec::new() };
    if !input.peek(token::Paren) {
        let name = attr::string_value(input, word, "name")?;
        both.read = Some(name.clone());
        both.written = Some(name);
        return Ok(both);
    }
    sides(word, input, |side, name| {
        if side == SERIALIZE {
            both.written.get_or_insert(name);
        } else if both.read.is_none() {
            both.read = Some(name);
        } else {
            both.more.push(name);
        }
    })?;
    Ok(both)
}

/// `(serialize = "...", deserialize = "...")`.
fn sides(word: &Ident, input: ParseStream, mut each: impl FnMut(&Ident, LitStr)) -> syn::Result<()> {
    let inner;
    syn::parenthesized!(inner in input);
    let read = each_side(word, &inner, &mut each);
    // What is wrong within the parentheses is told once.
    inner.parse::<proc_macro2::TokenStream>()?;
    read
}

fn each_side(word: &Ident, inner: ParseStream, each: &mut impl FnMut(&Ident, LitStr)) -> syn::Result<()> {
    while !inner.is_empty() {
        let side = inner.call(Ident::parse_any)?;
        if side != SERIALIZE && side != DESERIALIZE {
            let message = format!("`{word}` knows `{SERIALIZE}` and `{DESERIALIZE}`, and no `{side}`");
            return Err(syn::Error::new(side.span(), message));
        }
        each(&side, attr::string_value(inner, &side, "name")?);
        inner.parse::<Option<Token![,]>>()?;
    }
    Ok(())
}

/// A bare word, or `= "path"`.
fn default_value(word: &Ident, input: ParseStream) -> syn::Result<DefaultValue> {
    if input.peek(Token![=]) { path(word, input).map(DefaultValue::Path) } else { Ok(DefaultValue::Trait) }
}

/// `= "path"`.
fn path(word: &Ident, input: ParseStream) -> syn::Result<ExprPath> {
    within(word, input, "path::to::function")
}

/// What is written in a string.
fn within<T: Parse>(word: &Ident, input: ParseStream, example: &str) -> syn::Result<T> {
    let literal = attr::string_value(input, word, example)?;
    literal
        .parse()
        .map_err(|_| syn::Error::new(literal.span(), format!("`{word}` takes something like `{word} = {example:?}`")))
}

/// `= "T: Bound"`, or one for each side: what either needs.
fn bound(word: &Ident, input: ParseStream) -> syn::Result<Vec<WherePredicate>> {
    let mut literals = Vec::new();
    if input.peek(token::Paren) {
        sides(word, input, |_, literal| literals.push(literal))?;
    } else {
        literals.push(attr::string_value(input, word, "T: Serialize + DeserializeOwned")?);
    }
    let mut predicates = Vec::new();
    for literal in literals {
        predicates.extend(predicates_of(&literal)?);
    }
    Ok(predicates)
}

/// The predicates in a string; one that names serde's lifetime `'de` holds for all of them.
pub(crate) fn predicates_of(literal: &LitStr) -> syn::Result<Punctuated<WherePredicate, Token![,]>> {
    let parsed = literal.parse_with(Punctuated::<WherePredicate, Token![,]>::parse_terminated);
    let mut predicates = parsed.map_err(|_| {
        syn::Error::new(literal.span(), "`bound` takes what could stand behind `where`: `bound = \"T: Clone\"`")
    })?;
    for predicate in &mut predicates {
        if let WherePredicate::Type(of) = predicate
            && of.lifetimes.is_none()
            && quote::ToTokens::to_token_stream(&of.bounds).to_string().contains("'de")
        {
            of.lifetimes = Some(syn::parse_quote!(for<'de>));
        }
    }
    Ok(predicates)
}

/// A word that nobody knows: what it would do to the stored form cannot be known either.
fn unknown<'a>(word: &Ident, known: impl IntoIterator<Item = &'a str>) -> syn::Error {
    let hint = match suggest::nearest(&word.to_string(), known) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "remove it".to_owned(),
    };
    syn::Error::new(word.span(), format!("`{word}` is no attribute of serde's that is known here; {hint}"))
}
