//! `#[patch(of = Player, crate = path)]` of a patch.

use syn::{DeriveInput, Ident, Path, Token, Type, ext::IdentExt, parse::ParseStream};

use crate::{
    attr::{self, Slot, collection::crate_path},
    context::Context,
    suggest, symbol,
};

/// What the attribute says of the whole struct.
pub(super) struct PatchAttr {
    pub(super) of: Slot<Type>,
    pub(super) krate: Slot<Path>,
}

impl PatchAttr {
    pub(super) fn parse(cx: &Context, item: &DeriveInput) -> Self {
        let mut this = Self { of: Slot::empty(), krate: Slot::empty() };
        let before = cx.count();
        for attr in item.attrs.iter().filter(|attr| attr.path().is_ident(symbol::PATCH)) {
            attr::each_item(cx, attr, |input| this.item(cx, input));
        }
        if !this.of.is_set() && cx.count() == before {
            let name = item.ident.unraw();
            let message = format!("`{name}` does not say whose fields it changes: `#[patch(of = Player)]`");
            cx.error(&item.ident, message);
        }
        this
    }

    fn item(&mut self, cx: &Context, input: ParseStream) -> syn::Result<()> {
        let word = input.call(Ident::parse_any)?;
        if word == symbol::CRATE {
            let path = crate_path(input, &word)?;
            self.krate.set(cx, &word, path);
        } else if word == symbol::OF {
            let wanted = "`of` takes the struct of the collection: `of = Player`";
            if !input.peek(Token![=]) {
                return Err(syn::Error::new(word.span(), wanted));
            }
            input.parse::<Token![=]>()?;
            let of = input.parse::<Type>().map_err(|error| syn::Error::new(error.span(), wanted))?;
            self.of.set(cx, &word, of);
        } else {
            return Err(unknown(&word, &[symbol::OF, symbol::CRATE], "on a patch"));
        }
        Ok(())
    }
}

pub(super) fn unknown(word: &Ident, words: &[&str], place: &str) -> syn::Error {
    let hint = match suggest::nearest(&word.to_string(), words.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("it takes {}", suggest::list(words.iter().copied())),
    };
    syn::Error::new(word.span(), format!("`#[patch]` {place} knows no `{word}`; {hint}"))
}
