//! serde's `rename_all` rules for fields and variants, as serde applies them.

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum RenameRule {
    Lower,
    Upper,
    Pascal,
    Camel,
    Snake,
    ScreamingSnake,
    Kebab,
    ScreamingKebab,
}

impl RenameRule {
    /// The rules by serde's names.
    pub(crate) const NAMES: &'static [(&'static str, Self)] = &[
        ("lowercase", Self::Lower),
        ("UPPERCASE", Self::Upper),
        ("PascalCase", Self::Pascal),
        ("camelCase", Self::Camel),
        ("snake_case", Self::Snake),
        ("SCREAMING_SNAKE_CASE", Self::ScreamingSnake),
        ("kebab-case", Self::Kebab),
        ("SCREAMING-KEBAB-CASE", Self::ScreamingKebab),
    ];

    /// The rule that serde calls `name`.
    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::NAMES.iter().find(|(known, _)| *known == name).map(|(_, rule)| *rule)
    }

    /// The stored name of the Rust field `field`.
    pub(crate) fn apply(self, field: &str) -> String {
        match self {
            // serde takes a field to be snake case already and leaves it alone.
            Self::Lower | Self::Snake => field.to_owned(),
            Self::Upper | Self::ScreamingSnake => field.to_ascii_uppercase(),
            Self::Pascal => pascal(field),
            Self::Camel => camel(field),
            Self::Kebab => field.replace('_', "-"),
            Self::ScreamingKebab => field.to_ascii_uppercase().replace('_', "-"),
        }
    }

    /// The stored name of the Rust variant `variant`.
    pub(crate) fn apply_to_variant(self, variant: &str) -> String {
        match self {
            Self::Pascal => variant.to_owned(),
            Self::Lower => variant.to_ascii_lowercase(),
            Self::Upper => variant.to_ascii_uppercase(),
            Self::Camel => {
                let mut camel = variant.to_owned();
                if let Some(first) = camel.get_mut(..1) {
                    first.make_ascii_lowercase();
                }
                camel
            }
            Self::Snake => snake(variant),
            Self::ScreamingSnake => snake(variant).to_ascii_uppercase(),
            Self::Kebab => snake(variant).replace('_', "-"),
            Self::ScreamingKebab => snake(variant).to_ascii_uppercase().replace('_', "-"),
        }
    }
}

fn snake(variant: &str) -> String {
    let mut snake = String::new();
    for (index, ch) in variant.char_indices() {
        if index > 0 && ch.is_uppercase() {
            snake.push('_');
        }
        snake.push(ch.to_ascii_lowercase());
    }
    snake
}

fn pascal(field: &str) -> String {
    let mut pascal = String::with_capacity(field.len());
    let mut capitalize = true;
    for ch in field.chars() {
        if ch == '_' {
            capitalize = true;
        } else if capitalize {
            pascal.push(ch.to_ascii_uppercase());
            capitalize = false;
        } else {
            pascal.push(ch);
        }
    }
    pascal
}

fn camel(field: &str) -> String {
    let mut chars = pascal(field);
    if let Some(first) = chars.get_mut(..1) {
        first.make_ascii_lowercase();
    }
    chars
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_renamed_as_serde_does() {
        for (rule, expected) in [
            ("lowercase", ["very_tasty", "a", "z42", "_x_1y", "Odd_Name"]),
            ("UPPERCASE", ["VERY_TASTY", "A", "Z42", "_X_1Y", "ODD_NAME"]),
            ("PascalCase", ["VeryTasty", "A", "Z42", "X1y", "OddName"]),
            ("camelCase", ["veryTasty", "a", "z42", "x1y", "oddName"]),
            ("snake_case", ["very_tasty", "a", "z42", "_x_1y", "Odd_Name"]),
            ("SCREAMING_SNAKE_CASE", ["VERY_TASTY", "A", "Z42", "_X_1Y", "ODD_NAME"]),
            ("kebab-case", ["very-tasty", "a", "z42", "-x-1y", "Odd-Name"]),
            ("SCREAMING-KEBAB-CASE", ["VERY-TASTY", "A", "Z42", "-X-1Y", "ODD-NAME"]),
        ] {
            let rule = RenameRule::named(rule).unwrap();
            assert_eq!(["very_tasty", "a", "z42", "_x_1y", "Odd_Name"].map(|field| rule.apply(field)), expected);
        }
        assert!(RenameRule::named("Camelcase").is_none());
    }

    #[test]
    fn variants_are_renamed_as_serde_does() {
        for (rule, expected) in [
            ("lowercase", ["outcome", "verytasty", "a", "z42"]),
            ("UPPERCASE", ["OUTCOME", "VERYTASTY", "A", "Z42"]),
            ("PascalCase", ["Outcome", "VeryTasty", "A", "Z42"]),
            ("camelCase", ["outcome", "veryTasty", "a", "z42"]),
            ("snake_case", ["outcome", "very_tasty", "a", "z42"]),
            ("SCREAMING_SNAKE_CASE", ["OUTCOME", "VERY_TASTY", "A", "Z42"]),
            ("kebab-case", ["outcome", "very-tasty", "a", "z42"]),
            ("SCREAMING-KEBAB-CASE", ["OUTCOME", "VERY-TASTY", "A", "Z42"]),
        ] {
            let rule = RenameRule::named(rule).unwrap();
            assert_eq!(["Outcome", "VeryTasty", "A", "Z42"].map(|variant| rule.apply_to_variant(variant)), expected);
        }
    }
}
