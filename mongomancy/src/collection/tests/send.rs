//! The future of every verb can be sent to another thread, and outlives the handle.

use bson::{Bson, doc};

use super::recorder::{Player, ada};
use crate::Collection;

fn sendable<F: IntoFuture<IntoFuture: Send + 'static>>(_: F) {}

#[tokio::test]
async fn an_action_can_be_spawned() {
    let (players, _) = super::recorder::untyped(crate::Reply::cursor([]));
    assert!(tokio::spawn(players.find_one(doc! {}).into_future()).await.unwrap().unwrap().is_none());
}

fn sendable_future(_: impl Future + Send + 'static) {}

#[test]
fn every_verb_gives_a_future_that_can_be_sent() {
    // Never called: that it compiles is the test.
    let _ = |players: Collection<Player>| {
        sendable(players.find(doc! {}));
        sendable_future(players.find(doc! {}).try_collect());
        sendable(players.find(doc! {}).page(1));
        sendable(players.find(doc! {}).page_number(1, 1));
        sendable(players.find_one(doc! {}));
        sendable(players.find(doc! {}).explain());
        sendable(players.find_by_id(bson::oid::ObjectId::new()));
        sendable(players.load_refs([crate::Ref::to(bson::oid::ObjectId::new())]));
        sendable(players.exists(doc! {}));
        sendable(players.count_documents(doc! {}));
        sendable(players.estimated_document_count());
        sendable(players.distinct::<Bson>("name", doc! {}));
        sendable(players.aggregate([]));
        sendable_future(players.aggregate([]).with_type::<Player>().try_collect());
        sendable(players.insert_one(ada()));
        sendable(players.insert_many([ada()]));
        sendable(players.bulk_load(futures_util::stream::iter([ada()])));
        sendable(players.update_one(doc! {}, doc! {}));
        sendable(players.update_many(doc! {}, doc! {}));
        sendable(players.replace_one(doc! {}, ada()));
        sendable(players.delete_one(doc! {}));
        sendable(players.delete_by_id(bson::oid::ObjectId::new()));
        sendable(players.delete_many(doc! {}));
        sendable(players.find_one_and_update(doc! {}, doc! {}));
        sendable(players.find_one_and_replace(doc! {}, ada()));
        sendable(players.find_one_and_delete(doc! {}));
        sendable(players.drop());
    };
}

#[tokio::test]
async fn every_write_can_ask_to_be_applied_exactly_once() {
    let (players, sent) = super::recorder::answering::<Player>([]);
    let filter = || doc! {};
    let update = || doc! { "$set": { "score": 1 } };
    let _ = players.insert_one(ada()).exactly_once().await;
    let _ = players.insert_many([ada()]).exactly_once().await;
    let _ = players.bulk_load(futures_util::stream::iter([ada()])).exactly_once().await;
    let _ = players.update_one(filter(), update()).exactly_once().await;
    let _ = players.update_many(filter(), update()).exactly_once().await;
    let _ = players.replace_one(filter(), ada()).exactly_once().await;
    let _ = players.delete_one(filter()).exactly_once().await;
    let _ = players.delete_many(filter()).exactly_once().await;
    let _ = players.find_one_and_update(filter(), update()).exactly_once().await;
    let _ = players.find_one_and_replace(filter(), ada()).exactly_once().await;
    let _ = players.find_one_and_delete(filter()).exactly_once().await;
    assert_eq!(sent.wishes(), [true; 11]);
    let _ = players.update_many(filter(), update()).await;
    assert_eq!(sent.wishes().last(), Some(&false));
}
