//! What calls take from their handle: concerns and read preference, where the command takes them.

use bson::{Bson, Document, doc};

use super::recorder::{Player, Recorder, ada, answering};
use crate::{
    Collection, ErrorKind,
    options::{Acknowledgment, ReadConcern, ReadPreference, WriteConcern},
};

fn told() -> (Collection<Player>, std::sync::Arc<Recorder>) {
    let (players, sent) = answering([]);
    let concern = WriteConcern::builder().w(Acknowledgment::Nodes(2)).journal(true).build();
    let players = players
        .with_read_concern(ReadConcern::local())
        .with_write_concern(concern)
        .with_read_preference(ReadPreference::Secondary { options: None });
    (players, sent)
}

/// What each command has of both concerns, and whether secondaries may answer.
fn taken(sent: &Recorder) -> Vec<(String, bool, bool, bool)> {
    let taken = sent.commands().into_iter().zip(sent.preferences()).map(|(command, preference)| {
        let name = command.keys().next().unwrap().clone();
        let (read, write) = (command.get("readConcern").cloned(), command.get("writeConcern").cloned());
        assert!(read.is_none() || read == Some(doc! { "level": "local" }.into()), "{command}");
        assert!(write.is_none() || write == Some(doc! { "w": 2, "j": true }.into()), "{command}");
        (name, read.is_some(), write.is_some(), matches!(preference, Some(ReadPreference::Secondary { .. })))
    });
    taken.collect()
}

#[tokio::test]
async fn what_reads_takes_the_read_concern_and_the_preference() {
    let (players, sent) = told();
    let _ = players.find(doc! {}).await;
    let _ = players.find(doc! {}).resumable().await;
    let _ = players.find(doc! {}).page(3).await;
    let _ = players.find_one(doc! {}).await;
    let _ = players.find_by_id(bson::oid::ObjectId::new()).await;
    let _ = players.exists(doc! {}).await;
    let _ = players.load_refs([crate::Ref::to(bson::oid::ObjectId::new())]).await;
    let _ = players.distinct::<Bson>("name", doc! {}).await;
    let _ = players.count_documents(doc! {}).await;
    let _ = players.estimated_document_count().await;
    let _ = players.aggregate([doc! { "$match": {} }]).await;
    let taken = taken(&sent);
    assert_eq!(taken.len(), 11);
    for (name, read, write, secondary) in taken {
        assert_eq!((read, write, secondary), (true, false, true), "{name}");
    }
}

#[tokio::test]
async fn what_writes_takes_the_write_concern_alone() {
    let (players, sent) = told();
    let (filter, update) = (|| doc! {}, || doc! { "$set": { "score": 1 } });
    let _ = players.insert_one(ada()).await;
    let _ = players.insert_many([ada()]).await;
    let _ = players.bulk_load(futures_util::stream::iter([ada()])).await;
    let _ = players.update_one(filter(), update()).await;
    let _ = players.update_many(filter(), update()).await;
    let _ = players.upsert_one(filter(), update()).await;
    let _ = players.replace_one(filter(), ada()).await;
    let _ = players.delete_one(filter()).await;
    let _ = players.delete_by_id(bson::oid::ObjectId::new()).await;
    let _ = players.delete_many(filter()).await;
    let _ = players.find_one_and_update(filter(), update()).await;
    let _ = players.find_one_and_replace(filter(), ada()).await;
    let _ = players.find_one_and_delete(filter()).await;
    let _ = players.aggregate([doc! { "$out": "best" }]).await;
    let _ = players.drop().await;
    let taken = taken(&sent);
    assert_eq!(taken.len(), 15);
    for (name, read, write, secondary) in taken {
        assert_eq!((read, write, secondary), (false, true, false), "{name}");
    }
}

#[tokio::test]
async fn an_explanation_has_no_concern() {
    let (players, sent) = told();
    let _ = players.find(doc! {}).explain().await;
    let _ = players.delete_many(doc! {}).explain().await;
    let preferred: Vec<bool> = sent.preferences().iter().map(Option::is_some).collect();
    assert_eq!(preferred, [true, false]);
    for command in sent.commands() {
        let explained = command.get_document("explain").unwrap();
        for concern in ["readConcern", "writeConcern"] {
            assert!(!command.contains_key(concern) && !explained.contains_key(concern), "{command}");
        }
    }
}

#[tokio::test]
async fn what_a_call_says_is_taken_before() {
    let (players, sent) = told();
    let majority = ReadConcern::majority();
    let _ = players.find(doc! {}).read_concern(majority).read_preference(ReadPreference::Primary).await;
    let _ = players.delete_one(doc! {}).write_concern(WriteConcern::nodes(1)).await;
    let commands = sent.commands();
    assert_eq!(commands[0].get_document("readConcern").unwrap(), &doc! { "level": "majority" });
    assert_eq!(commands[1].get_document("writeConcern").unwrap(), &doc! { "w": 1 });
    assert!(matches!(sent.preferences()[0], Some(ReadPreference::Primary)));
}

#[tokio::test]
async fn a_write_that_nobody_acknowledges_is_refused() {
    let (players, sent) = answering::<Player>([]);
    let careless = players.clone().with_write_concern(WriteConcern::nodes(0));
    let error = careless.insert_one(ada()).await.unwrap_err();
    assert_eq!(*error.kind(), ErrorKind::InvalidArgument);
    assert!(sent.commands().is_empty());
    let _ = careless.find(doc! {}).await;
    assert_eq!(sent.commands().len(), 1, "reads have no part in it");
}

#[tokio::test]
async fn a_handle_keeps_what_it_was_told() {
    let (players, sent) = answering::<Player>([]);
    let slow = players.clone().with_read_concern(ReadConcern::majority());
    let _ = players.find(doc! {}).await;
    let _ = slow.clone().with_type::<Document>().find(doc! {}).await;
    let _ = slow.with_read_preference(ReadPreference::Primary).find(doc! {}).await;
    let concerned: Vec<bool> = sent.commands().iter().map(|command| command.contains_key("readConcern")).collect();
    assert_eq!(concerned, [false, true, true]);
}
