//! `#[index(...)]` on a struct, which names its keys, and on a field, which is the key.

pub(crate) mod kind_options;
pub(crate) mod partial;

use proc_macro2::TokenStream;
use syn::{Attribute, Ident, Lit, LitStr, Path, Token, ext::IdentExt, parse::ParseStream, token};

use self::{kind_options::KindOptions, partial::Partial};
use super::{
    Slot,
    collation::CollationAttr,
    expire_after,
    kind::{self, Kind},
    path::FieldPath,
    value,
};
use crate::{context::Context, suggest, symbol};

/// The words that always mean the option.
pub(crate) const OPTIONS: &[&str] = &[
    symbol::UNIQUE,
    symbol::SPARSE,
    symbol::HIDDEN,
    symbol::NAME,
    symbol::EXPIRE_AFTER,
    symbol::PARTIAL,
    symbol::COLLATION,
    symbol::WEIGHTS,
    symbol::DEFAULT_LANGUAGE,
    symbol::LANGUAGE_OVERRIDE,
    symbol::BITS,
    symbol::MIN,
    symbol::MAX,
    symbol::WILDCARD_PROJECTION,
    symbol::RAW,
    symbol::KEYS,
];

pub(crate) struct IndexAttr {
    /// The attribute's word, for errors about the whole.
    pub(crate) at: Path,
    pub(crate) keys: Vec<Key>,
    pub(crate) unique: Slot<Unique>,
    pub(crate) sparse: Slot<()>,
    pub(crate) name: Slot<LitStr>,
    pub(crate) expire_after: Slot<u64>,
    pub(crate) hidden: Slot<()>,
    pub(crate) partial: Slot<Partial>,
    pub(crate) collation: Slot<CollationAttr>,
    pub(crate) of_kind: KindOptions,
    /// What has no word, as `doc!` reads it.
    pub(crate) raw: Slot<TokenStream>,
    /// The keys stand in `keys(...)`, so that an option word beside them cannot be a field.
    pub(crate) keys_form: Option<Ident>,
    /// Whether it stands on a field.
    pub(crate) on_field: bool,
    /// Whether nothing is wrong with it so far.
    pub(crate) sound: bool,
}

pub(crate) struct Key {
    pub(crate) path: FieldPath,
    /// Whether it is every field below the path.
    pub(crate) below: bool,
    pub(crate) kind: Kind,
    /// What is wrong with the kind: of interest only where the path is a field, for it may be a misspelt option.
    pub(crate) wrong_kind: Option<syn::Error>,
}

impl Key {
    /// The key as it was written.
    pub(crate) fn shown(&self) -> String {
        let path = self.path.shown();
        if self.below { format!("{path}.{}", symbol::ALL_FIELDS) } else { path }
    }

    /// Whether it stands for several fields.
    pub(crate) fn is_wildcard(&self) -> bool {
        let is_last = |path: &str| path.rsplit('.').next() == Some(symbol::ALL_FIELDS);
        self.below || matches!(&self.path, FieldPath::Stored(literal) if is_last(&literal.value()))
    }

    /// Whether it stands for every field of the document.
    pub(crate) fn is_all(&self) -> bool {
        matches!(&self.path, FieldPath::Stored(literal) if literal.value() == symbol::ALL_FIELDS)
    }
}

/// What a unique index does with absent values.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unique {
    /// Leaves them out where the field is an `Option`.
    Present,
    /// Takes them in: two of them collide.
    Nulls,
}

impl IndexAttr {
    /// An index of the struct.
    pub(crate) fn of_struct(cx: &Context, attr: &Attribute) -> Self {
        let mut this = Self::new(attr, false);
        this.read(cx, attr, Self::struct_item);
        this
    }

    /// The index of the field `field`.
    pub(crate) fn of_field(cx: &Context, attr: &Attribute, field: &Ident) -> Self {
        let mut this = Self::new(attr, true);
        let path = FieldPath::Rust(vec![field.clone()]);
        this.keys.push(Key { path, below: false, kind: Kind::Ascending, wrong_kind: None });
        let mut kind_said = Slot::empty();
        this.read(cx, attr, |this, cx, input| this.field_item(cx, input, &mut kind_said));
        if let Some(kind) = kind_said.get() {
            this.keys[0].kind = *kind;
        }
        this
    }

    fn new(attr: &Attribute, on_field: bool) -> Self {
        Self {
            at: attr.path().clone(),
            keys: Vec::new(),
            unique: Slot::empty(),
            sparse: Slot::empty(),
            name: Slot::empty(),
            expire_after: Slot::empty(),
            hidden: Slot::empty(),
            partial: Slot::empty(),
            collation: Slot::empty(),
            of_kind: KindOptions::empty(),
            raw: Slot::empty(),
            keys_form: None,
            on_field,
            sound: true,
        }
    }

    fn read(
        &mut self,
        cx: &Context,
        attr: &Attribute,
        mut item: impl FnMut(&mut Self, &Context, ParseStream) -> syn::Result<()>,
    ) {
        let errors = cx.count();
        super::each_item(cx, attr, |input| item(self, cx, input));
        self.sound = cx.count() == errors;
    }

    fn struct_item(&mut self, cx: &Context, input: ParseStream) -> syn::Result<()> {
        if input.peek(Ident::peek_any) && !input.peek(Lit) {
            let word = input.call(Ident::parse_any)?;
            if word == symbol::KEYS && !input.peek(Token![.]) {
                return self.keys_form(cx, input, word);
            }
            if is_option(&word) && !input.peek(Token![.]) {
                return self.option(cx, input, &word);
            }
            return self.key(input, Some(word));
        }
        self.key(input, None)
    }

