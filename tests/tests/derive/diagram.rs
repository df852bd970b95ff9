//! The picture of the collections.

use std::sync::Arc;

use bson::{DateTime, Document};
use mongomancy::{
    BoxFuture, Database, Error, ErrorKind, Executor, Id, MongoCollection, MongoDocument, Operation, Ref, Reply, Result,
};

/// Nothing is asked of it.
struct Nobody;

impl Executor for Nobody {
    fn execute(&self, _: Operation) -> BoxFuture<'_, Result<Reply>> {
        Box::pin(async { Err(Error::for_test(ErrorKind::Unavailable, None, [])) })
    }
}

fn database() -> Database {
    Database::new(Arc::new(Nobody), "game")
}

#[derive(MongoDocument)]
struct Stats {
    wins: i32,
    best: Option<Best>,
}

#[derive(MongoDocument)]
struct Best {
    #[schema(description = "the score of the \"best\" match")]
    score: f64,
}

#[derive(MongoDocument)]
struct Item {
    sku: String,
    from: Option<Ref<Player>>,
}

#[derive(MongoDocument)]
enum Level {
    Beginner,
    Master,
}

#[derive(MongoCollection)]
#[index(guild, score = -1)]
#[index(stats.wins = -1)]
#[index("attrs.color")]
struct Player {
    #[serde(rename = "_id")]
    id: Id<Player>,
    #[index(unique)]
    name: String,
    #[index(unique)]
    email: Option<String>,
    guild: Ref<Guild>,
    score: f64,
    #[index(expire_after = "30d")]
    last_seen: DateTime,
    stats: Stats,
    items: Vec<Item>,
    #[serde(skip_serializing_if = "Option::is_none")]
    level: Option<Level>,
    friends: Vec<Ref<Player>>,
    attrs: Document,
    #[serde(rename = "größe")]
    size: f64,
}

#[derive(MongoCollection)]
#[collection(name = "player.stats")]
struct Guild {
    #[serde(rename = "_id")]
    name: String,
    owner: Option<Ref<Player>>,
}

#[test]
fn it_shows_fields_keys_indexes_and_references() {
    let db = database();
    db.register::<Player>().register::<Guild>();
    let drawn = r#"erDiagram
    "player" {
        objectId _id PK
        string name UK
        string email UK "or null; partial"
        string guild FK "index (guild, score desc)"
        double score
        date last_seen "index, expires after 30 days"
        object stats
        object[] items
        string level "Beginner, Master; or null, or absent"
        objectId[] friends FK
        object attrs
        double gr__e "stored as größe"
        any attrs_color "stored as attrs.color; index"
    }
    "player.stats" {
        string _id PK
        objectId owner FK "or null"
    }
    "player.stats_" {
        int wins "desc index"
        object best "or null"
    }
    "player.stats.best" {
        double score "the score of the #34;best#34; match"
    }
    "player.items" {
        string sku
        objectId from FK "or null"
    }
    "player" }o--|| "player.stats" : "guild"
    "player" }o--o{ "player" : "friends"
    "player" ||--|| "player.stats_" : "stats"
    "player.stats_" ||--o| "player.stats.best" : "best"
    "player" ||--o{ "player.items" : "items"
    "player.items" }o--o| "player" : "from"
    "player.stats" }o--o| "player" : "owner"
"#;
    let shown = db.diagram().to_string();
    assert_eq!(shown, drawn, "{shown}");
}
