//! `time_series(time_field = at, meta_field = station, granularity = "minutes")`.

use syn::{Ident, LitStr, Token, ext::IdentExt, parse::ParseStream};

use crate::{
    attr::{self, Slot, path::FieldPath, value},
    context::Context,
    symbol,
};

/// How far measurements are apart, by the variant of mongomancy's type.
const GRANULARITIES: [(&str, &str); 3] = [("seconds", "Seconds"), ("minutes", "Minutes"), ("hours", "Hours")];
const EXAMPLE: &str = "time_field = at, meta_field = station, granularity = \"minutes\"";

/// What makes a collection a time series.
pub(crate) struct TimeSeries {
    /// It is an error where it is not said.
    pub(crate) time_field: Option<FieldPath>,
    pub(crate) meta_field: Option<FieldPath>,
    /// The name of the variant.
    pub(crate) granularity: Option<&'static str>,
}

impl TimeSeries {
    pub(super) fn parse(cx: &Context, input: ParseStream, word: &Ident) -> syn::Result<Self> {
        let within = value::parenthesized(input, word, EXAMPLE)?;
        let (mut time, mut meta, mut granularity) = (Slot::empty(), Slot::empty(), Slot::empty());
        let errors = cx.count();
        attr::each_of(cx, &within, |input| {
            let word = &input.call(Ident::parse_any)?;
            match &*word.to_string() {
                symbol::TIME_FIELD => time.set(cx, word, field(input, word)?),
                symbol::META_FIELD => meta.set(cx, word, field(input, word)?),
                symbol::GRANULARITY => granularity.set(cx, word, value::choice(input, word, &GRANULARITIES)?),
                _ => {
                    let words = [symbol::TIME_FIELD, symbol::META_FIELD, symbol::GRANULARITY];
                    return Err(value::unknown(word, symbol::TIME_SERIES, words.into_iter()));
                }
            }
            Ok(())
        });
        if !time.is_set() && cx.count() == errors {
            let message = format!("a time series names the field that has the time: `time_series({EXAMPLE})`");
            return Err(syn::Error::new(word.span(), message));
        }
        Ok(Self { time_field: time.into_value(), meta_field: meta.into_value(), granularity: granularity.into_value() })
    }
}

/// `= at`, a field of the struct, or its stored name in quotes.
fn field(input: ParseStream, word: &Ident) -> syn::Result<FieldPath> {
    let wanted =
        format!("`{word}` names a field: `{word} = {}`", if word == symbol::TIME_FIELD { "at" } else { "station" });
    if !input.peek(Token![=]) {
        return Err(syn::Error::new(word.span(), wanted));
    }
    input.parse::<Token![=]>()?;
    if !input.peek(LitStr) && !input.peek(Ident::peek_any) {
        return Err(syn::Error::new(input.span(), wanted));
    }
    let path = FieldPath::parse(input)?;
    if path.shown().contains('.') {
        let message =
            format!("`{}` lies within another field; a time series takes one of the document itself", path.shown());
        return Err(syn::Error::new_spanned(&path, message));
    }
    Ok(path)
}
