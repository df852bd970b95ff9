//! `read_concern`, `write_concern` and `read_preference`: what calls take unless they say otherwise.

use std::time::Duration;

use syn::{Ident, Lit, LitStr, Token, ext::IdentExt, parse::ParseStream};

use crate::{
    attr::{self, Slot, value},
    context::Context,
    suggest, symbol,
};

/// Levels of reads, by the function of mongomancy's type.
const LEVELS: [(&str, &str); 5] = [
    ("local", "local"),
    ("majority", "majority"),
    ("linearizable", "linearizable"),
    ("available", "available"),
    ("snapshot", "snapshot"),
];
/// Who may answer, in Rust's spelling and in MongoDB's, by the variant of mongomancy's type.
const PREFERENCES: [(&str, &str); 7] = [
    ("primary", "Primary"),
    ("primary_preferred", "PrimaryPreferred"),
    ("secondary", "Secondary"),
    ("secondary_preferred", "SecondaryPreferred"),
    ("nearest", "Nearest"),
    ("primaryPreferred", "PrimaryPreferred"),
    ("secondaryPreferred", "SecondaryPreferred"),
];
/// The most members that a replica set has.
const MAX_MEMBERS: u32 = 50;
const MAJORITY: &str = "majority";
const EXAMPLE: &str = "w = \"majority\", journal = true, timeout = \"5 s\"";

pub(crate) struct Concerns {
    pub(crate) read_concern: Slot<&'static str>,
    pub(crate) write_concern: Slot<WriteConcern>,
    pub(crate) read_preference: Slot<&'static str>,
}

/// How many members must have a write.
pub(crate) struct WriteConcern {
    pub(crate) w: Option<Acknowledgment>,
    pub(crate) journal: Option<bool>,
    pub(crate) timeout: Option<Duration>,
}

pub(crate) enum Acknowledgment {
    Majority,
    Nodes(u32),
    /// The name that the set's configuration gives.
    Custom(LitStr),
}

impl Concerns {
    pub(super) fn empty() -> Self {
        Self { read_concern: Slot::empty(), write_concern: Slot::empty(), read_preference: Slot::empty() }
    }

    /// Whether anything is said.
    pub(crate) fn is_said(&self) -> bool {
        self.read_concern.is_set() || self.write_concern.is_set() || self.read_preference.is_set()
    }

    /// Reads what follows the word, which must be one of the three.
    pub(super) fn item(&mut self, cx: &Context, input: ParseStream, word: &Ident) -> syn::Result<()> {
        match &*word.to_string() {
            symbol::READ_CONCERN => self.read_concern.set(cx, word, value::choice(input, word, &LEVELS)?),
            symbol::READ_PREFERENCE => self.read_preference.set(cx, word, value::choice(input, word, &PREFERENCES)?),
            _ => self.write_concern.set(cx, word, WriteConcern::parse(cx, input, word)?),
        }
        Ok(())
    }
}

impl WriteConcern {
    fn parse(cx: &Context, input: ParseStream, word: &Ident) -> syn::Result<Self> {
        let within = value::parenthesized(input, word, EXAMPLE)?;
        let (mut w, mut journal, mut timeout) = (Slot::empty(), Slot::empty(), Slot::empty());
        let errors = cx.count();
        attr::each_of(cx, &within, |input| {
            let word = &input.call(Ident::parse_any)?;
            match &*word.to_string() {
                symbol::W => w.set(cx, word, acknowledgment(input, word)?),
                symbol::JOURNAL => journal.set(cx, word, value::flag(input, word)?),
                symbol::TIMEOUT => timeout.set(cx, word, duration(input, word)?),
                "j" => {
                    return Err(syn::Error::new(word.span(), "`write_concern` knows no `j`; did you mean `journal`?"));
                }
                "wtimeout" | "w_timeout" => {
                    let message = format!("`write_concern` knows no `{word}`; did you mean `timeout`?");
                    return Err(syn::Error::new(word.span(), message));
                }
                _ => {
                    let words = [symbol::W, symbol::JOURNAL, symbol::TIMEOUT];
                    return Err(value::unknown(word, symbol::WRITE_CONCERN, words.into_iter()));
                }
            }
            Ok(())
        });
        if !(w.is_set() || journal.is_set() || timeout.is_set()) && cx.count() == errors {
            return Err(syn::Error::new(
                word.span(),
                format!("`write_concern` says something: `write_concern({EXAMPLE})`"),
            ));
        }
        Ok(Self { w: w.into_value(), journal: journal.into_value(), timeout: timeout.into_value() })
    }
}

fn acknowledgment(input: ParseStream, word: &Ident) -> syn::Result<Acknowledgment> {
    let wanted = "`w` takes a number of members, `w = 2`, or a name, `w = \"majority\"`";
    if !input.peek(Token![=]) {
        return Err(syn::Error::new(word.span(), wanted));
    }
    input.parse::<Token![=]>()?;
    let literal: Lit = input.parse().map_err(|error| syn::Error::new(error.span(), wanted))?;
    match &literal {
        Lit::Str(name) if name.value() == MAJORITY => Ok(Acknowledgment::Majority),
        Lit::Str(name) => {
            let said = value::not_empty(name, word)?;
            if suggest::nearest(&said, [MAJORITY]).is_some() {
                let message = format!("`w` knows no {said:?}; did you mean {MAJORITY:?}?");
                return Err(syn::Error::new(name.span(), message));
            }
            Ok(Acknowledgment::Custom(name.clone()))
        }
        Lit::Int(number) => match number.base10_parse::<u32>() {
            Ok(0) => {
                let message = "`w = 0`: a write that is not acknowledged cannot be answered for; write `w = 1` or more";
                Err(syn::Error::new_spanned(number, message))
            }
            Ok(nodes) if nodes <= MAX_MEMBERS && number.suffix().is_empty() => Ok(Acknowledgment::Nodes(nodes)),
            _ => Err(syn::Error::new_spanned(
                number,
                format!("a replica set has at most {MAX_MEMBERS} members; {wanted}"),
            )),
        },
        _ => Err(syn::Error::new_spanned(&literal, wanted)),
    }
}

fn duration(input: ParseStream, word: &Ident) -> syn::Result<Duration> {
    let literal = attr::string_value(input, word, "5 s")?;
    let refuse = |rule: String| syn::Error::new(literal.span(), format!("`{word}` {rule}"));
    let duration = humantime::parse_duration(literal.value().trim())
        .map_err(|error| refuse(format!("cannot read this time: {error}; write it as in \"5 s\" or \"500 ms\"")))?;
    if duration.as_millis() < 1 {
        return Err(refuse("counts whole milliseconds, and 0 would mean no limit".to_owned()));
    }
    Ok(duration)
}
