//! Users who may not do everything: the error says which action on which resource is missing.

use mongomancy::{Capped, CollectionDefinition, Database, Document, Engine, ErrorKind, Index, doc};
use mongomancy_testkit::ReplicaSet;
use mongomancy_tests::{printed, run};

const PASSWORD: &str = "secret";

/// An engine of a user of its own, who has `role`.
async fn user(set: &ReplicaSet, admin: &Engine, name: &str, role: Document) -> Engine {
    let create = doc! { "createUser": name, "pwd": PASSWORD, "roles": [role] };
    run(admin, "admin", create).await.unwrap();
    let (_, hosts) = set.uri().split_once('@').map(|(user, hosts)| (user.to_owned(), hosts.to_owned())).unwrap();
    Engine::connect(format!("mongodb://{name}:{PASSWORD}@{hosts}")).await.unwrap()
}

fn declared(database: &Database) {
    let index = Index::ascending("a").unique(true);
    database.add_collection(CollectionDefinition::new("c").validator(doc! { "a": "MARK" }).index(index));
}

#[tokio::test]
async fn what_is_missing_is_named() {
    let set = ReplicaSet::builder().members(1).authentication("ada", PASSWORD).start().await.unwrap();
    let kept = set.test_database();
    let (admin, name) = (kept.engine(), kept.name());
    let database_of = |engine: &Engine| {
        let database = engine.database(name);
        declared(&database);
        database
    };

    // Who may read, may plan and check.
    let reader = user(&set, admin, "reader", doc! { "role": "read", "db": name }).await;
    let database = database_of(&reader);
    let plan = database.plan().await.unwrap();
    assert_eq!(plan.changes().len(), 2, "{plan}");
    assert_eq!(database.check().await.unwrap_err().kind(), &ErrorKind::Conflict);
    let error = database.create_all().await.unwrap_err();
    assert_eq!(error.kind(), &ErrorKind::Unauthorized);
    let expected = format!("needs the action `update` and `insert` on the collection `{name}.mongomancy_lock`");
    assert!(error.to_string().contains(&expected), "{error}");

    // Who may write, may not do everything.
    let privilege = |collection: &str, actions: &[&str]| {
        doc! { "resource": { "db": name, "collection": collection }, "actions": actions.to_vec() }
    };
    let privileges = vec![
        privilege("", &["listCollections", "listIndexes", "find", "createCollection"]),
        privilege("mongomancy_lock", &["find", "insert", "update"]),
    ];
    run(admin, "admin", doc! { "createRole": "some", "privileges": privileges, "roles": [] }).await.unwrap();
    let some = user(&set, admin, "some", doc! { "role": "some", "db": "admin" }).await;
    let database = database_of(&some);
    let error = database.create_all().await.unwrap_err();
    assert_eq!(error.kind(), &ErrorKind::Unauthorized);
    assert!(
        error.to_string().contains(&format!("needs the action `createIndex` on the collection `{name}.c`")),
        "{error}"
    );
    assert!(!printed(&error).contains("MARK"), "{error}");

    run(admin, name, doc! { "collMod": "c", "validator": {} }).await.unwrap();
    run(admin, name, doc! { "createIndexes": "c", "indexes": [{ "key": { "a": 1 }, "name": "i", "unique": true }] })
        .await
        .unwrap();
    let plan = database.plan().await.unwrap();
    let error = database.apply(plan).allow(mongomancy::Change::Validator).await.unwrap_err();
    assert!(error.to_string().contains(&format!("needs the action `collMod` on the collection `{name}.c`")), "{error}");
    assert!(!printed(&error).contains("MARK"), "{error}");

    let nobody = user(&set, admin, "nobody", doc! { "role": "read", "db": "elsewhere" }).await;
    let database = nobody.database(name);
    database.add_collection(CollectionDefinition::new("c").capped(Capped::new(1)));
    let error = database.plan().await.unwrap_err();
    assert!(
        error.to_string().contains(&format!("needs the action `listCollections` on the database `{name}`")),
        "{error}"
    );
}
