//! Default documents.

use bson::doc;
use mongomancy::{MongoCollection, MongoDocument};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, MongoDocument)]
struct Shade {
    #[serde(rename = "l")]
    light: i32,
}

#[derive(Serialize, Deserialize, MongoCollection)]
#[default_documents(Color::defaults, key(label, shade.light))]
struct Color {
    #[serde(rename = "name")]
    label: String,
    hex: String,
    shade: Shade,
}

impl Color {
    fn defaults() -> Vec<Self> {
        [("red", "#f00"), ("blue", "#00f")]
            .map(|(name, hex)| Self { label: name.into(), hex: hex.into(), shade: Shade { light: 1 } })
            .into()
    }
}

#[derive(Serialize, Deserialize, MongoCollection)]
#[default_documents(self::levels)]
struct Level {
    #[serde(rename = "_id")]
    number: i32,
}

fn levels() -> impl Iterator<Item = Level> {
    (1..=3).map(|number| Level { number })
}

#[derive(Serialize, Deserialize, MongoCollection)]
#[default_documents(Self::all, key("deep.path"))]
struct Stored {
    deep: bson::Document,
}

impl Stored {
    fn all() -> [Self; 1] {
        [Self { deep: doc! { "path": 1 } }]
    }
}

#[test]
fn each_is_found_by_its_key() {
    let colors = Color::definition();
    colors.check().unwrap();
    let red = &colors.default_documents()[0];
    assert_eq!(red.filter(), doc! { "name": { "$eq": "red" }, "shade.l": { "$eq": 1 } });
    assert_eq!(red.document().unwrap(), &doc! { "name": "red", "hex": "#f00", "shade": { "l": 1 } });
    assert_eq!(colors.default_documents().len(), 2);
}

#[test]
fn without_a_key_it_is_the_id() {
    let levels = Level::definition();
    levels.check().unwrap();
    assert_eq!(levels.default_documents()[2].filter(), doc! { "_id": { "$eq": 3 } });
}

#[test]
fn a_string_is_a_stored_path() {
    assert_eq!(Stored::definition().default_documents()[0].filter(), doc! { "deep.path": { "$eq": 1 } });
}
