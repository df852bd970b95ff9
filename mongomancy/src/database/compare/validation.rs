//! Validators: declared against found, and whether the change lets every write pass that passed before.

use bson::{Bson, Document, doc};

use super::options::{OptionDifference, OptionWay};
use crate::{
    database::{index_shape::normal, plan::Change},
    definition::is_relaxed,
};

const OPTION: &str = "validator";
const LEVELS: [&str; 3] = ["off", "moderate", "strict"];
const ACTIONS: [&str; 2] = ["warn", "error"];

/// What a collection validates, and how.
#[derive(PartialEq)]
struct Validation {
    filter: Document,
    level: usize,
    action: usize,
}

pub(super) fn compare(declared: &Document, found: &Document) -> Option<OptionDifference> {
    let (ours, theirs) = (read(declared), read(found));
    let says = |option: &str| declared.contains_key(option);
    if !says(OPTION) && !says("validationLevel") && !says("validationAction") {
        return (!theirs.filter.is_empty()).then(|| OptionDifference {
            option: OPTION,
            detail: "it has a validator, which is not declared".into(),
            way: OptionWay::Undeclared(Some(doc! { OPTION: {} })),
        });
    }
    if ours == theirs {
        return None;
    }
    let needs = (!is_no_stricter(&ours, &theirs)).then_some(Change::Validator);
    let command = doc! {
        OPTION: declared.get(OPTION).cloned().unwrap_or_else(|| Bson::Document(Document::new())),
        "validationLevel": LEVELS[ours.level],
        "validationAction": ACTIONS[ours.action],
    };
    let way = OptionWay::Modify { commands: vec![command], needs };
    Some(OptionDifference { option: OPTION, detail: in_words(&ours, &theirs), way })
}

fn read(options: &Document) -> Validation {
    let word = |option: &str, words: &[&str]| {
        let said = options.get_str(option).ok();
        said.and_then(|said| words.iter().position(|word| *word == said)).unwrap_or(words.len() - 1)
    };
    let filter = options.get_document(OPTION).ok().map(|filter| normal(&Bson::Document(filter.clone())));
    Validation {
        filter: filter.and_then(|filter| filter.as_document().cloned()).unwrap_or_default(),
        level: word("validationLevel", &LEVELS),
        action: word("validationAction", &ACTIONS),
    }
}

/// Whether every write passes that passed before.
fn is_no_stricter(ours: &Validation, theirs: &Validation) -> bool {
    let refuses =
        |validation: &Validation| validation.action > 0 && validation.level > 0 && !validation.filter.is_empty();
    !refuses(ours) || (refuses(theirs) && ours.level <= theirs.level && is_relaxed(&theirs.filter, &ours.filter))
}

fn in_words(ours: &Validation, theirs: &Validation) -> String {
    let mut words = Vec::new();
    if ours.filter != theirs.filter {
        words.push(match (ours.filter.is_empty(), theirs.filter.is_empty()) {
            (false, true) => "it has no validator".to_owned(),
            (true, false) => "it has a validator, declared is none".to_owned(),
            _ if is_relaxed(&theirs.filter, &ours.filter) => "it is stricter than declared".to_owned(),
            _ => "it is another one".to_owned(),
        });
    }
    if ours.level != theirs.level {
        words.push(format!("its level is {}, declared is {}", LEVELS[theirs.level], LEVELS[ours.level]));
    }
    if ours.action != theirs.action {
        words.push(format!("its action is {}, declared is {}", ACTIONS[theirs.action], ACTIONS[ours.action]));
    }
    words.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_lets_all_pass_is_safe() {
        let validator = |filter: Document| doc! { OPTION: filter };
        let with = |filter: Document, level: &str, action: &str| {
            doc! { OPTION: filter, "validationLevel": level, "validationAction": action }
        };
        for (declared, found, safe) in [
            (validator(doc! { "a": 1 }), doc! {}, false),
            (validator(doc! { "a": 1 }), validator(doc! { "a": 2 }), false),
            (validator(doc! {}), validator(doc! { "a": 2 }), true),
            (with(doc! { "a": 1 }, "strict", "warn"), validator(doc! { "a": 2 }), true),
            (with(doc! { "a": 1 }, "off", "error"), doc! {}, true),
            (with(doc! { "a": 1 }, "moderate", "error"), validator(doc! { "a": 1 }), true),
            (validator(doc! { "a": 1 }), with(doc! { "a": 1 }, "moderate", "error"), false),
            (validator(doc! { "a": 1 }), with(doc! { "a": 1 }, "strict", "warn"), false),
            (validator(doc! { "a": 1 }), with(doc! { "a": 1 }, "off", "error"), false),
        ] {
            let Some(OptionDifference { way: OptionWay::Modify { needs, .. }, .. }) = compare(&declared, &found) else {
                panic!("{declared} {found}");
            };
            assert_eq!(needs.is_none(), safe, "{declared} {found}");
        }
    }

    #[test]
    fn a_validator_that_nobody_declares_is_left() {
        let found = doc! { OPTION: { "a": 1 } };
        let Some(difference) = compare(&doc! {}, &found) else { panic!("no difference") };
        assert_eq!(difference.way, OptionWay::Undeclared(Some(doc! { OPTION: {} })));
        assert_eq!(compare(&doc! {}, &doc! { "validationLevel": "moderate" }), None);
    }
}
