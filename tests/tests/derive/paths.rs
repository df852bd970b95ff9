//! Paths by their Rust names, and the values that are compared at them.

use std::collections::HashMap;

use mongomancy::{
    Document, Id, MongoCollection, MongoDocument, Path,
    bson::{Bson, DateTime, oid::ObjectId},
    doc,
};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

#[derive(Debug, Clone, PartialEq, MongoDocument)]
#[serde(rename_all = "camelCase")]
struct Stats {
    total_wins: i32,
    by_day: Vec<i32>,
}

#[derive(Debug, Clone, PartialEq, MongoDocument)]
struct Item {
    sku: String,
    #[serde(rename = "q")]
    quantity: u8,
}

#[derive(Debug, Clone, PartialEq, MongoDocument)]
enum Level {
    Beginner,
    Expert { years: i32 },
}

#[derive(Debug, Clone, PartialEq, MongoDocument)]
struct Cents(i64);

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Foreign {
    a: i32,
}

/// Stores a number as a text.
mod text {
    use super::{Deserialize, Deserializer, Serializer};

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde's signature")]
    pub(super) fn serialize<S: Serializer>(value: &i64, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(value)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<i64, D::Error> {
        String::deserialize(from)?.parse().map_err(serde::de::Error::custom)
    }
}

#[expect(clippy::struct_field_names, reason = "as an application would have it")]
#[derive(Debug, Clone, PartialEq, MongoCollection)]
struct Player {
    #[serde(rename = "_id")]
    id: Option<ObjectId>,
    #[serde(rename = "playerId")]
    player_id: i64,
    r#type: String,
    email: Option<String>,
    score: f64,
    last_seen: DateTime,
    level: Level,
    balance: Cents,
    stats: Stats,
    best: Option<Box<Stats>>,
    items: Vec<Item>,
    tags: Vec<String>,
    quests: HashMap<String, Item>,
    counts: HashMap<String, i32>,
    friend: Option<Id<Player>>,
    foreign: Foreign,
    foreigns: Vec<Foreign>,
    #[serde(with = "text")]
    number: i64,
    #[serde(skip)]
    skipped: i32,
}

#[test]
fn paths_are_stored_names() {
    let p = Player::fields();
    let paths = [
        (p.id.to_string(), "_id"),
        (p.player_id.to_string(), "playerId"),
        (p.r#type.to_string(), "type"),
        (p.stats.to_string(), "stats"),
        (p.stats().total_wins.to_string(), "stats.totalWins"),
        (p.best().total_wins.to_string(), "best.totalWins"),
        (p.items().any().quantity.to_string(), "items.q"),
        (p.items().at(2).quantity.to_string(), "items.2.q"),
        (p.items().first_matched().sku.to_string(), "items.$.sku"),
        (p.items().each().sku.to_string(), "items.$[].sku"),
        (p.items().matching("few").sku.to_string(), "items.$[few].sku"),
        (p.items.at(0).to_string(), "items.0"),
        (p.tags.at(0).to_string(), "tags.0"),
        (p.tags.each().to_string(), "tags.$[]"),
        (p.stats().by_day.first_matched().to_string(), "stats.byDay.$"),
        (p.quests().key("first").sku.to_string(), "quests.first.sku"),
        (p.counts.key("chess").to_string(), "counts.chess"),
        (p.quests.key("first").to_string(), "quests.first"),
    ];
    for (path, expected) in paths {
        assert_eq!(path, expected);
    }
}

#[test]
fn values_are_written_as_the_fields_are() -> mongomancy::Result<()> {
    let p = Player::fields();
    let id = ObjectId::new();
    let seen = DateTime::now();
    let filters = [
        (p.id.eq(id), doc! { "_id": { "$eq": id } }),
        (p.id.eq(None), doc! { "_id": { "$eq": null } }),
        (p.player_id.eq(42), doc! { "playerId": { "$eq": 42_i64 } }),
        (p.r#type.eq("x"), doc! { "type": { "$eq": "x" } }),
        (p.email.eq("a@b.c"), doc! { "email": { "$eq": "a@b.c" } }),
        (p.email.eq(Some("a@b.c".to_owned())), doc! { "email": { "$eq": "a@b.c" } }),
        (p.last_seen.lt(seen), doc! { "last_seen": { "$lt": seen } }),
        (p.level.eq(Level::Beginner), doc! { "level": { "$eq": "Beginner" } }),
        (p.level.eq(&Level::Expert { years: 3 }), doc! { "level": { "$eq": { "Expert": { "years": 3 } } } }),
        (p.balance.eq(Cents(5)), doc! { "balance": { "$eq": 5_i64 } }),
        (p.stats().total_wins.gte(3), doc! { "stats.totalWins": { "$gte": 3 } }),
        (p.items.any().eq(Item { sku: "s".into(), quantity: 2 }), doc! { "items": { "$eq": { "sku": "s", "q": 2 } } }),
        (p.items().at(1).quantity.eq(3), doc! { "items.1.q": { "$eq": 3 } }),
        (p.tags.any().eq("t"), doc! { "tags": { "$eq": "t" } }),
        (p.counts.key("chess").gt(1), doc! { "counts.chess": { "$gt": 1 } }),
        (p.foreign.eq(Foreign { a: 1 }), doc! { "foreign": { "$eq": { "a": 1 } } }),
        (p.foreigns.any().eq(Foreign { a: 1 }), doc! { "foreigns": { "$eq": { "a": 1 } } }),
        (p.number.eq(7), doc! { "number": { "$eq": "7" } }),
        (p.number.in_([7, 8]), doc! { "number": { "$in": ["7", "8"] } }),
    ];
    for (filter, expected) in filters {
        assert_eq!(filter.to_document()?, expected);
    }
    Ok(())
}

/// Its fields stand beside others.
#[derive(Debug, Serialize, Deserialize, MongoDocument)]
struct Address {
    city: String,
}

#[derive(Debug, Serialize, Deserialize, MongoCollection)]
struct Flat {
    #[serde(flatten)]
    address: Address,
    #[serde(with = "text")]
    number: i64,
    foreign: Foreign,
}

#[test]
fn flattened_fields_are_the_structs_own() -> mongomancy::Result<()> {
    let f = Flat::fields();
    assert_eq!(f.address().city.eq("Bonn").to_document()?, doc! { "city": { "$eq": "Bonn" } });
    assert_eq!(f.number.eq(7).to_document()?, doc! { "number": { "$eq": "7" } });
    assert_eq!(f.foreign.eq(Foreign { a: 1 }).to_document()?, doc! { "foreign": { "$eq": { "a": 1 } } });
    Ok(())
}

#[derive(Debug, Serialize, Deserialize, MongoDocument)]
struct Page<T> {
    items: Vec<T>,
    first: T,
}

#[derive(Debug, Serialize, Deserialize, MongoCollection)]
struct Book {
    page: Page<i32>,
}

#[test]
fn generic_documents_have_paths() -> mongomancy::Result<()> {
    let b = Book::fields();
    assert_eq!(b.page().first.eq(1).to_document()?, doc! { "page.first": { "$eq": 1 } });
    assert_eq!(b.page().items.any().eq(1).to_document()?, doc! { "page.items": { "$eq": 1 } });
    Ok(())
}

mod elsewhere {
    use mongomancy::MongoCollection;

    #[derive(Debug, MongoCollection)]
    pub(crate) struct Account {
        pub(crate) name: String,
        secret: String,
    }

    impl Account {
        /// A name that the trait has as well.
        pub(crate) fn fields(&self) -> [&str; 2] {
            [&self.name, &self.secret]
        }
    }
}

#[test]
fn a_method_of_the_users_named_fields_stays() -> mongomancy::Result<()> {
    use elsewhere::Account;
    let a = <Account as MongoCollection>::fields();
    assert_eq!(a.name.eq("x").to_document()?, doc! { "name": { "$eq": "x" } });
    let _: fn(&Account) -> [&str; 2] = Account::fields;
    Ok(())
}

#[test]
fn a_document_of_any_shape_is_a_map() -> mongomancy::Result<()> {
    let any = Document::fields();
    assert_eq!(any.key("a").eq(Bson::Int32(1)).to_document()?, doc! { "a": { "$eq": 1 } });
    Ok(())
}

#[test]
fn an_element_without_a_name_is_no_expression() {
    let element = Player::fields().counts.key("chess");
    assert!(element.expr().to_bson().is_ok());
    let nothing = Path::<Player, i32>::named("");
    assert!(nothing.expr().to_bson().is_err());
}
