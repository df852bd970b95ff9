//! How an index on the server becomes the declared one.

use crate::database::index_shape::IndexShape;

/// What `collMod` changes of an index.
const IN_PLACE: [&str; 4] = ["expireAfterSeconds", "hidden", "unique", "prepareUnique"];

/// How it is done.
#[derive(Debug, PartialEq)]
pub(super) enum Way {
    InPlace(Vec<Alteration>),
    /// Dropped, and made anew.
    Anew,
}

/// One change in place.
#[derive(Debug, PartialEq)]
pub(super) enum Alteration {
    /// Seconds; `from` is none where it did not expire.
    Expire {
        from: Option<i64>,
        to: i64,
    },
    Hide(bool),
    MakeUnique,
    /// Takes back what was made ready for a unique index.
    Unprepare,
}

/// How `theirs` becomes `ours`, which differs from it.
pub(super) fn way(ours: &IndexShape, theirs: &IndexShape) -> Way {
    let differing = ours.differing(theirs);
    if ours.keys != theirs.keys || differing.iter().any(|option| !IN_PLACE.contains(option)) {
        return Way::Anew;
    }
    let mut alterations = Vec::new();
    for option in differing {
        match option {
            "expireAfterSeconds" => match ours.expires_after() {
                Some(to) => alterations.push(Alteration::Expire { from: theirs.expires_after(), to }),
                None => return Way::Anew,
            },
            "hidden" => alterations.push(Alteration::Hide(ours.is_hidden())),
            "unique" if theirs.is_unique() => return Way::Anew,
            "unique" => alterations.push(Alteration::MakeUnique),
            // On the way to be unique, it goes on from there.
            _ if ours.is_unique() => {}
            _ => alterations.push(Alteration::Unprepare),
        }
    }
    Way::InPlace(alterations)
}

/// Whether a server takes `new` while `old` is still there.
pub(super) fn may_coexist(new: &IndexShape, old: &IndexShape) -> bool {
    /// In these, indexes over the same keys may differ.
    const APART: [&str; 4] = ["unique", "sparse", "partialFilterExpression", "collation"];
    let apart = new.keys != old.keys || new.differing(old).iter().any(|option| APART.contains(option));
    new.name != old.name && apart && !(new.is_text() && old.is_text())
}

#[cfg(test)]
mod tests {
    use bson::doc;

    use super::*;

    fn shape(specification: &bson::Document) -> IndexShape {
        IndexShape::of(specification, None)
    }

    #[test]
    fn each_difference_has_its_way() {
        use Alteration::{Expire, Hide, MakeUnique, Unprepare};
        let with = |options: bson::Document| {
            let mut specification = doc! { "key": { "a": 1 }, "name": "n" };
            specification.extend(options);
            shape(&specification)
        };
        for (ours, theirs, expected) in [
            (
                doc! { "expireAfterSeconds": 5 },
                doc! { "expireAfterSeconds": 9 },
                Way::InPlace(vec![Expire { from: Some(9), to: 5 }]),
            ),
            (doc! { "expireAfterSeconds": 5 }, doc! {}, Way::InPlace(vec![Expire { from: None, to: 5 }])),
            (doc! {}, doc! { "expireAfterSeconds": 5 }, Way::Anew),
            (doc! { "hidden": true }, doc! {}, Way::InPlace(vec![Hide(true)])),
            (doc! {}, doc! { "hidden": true }, Way::InPlace(vec![Hide(false)])),
            (doc! { "unique": true }, doc! {}, Way::InPlace(vec![MakeUnique])),
            (doc! { "unique": true }, doc! { "prepareUnique": true }, Way::InPlace(vec![MakeUnique])),
            (doc! {}, doc! { "prepareUnique": true }, Way::InPlace(vec![Unprepare])),
            (doc! {}, doc! { "unique": true }, Way::Anew),
            (doc! { "unique": true, "hidden": true }, doc! {}, Way::InPlace(vec![Hide(true), MakeUnique])),
            (doc! { "sparse": true }, doc! {}, Way::Anew),
            (doc! { "collation": { "locale": "en" } }, doc! {}, Way::Anew),
            (doc! { "partialFilterExpression": { "a": 1 }, "hidden": true }, doc! {}, Way::Anew),
        ] {
            assert_eq!(way(&with(ours.clone()), &with(theirs.clone())), expected, "{ours} {theirs}");
        }
        let other_keys = shape(&doc! { "key": { "b": 1 }, "name": "n" });
        assert_eq!(way(&with(doc! {}), &other_keys), Way::Anew);
    }

    #[test]
    fn only_what_differs_where_servers_look_stands_side_by_side() {
        let plain = shape(&doc! { "key": { "a": 1 }, "name": "one" });
        for (other, may) in [
            (doc! { "key": { "a": 1 }, "name": "two", "unique": true }, true),
            (doc! { "key": { "a": 1 }, "name": "one", "unique": true }, false),
            (doc! { "key": { "a": 1 }, "name": "two", "expireAfterSeconds": 5 }, false),
            (doc! { "key": { "b": 1 }, "name": "two" }, true),
        ] {
            assert_eq!(may_coexist(&shape(&other), &plain), may, "{other}");
        }
        let text = |name: &str, field: &str| shape(&doc! { "key": { field: "text" }, "name": name });
        assert!(!may_coexist(&text("one", "a"), &text("two", "b")));
    }
}
