//! `explain`: what is sent of each verb.

use std::time::Duration;

use bson::{Document, doc};

use super::recorder::{Player, ada, answering};
use crate::{
    Error, ErrorKind, Reply,
    options::{ExplainVerbosity, Hint, ReadConcern, ReadPreference, WriteConcern},
};

fn answer() -> Reply {
    let plan = doc! { "stage": "FETCH", "inputStage": { "stage": "IXSCAN", "indexName": "ix" } };
    Reply::document(doc! { "ok": 1, "queryPlanner": { "winningPlan": plan } })
}

fn failure() -> Error {
    Error::for_test(ErrorKind::Other, Some(1), [])
}

#[tokio::test]
async fn options_that_belong_beside_the_command_are_moved_or_left_out() {
    let (players, sent) = answering::<Player>([Ok(answer())]);
    let find = players
        .find(doc! { "name": "Ada" })
        .sort(doc! { "score": -1 })
        .hint(Hint::Name("ix".into()))
        .read_concern(ReadConcern::majority())
        .max_time(Duration::from_secs(1))
        .read_preference(ReadPreference::Nearest { options: None })
        .deadline(Duration::from_secs(2))
        .comment("c");
    let explained = find.explain().await.unwrap();
    assert!(explained.uses_index("ix"));
    assert_eq!(
        sent.command(),
        doc! {
            "explain": {
                "find": "player",
                "filter": { "name": "Ada" },
                "sort": { "score": -1 },
                "hint": "ix",
                "comment": "c",
            },
            "verbosity": "executionStats",
            "maxTimeMS": 1000_i64,
        }
    );
    let operation = sent.operation();
    assert_eq!(operation.read_preference(), Some(&ReadPreference::Nearest { options: None }));
    assert_eq!(operation.deadline(), Some(Duration::from_secs(2)));
    assert_eq!(operation.namespace(), "game.player");
}

#[tokio::test]
async fn the_explain_has_options_of_its_own() {
    let (players, sent) = answering::<Player>([Ok(answer()), Ok(answer())]);
    let explain = players.find(doc! {}).max_time(Duration::from_secs(9)).explain();
    let explain = explain.verbosity(ExplainVerbosity::QueryPlanner).max_time(Duration::from_millis(5));
    explain.read_preference(ReadPreference::Primary).deadline(Duration::from_secs(1)).await.unwrap();
    assert_eq!(
        sent.command(),
        doc! { "explain": { "find": "player", "filter": {} }, "verbosity": "queryPlanner", "maxTimeMS": 5_i64 }
    );
    players.explain(doc! { "name": "Ada" }).verbosity(ExplainVerbosity::AllPlansExecution).await.unwrap();
    assert_eq!(
        sent.commands()[1],
        doc! { "explain": { "find": "player", "filter": { "name": "Ada" } }, "verbosity": "allPlansExecution" }
    );
}

#[tokio::test]
async fn every_verb_is_explained_as_it_is_sent() {
    // Each time the command of the verb itself, and then that of its explanation.
    macro_rules! same {
        ($players:ident: $($action:expr;)+) => {$({
            let ($players, sent) = answering::<Player>([Err(failure()), Ok(answer())]);
            let _ = $action.await;
            $action.explain().await.unwrap();
            let [verb, explain] = &sent.commands()[..] else { panic!("two commands") };
            let explained = doc! { "explain": verb, "verbosity": "executionStats" };
            assert_eq!(*explain, explained, "{}", stringify!($action));
        })+};
    }
    let filter = || doc! { "name": "Ada" };
    let update = || doc! { "$set": { "score": 1 } };
    same! { players:
        players.find(filter()).sort(doc! { "name": 1 }).limit(5);
        players.find(filter()).sort(doc! { "name": 1 }).projection(doc! { "score": 1 }).limit(3).resumable();
        players.find_one(filter()).sort(doc! { "name": 1 });
        players.find_by_id(bson::oid::ObjectId::from_bytes([1; 12]));
        players.exists(filter());
        players.count_documents(filter()).skip(1).limit(5);
        players.distinct::<String>("name", filter()).comment("c");
        players.aggregate([doc! { "$match": {} }, doc! { "$out": "best" }]).allow_disk_use(true);
        players.aggregate([doc! { "$match": {} }]).batch_size(3);
        players.update_one(filter(), update()).upsert(true);
        players.update_many(filter(), update()).comment("c");
        players.replace_one(filter(), ada());
        players.delete_one(filter());
        players.delete_by_id(bson::oid::ObjectId::from_bytes([1; 12]));
        players.delete_many(filter()).hint(Hint::Name("ix".into()));
        players.find_one_and_update(filter(), update()).sort(doc! { "name": 1 });
        players.find_one_and_replace(filter(), ada());
        players.find_one_and_delete(filter());
    }
}

#[tokio::test]
async fn an_explained_write_waits_for_nobody() {
    let (players, sent) = answering::<Document>([Ok(answer()), Ok(answer())]);
    let update = players.update_one(doc! {}, doc! { "$set": { "score": 1 } });
    update.write_concern(WriteConcern::nodes(3)).explain().await.unwrap();
    players.aggregate([doc! { "$out": "best" }]).write_concern(WriteConcern::nodes(3)).explain().await.unwrap();
    for command in sent.commands() {
        assert!(!command.get_document("explain").unwrap().contains_key("writeConcern"), "{command}");
        assert!(!command.contains_key("writeConcern"), "{command}");
    }
}

#[tokio::test]
async fn what_cannot_be_sent_is_not_explained() {
    let (players, sent) = answering::<Document>([]);
    for error in [
        players.update_one(doc! {}, doc! {}).explain().await.unwrap_err(),
        players.find(doc! {}).skip(u64::MAX).explain().await.unwrap_err(),
        players.find(doc! {}).sort(doc! { "$natural": 1 }).resumable().explain().await.unwrap_err(),
    ] {
        assert_eq!(*error.kind(), ErrorKind::InvalidArgument, "{error}");
    }
    assert!(sent.commands().is_empty());
}

#[tokio::test]
async fn an_answer_without_a_plan_is_told_with_its_call() {
    let (players, _) = answering::<Document>([Ok(Reply::document(doc! { "ok": 1 }))]);
    let error = players.explain(doc! {}).await.unwrap_err();
    assert_eq!(*error.kind(), ErrorKind::Other);
    assert!(error.to_string().contains("explain on game.player"), "{error}");
}
