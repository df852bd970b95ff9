use std::time::Duration;

use bson::doc;

use super::{Diagram, time};
use crate::{CollectionDefinition, Index};

#[test]
fn a_definition_by_hand_shows_what_its_indexes_say() {
    let sessions = CollectionDefinition::new("a \"session\"")
        .index(Index::ascending("last_seen").expire_after(Duration::from_secs(30 * 86_400)))
        .index(Index::new([("user.id", 1), ("last_seen", -1)]).unique(true).sparse(true))
        .index(Index::ascending("token").unique(true).partial_filter_expression(doc! { "token": { "$gte": "" } }))
        .index(Index::new([("place", "2dsphere")]).hidden(true))
        .index(Index::ascending("$**"));
    let drawn = r#"erDiagram
    "a #34;session#34;" {
        any _id PK
        any last_seen "index, expires after 30 days"
        any user_id "stored as user.id; unique index (user.id, last_seen desc), sparse"
        any token UK "partial"
        any place "2dsphere index, hidden"
        any ___ "stored as $**; index"
    }
"#;
    assert_eq!(Diagram::of(&[sessions]).to_string(), drawn);
}

#[test]
fn two_definitions_of_one_collection_are_one_entity() {
    let one = CollectionDefinition::new("c").index(Index::ascending("a"));
    let other = CollectionDefinition::new("c").index(Index::ascending("a")).index(Index::ascending("b").unique(true));
    let drawn = "erDiagram\n    \"c\" {\n        any _id PK\n        any a \"index\"\n        any b UK\n    }\n";
    assert_eq!(Diagram::of(&[one, other]).to_string(), drawn);
}

#[test]
fn times_are_short() {
    for (seconds, expected) in [
        (0, "0 seconds"),
        (1, "1 second"),
        (90, "90 seconds"),
        (120, "2 minutes"),
        (3_600, "1 hour"),
        (172_800, "2 days"),
    ] {
        assert_eq!(time(Duration::from_secs(seconds)), expected);
    }
}
