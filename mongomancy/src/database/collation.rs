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

fn usual(locale: &str, name: &str, rule: &Rule) -> Bson {
    match (locale, name) {
        ("da" | "mt", "caseFirst") => return "upper".into(),
        ("fr_CA", "backwards") => return true.into(),
        ("th", "alternate") => return "shifted".into(),
        (locale, "normalization") if NORMALIZED.contains(&locale) => return true.into(),
        _ => {}
    }
    match rule {
        Rule::Is(is) => Bson::Boolean(*is),
        Rule::Word(word) => Bson::String((*word).to_owned()),
        Rule::Number(number) => Bson::Int64(*number),
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
}
