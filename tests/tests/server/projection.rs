//! Parts of documents that the server gives on demand.

use std::collections::HashMap;

use bson::{Document, doc, oid::ObjectId};
use mongomancy::{Collection, MongoCollection, MongoDocument, Projection, options::ReturnDocument};
use serde::{Deserialize, Deserializer, Serializer};

/// Stores a number as a text.
mod text {
    use super::{Deserialize, Deserializer, Serializer};

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands references to functions")]
    pub(super) fn serialize<S: Serializer>(value: &i32, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(value)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<i32, D::Error> {
        String::deserialize(from)?.parse().map_err(serde::de::Error::custom)
    }
}

#[derive(Debug, Clone, MongoDocument)]
#[serde(rename_all = "camelCase")]
struct Stats {
    total_wins: i32,
    losses: i32,
}

#[derive(Debug, Clone, MongoDocument)]
struct Item {
    sku: String,
    #[serde(rename = "q")]
    quantity: i32,
    note: Option<String>,
}

#[derive(Debug, Clone, MongoCollection)]
#[collection(name = "projected")]
struct Player {
    #[serde(rename = "_id")]
    id: ObjectId,
    #[serde(rename = "playerId")]
    player_id: i64,
    #[serde(with = "text")]
    number: i32,
    #[serde(skip_serializing_if = "Option::is_none")]
    email: Option<String>,
    stats: Stats,
    old: Option<Stats>,
    items: Vec<Item>,
    quests: HashMap<String, Item>,
}

fn item(sku: &str, quantity: i32) -> Item {
    Item { sku: sku.into(), quantity, note: Some("long".into()) }
}

async fn players() -> (mongomancy_testkit::TestDatabase, Collection<Player>, ObjectId) {
    let database = mongomancy_tests::database().await;
    let players = database.collection::<Player>();
    let stats = Stats { total_wins: 3, losses: 4 };
    let ada = Player {
        id: ObjectId::new(),
        player_id: 1,
        number: 77,
        email: None,
        stats: stats.clone(),
        old: None,
        items: vec![item("a", 1), item("b", 2)],
        quests: HashMap::from([("first".to_owned(), item("c", 3))]),
    };
    let bob = Player {
        id: ObjectId::new(),
        player_id: 2,
        email: Some("b@example.org".into()),
        old: Some(stats),
        items: Vec::new(),
        ..ada.clone()
    };
    let id = ada.id;
    players.insert_many([ada, bob]).await.unwrap();
    (database, players, id)
}

#[derive(Debug, PartialEq, Projection)]
#[projection(of = Player)]
struct Card {
    player_id: i64,
    number: i32,
    email: Option<String>,
    #[projection(path = stats.total_wins)]
    wins: i32,
    #[projection(path = old.losses)]
    old_losses: Option<i32>,
}

#[tokio::test]
async fn the_fields_of_a_struct_are_given_and_nothing_else() {
    let (_database, players, _) = players().await;
    let cards = players.find(doc! {}).project::<Card>().sort_by(|p| p.player_id.asc()).try_collect().await.unwrap();
    let ada = Card { player_id: 1, number: 77, email: None, wins: 3, old_losses: None };
    let bob = Card { player_id: 2, number: 77, email: Some("b@example.org".into()), wins: 3, old_losses: Some(4) };
    assert_eq!(cards, [ada, bob]);
    // What the server gives for it.
    let given = players.find_one(doc! { "playerId": 2_i64 }).project::<Card>().with_type::<Document>().await.unwrap();
    let expected = doc! {
        "playerId": 2_i64, "number": "77", "email": "b@example.org", "stats": { "totalWins": 3 }, "old": { "losses": 4 },
    };
    assert_eq!(given, Some(expected));
}

#[derive(Debug, PartialEq, Projection)]
#[projection(of = Item)]
struct Sku {
    sku: String,
    quantity: i32,
}

#[derive(Debug, PartialEq, Projection)]
#[projection(of = Stats)]
struct Losses {
    losses: i32,
}

#[derive(Debug, PartialEq, Projection)]
#[projection(of = Player)]
struct Parts {
    id: ObjectId,
    stats: Losses,
    old: Option<Losses>,
    items: Vec<Sku>,
    quests: HashMap<String, Sku>,
}

#[tokio::test]
async fn parts_of_embedded_documents_and_of_arrays_of_them_are_given() {
    let (_database, players, id) = players().await;
    let sku = |sku: &str, quantity| Sku { sku: sku.into(), quantity };
    let parts = players.find_by_id(id).project::<Parts>().await.unwrap();
    let expected = Parts {
        id,
        stats: Losses { losses: 4 },
        old: None,
        items: vec![sku("a", 1), sku("b", 2)],
        quests: HashMap::from([("first".to_owned(), sku("c", 3))]),
    };
    assert_eq!(parts, Some(expected));
    let given = players.find_by_id(id).project::<Parts>().with_type::<Document>().await.unwrap().unwrap();
    assert_eq!(given.get_document("stats").unwrap(), &doc! { "losses": 4 });
    assert_eq!(given.get_array("items").unwrap()[0], doc! { "sku": "a", "q": 1 }.into());
    assert_eq!(given.get_object_id("_id").unwrap(), id);
}

#[tokio::test]
async fn calls_that_change_a_document_give_parts_too() {
    let (_database, players, id) = players().await;
    let p = Player::fields();
    let card = players
        .find_one_and_update(p.id.eq(id), doc! { "$inc": { "stats.totalWins": 2 } })
        .project::<Card>()
        .return_document(ReturnDocument::After)
        .await;
    assert_eq!(card.unwrap().map(|card| card.wins), Some(5));
    let gone = players.find_one_and_delete(p.id.eq(id)).include(p.number).exclude(p.id).with_type::<Document>().await;
    assert_eq!(gone.unwrap(), Some(doc! { "number": "77" }));
}

#[tokio::test]
async fn lists_of_fields_are_given_or_left_out() {
    let (_database, players, id) = players().await;
    let p = Player::fields();
    let one = || players.find_one(p.id.eq(id)).with_type::<Document>();
    let given = one().include((p.player_id, p.stats().losses, p.items().any().sku)).await.unwrap();
    let items = vec![doc! { "sku": "a" }, doc! { "sku": "b" }];
    let expected = doc! { "_id": id, "playerId": 1_i64, "stats": { "losses": 4 }, "items": items };
    assert_eq!(given, Some(expected));
    let given = one().exclude((p.items, p.quests, p.stats, p.old)).exclude(p.id).await.unwrap();
    assert_eq!(given, Some(doc! { "playerId": 1_i64, "number": "77" }));
    let element = players.find_one(doc! { "items.sku": "b" }).with_type::<Document>();
    let given = element.include(p.items.first_matched()).exclude(p.id).await.unwrap();
    assert_eq!(given, Some(doc! { "items": [{ "sku": "b", "q": 2, "note": "long" }] }));
}

#[tokio::test]
async fn a_resumable_find_and_pages_take_projections() {
    let (_database, players, _) = players().await;
    let cards = players.find(doc! {}).project::<Card>().sort_by(|p| p.number.asc()).resumable();
    assert_eq!(cards.try_collect().await.unwrap().len(), 2);
    let page = players.find(doc! {}).project::<Card>().sort_by(|p| p.stats().losses.desc()).page(1).await.unwrap();
    let next = page.next().cloned();
    assert_eq!((page.items().len(), next.is_some()), (1, true));
    let page = players.find(doc! {}).project::<Card>().sort_by(|p| p.stats().losses.desc()).page(1).after(next).await;
    assert_eq!(page.unwrap().items()[0].player_id, 2);
}
