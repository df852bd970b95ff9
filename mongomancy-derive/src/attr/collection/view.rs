//! `view(of = Player, pipeline = path::to::function)`.

use syn::{ExprPath, Ident, LitStr, Path, Token, ext::IdentExt, parse::ParseStream, token};

use crate::{
    attr::{self, Slot, value},
    context::Context,
    symbol,
};

const EXAMPLE: &str = "of = Player, pipeline = Best::stages";

/// What a view shows. Both are there where nothing was reported.
pub(crate) struct View {
    pub(crate) of: Option<Path>,
    pub(crate) pipeline: Option<ExprPath>,
}

impl View {
    pub(super) fn parse(cx: &Context, input: ParseStream, word: &Ident) -> syn::Result<Self> {
        let within = value::parenthesized(input, word, EXAMPLE)?;
        let (mut of, mut pipeline, errors) = (Slot::empty(), Slot::empty(), cx.count());
        attr::each_of(cx, &within, |input| {
            let word = &input.call(Ident::parse_any)?;
            match &*word.to_string() {
                symbol::OF => {
                    of.set(cx, word, path(input, word, "`of` names the struct of the collection: `of = Player`")?);
                }
                symbol::PIPELINE => {
                    let wanted = "`pipeline` names the function that gives the stages: `pipeline = Best::stages`";
                    let function: ExprPath = path(input, word, wanted)?;
                    if input.peek(token::Paren) {
                        let _: proc_macro2::TokenTree = input.parse()?;
                        let message = "name the function without calling it: no parentheses";
                        return Err(syn::Error::new_spanned(&function, message));
                    }
                    pipeline.set(cx, word, function);
                }
                _ => return Err(value::unknown(word, symbol::VIEW, [symbol::OF, symbol::PIPELINE].into_iter())),
            }
            Ok(())
        });
        if !(of.is_set() && pipeline.is_set()) && cx.count() == errors {
            let message = format!("a view says what it shows, and by which stages: `view({EXAMPLE})`");
            return Err(syn::Error::new(word.span(), message));
        }
        Ok(Self { of: of.into_value(), pipeline: pipeline.into_value() })
    }
}

fn path<T: syn::parse::Parse>(input: ParseStream, word: &Ident, wanted: &str) -> syn::Result<T> {
    if !input.peek(Token![=]) {
        return Err(syn::Error::new(word.span(), wanted));
    }
    input.parse::<Token![=]>()?;
    if input.peek(LitStr) {
        return Err(syn::Error::new(input.span(), format!("{wanted}, without quotes")));
    }
    input.parse().map_err(|error| syn::Error::new(error.span(), wanted))
}
