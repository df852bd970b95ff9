//! Names and words as Mermaid takes them.

use std::fmt::Write;

/// In quotes, with what Mermaid would take for its own as numbers of characters.
pub(super) fn quoted(words: &str) -> String {
    let mut quoted = String::from("\"");
    for character in words.chars() {
        match character {
            '"' | '%' | '\\' | '#' | '<' | '>' | '{' | '}' | '`' => _ = write!(quoted, "#{};", u32::from(character)),
            _ if character.is_control() => quoted.push(' '),
            _ => quoted.push(character),
        }
    }
    // It takes no empty name.
    if words.is_empty() {
        quoted.push(' ');
    }
    quoted.push('"');
    quoted
}

/// The name of a field: letters, digits and `_` alone, and no word for a key.
pub(super) fn attribute_name(name: &str) -> String {
    let is_letter = |character: char| character.is_ascii_alphanumeric() || character == '_';
    let mut plain: String = name.chars().map(|character| if is_letter(character) { character } else { '_' }).collect();
    let is_key = ["PK", "FK", "UK"].iter().any(|key| plain.eq_ignore_ascii_case(key));
    if is_key || !plain.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_') {
        plain.insert(0, '_');
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_what_mermaid_takes() {
        for (name, expected) in
            [("name", "name"), ("_id", "_id"), ("first name", "first_name"), ("1", "_1"), ("pk", "_pk"), ("", "_")]
        {
            assert_eq!(attribute_name(name), expected);
        }
        assert_eq!(attribute_name("größe"), "gr__e");
    }

    #[test]
    fn words_are_in_quotes() {
        for (words, expected) in [
            ("player.stats", "\"player.stats\""),
            ("a \"b\" #35;", "\"a #34;b#34; #35;35;\""),
            ("100 %\n", "\"100 #37; \""),
            ("", "\" \""),
        ] {
            assert_eq!(quoted(words), expected);
        }
    }
}
