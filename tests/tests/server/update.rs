//! Updates by paths: what each operator makes of a stored document.

mod array;
mod field;
mod literal;
mod number;
mod patch;
mod positional;
mod refused;
mod upsert;

use std::collections::HashMap;

use mongomancy::{
    Collection, Document, Fields, IntoUpdate, MongoCollection, MongoDocument,
    bson::{Bson, DateTime, Timestamp, oid::ObjectId},
    doc,
};
use mongomancy_testkit::TestDatabase;

#[derive(Debug, Clone, PartialEq, MongoDocument)]
struct Item {
    sku: String,
    #[serde(rename = "q")]
    quantity: i32,
    tags: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, MongoCollection)]
struct Player {
    #[serde(rename = "_id")]
    id: Option<ObjectId>,
    name: String,
    #[serde(rename = "nick")]
    nickname: Option<String>,
    score: f64,
    lives: u8,
    flags: i64,
    seen: DateTime,
    stamp: Option<Timestamp>,
    items: Vec<Item>,
    grades: Vec<i32>,
    wins: HashMap<String, i32>,
    documents: Vec<Document>,
    anything: Vec<Bson>,
}

fn item(sku: &str, quantity: i32) -> Item {
    Item { sku: sku.into(), quantity, tags: Vec::new() }
}

fn stored(sku: &str, quantity: i32) -> Document {
    doc! { "sku": sku, "q": quantity, "tags": [] }
}

fn ada() -> Player {
    Player {
        id: None,
        name: "Ada".into(),
        nickname: Some("A".into()),
        score: 10.0,
        lives: 3,
        flags: 0b1100,
        seen: DateTime::MIN,
        stamp: None,
        items: vec![item("a", 1), item("b", 5)],
        grades: vec![3, 1, 4, 1, 5],
        wins: HashMap::from([("chess".into(), 2)]),
        documents: Vec::new(),
        anything: Vec::new(),
    }
}

/// A collection of players, and their paths.
#[expect(clippy::struct_field_names, reason = "the collection is what it is")]
struct Players {
    players: Collection<Player>,
    p: Fields<Player>,
    _database: TestDatabase,
}

async fn players() -> Players {
    let database = mongomancy_tests::database().await;
    Players { players: database.collection(), p: Player::fields(), _database: database }
}

impl Players {
    /// Stores a player, and gives the `_id`.
    async fn insert(&self, player: Player) -> ObjectId {
        *self.players.insert_one(player).await.unwrap().id()
    }

    /// The document as it is stored.
    async fn stored(&self, id: ObjectId) -> Document {
        let untyped = self.players.clone().with_type::<Document>();
        let mut found = untyped.find_one(doc! { "_id": id }).await.unwrap().expect("the player");
        found.remove("_id");
        found
    }

    /// Updates Ada, and holds what is stored against what `change` makes of the document that was stored before.
    fn check(
        &self,
        update: impl IntoUpdate<Player>,
        change: impl FnOnce(&mut Document),
    ) -> impl Future<Output = Document> {
        self.check_player(ada(), update, change)
    }

    async fn check_player(
        &self,
        player: Player,
        update: impl IntoUpdate<Player>,
        change: impl FnOnce(&mut Document),
    ) -> Document {
        let id = self.insert(player).await;
        let mut expected = self.stored(id).await;
        change(&mut expected);
        let updated = self.players.update_one(self.p.id.eq(id), update).await.unwrap();
        assert_eq!(updated.matched_count, 1);
        let stored = self.stored(id).await;
        assert_eq!(stored, expected);
        stored
    }
}
