//! What a collection's validator did not let pass, and why.

use std::fmt;

/// Which rules of the collection's validator a document breaks, and where. Never by which value.
///
/// ```no_run
/// # async fn example(players: mongomancy::Collection<mongomancy::Document>) {
/// use mongomancy::{ErrorKind, doc};
///
/// if let Err(error) = players.insert_one(doc! { "stats": { "wins": -1 } }).await
///     && let ErrorKind::Validation(failure) = error.kind()
/// {
///     for broken in failure.broken() {
///         println!("{}: {}", broken.path(), broken.rule()); // stats.wins: minimum
///     }
/// }
/// # }
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct ValidationFailure {
    pub(crate) broken: Vec<BrokenRule>,
}

impl ValidationFailure {
    /// The rules that the document breaks. Empty where the server does not tell: before MongoDB 5.0.
    ///
    /// Of alternatives, as the variants of an enum are, one has to be met: what all of them ask for is listed.
    pub fn broken(&self) -> &[BrokenRule] {
        &self.broken
    }
}

/// Continues the words for the kind of error.
impl fmt::Display for ValidationFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const SHOWN: usize = 5;
        for (position, broken) in self.broken.iter().take(SHOWN).enumerate() {
            write!(f, "{}{broken}", if position == 0 { ": " } else { ", " })?;
        }
        match self.broken.len().saturating_sub(SHOWN) {
            0 => Ok(()),
            more => write!(f, " and {more} more"),
        }
    }
}

/// A rule that a document breaks.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct BrokenRule {
    pub(crate) path: String,
    pub(crate) rule: String,
    pub(crate) description: Option<String>,
}

impl BrokenRule {
    /// The field, by its stored names: `stats.wins`, `items.2.sku`. Empty for the document as a whole.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The server's word for the rule: `bsonType`, `required`, `minimum`, `pattern`.
    pub fn rule(&self) -> &str {
        &self.rule
    }

    /// What the validator says of the field: the `description` of `#[schema]`.
    pub fn description(&self) -> Option<&str> {
        self.description.as_deref()
    }
}

impl fmt::Display for BrokenRule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &*self.path {
            "" => write!(f, "it breaks `{}`", self.rule)?,
            path => write!(f, "`{path}` breaks `{}`", self.rule)?,
        }
        self.description.as_ref().map_or(Ok(()), |words| write!(f, " ({words})"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_names_fields_and_rules_and_not_too_many() {
        let broken = |path: &str, description: Option<&str>| BrokenRule {
            path: path.into(),
            rule: "minimum".into(),
            description: description.map(Into::into),
        };
        let one = ValidationFailure { broken: vec![broken("stats.wins", Some("how often"))] };
        assert_eq!(one.to_string(), ": `stats.wins` breaks `minimum` (how often)");
        let several = ValidationFailure { broken: vec![broken("", None); 7] };
        assert!(several.to_string().starts_with(": it breaks `minimum`, it breaks"), "{several}");
        assert!(several.to_string().ends_with(" and 2 more"), "{several}");
        assert_eq!(ValidationFailure::default().to_string(), "");
    }
}
