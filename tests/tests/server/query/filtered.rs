//! The verbs of a collection and a filter.

use mongomancy::{MongoCollection, doc, options::ReturnDocument};
use mongomancy_tests::database;

#[derive(Debug, Clone, PartialEq, MongoCollection)]
struct Player {
    #[serde(rename = "_id")]
    id: i32,
    guild: String,
    score: i64,
}

fn player(id: i32, guild: &str, score: i64) -> Player {
    Player { id, guild: guild.into(), score }
}

#[tokio::test]
async fn every_verb_takes_the_filter() {
    let db = database().await;
    let players = db.collection::<Player>();
    let all = [player(1, "red", 1), player(2, "red", 2), player(3, "blue", 3), player(4, "blue", 4)];
    players.insert_many(&all).await.unwrap();
    let red = players.filter(|p| p.guild.eq("red"));
    let best = players.filter(|p| p.guild.eq("red") & p.score.gte(2));

    let mut ids: Vec<_> = red.find().try_collect().await.unwrap().iter().map(|player| player.id).collect();
    ids.sort_unstable();
    assert_eq!(ids, [1, 2]);
    assert_eq!(best.find_one().await.unwrap(), Some(player(2, "red", 2)));
    assert!(best.clone().exists().await.unwrap());
    assert!(!players.filter(|p| p.score.gt(9)).exists().await.unwrap());
    assert_eq!(red.count_documents().await.unwrap(), 2);
    assert_eq!(best.distinct::<i64>("score").await.unwrap(), [2]);

    assert_eq!(best.update_one(doc! { "$inc": { "score": 10 } }).await.unwrap().modified_count, 1);
    assert_eq!(red.update_many(doc! { "$inc": { "score": 1 } }).await.unwrap().modified_count, 2);
    assert_eq!(best.replace_one(player(1, "red", 7)).await.unwrap().matched_count, 1);
}

#[tokio::test]
async fn every_verb_that_gives_a_document_takes_the_filter() {
    let db = database().await;
    let players = db.collection::<Player>();
    players.insert_many([player(1, "red", 1), player(2, "red", 2), player(3, "blue", 3)]).await.unwrap();
    let second = players.filter(|p| p.score.eq(2) & p.guild.eq("red"));
    let updated = second.find_one_and_update(doc! { "$set": { "guild": "red" } }).await.unwrap();
    assert_eq!(updated, Some(player(2, "red", 2)));
    let replaced = second.find_one_and_replace(player(2, "green", 2)).return_document(ReturnDocument::After);
    assert_eq!(replaced.await.unwrap(), Some(player(2, "green", 2)));
    assert_eq!(second.find_one().await.unwrap(), None);
    let deleted = players.filter(|p| p.guild.eq("green")).find_one_and_delete().await.unwrap();
    assert_eq!(deleted, Some(player(2, "green", 2)));
    assert_eq!(players.filter(|p| p.guild.eq("red")).delete_one().await.unwrap().deleted_count, 1);
    assert_eq!(players.filter(|p| p.score.gt(0)).delete_many().await.unwrap().deleted_count, 1);
}
