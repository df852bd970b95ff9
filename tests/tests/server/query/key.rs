//! A map's key leads to what is under it, or nowhere.

use std::collections::BTreeMap;

use mongomancy::{ErrorKind, MongoCollection, MongoDocument};
use mongomancy_tests::database;

use super::found;

#[derive(Debug, Clone, MongoDocument)]
struct Quest {
    done: bool,
}

#[derive(Debug, Clone, MongoCollection)]
struct Player {
    #[serde(rename = "_id")]
    id: i32,
    counts: BTreeMap<String, i32>,
    quests: BTreeMap<String, Quest>,
    nested: BTreeMap<String, BTreeMap<String, i32>>,
}

#[tokio::test]
async fn a_key_leads_to_what_is_under_it() {
    let db = database().await;
    let players = db.collection::<Player>();
    let player = |id: i32, key: &str| Player {
        id,
        counts: [(key.to_owned(), 1)].into(),
        quests: [(key.to_owned(), Quest { done: id > 1 })].into(),
        nested: [(key.to_owned(), [(key.to_owned(), id)].into())].into(),
    };
    players.insert_many([player(1, "a"), player(2, "b"), player(3, "a b\n")]).await.unwrap();
    let p = Player::fields();
    assert_eq!(found(&players, &p.counts.key("a").eq(1)).await, [1]);
    assert_eq!(found(&players, &p.counts.key("a b\n").gte(1)).await, [3]);
    assert_eq!(found(&players, &p.quests().key("b").done.eq(true)).await, [2]);
    assert_eq!(found(&players, &p.nested.key("b").key("b").exists(true)).await, [2]);
}

#[tokio::test]
async fn a_key_from_outside_leads_nowhere_else() {
    let db = database().await;
    let players = db.collection::<Player>();
    let p = Player::fields();
    for key in ["", "$where", "$", "a.b", ".", "$[]", "a\0", "0.$ne"] {
        let filters = [
            p.counts.key(key).eq(1),
            p.quests().key(key).done.eq(true),
            p.quests.key(key).exists(true),
            p.nested.key("a").key(key).eq(1),
            p.nested.key(key).key("a").eq(1),
        ];
        for filter in filters {
            let error = players.find_one(filter).await.unwrap_err();
            assert!(matches!(error.kind(), ErrorKind::InvalidArgument), "{key:?}: {error}");
        }
    }
}
