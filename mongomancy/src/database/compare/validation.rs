//! Validators: declared against found, and whether the change lets every write pass that passed before.

use bson::{Bson, Document, doc};

use super::options::{OptionDifference, OptionWay};
use crate::{
    database::{
        index_shape::{in_order, normal},
        plan::Change,
    },
    definition::is_relaxed,
};

const OPTION: &str = "validator";

/// What a collection validates, and how, in the server's words.
struct Validation {
    filter: Document,
    level: String,
    action: String,
}

impl PartialEq for Validation {
    fn eq(&self, other: &Self) -> bool {
        let filter = |one: &Self| in_order(&Bson::Document(one.filter.clone()));
        (filter(self), &self.level, &self.action) == (filter(other), &other.level, &other.action)
    }
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
    // Of what nobody declares the server's own stays.
    let ours = Validation {
        filter: if says(OPTION) { ours.filter } else { theirs.filter.clone() },
        level: if says("validationLevel") || says(OPTION) { ours.level } else { theirs.level.clone() },
        action: if says("validationAction") || says(OPTION) { ours.action } else { theirs.action.clone() },
    };
    if ours == theirs {
        return None;
    }
    let needs = (!is_no_stricter(&ours, &theirs)).then_some(Change::Validator);
    let mut command = Document::new();
    if let Some(filter) = declared.get(OPTION) {
        command.insert(OPTION, filter.clone());
    }
    for (option, word, theirs) in [
        ("validationLevel", ours.level.clone(), &theirs.level),
        ("validationAction", ours.action.clone(), &theirs.action),
    ] {
        if word != *theirs || says(OPTION) {
            command.insert(option, word);
        }
    }
    let way = OptionWay::Modify { commands: vec![command], needs };
    Some(OptionDifference { option: OPTION, detail: in_words(&ours, &theirs), way })
}

fn read(options: &Document) -> Validation {
    let word = |option: &str, default: &str| options.get_str(option).unwrap_or(default).to_owned();
    let filter = options.get_document(OPTION).ok().map(|filter| normal(&Bson::Document(filter.clone())));
    Validation {
        filter: filter.and_then(|filter| filter.as_document().cloned()).unwrap_or_default(),
        level: word("validationLevel", "strict"),
        action: word("validationAction", "error"),
    }
}

/// Whether every write passes that passed before.
fn is_no_stricter(ours: &Validation, theirs: &Validation) -> bool {
    let refuses = |validation: &Validation| {
        validation.action != "warn" && validation.level != "off" && !validation.filter.is_empty()
    };
    let level_is_no_higher = ours.level == theirs.level || ours.level == "moderate";
    !refuses(ours) || (refuses(theirs) && level_is_no_higher && is_relaxed(&theirs.filter, &ours.filter))
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
        words.push(format!("its level is {}, declared is {}", theirs.level, ours.level));
    }
    if ours.action != theirs.action {
        words.push(format!("its action is {}, declared is {}", theirs.action, ours.action));
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
    fn how_it_is_done_says_nothing_of_what() {
        let found = doc! { OPTION: { "a": 1 }, "validationAction": "errorAndLog" };
        let Some(difference) = compare(&doc! { "validationLevel": "moderate" }, &found) else {
            panic!("no difference")
        };
        let OptionWay::Modify { commands, needs } = difference.way else { panic!("{difference:?}") };
        assert_eq!((commands, needs), (vec![doc! { "validationLevel": "moderate" }], None));
    }

    #[test]
    fn a_validator_that_nobody_declares_is_left() {
        let found = doc! { OPTION: { "a": 1 } };
        let Some(difference) = compare(&doc! {}, &found) else { panic!("no difference") };
        assert_eq!(difference.way, OptionWay::Undeclared(Some(doc! { OPTION: {} })));
        assert_eq!(compare(&doc! {}, &doc! { "validationLevel": "moderate" }), None);
    }
}
