//! What is there, and of which type.

use mongomancy::{BsonType, Document, MongoCollection, bson::Bson, doc};
use mongomancy_tests::database;

use super::each_finds;

#[derive(Debug, MongoCollection)]
struct Player {
    #[serde(rename = "_id")]
    id: i32,
    guild: Option<String>,
    value: Bson,
}

#[tokio::test]
async fn a_field_is_there_or_null_or_of_a_type() {
    let db = database().await;
    let untyped = db.collection_named::<Document>(Player::NAME);
    let all = [
        doc! { "_id": 1, "guild": "red", "value": 1 },
        doc! { "_id": 2, "guild": null, "value": 1_i64 },
        doc! { "_id": 3, "value": 1.0 },
        doc! { "_id": 4, "guild": "", "value": ["a", true] },
        doc! { "_id": 5, "guild": "x", "value": null },
    ];
    untyped.insert_many(all).await.unwrap();
    let p = Player::fields();
    each_finds(
        &db.collection::<Player>(),
        [
            (p.guild.exists(true), vec![1, 2, 4, 5]),
            (p.guild.exists(false), vec![3]),
            (p.guild.is_null(), vec![2, 3]),
            (!p.guild.is_null(), vec![1, 4, 5]),
            (p.guild.is_null() & p.guild.exists(true), vec![2]),
            (p.value.type_(BsonType::Int), vec![1]),
            (p.value.type_(BsonType::Long), vec![2]),
            (p.value.type_(BsonType::Double), vec![3]),
            (p.value.type_(BsonType::Number), vec![1, 2, 3]),
            (p.value.type_(BsonType::Array), vec![4]),
            (p.value.type_(BsonType::String), vec![4]),
            (p.value.type_(BsonType::Null), vec![5]),
            (p.value.type_([BsonType::Bool, BsonType::Null]), vec![4, 5]),
            (p.guild.type_(vec![BsonType::Null]), vec![2]),
        ],
    )
    .await;
}

#[tokio::test]
async fn servers_know_every_type() {
    let db = database().await;
    let players = db.collection_named::<Document>("player");
    let types = [
        BsonType::Double,
        BsonType::String,
        BsonType::Object,
        BsonType::Array,
        BsonType::BinData,
        BsonType::ObjectId,
        BsonType::Bool,
        BsonType::Date,
        BsonType::Null,
        BsonType::Regex,
        BsonType::Javascript,
        BsonType::Int,
        BsonType::Timestamp,
        BsonType::Long,
        BsonType::Decimal,
        BsonType::MinKey,
        BsonType::MaxKey,
        BsonType::Number,
    ];
    for one in types {
        let filter = Document::fields().key("a").type_(one);
        players.find_one(filter).await.unwrap_or_else(|error| panic!("{}: {error}", one.name()));
    }
    players.find_one(Document::fields().key("a").type_(types)).await.unwrap();
}
