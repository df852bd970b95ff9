//! A collation with all of its rules: servers list those that nobody said, by the language's own.

use bson::{Bson, Document};

/// The rules of most languages, by
/// <https://www.mongodb.com/docs/manual/reference/collation-locales-defaults/>.
const RULES: [(&str, Rule); 8] = [
    ("caseLevel", Rule::Is(false)),
    ("caseFirst", Rule::Word("off")),
    ("strength", Rule::Number(3)),
    ("numericOrdering", Rule::Is(false)),
    ("alternate", Rule::Word("non-ignorable")),
    ("maxVariable", Rule::Word("punct")),
    ("normalization", Rule::Is(false)),
    ("backwards", Rule::Is(false)),
];
/// Languages that are normalized.
const NORMALIZED: [&str; 24] = [
    "as", "bn", "my", "el", "gu", "he", "hi", "ig", "kn", "km", "kok", "mr", "or", "ps", "fa", "fa_AF", "pa", "si",
    "ta", "te", "th", "vi", "yi", "yo",
];

enum Rule {
    Is(bool),
    Word(&'static str),
    Number(i64),
}

/// The collation in one form; none for the simple one, which compares byte by byte and which servers leave out.
pub(super) fn normal(rules: &Document) -> Option<Document> {
    let locale = rules.get_str("locale").ok()?;
    if locale == "simple" {
        return None;
    }
    let mut normal = Document::new();
    normal.insert("locale", locale);
    for (name, rule) in RULES {
        let value = match rules.get(name) {
            Some(said) if *said != Bson::Null => super::index_shape::normal(said),
            _ => usual(locale, name, &rule),
        };
        normal.insert(name, value);
    }
    Some(normal)
}

/// Whether a collection that lists the rules `found` is as one that was made with `said`. Of the rules that nobody said, a
/// collection has those of most languages, where an index has its language's own.
pub(super) fn is_like(said: Option<&Document>, found: Option<&Document>) -> bool {
    match (said.and_then(normal), found.and_then(normal)) {
        (None, None) => true,
        (Some(own), Some(found)) => found.iter().all(|(name, value)| {
            let plain = || RULES.iter().find(|(rule, _)| rule == name).map(|(_, rule)| rule.value());
            let is_said = said.is_some_and(|said| said.contains_key(name));
            own.get(name) == Some(value) || (!is_said && plain().as_ref() == Some(value))
        }),
        _ => false,
    }
}

fn usual(locale: &str, name: &str, rule: &Rule) -> Bson {
    match (locale, name) {
        ("da" | "mt", "caseFirst") => return "upper".into(),
        ("fr_CA", "backwards") => return true.into(),
        ("th", "alternate") => return "shifted".into(),
        (locale, "normalization") => {
            let (language, variant) = locale.split_once('@').unwrap_or((locale, ""));
            if NORMALIZED.contains(&language) || variant == "collation=search" {
                return true.into();
            }
        }
        _ => {}
    }
    rule.value()
}

impl Rule {
    fn value(&self) -> Bson {
        match self {
            Self::Is(is) => Bson::Boolean(*is),
            Self::Word(word) => Bson::String((*word).to_owned()),
            Self::Number(number) => Bson::Int64(*number),
        }
    }
}

#[cfg(test)]
mod tests {
    use bson::doc;

    use super::*;

    #[test]
    fn what_is_said_is_like_what_servers_make_of_it() {
        let expanded = doc! {
            "locale": "fr_CA", "caseLevel": false, "caseFirst": "off", "strength": 2, "numericOrdering": false,
            "alternate": "non-ignorable", "maxVariable": "punct", "normalization": false, "backwards": true,
            "version": "57.1",
        };
        assert_eq!(normal(&doc! { "locale": "fr_CA", "strength": 2.0 }), normal(&expanded));
        assert_ne!(normal(&doc! { "locale": "fr_CA" }), normal(&expanded));
        assert_ne!(normal(&doc! { "locale": "fr_CA", "strength": 2, "backwards": false }), normal(&expanded));
        assert_eq!(normal(&doc! { "locale": "simple" }), None);
    }

    #[test]
    fn a_collection_has_the_rules_of_most_languages_where_none_are_said() {
        let listed = |normalization: bool, strength: i32| {
            doc! {
                "locale": "vi", "caseLevel": false, "caseFirst": "off", "strength": strength, "numericOrdering": false,
                "alternate": "non-ignorable", "maxVariable": "punct", "normalization": normalization,
                "backwards": false, "version": "57.1",
            }
        };
        let like = |said: Document, found: &Document| is_like(Some(&said), Some(found));
        assert!(like(doc! { "locale": "vi" }, &listed(false, 3)) && like(doc! { "locale": "vi" }, &listed(true, 3)));
        assert!(!like(doc! { "locale": "vi" }, &listed(false, 2)) && !like(doc! { "locale": "en" }, &listed(false, 3)));
        assert!(!like(doc! { "locale": "vi", "normalization": true }, &listed(false, 3)));
        assert!(is_like(None, None) && is_like(Some(&doc! { "locale": "simple" }), None));
        assert!(!is_like(None, Some(&listed(false, 3))));
    }
}
