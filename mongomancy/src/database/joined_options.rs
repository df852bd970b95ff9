//! The options of several definitions of one collection, joined: pure.

use bson::{Bson, Document, doc};

use super::{declared::contradiction, index_shape::normal};
use crate::{definition::CollectionDefinition, error::Result};

const VALIDATOR: &str = "validator";

/// Adds the definition's options to those of the ones `before` it.
///
/// What one says and another does not is said. A document of each type must pass, so that of several validators one has
/// to let it.
pub(super) fn join(
    joined: &mut Document,
    definition: &CollectionDefinition,
    before: &[&CollectionDefinition],
) -> Result<()> {
    check_validators(definition, before)?;
    for (option, value) in definition.options() {
        match joined.get_mut(option) {
            None => {
                joined.insert(option, value.clone());
            }
            Some(said) if normal(said) == normal(value) => {}
            Some(said) if option == VALIDATOR => {
                if !before.iter().any(|other| is_same_validator(other, value)) {
                    *said = either(said.clone(), value.clone());
                }
            }
            Some(_) => {
                let says = |other: &&&CollectionDefinition| {
                    other.options().get(option).is_some_and(|theirs| normal(theirs) != normal(value))
                };
                let other = before.iter().find(says).copied().unwrap_or(definition);
                return Err(contradiction(other, definition, &format!("say `{option}` differently")));
            }
        }
    }
    Ok(())
}

fn is_same_validator(definition: &CollectionDefinition, value: &Bson) -> bool {
    definition.options().get(VALIDATOR).map(normal) == Some(normal(value))
}

/// A type without a validator beside one with it could not be written.
fn check_validators(definition: &CollectionDefinition, before: &[&CollectionDefinition]) -> Result<()> {
    let validates = |one: &CollectionDefinition| one.options().contains_key(VALIDATOR);
    let other = before
        .iter()
        .find(|other| other.is_of_a_type() && definition.is_of_a_type() && validates(other) != validates(definition));
    match other {
        None => Ok(()),
        Some(other) => {
            let (with, without) = if validates(definition) { (definition, *other) } else { (*other, definition) };
            let rule = "share it, and only the first has a validator, which would refuse the second's documents";
            Err(contradiction(with, without, rule))
        }
    }
}

/// The condition that one of the two is met.
fn either(one: Bson, other: Bson) -> Bson {
    let mut branches = match one {
        Bson::Document(one) if one.len() == 1 && one.contains_key("$or") => {
            one.get_array("$or").cloned().unwrap_or_default()
        }
        one => vec![one],
    };
    branches.push(other);
    // Whoever registers the same types in another order says the same.
    branches.sort_by_cached_key(ToString::to_string);
    doc! { "$or": branches }.into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::definition::Capped;

    struct Player;
    struct Veteran;

    fn of<T>() -> CollectionDefinition {
        CollectionDefinition::new("player").origin::<T>()
    }

    fn joined(definitions: &[CollectionDefinition]) -> Result<Document> {
        let mut options = Document::new();
        let mut before: Vec<&CollectionDefinition> = Vec::new();
        for definition in definitions {
            join(&mut options, definition, &before)?;
            before.push(definition);
        }
        Ok(options)
    }

    #[test]
    fn one_of_several_validators_has_to_let_a_document_pass() {
        let (a, b) = (doc! { "a": 1 }, doc! { "b": 1 });
        let options = joined(&[
            of::<Player>().validator(a.clone()),
            of::<Veteran>().validator(b.clone()),
            of::<Player>().validator(a.clone()),
            CollectionDefinition::new("player").change_stream_pre_and_post_images(true),
        ])
        .unwrap();
        let expected = doc! { "validator": { "$or": [a, b] }, "changeStreamPreAndPostImages": { "enabled": true } };
        assert_eq!(options, expected);
    }

    #[test]
    fn contradictions_name_both_types() {
        for (one, other, told) in [
            (of::<Player>().capped(Capped::new(1)), of::<Veteran>().capped(Capped::new(2)), "say `size` differently"),
            (of::<Player>(), of::<Veteran>().validator(doc! { "a": 1 }), "only the first has a validator"),
        ] {
            let error = joined(&[one, other]).unwrap_err().to_string();
            assert!(error.contains(told) && error.contains("Player") && error.contains("Veteran"), "{error}");
        }
    }
}
