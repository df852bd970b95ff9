//! What only one kind of index takes: of texts, of places on a plane, of every field.

use proc_macro2::TokenStream;
use syn::{Ident, LitStr, Token, ext::IdentExt, parse::ParseStream, token};

use crate::{
    attr::{self, Slot, path::FieldPath, value},
    context::Context,
    suggest, symbol,
};

/// The most that a weight may be.
const MAX_WEIGHT: i32 = 99_999;
/// The languages whose words servers know, under both of their names.
const LANGUAGES: &[&str] = &[
    "danish",
    "da",
    "dutch",
    "nl",
    "english",
    "en",
    "finnish",
    "fi",
    "french",
    "fr",
    "german",
    "de",
    "hungarian",
    "hu",
    "italian",
    "it",
    "norwegian",
    "nb",
    "none",
    "portuguese",
    "pt",
    "romanian",
    "ro",
    "russian",
    "ru",
    "spanish",
    "es",
    "swedish",
    "sv",
    "turkish",
    "tr",
];

pub(crate) struct KindOptions {
    pub(crate) weights: Slot<Vec<(FieldPath, i32)>>,
    pub(crate) default_language: Slot<String>,
    pub(crate) language_override: Slot<FieldPath>,
    pub(crate) bits: Slot<i32>,
    pub(crate) min: Slot<f64>,
    pub(crate) max: Slot<f64>,
    pub(crate) wildcard_projection: Slot<WildcardProjection>,
}

/// Which fields an index over all takes in.
pub(crate) struct WildcardProjection {
    pub(crate) fields: Fields,
    /// The fields as they were written, to tell two indexes apart.
    pub(crate) written: String,
}

pub(crate) enum Fields {
    Included(Vec<FieldPath>),
    /// What `doc!` makes of it.
    Raw(TokenStream),
}

impl KindOptions {
    pub(super) fn empty() -> Self {
        Self {
            weights: Slot::empty(),
            default_language: Slot::empty(),
            language_override: Slot::empty(),
            bits: Slot::empty(),
            min: Slot::empty(),
            max: Slot::empty(),
            wildcard_projection: Slot::empty(),
        }
    }

    /// Reads what follows the word, which must be one of these options.
    pub(super) fn item(&mut self, cx: &Context, input: ParseStream, word: &Ident) -> syn::Result<()> {
        match &*word.to_string() {
            symbol::WEIGHTS => self.weights.set(cx, word, weights(cx, input, word)?),
            symbol::DEFAULT_LANGUAGE => self.default_language.set(cx, word, language(input, word)?),
            symbol::LANGUAGE_OVERRIDE => self.language_override.set(cx, word, field(input, word)?),
            symbol::BITS => self.bits.set(cx, word, value::integer(input, word, &(1..=32))?),
            symbol::MIN => self.min.set(cx, word, value::number(input, word)?),
            symbol::MAX => self.max.set(cx, word, value::number(input, word)?),
            _ => self.wildcard_projection.set(cx, word, wildcard_projection(cx, input, word)?),
        }
        Ok(())
    }

    /// The words that only a text index takes.
    pub(crate) fn of_text(&self) -> impl Iterator<Item = &Ident> {
        [self.weights.word(), self.default_language.word(), self.language_override.word()].into_iter().flatten()
    }

    /// The words that only an index of places on a plane takes.
    pub(crate) fn of_plane(&self) -> impl Iterator<Item = &Ident> {
        [self.bits.word(), self.min.word(), self.max.word()].into_iter().flatten()
    }
}

fn weights(cx: &Context, input: ParseStream, word: &Ident) -> syn::Result<Vec<(FieldPath, i32)>> {
    let within = value::parenthesized(input, word, "title = 10, body = 1")?;
    let (mut weights, errors) = (Vec::new(), cx.count());
    attr::each_of(cx, &within, |input| {
        let path = FieldPath::parse(input)?;
        let weight = value::integer(input, &path, &(1..=MAX_WEIGHT))?;
        weights.push((path, weight));
        Ok(())
    });
    if weights.is_empty() && cx.count() == errors {
        return Err(syn::Error::new(word.span(), "`weights` names text keys: `weights(title = 10)`"));
    }
    Ok(weights)
}

fn language(input: ParseStream, word: &Ident) -> syn::Result<String> {
    let literal = attr::string_value(input, word, "german")?;
    let said = value::not_empty(&literal, word)?;
    if LANGUAGES.contains(&&*said) {
        return Ok(said);
    }
    let names = LANGUAGES.iter().copied().filter(|name| name.len() > 2);
    let hint = match suggest::nearest(&said, names.clone()) {
        Some(near) => format!("did you mean {near:?}?"),
        None => format!("they know {}", suggest::list(names)),
    };
    Err(syn::Error::new(literal.span(), format!("servers know no words of the language {said:?}; {hint}")))
}

/// `= lang`, a field of the struct, or its stored name in quotes.
fn field(input: ParseStream, word: &Ident) -> syn::Result<FieldPath> {
    let wanted = format!("`{word}` names the field that says a document's language: `{word} = lang`");
    if !input.peek(Token![=]) {
        return Err(syn::Error::new(word.span(), wanted));
    }
    input.parse::<Token![=]>()?;
    if !input.peek(LitStr) && !input.peek(Ident::peek_any) {
        return Err(syn::Error::new(input.span(), wanted));
    }
    FieldPath::parse(input)
}

fn wildcard_projection(cx: &Context, input: ParseStream, word: &Ident) -> syn::Result<WildcardProjection> {
    if input.peek(Token![=]) {
        let fields = value::document(input, word, "{ \"attrs\": 0 }")?;
        return Ok(WildcardProjection { written: fields.to_string(), fields: Fields::Raw(fields) });
    }
    if !input.peek(token::Paren) {
        let message = format!("`{word}` names the fields that the index takes in: `{word}(name, stats.wins)`");
        return Err(syn::Error::new(word.span(), message));
    }
    let within = value::parenthesized(input, word, "name, stats.wins")?;
    let (written, mut fields) = (within.to_string(), Vec::new());
    attr::each_of(cx, &within, |input| {
        fields.push(FieldPath::parse(input)?);
        Ok(())
    });
    if fields.is_empty() {
        return Err(syn::Error::new(word.span(), format!("`{word}` names fields: `{word}(name, stats.wins)`")));
    }
    Ok(WildcardProjection { fields: Fields::Included(fields), written })
}
