//! `#[collection(name = "...", crate = path, ...)]` of a collection, `#[mongo(crate = path)]` of a document.

mod capped;
pub(crate) mod concern;
mod options;
pub(crate) mod time_series;
pub(crate) mod view;

use syn::{Attribute, Ident, LitStr, Path, Token, ext::IdentExt, parse::ParseStream};

pub(crate) use self::{capped::Capped, options::CollectionOptions};
use super::{Slot, value};
use crate::{ast::Derive, context::Context, symbol};

/// The longest name that fits a namespace: 255 bytes, with one letter of a database's name and the dot.
const MAX_NAME: usize = 253;

/// What the attribute says of the whole struct.
pub(crate) struct CollectionAttr {
    pub(crate) name: Slot<LitStr>,
    pub(crate) krate: Slot<Path>,
    pub(crate) options: CollectionOptions,
}

impl CollectionAttr {
    pub(crate) fn parse(cx: &Context, derive: Derive, attrs: &[Attribute]) -> Self {
        let mut this = Self { name: Slot::empty(), krate: Slot::empty(), options: CollectionOptions::empty() };
        for attr in attrs.iter().filter(|attr| attr.path().is_ident(derive.attribute())) {
            super::each_item(cx, attr, |input| this.item(cx, derive, input));
        }
        if derive == Derive::Collection {
            this.of_document(cx, attrs);
        }
        this
    }

    /// The word of the other derive: its path is kept, so that nothing but the word is wrong.
    fn of_document(&mut self, cx: &Context, attrs: &[Attribute]) {
        for attr in attrs.iter().filter(|attr| attr.path().is_ident(symbol::MONGO)) {
            let message =
                "`#[mongo]` belongs to an embedded document; a collection says it as `#[collection(crate = path)]`";
            cx.error(attr.path(), message);
            if !self.krate.is_set() {
                let _ = attr.parse_args_with(|input: ParseStream| self.item(cx, Derive::Document, input));
            }
        }
    }

    fn item(&mut self, cx: &Context, derive: Derive, input: ParseStream) -> syn::Result<()> {
        if let Ok(name) = input.fork().parse::<LitStr>() {
            return Err(input.error(match derive {
                Derive::Collection => {
                    format!("the collection's name has a word before it: `name = {:?}`", name.value())
                }
                Derive::Document => {
                    "`#[mongo]` takes `crate`, and no text: an embedded document has no name".to_owned()
                }
            }));
        }
        let word = input.call(Ident::parse_any)?;
        let words: &[&[&str]] = match derive {
            Derive::Collection => &[&[symbol::NAME, symbol::CRATE], &options::WORDS],
            Derive::Document => &[&[symbol::CRATE]],
        };
        let words = words.iter().copied().flatten().copied();
        if !words.clone().any(|known| word == known) {
            return Err(value::unknown(&word, &format!("#[{}]", derive.attribute()), words));
        }
        if word == symbol::NAME {
            let name = super::string_value(input, &word, "player")?;
            check_name(cx, &name);
            self.name.set(cx, &word, name);
        } else if word == symbol::CRATE {
            let path = crate_path(input, &word)?;
            self.krate.set(cx, &word, path);
        } else {
            self.options.item(cx, input, &word)?;
        }
        Ok(())
    }
}

/// The path after `crate =`.
pub(crate) fn crate_path(input: ParseStream, word: &Ident) -> syn::Result<Path> {
    if input.peek(Token![=]) {
        input.parse::<Token![=]>()?;
        if !input.peek(LitStr) {
            return input.call(Path::parse_mod_style);
        }
    }
    let message = "`crate` takes the path of mongomancy, without quotes: `crate = ::mongomancy`";
    Err(syn::Error::new(if input.is_empty() { word.span() } else { input.span() }, message))
}

/// The rules of the server, which `Namespace` checks too for names that come at run time.
fn check_name(cx: &Context, literal: &LitStr) {
    let name = literal.value();
    let rule = if name.is_empty() {
        "is empty".to_owned()
    } else if let Some(bad) = name.chars().find(|c| "$\0".contains(*c)) {
        format!("contains {bad:?}, which no server takes")
    } else if name.starts_with("system.") {
        "begins with `system.`, which the server keeps for itself".to_owned()
    } else if name.starts_with('.') || name.ends_with('.') || name.contains("..") {
        "has an empty part between its dots".to_owned()
    } else if name.len() > MAX_NAME {
        format!("is longer than {MAX_NAME} bytes")
    } else {
        return;
    };
    cx.error(literal, format_args!("the collection name {name:?} {rule}"));
}
