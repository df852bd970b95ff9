//! `#[index(...)]` on a struct, which names its keys, and on a field, which is the key.

use syn::{Attribute, Ident, Lit, LitStr, Path, Token, ext::IdentExt, parse::ParseStream, token};

use super::{
    Slot, expire_after,
    kind::{self, Kind},
    path::FieldPath,
};
use crate::{context::Context, suggest, symbol};

/// The words that always mean the option.
pub(crate) const OPTIONS: &[&str] = &[symbol::UNIQUE, symbol::SPARSE, symbol::NAME, symbol::EXPIRE_AFTER, symbol::KEYS];

pub(crate) struct IndexAttr {
    /// The attribute's word, for errors about the whole.
    pub(crate) at: Path,
    pub(crate) keys: Vec<Key>,
    pub(crate) unique: Slot<Unique>,
    pub(crate) sparse: Slot<()>,
    pub(crate) name: Slot<LitStr>,
    pub(crate) expire_after: Slot<u64>,
    /// The keys stand in `keys(...)`, so that an option word beside them cannot be a field.
    pub(crate) keys_form: Option<Ident>,
    /// Whether it stands on a field.
    pub(crate) on_field: bool,
    /// Whether nothing is wrong with it so far.
    pub(crate) sound: bool,
}

pub(crate) struct Key {
    pub(crate) path: FieldPath,
    pub(crate) kind: Kind,
    /// What is wrong with the kind: of interest only where the path is a field, for it may be a misspelt option.
    pub(crate) wrong_kind: Option<syn::Error>,
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
        this.keys.push(Key { path, kind: Kind::Ascending, wrong_kind: None });
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
            let path = FieldPath::parse_from(word, input)?;
            self.key(input, path);
            return Ok(());
        }
        let path = FieldPath::parse(input)?;
        self.key(input, path);
        Ok(())
    }

    fn key(&mut self, input: ParseStream, path: FieldPath) {
        let (kind, wrong_kind) = match kind::after_equals(input) {
            Ok(kind) => (kind, None),
            Err(error) => (Kind::Ascending, Some(error)),
        };
        self.keys.push(Key { path, kind, wrong_kind });
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
        super::each_of(cx, &within, |input| {
            let path = FieldPath::parse(input)?;
            self.key(input, path);
            Ok(())
        });
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
        if word == symbol::KEYS || !is_option(&word) {
            return Err(not_an_option_of_a_field(&word));
        }
        self.option(cx, input, &word)
    }

    fn option(&mut self, cx: &Context, input: ParseStream, word: &Ident) -> syn::Result<()> {
        if word == symbol::UNIQUE {
            let unique = parse_unique(input, word)?;
            self.unique.set(cx, word, unique);
        } else if word == symbol::SPARSE {
            no_value(input, word)?;
            self.sparse.set(cx, word, ());
        } else if word == symbol::NAME {
            let name = super::string_value(input, word, "newest").map_err(|error| with_keys_form(&error, word))?;
            check_name(cx, &name);
            self.name.set(cx, word, name);
        } else {
            let bare = !input.peek(Token![=]);
            let seconds = expire_after::parse(input, word)
                .map_err(|error| if bare { with_keys_form(&error, word) } else { error })?;
            self.expire_after.set(cx, word, seconds);
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
            let _: proc_macro2::TokenStream = within.parse()?;
            Err(syn::Error::new(span, "`unique` knows one choice: `unique(nulls)`, in which absent values collide"))
        }
    }
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
    let hint = match suggest::meant(&word.to_string(), options.clone()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!(
            "it takes `1`, `-1`, a kind as `\"2dsphere\"`, and {}; an index over other fields goes on the struct",
            suggest::list(options)
        ),
    };
    syn::Error::new(word.span(), format!("the index of a field knows no `{word}`; {hint}"))
}