    fn key(&mut self, input: ParseStream, first: Option<Ident>) -> syn::Result<()> {
        let (path, below) = FieldPath::parse_key(first, input)?;
        let (kind, wrong_kind) = match kind::after_equals(input) {
            Ok(kind) => (kind, None),
            Err(error) => (Kind::Ascending, Some(error)),
        };
        self.keys.push(Key { path, below, kind, wrong_kind });
        Ok(())
    }

    fn keys_form(&mut self, cx: &Context, input: ParseStream, word: Ident) -> syn::Result<()> {
        if !input.peek(token::Paren) {
            return Err(syn::Error::new(word.span(), "`keys` takes the keys in parentheses: `keys(name = 1)`"));
        }
        if self.keys_form.is_some() {
            return Err(syn::Error::new(word.span(), "`keys` is said twice; keep one"));
        }
        let within;
        syn::parenthesized!(within in input);
        super::each_of(cx, &within, |input| self.key(input, None));
        self.keys_form = Some(word);
        Ok(())
    }

    fn field_item(&mut self, cx: &Context, input: ParseStream, kind: &mut Slot<Kind>) -> syn::Result<()> {
        if !input.peek(Ident::peek_any) {
            let span = input.span();
            let value = kind::parse(input)?;
            kind.set(cx, &Ident::new("kind", span), value);
            return Ok(());
        }
        let word = input.call(Ident::parse_any)?;
        if word == symbol::WILDCARD {
            no_value(input, &word)?;
            self.keys[0].below = true;
            return Ok(());
        }
        if word == symbol::KEYS || !is_option(&word) {
            return Err(not_an_option_of_a_field(&word));
        }
        self.option(cx, input, &word)
    }

    fn option(&mut self, cx: &Context, input: ParseStream, word: &Ident) -> syn::Result<()> {
        let bare = !input.peek(Token![=]) && !input.peek(token::Paren);
        // Without a value, or with that of a key, it may be meant as one.
        let is_like_key = bare || is_key_value(input);
        let told = |error: syn::Error| if is_like_key { with_keys_form(&error, word) } else { error };
        match &*word.to_string() {
            symbol::UNIQUE => self.unique.set(cx, word, parse_unique(input, word)?),
            symbol::SPARSE => self.sparse.set(cx, word, no_value(input, word)?),
            symbol::HIDDEN => self.hidden.set(cx, word, no_value(input, word)?),
            symbol::NAME => {
                let name = super::string_value(input, word, "newest").map_err(|error| with_keys_form(&error, word))?;
                check_name(cx, &name);
                self.name.set(cx, word, name);
            }
            symbol::EXPIRE_AFTER => {
                let seconds = expire_after::parse(input, word)
                    .map_err(|error| if bare { with_keys_form(&error, word) } else { error })?;
                self.expire_after.set(cx, word, seconds);
            }
            symbol::PARTIAL => self.partial.set(cx, word, Partial::parse(cx, input, word).map_err(told)?),
            symbol::COLLATION => self.collation.set(cx, word, CollationAttr::parse(cx, input, word).map_err(told)?),
            symbol::RAW => {
                let options = value::document(input, word, "{ \"storageEngine\": { .. } }").map_err(told)?;
                self.raw.set(cx, word, options);
            }
            _ => self.of_kind.item(cx, input, word).map_err(told)?,
        }
        Ok(())
    }
}

pub(crate) fn is_option(word: &Ident) -> bool {
    OPTIONS.iter().any(|option| word == option)
}

fn parse_unique(input: ParseStream, word: &Ident) -> syn::Result<Unique> {
    if !input.peek(token::Paren) {
        no_value(input, word)?;
        return Ok(Unique::Present);
    }
    let within;
    syn::parenthesized!(within in input);
    let choice: Option<Ident> = within.call(Ident::parse_any).ok();
    match choice {
        Some(choice) if choice == symbol::NULLS && within.is_empty() => Ok(Unique::Nulls),
        choice => {
            let span = choice.map_or(word.span(), |choice| choice.span());
            let _: TokenStream = within.parse()?;
            Err(syn::Error::new(span, "`unique` knows one choice: `unique(nulls)`, in which absent values collide"))
        }
    }
}

/// Whether `= 1` or `= -1` follows.
fn is_key_value(input: ParseStream) -> bool {
    let ahead = input.fork();
    ahead.parse::<Token![=]>().is_ok() && kind::parse(&ahead).is_ok()
}

fn no_value(input: ParseStream, word: &Ident) -> syn::Result<()> {
    if input.peek(Token![=]) || input.peek(token::Paren) {
        let error = syn::Error::new(word.span(), format!("`{word}` stands alone"));
        return Err(with_keys_form(&error, word));
    }
    Ok(())
}

fn with_keys_form(error: &syn::Error, word: &Ident) -> syn::Error {
    syn::Error::new(error.span(), format!("{error}; a field of that name is written `keys({word} = 1)`"))
}

fn check_name(cx: &Context, literal: &LitStr) {
    let name = literal.value();
    if name.is_empty() || name == "*" || name.contains('\0') {
        cx.error(literal, format_args!("{name:?} is no name that a server takes for an index"));
    }
}

fn not_an_option_of_a_field(word: &Ident) -> syn::Error {
    let options = OPTIONS.iter().copied().filter(|option| *option != symbol::KEYS);
    let hint = match suggest::meant(&word.to_string(), options.clone().chain([symbol::WILDCARD])) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!(
            "it takes `1`, `-1`, a kind as `\"2dsphere\"`, and {}; an index over other fields goes on the struct",
            suggest::list(options.chain([symbol::WILDCARD]))
        ),
    };
    syn::Error::new(word.span(), format!("the index of a field knows no `{word}`; {hint}"))
}
