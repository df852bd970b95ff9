//! `expire_after = "30d"`, or in seconds.

use std::time::Duration;

use syn::{Ident, Lit, LitInt, Token, parse::ParseStream};

/// The longest time to live that the server takes, in seconds.
const MAX_SECONDS: u64 = i32::MAX as u64;

/// The time to live in seconds, after the word.
pub(crate) fn parse(input: ParseStream, word: &Ident) -> syn::Result<u64> {
    let wanted = "`expire_after` takes a time: `expire_after = \"30d\"`, or in seconds, `expire_after = 3600`";
    if !input.peek(Token![=]) {
        return Err(syn::Error::new(word.span(), wanted));
    }
    input.parse::<Token![=]>()?;
    let literal: Lit = input.parse().map_err(|error| syn::Error::new(error.span(), wanted))?;
    let refuse = |rule: String| syn::Error::new_spanned(&literal, format!("`expire_after` {rule}"));
    let seconds = match &literal {
        Lit::Str(text) => seconds_of(text.value().trim()).map_err(refuse)?,
        Lit::Int(number) if number.base10_digits().starts_with('-') => return Err(refuse(below_zero())),
        Lit::Int(number) if !number.suffix().is_empty() => return Err(refuse(suffixed(number))),
        Lit::Int(number) => number.base10_parse().unwrap_or(u64::MAX),
        Lit::Float(_) => return Err(refuse("counts whole seconds".into())),
        _ => return Err(syn::Error::new_spanned(&literal, wanted)),
    };
    if seconds > MAX_SECONDS {
        return Err(refuse(format!("is too long: a server takes at most {MAX_SECONDS} seconds, some 68 years")));
    }
    Ok(seconds)
}

/// `30d` is a number with a suffix to Rust, and no suffix says anything here.
fn suffixed(number: &LitInt) -> String {
    let written = number.to_string();
    if seconds_of(&written).is_ok() {
        format!("takes a time with its unit in quotes: `expire_after = \"{written}\"`")
    } else {
        let (digits, suffix) = (number.base10_digits(), number.suffix());
        format!(
            "knows no suffix `{suffix}`: write seconds without one, `{digits}`, or a time in quotes as in `\"30d\"`"
        )
    }
}

fn seconds_of(text: &str) -> Result<u64, String> {
    if text.starts_with('-') {
        return Err(below_zero());
    }
    let after: Duration = humantime::parse_duration(text)
        .map_err(|error| format!("cannot read this time: {error}; write it as in \"30d\" or \"1h 30m\""))?;
    if after.subsec_nanos() > 0 {
        return Err("counts whole seconds".into());
    }
    Ok(after.as_secs())
}

fn below_zero() -> String {
    "cannot be below zero; 0 deletes a document as soon as its date has come".into()
}
