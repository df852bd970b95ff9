//! Faults at chosen commands, and what is stored after them.

use std::time::Duration;

use mongodb::bson::{Document, doc};
use mongodb::error::{Error, ErrorKind};
use mongomancy_testkit::Intercept;

use super::{LIMIT, is_cut_off, orders, past_the_proxy, plain_client, proxied, stored};
use crate::client::connect;

/// Whether each of these inserts was acknowledged.
async fn inserts(client: &mongodb::Client, count: i32) -> Vec<bool> {
    let mut outcomes = Vec::new();
    for _ in 0..count {
        let outcome = orders(client).insert_one(doc! {}).await;
        if let Err(error) = &outcome {
            assert!(is_cut_off(error), "{error}");
        }
        outcomes.push(outcome.is_ok());
    }
    outcomes
}

#[tokio::test]
async fn the_nth_reply_is_cut_off_and_the_document_stored() {
    let set = proxied(1).await;
    let client = plain_client(&set.uri()).await;
    let cut = Intercept::command(["insert"]).skip(1).times(2).cut_reply().enable(&set).unwrap();
    assert_eq!(cut.hits(), 0);
    assert_eq!(inserts(&client, 4).await, [true, false, false, true]);
    assert_eq!(cut.hits(), 2);
    cut.wait_until_met(2, LIMIT).await.unwrap();
    let error = cut.wait_until_met(3, Duration::from_millis(50)).await.unwrap_err();
    assert_eq!(error.to_string(), "meeting insert 3 times did not happen within 50ms; it was met 2 times");
    assert_eq!(stored(&client).await, 4);
}

#[tokio::test]
async fn a_cut_request_does_not_reach_the_server() {
    let set = proxied(1).await;
    let client = plain_client(&set.uri()).await;
    let cut = Intercept::command(["insert"]).skip(2).cut_request().enable(&set).unwrap();
    assert_eq!(inserts(&client, 4).await, [true, true, false, false]);
    assert_eq!((cut.hits(), stored(&client).await), (2, 2));
    drop(cut);
    assert_eq!(inserts(&client, 2).await, [true, true]);
    assert_eq!(stored(&client).await, 4);
}

#[tokio::test]
async fn the_retry_of_a_driver_can_be_met_too() {
    let set = proxied(1).await;
    let client = connect(&set.uri()).await.unwrap();
    let once = Intercept::command(["insert"]).with_field("txnNumber").times(1).cut_reply().enable(&set).unwrap();
    assert_eq!(inserts(&client, 1).await, [true]);
    assert_eq!((once.hits(), stored(&client).await), (1, 1));
    let twice = Intercept::command(["insert"]).with_field("txnNumber").times(2).cut_reply().enable(&set).unwrap();
    assert_eq!(inserts(&client, 1).await, [false]);
    assert_eq!((twice.hits(), stored(&client).await), (2, 2));
}

#[tokio::test]
async fn a_replaced_reply_is_what_the_client_sees() {
    let set = proxied(1).await;
    let client = plain_client(&set.uri()).await;
    let refusal = doc! { "ok": 0, "code": 50, "codeName": "MaxTimeMSExpired", "errmsg": "said the proxy" };
    let replaced = Intercept::command(["insert"]).times(1).replace_reply(refusal).enable(&set).unwrap();
    let error: Error = orders(&client).insert_one(doc! {}).await.unwrap_err();
    assert!(matches!(&*error.kind, ErrorKind::Command(refusal) if refusal.code == 50), "{error}");
    assert_eq!((replaced.hits(), stored(&client).await), (1, 1));
    // The connection is as good as before.
    assert_eq!(inserts(&client, 1).await, [true]);

    let wrong = Intercept::command(["count"]).replace_reply(doc! { "ok": 1, "n": 77 }).enable(&set).unwrap();
    let counted = client.database("shop").run_command(doc! { "count": "orders" }).await.unwrap();
    assert_eq!(counted, doc! { "ok": 1, "n": 77 });
    drop(wrong);
    let counted = client.database("shop").run_command(doc! { "count": "orders" }).await.unwrap();
    assert_eq!(counted.get_i32("n").unwrap(), 2);
}

#[tokio::test]
async fn others_are_let_through() {
    let set = proxied(3).await;
    let primary = set.primary().await.unwrap();
    let secondary = set.members().iter().find(|member| **member != primary).unwrap();
    let client = plain_client(&format!("{}&appName=shop", primary.direct_uri())).await;
    let ping = || async { client.database("admin").run_command(doc! { "ping": 1 }).await };
    orders(&client).insert_one(doc! {}).await.unwrap();

    let find = || Intercept::command(["find", "ping"]).cut_request();
    let others = [
        find().app_name("another"),
        find().namespace("shop.others"),
        find().with_field("sort"),
        find().at(secondary),
        find().times(0),
    ];
    for other in others {
        let other = other.enable(&set).unwrap();
        orders(&client).find_one(doc! {}).await.unwrap();
        ping().await.unwrap();
        assert_eq!(other.hits(), 0, "{other:?}");
    }
    for own in
        [find().app_name("shop"), find().namespace("shop.orders"), find().with_field("filter"), find().at(&primary)]
    {
        let own = own.enable(&set).unwrap();
        assert!(is_cut_off(&orders(&client).find_one(doc! {}).await.unwrap_err()));
        assert_eq!(own.hits(), 1);
    }
    // Past the proxy nothing is met.
    let all = Intercept::any_command().cut_request().enable(&set).unwrap();
    let past = past_the_proxy(&primary).await;
    assert_eq!(stored(&past).await, 1);
    assert_eq!(all.hits(), 0);
    assert!(ping().await.is_err());
}

#[tokio::test]
async fn what_does_nothing_is_refused() {
    let set = proxied(1).await;
    let unreadable = Document::from_iter([("a\0b".to_owned(), 1.into())]);
    let table = [
        (Intercept::command(Vec::<String>::new()).cut_reply(), "an intercept names at least one command"),
        (
            Intercept::command(["find"]),
            "an intercept needs an effect: cut_request, cut_reply, replace_reply or reset_randomly",
        ),
        (Intercept::any_command().reset_randomly(1, 0), "random resets are for one command in at least 1"),
        (Intercept::any_command().replace_reply(unreadable), "the reply of an intercept cannot be written as BSON"),
    ];
    for (intercept, message) in table {
        let error = intercept.enable(&set).unwrap_err();
        assert!(error.is_invalid_argument());
        assert_eq!(error.to_string(), message);
    }
}
