//! Resets at random that are the same each time.

use mongodb::bson::doc;
use mongomancy_testkit::ReplicaSet;

use super::{is_cut_off, orders, plain_client, proxied};

const COMMANDS: i32 = 40;

/// The commands that were met, each with whether it was executed.
async fn met(set: &ReplicaSet, seed: u64) -> Vec<(i32, bool)> {
    let client = plain_client(&set.uri()).await;
    orders(&client).delete_many(doc! {}).await.unwrap();
    let resets = set.reset_randomly(seed, 5).unwrap();
    let mut failed = Vec::new();
    for id in 0..COMMANDS {
        if let Err(error) = orders(&client).insert_one(doc! { "_id": id }).await {
            assert!(is_cut_off(&error), "{error}");
            failed.push(id);
        }
    }
    assert_eq!(resets.hits() as usize, failed.len());
    drop(resets);
    let mut met = Vec::new();
    for id in failed {
        met.push((id, orders(&client).find_one(doc! { "_id": id }).await.unwrap().is_some()));
    }
    client.shutdown().immediate(true).await;
    met
}

#[tokio::test]
async fn a_seed_meets_the_same_commands_each_time() {
    let set = proxied(1).await;
    let (once, again, other) = (met(&set, 1).await, met(&set, 1).await, met(&set, 2).await);
    assert_eq!(once, again);
    assert_ne!(once, other);
    // Both sorts of cuts are among them.
    assert!(once.iter().any(|(_, stored)| *stored) && once.iter().any(|(_, stored)| !*stored), "{once:?}");
}
