//! Concerns and read preferences that a struct declares, as its calls have them.

use std::sync::{Arc, Mutex};

use bson::{Document, doc};
use mongomancy::{
    BoxFuture, Database, Error, ErrorKind, Executor, MongoCollection, Operation, Reply, Result,
    options::{ReadConcern, ReadPreference},
};

#[derive(Default)]
struct Recorder {
    sent: Mutex<Vec<Operation>>,
}

impl Recorder {
    fn last(&self) -> (Document, Option<ReadPreference>) {
        let sent = self.sent.lock().unwrap();
        let last = sent.last().unwrap();
        (last.command().try_into().unwrap(), last.read_preference().cloned())
    }
}

impl Executor for Recorder {
    fn execute(&self, operation: Operation) -> BoxFuture<'_, Result<Reply>> {
        self.sent.lock().unwrap().push(operation);
        Box::pin(async { Err(Error::for_test(ErrorKind::Unavailable, None, [])) })
    }
}

fn database() -> (Database, Arc<Recorder>) {
    let recorder = Arc::new(Recorder::default());
    let executor: Arc<dyn Executor> = recorder.clone();
    (Database::new(executor, "game"), recorder)
}

#[derive(MongoCollection)]
#[collection(
    read_concern = "majority",
    write_concern(w = 2, journal = true, timeout = "5 s"),
    read_preference = "secondary_preferred"
)]
struct Account {
    name: String,
}

#[derive(MongoCollection)]
#[collection(write_concern(w = "majority"), read_preference = "primary")]
struct Majority {
    name: String,
}

#[derive(MongoCollection)]
#[collection(write_concern(journal), read_preference = "secondaryPreferred")]
struct Journal {
    name: String,
}

#[derive(MongoCollection)]
#[collection(write_concern(w = "two_halls", journal = false))]
struct Halls {
    name: String,
}

#[derive(MongoCollection)]
struct Plain {
    name: String,
}

#[tokio::test]
async fn the_calls_of_a_collection_have_what_its_struct_declares() {
    let (database, sent) = database();
    let accounts = database.collection::<Account>();
    let _ = accounts.find(doc! {}).await;
    let (command, preference) = sent.last();
    assert_eq!(command.get_document("readConcern").unwrap(), &doc! { "level": "majority" });
    assert!(!command.contains_key("writeConcern"));
    assert!(matches!(preference, Some(ReadPreference::SecondaryPreferred { options: None })));
    let _ = accounts.insert_one(Account { name: "Ada".into() }).await;
    let (command, preference) = sent.last();
    assert_eq!(command.get_document("writeConcern").unwrap(), &doc! { "w": 2, "wtimeout": 5000, "j": true });
    assert!(!command.contains_key("readConcern"));
    assert!(preference.is_none());
}

#[tokio::test]
async fn a_handle_and_a_call_say_otherwise() {
    let (database, sent) = database();
    let local = database.collection_named::<Account>("archive").with_read_concern(ReadConcern::local());
    let _ = local.find(doc! {}).await;
    assert_eq!(sent.last().0.get_document("readConcern").unwrap(), &doc! { "level": "local" });
    let _ = local.find(doc! {}).read_concern(ReadConcern::available()).await;
    assert_eq!(sent.last().0.get_document("readConcern").unwrap(), &doc! { "level": "available" });
    let _ = database.collection::<Account>().find(doc! {}).await;
    assert_eq!(sent.last().0.get_document("readConcern").unwrap(), &doc! { "level": "majority" });
}

#[tokio::test]
async fn each_form_of_a_write_concern_is_sent() {
    let (database, sent) = database();
    let _ = database.collection::<Majority>().delete_many(doc! {}).await;
    assert_eq!(sent.last().0.get_document("writeConcern").unwrap(), &doc! { "w": "majority" });
    let _ = database.collection::<Majority>().find(doc! {}).await;
    assert!(matches!(sent.last().1, Some(ReadPreference::Primary)));
    let _ = database.collection::<Journal>().delete_many(doc! {}).await;
    assert_eq!(sent.last().0.get_document("writeConcern").unwrap(), &doc! { "w": "majority", "j": true });
    let _ = database.collection::<Journal>().find(doc! {}).await;
    assert!(matches!(sent.last().1, Some(ReadPreference::SecondaryPreferred { .. })));
    let _ = database.collection::<Halls>().delete_many(doc! {}).await;
    assert_eq!(sent.last().0.get_document("writeConcern").unwrap(), &doc! { "w": "two_halls", "j": false });
}

#[tokio::test]
async fn a_collection_that_declares_none_sends_none() {
    let (database, sent) = database();
    let plain = database.collection::<Plain>();
    let _ = plain.find(doc! {}).await;
    assert_eq!(sent.last().0, doc! { "find": "plain", "filter": {} });
    let _ = plain.delete_many(doc! {}).await;
    assert!(!sent.last().0.contains_key("writeConcern"));
    let _ = plain.insert_one(Plain { name: "Ada".into() }).await;
    assert!(!sent.last().0.contains_key("writeConcern"));
}
