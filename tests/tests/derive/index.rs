//! Indexes of one struct's own fields.

// Indexes that share a word are no mistake.
#![allow(clippy::duplicated_attributes)]

use std::time::Duration;

use bson::{DateTime, Document, doc};
use mongomancy::{Index, MongoCollection};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, MongoCollection)]
#[serde(rename_all = "camelCase")]
#[index(keys(number), unique)]
#[index(guild_name = 1, score = -1)]
#[index(place = "2dsphere", number)]
#[index(area = "2d", sparse)]
#[index(bio = "text", name = "words")]
#[index(shard = "hashed")]
#[index("attrs.color" = 1, "attrs.size")]
#[index(keys(name = -1, unique = 1), name = "both", sparse)]
#[index(r#type, number = -1)]
struct Player {
    number: i64,
    guild_name: String,
    #[index]
    #[index(-1, name = "best")]
    score: f64,
    #[index("2dsphere", name = "near")]
    place: Document,
    area: [f64; 2],
    bio: String,
    shard: i32,
    name: String,
    unique: bool,
    r#type: String,
    #[index(expire_after = "30d")]
    last_seen: DateTime,
    #[index(expire_after = 3600, name = "soon", sparse)]
    ends_at: Option<DateTime>,
    #[index(unique, sparse)]
    code: i32,
}

fn indexes() -> Vec<Index> {
    let definition = Player::definition();
    definition.check().unwrap();
    definition.indexes().to_vec()
}

#[test]
fn keys_are_stored_names_in_their_order() {
    let keys: Vec<Document> = indexes().iter().map(Index::field_for_mongo).collect();
    assert_eq!(
        keys,
        [
            doc! { "number": 1 },
            doc! { "guildName": 1, "score": -1 },
            doc! { "place": "2dsphere", "number": 1 },
            doc! { "area": "2d" },
            doc! { "bio": "text" },
            doc! { "shard": "hashed" },
            doc! { "attrs.color": 1, "attrs.size": 1 },
            doc! { "name": -1, "unique": 1 },
            doc! { "type": 1, "number": -1 },
            doc! { "score": 1 },
            doc! { "score": -1 },
            doc! { "place": "2dsphere" },
            doc! { "lastSeen": 1 },
            doc! { "endsAt": 1 },
            doc! { "code": 1 },
        ]
    );
}

#[test]
fn names_are_derived_unless_given() {
    let names: Vec<String> = indexes().iter().map(|index| index.name_in(Player::NAME)).collect();
    assert_eq!(
        names,
        [
            "ux__player__number",
            "ix__player__guildName_score",
            "ix__player__place_number",
            "ix__player__area",
            "words",
            "ix__player__shard",
            "ix__player__attrs.color_attrs.size",
            "both",
            "ix__player__type_number",
            "ix__player__score",
            "best",
            "near",
            "ix__player__lastSeen",
            "soon",
            "ux__player__code",
        ]
    );
}

#[test]
fn options_are_those_that_were_said() {
    let options: Vec<_> = indexes()
        .iter()
        .map(|index| (index.is_unique(), index.is_sparse(), index.time_to_live().map(|after| after.as_secs())))
        .collect();
    let plain = (false, false, None);
    let month = Duration::from_secs(30 * 24 * 3600).as_secs();
    assert_eq!(
        options,
        [
            (true, false, None),
            plain,
            plain,
            (false, true, None),
            plain,
            plain,
            plain,
            (false, true, None),
            plain,
            plain,
            plain,
            plain,
            (false, false, Some(month)),
            (false, true, Some(3600)),
            (true, true, None),
        ]
    );
    assert!(indexes().iter().all(|index| index.partial_filter().is_none()));
}
