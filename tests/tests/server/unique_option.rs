//! A unique index on an optional field leaves the absent out, and still serves equality.

use mongomancy::{Document, ErrorKind, MongoCollection, bson::Uuid, doc};
use mongomancy_tests::{database, run};
use serde::{Deserialize, Serialize};

#[derive(Debug, Serialize, Deserialize, MongoCollection)]
#[collection(name = "player")]
struct Player {
    name: String,
    #[index(unique)]
    email: Option<String>,
    #[index(unique)]
    #[serde(skip_serializing_if = "Option::is_none")]
    number: Option<i32>,
    #[index(unique)]
    uuid: Option<Uuid>,
}

fn player(name: &str, email: Option<&str>, number: Option<i32>) -> Player {
    Player { name: name.into(), email: email.map(str::to_owned), number, uuid: None }
}

#[tokio::test]
async fn absent_values_do_not_collide_and_equality_uses_the_index() {
    let db = database().await;
    db.register::<Player>().create_all().await.unwrap();
    let players = db.collection::<Player>();
    // Stored as null, and not stored at all.
    players.insert_many([player("a", None, None), player("b", None, None)]).await.unwrap();
    players.insert_many([player("c", Some(""), Some(i32::MIN)), player("d", Some("d@"), Some(0))]).await.unwrap();
    for taken in [player("e", Some(""), None), player("e", Some("d@"), None), player("e", None, Some(i32::MIN))] {
        let error = players.insert_one(&taken).await.unwrap_err();
        assert!(matches!(error.kind(), ErrorKind::DuplicateKey(_)), "{error}");
    }
    let uuid = Uuid::from_bytes([0; 16]);
    players.insert_one(Player { uuid: Some(uuid), ..player("f", None, None) }).await.unwrap();
    let error = players.insert_one(Player { uuid: Some(uuid), ..player("g", None, None) }).await.unwrap_err();
    assert!(error.is_duplicate_key(), "{error}");
    for filter in [doc! { "email": "d@" }, doc! { "number": 0 }, doc! { "email": "" }, doc! { "uuid": uuid }] {
        assert!(players.find_one(filter.clone()).await.unwrap().is_some());
        let explain = doc! { "explain": { "find": "player", "filter": filter }, "verbosity": "queryPlanner" };
        let plan = run(db.engine(), db.name(), explain).await.unwrap();
        let plan: &Document = plan.get_document("queryPlanner").unwrap().get_document("winningPlan").unwrap();
        assert!(plan.to_string().contains("IXSCAN"), "{plan}");
    }
}
