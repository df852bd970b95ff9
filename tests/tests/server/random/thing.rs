//! The documents that random filters search.

use mongomancy::{MongoCollection, MongoDocument, bson::DateTime};

use super::numbers::Numbers;

/// Texts with what means something in patterns, and prefixes of one another.
pub(super) const TEXTS: [&str; 12] = ["", "a", "A", "ab", "a.b", "a.*", "abc", "b", "b$", "^a", "x(y", "\\d"];

#[derive(Debug, Clone, PartialEq, MongoDocument)]
#[serde(rename_all = "camelCase")]
pub(super) struct Item {
    pub(super) sku_name: String,
    #[serde(rename = "q")]
    pub(super) quantity: i32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, MongoDocument)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Level {
    Beginner,
    FullMember,
    Expert,
}

#[derive(Debug, Clone, PartialEq, MongoDocument)]
pub(super) struct Stats {
    pub(super) wins: i32,
    #[serde(rename = "r")]
    pub(super) rate: Option<f64>,
}

#[derive(Debug, Clone, PartialEq, MongoCollection)]
#[serde(rename_all = "camelCase")]
pub(super) struct Thing {
    #[serde(rename = "_id")]
    pub(super) id: i32,
    pub(super) big_number: i64,
    pub(super) score: f64,
    pub(super) name: String,
    pub(super) nick: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) guild: Option<String>,
    pub(super) level: Level,
    pub(super) seen: DateTime,
    pub(super) flag: bool,
    pub(super) stats: Stats,
    pub(super) tags: Vec<String>,
    pub(super) grades: Vec<i32>,
    pub(super) items: Vec<Item>,
}

impl Thing {
    pub(super) fn random(id: i32, numbers: &mut Numbers) -> Self {
        Self {
            id,
            big_number: big(numbers),
            score: score(numbers),
            name: text(numbers),
            nick: optional(numbers, text),
            guild: optional(numbers, text),
            level: level(numbers),
            seen: seen(numbers),
            flag: numbers.below(2) == 0,
            stats: Stats { wins: small(numbers), rate: optional(numbers, score) },
            tags: numbers.some(4, text),
            grades: numbers.some(4, small),
            items: numbers.some(3, item),
        }
    }
}

pub(super) fn big(numbers: &mut Numbers) -> i64 {
    let odd = [i64::MIN, -1, 0, 1, i64::MAX];
    if numbers.below(8) == 0 { numbers.one_of(&odd) } else { i64::from(numbers.between(-20, 20)) }
}

pub(super) fn score(numbers: &mut Numbers) -> f64 {
    let odd = [f64::NEG_INFINITY, -0.0, 0.0, f64::INFINITY];
    if numbers.below(8) == 0 { numbers.one_of(&odd) } else { f64::from(numbers.between(-10, 10)) / 2.0 }
}

pub(super) fn small(numbers: &mut Numbers) -> i32 {
    numbers.between(0, 9)
}

pub(super) fn text(numbers: &mut Numbers) -> String {
    numbers.one_of(&TEXTS).to_owned()
}

pub(super) fn level(numbers: &mut Numbers) -> Level {
    numbers.one_of(&[Level::Beginner, Level::FullMember, Level::Expert])
}

pub(super) fn seen(numbers: &mut Numbers) -> DateTime {
    DateTime::from_millis(i64::from(numbers.between(-5, 5)))
}

pub(super) fn item(numbers: &mut Numbers) -> Item {
    Item { sku_name: text(numbers), quantity: small(numbers) }
}

pub(super) fn optional<V>(numbers: &mut Numbers, make: impl FnOnce(&mut Numbers) -> V) -> Option<V> {
    (numbers.below(3) > 0).then(|| make(numbers))
}
