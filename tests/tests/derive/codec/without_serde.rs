//! serde's derives are needed for nothing that is not left to serde.

use mongomancy::{MongoCollection, MongoDocument};

#[derive(Debug, PartialEq, MongoCollection)]
#[serde(rename_all = "camelCase")]
#[index(home_town.zip_code)]
struct Player {
    #[serde(rename = "_id")]
    id: i32,
    home_town: Town,
    shape: Shape,
    level: Level,
    point: Point,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    friends: Vec<Friend>,
}

#[derive(Debug, PartialEq, MongoDocument)]
struct Town {
    #[serde(alias = "zip")]
    zip_code: String,
}

#[derive(Debug, PartialEq, MongoDocument)]
#[serde(tag = "type", rename_all = "lowercase")]
enum Shape {
    Circle { radius: f64 },
}

#[derive(Debug, PartialEq, MongoDocument)]
enum Level {
    Low,
}

#[derive(Debug, PartialEq, MongoDocument)]
struct Point(f64, f64);

#[derive(Debug, PartialEq, MongoDocument)]
#[serde(transparent)]
struct Friend {
    name: String,
}

#[test]
fn a_collection_without_them() {
    let player = Player {
        id: 1,
        home_town: Town { zip_code: "12345".into() },
        shape: Shape::Circle { radius: 0.5 },
        level: Level::Low,
        point: Point(1.0, 2.0),
        friends: vec![Friend { name: "Grace".into() }],
    };
    let stored = bson::rawdoc! {
        "_id": 1, "homeTown": { "zip_code": "12345" }, "shape": { "type": "circle", "radius": 0.5 }, "level": "Low",
        "point": [1.0, 2.0], "friends": ["Grace"],
    };
    assert_eq!(player.encode().unwrap(), stored);
    assert_eq!(Player::decode(&stored).unwrap(), player);
    assert_eq!(Player::definition().indexes()[0].field_for_mongo(), bson::doc! { "homeTown.zip_code": 1 });
}

#[test]
fn failures_tell_where() {
    let whole = bson::rawdoc! {
        "_id": 1, "homeTown": { "zip_code": "12345" }, "shape": { "type": "circle", "radius": "r" }, "level": "Low",
        "point": [1.0, 2.0],
    };
    let error = Player::decode(&whole).unwrap_err().to_string();
    assert!(error.contains("shape.radius"), "{error}");
}
