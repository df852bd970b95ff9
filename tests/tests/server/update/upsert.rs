//! Updates that insert where nothing matches.

use mongomancy::{Upserted, bson::oid::ObjectId, doc};

use super::players;

#[tokio::test]
async fn the_outcome_tells_which_of_the_two_was_done() {
    let c = players().await;
    let p = &c.p;
    let update = || p.lives.inc(1) + p.score.set_on_insert(5.0);
    let untyped = c.players.clone().with_type::<mongomancy::Document>();
    let inserted = c.players.upsert_one(p.name.eq("Eve"), update()).await.unwrap();
    let Upserted::Inserted(id) = inserted else { panic!("{inserted:?}") };
    let eve = || untyped.find_one(doc! {});
    assert_eq!(eve().await.unwrap(), Some(doc! { "_id": id, "name": "Eve", "lives": 1, "score": 5.0 }));
    let matched = c.players.upsert_one(p.name.eq("Eve"), update()).comment("again").await.unwrap();
    assert_eq!((matched, matched.is_inserted(), matched.inserted_id()), (Upserted::Matched, false, None));
    assert_eq!(eve().await.unwrap(), Some(doc! { "_id": id, "name": "Eve", "lives": 2, "score": 5.0 }));
    // What changes nothing has matched all the same.
    assert_eq!(c.players.upsert_one(p.name.eq("Eve"), p.lives.set(2)).await.unwrap(), Upserted::Matched);
    let given = ObjectId::new();
    let by_id = c.players.upsert_one(p.id.eq(given), p.name.set("Fay")).await.unwrap();
    assert_eq!((by_id, by_id.inserted_id()), (Upserted::Inserted(given), Some(given)));
    let many = c.players.update_many(p.name.eq("Gil"), p.lives.inc(1)).upsert(true).await.unwrap();
    assert!(many.upserted_id.is_some());
}
