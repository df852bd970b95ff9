//! `collation(locale = "en", strength = 2, ...)`, of an index or a collection.

use syn::{Ident, LitStr, ext::IdentExt, parse::ParseStream};

use super::{Slot, value};
use crate::{context::Context, symbol};

/// The rules' words.
const WORDS: [&str; 9] = [
    symbol::LOCALE,
    symbol::STRENGTH,
    symbol::CASE_LEVEL,
    symbol::CASE_FIRST,
    symbol::NUMERIC_ORDERING,
    symbol::ALTERNATE,
    symbol::MAX_VARIABLE,
    symbol::NORMALIZATION,
    symbol::BACKWARDS,
];
/// What they take, by the variant of mongomancy's type.
const STRENGTHS: [&str; 5] = ["Primary", "Secondary", "Tertiary", "Quaternary", "Identical"];
const CASE_FIRST: [(&str, &str); 3] = [("upper", "Upper"), ("lower", "Lower"), ("off", "Off")];
const ALTERNATE: [(&str, &str); 2] = [("non-ignorable", "NonIgnorable"), ("shifted", "Shifted")];
const MAX_VARIABLE: [(&str, &str); 2] = [("punct", "Punct"), ("space", "Space")];
/// The locale that compares byte by byte, with no other rule.
const SIMPLE: &str = "simple";

/// By which rules texts are compared. A word of several has the name of its variant.
pub(crate) struct CollationAttr {
    pub(crate) locale: Slot<LitStr>,
    pub(crate) strength: Slot<&'static str>,
    pub(crate) case_level: Slot<bool>,
    pub(crate) case_first: Slot<&'static str>,
    pub(crate) numeric_ordering: Slot<bool>,
    pub(crate) alternate: Slot<&'static str>,
    pub(crate) max_variable: Slot<&'static str>,
    pub(crate) normalization: Slot<bool>,
    pub(crate) backwards: Slot<bool>,
    /// The rules as they were written, to tell two indexes apart.
    pub(crate) written: String,
}

impl CollationAttr {
    /// The rules in parentheses after the word.
    pub(crate) fn parse(cx: &Context, input: ParseStream, word: &Ident) -> syn::Result<Self> {
        let within = value::parenthesized(input, word, "locale = \"en\", strength = 2")?;
        let mut this = Self {
            locale: Slot::empty(),
            strength: Slot::empty(),
            case_level: Slot::empty(),
            case_first: Slot::empty(),
            numeric_ordering: Slot::empty(),
            alternate: Slot::empty(),
            max_variable: Slot::empty(),
            normalization: Slot::empty(),
            backwards: Slot::empty(),
            written: within.to_string(),
        };
        let errors = cx.count();
        super::each_of(cx, &within, |input| this.item(cx, input));
        if cx.count() == errors {
            this.check(cx, word);
        }
        Ok(this)
    }

    fn item(&mut self, cx: &Context, input: ParseStream) -> syn::Result<()> {
        let word = &input.call(Ident::parse_any)?;
        match &*word.to_string() {
            symbol::LOCALE => {
                let literal = super::string_value(input, word, "en")?;
                check_locale(&literal)?;
                self.locale.set(cx, word, literal);
            }
            symbol::STRENGTH => {
                let strength = value::integer(input, word, &(1..=STRENGTHS.len()))?;
                self.strength.set(cx, word, STRENGTHS[strength - 1]);
            }
            symbol::CASE_LEVEL => self.case_level.set(cx, word, value::flag(input, word)?),
            symbol::CASE_FIRST => self.case_first.set(cx, word, value::choice(input, word, &CASE_FIRST)?),
            symbol::NUMERIC_ORDERING => self.numeric_ordering.set(cx, word, value::flag(input, word)?),
            symbol::ALTERNATE => self.alternate.set(cx, word, value::choice(input, word, &ALTERNATE)?),
            symbol::MAX_VARIABLE => self.max_variable.set(cx, word, value::choice(input, word, &MAX_VARIABLE)?),
            symbol::NORMALIZATION => self.normalization.set(cx, word, value::flag(input, word)?),
            symbol::BACKWARDS => self.backwards.set(cx, word, value::flag(input, word)?),
            _ => return Err(value::unknown(word, symbol::COLLATION, WORDS.into_iter())),
        }
        Ok(())
    }

    fn check(&self, cx: &Context, word: &Ident) {
        let Some(locale) = self.locale.get() else {
            cx.error(word, "a collation names the language whose rules it has: `collation(locale = \"en\")`");
            return;
        };
        let others = [
            self.strength.word(),
            self.case_level.word(),
            self.case_first.word(),
            self.numeric_ordering.word(),
            self.alternate.word(),
            self.max_variable.word(),
            self.normalization.word(),
            self.backwards.word(),
        ];
        if locale.value() == SIMPLE
            && let Some(other) = others.into_iter().flatten().next()
        {
            cx.error(
                other,
                format_args!(
                    "the locale {SIMPLE:?} compares byte by byte, and takes no `{other}`; name a language instead"
                ),
            );
        }
    }
}

/// A language's code, with what else ICU knows of it: `en`, `fr_CA`, `de@collation=phonebook`. The server has the list.
fn check_locale(literal: &LitStr) -> syn::Result<()> {
    let locale = literal.value();
    let language = locale.split(['_', '@']).next().unwrap_or_default();
    if locale != SIMPLE && !(matches!(language.len(), 2 | 3) && language.bytes().all(|byte| byte.is_ascii_lowercase()))
    {
        let message = format!(
            "{locale:?} is no locale: it begins with a language's code, as in \"en\", \"fr_CA\" or \
             \"de@collation=phonebook\", or is {SIMPLE:?}"
        );
        return Err(syn::Error::new(literal.span(), message));
    }
    Ok(())
}
