//! `#[default_documents(Color::defaults, key(color_name))]`.

use proc_macro2::TokenStream;
use syn::{Attribute, ExprPath, Ident, Path, ext::IdentExt, parse::ParseStream, token};

use super::{Slot, path::FieldPath};
use crate::{context::Context, symbol};

pub(crate) struct DefaultDocumentsAttr {
    /// The attribute's word, for errors about the whole.
    pub(crate) at: Path,
    pub(crate) values: Option<ExprPath>,
    pub(crate) key: Slot<Vec<FieldPath>>,
    /// An item could not be read: what is missing may stand there.
    pub(crate) broken: bool,
}

impl DefaultDocumentsAttr {
    /// The attribute, which may be there once.
    pub(crate) fn parse(cx: &Context, attrs: &[Attribute]) -> Option<Self> {
        let mut found = attrs.iter().filter(|attr| attr.path().is_ident(symbol::DEFAULT_DOCUMENTS));
        let first = found.next()?;
        for second in found {
            cx.error(second.path(), "`default_documents` is said twice; let one function give all of them");
        }
        let mut this = Self { at: first.path().clone(), values: None, key: Slot::empty(), broken: false };
        let errors = cx.count();
        super::each_item(cx, first, |input| this.item(cx, input));
        this.broken = cx.count() > errors;
        Some(this)
    }

    fn item(&mut self, cx: &Context, input: ParseStream) -> syn::Result<()> {
        let ahead = input.fork();
        let is_key = ahead.call(Ident::parse_any).is_ok_and(|word| word == symbol::KEY);
        if is_key && ahead.peek(token::Paren) {
            let word = input.call(Ident::parse_any)?;
            let within;
            syn::parenthesized!(within in input);
            let mut fields = Vec::new();
            super::each_of(cx, &within, |input| {
                fields.push(FieldPath::parse(input)?);
                Ok(())
            });
            if fields.is_empty() && !self.broken {
                cx.error(&word, "`key` names the fields that find a default document again: `key(color_name)`");
            }
            self.key.set(cx, &word, fields);
            return Ok(());
        }
        let wrong = "expected a function that gives the values, as in `Color::defaults`, or `key(field, ...)`";
        let path: ExprPath = input.parse().map_err(|error| syn::Error::new(error.span(), wrong))?;
        if input.peek(token::Paren) {
            let _: TokenStream = input.parse()?;
            return Err(syn::Error::new_spanned(&path, "name the function without calling it: no parentheses"));
        }
        if self.values.is_some() {
            let message = "one function gives all default documents; fields that find them go into `key(...)`";
            return Err(syn::Error::new_spanned(path, message));
        }
        self.values = Some(path);
        Ok(())
    }
}
