//! Changes of any field.

use mongomancy::{Fields, Path, bson::DateTime, doc};

use super::{Player, ada, item, players, stored};

#[tokio::test]
async fn set_gives_a_value() {
    let c = players().await;
    let p = &c.p;
    c.check(p.name.set("Bob"), |d| drop(d.insert("name", "Bob"))).await;
    c.check(p.nickname.set(None), |d| drop(d.insert("nick", None::<String>))).await;
    c.check(p.items.set(vec![item("c", 2)]), |d| drop(d.insert("items", [stored("c", 2)]))).await;
    c.check(p.wins.key("go").set(7), |d| drop(d.get_document_mut("wins").unwrap().insert("go", 7))).await;
    c.check(p.name.set_opt(Some("Cyd")) + p.score.set_opt(None::<f64>), |d| drop(d.insert("name", "Cyd"))).await;
    c.check(
        |p: Fields<Player>| p.name.set("Dan") + p.lives.set(1),
        |d| {
            d.insert("name", "Dan");
            d.insert("lives", 1);
        },
    )
    .await;
}

#[tokio::test]
async fn set_on_insert_leaves_what_matched_alone() {
    let c = players().await;
    c.check(c.p.name.set_on_insert("Bob"), |_| ()).await;
}

#[tokio::test]
async fn min_and_max_compare() {
    let c = players().await;
    let p = &c.p;
    c.check(p.score.min(5.0), |d| drop(d.insert("score", 5.0))).await;
    c.check(p.score.min(15.0), |_| ()).await;
    c.check(p.score.max(5.0), |_| ()).await;
    c.check(p.score.max(15.0) + p.name.max("B"), |d| {
        d.insert("score", 15.0);
        d.insert("name", "B");
    })
    .await;
}

#[tokio::test]
async fn unset_takes_fields_and_entries_away() {
    let c = players().await;
    let p = &c.p;
    c.check(p.nickname.unset(), |d| drop(d.remove("nick"))).await;
    c.check(p.wins.key("chess").unset(), |d| drop(d.get_document_mut("wins").unwrap().remove("chess"))).await;
    let left = c.players.find(doc! {}).try_collect().await.unwrap();
    assert!(left[0].nickname.is_none() && left[1].wins.is_empty());
}

#[tokio::test]
async fn rename_gives_another_name() {
    let c = players().await;
    let old = Path::<Player, Option<String>>::named("old");
    let renamed = |d: &mut mongomancy::Document| {
        let nick = d.remove("nick").unwrap();
        d.insert("old", nick);
    };
    c.check(c.p.nickname.rename(old), renamed).await;
    c.players.update_many(doc! {}, old.rename(c.p.nickname)).await.unwrap();
    assert_eq!(c.players.find_one(doc! {}).await.unwrap().unwrap().nickname, ada().nickname);
}

#[tokio::test]
async fn current_date_is_the_servers() {
    let c = players().await;
    let id = c.insert(ada()).await;
    let update = c.p.seen.current_date() + c.p.stamp.current_date();
    c.players.update_one(c.p.id.eq(id), &update).await.unwrap();
    let ada = c.players.find_by_id(id).await.unwrap().unwrap();
    let minutes = DateTime::now().timestamp_millis().abs_diff(ada.seen.timestamp_millis()) / 60_000;
    assert!(minutes < 10, "{}", ada.seen);
    assert!(ada.stamp.unwrap().time > 0);
}
