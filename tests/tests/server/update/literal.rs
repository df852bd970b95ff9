//! Values that look like operators stay values.

use mongomancy::{
    Document,
    bson::{Bson, Regex},
    doc,
};

use super::{Player, ada, players};

fn evil() -> Vec<Document> {
    vec![doc! { "$each": [1] }, doc! { "$ne": null }, doc! { "$position": 0, "$each": [] }, doc! { "a.b": 1 }]
}

fn pattern() -> Bson {
    Bson::RegularExpression(Regex { pattern: ".*".try_into().unwrap(), options: "".try_into().unwrap() })
}

#[tokio::test]
async fn documents_with_dollar_signs_are_stored() {
    let c = players().await;
    let p = &c.p;
    for value in evil() {
        let bson = Bson::from(value.clone());
        c.check(p.documents.push(&value), |d| drop(d.insert("documents", [value.clone()]))).await;
        c.check(p.documents.add_to_set(&value), |d| drop(d.insert("documents", [value.clone()]))).await;
        c.check(p.documents.set(vec![value.clone()]), |d| drop(d.insert("documents", [value.clone()]))).await;
        c.check(p.anything.push(&bson), |d| drop(d.insert("anything", [value.clone()]))).await;
        c.check(p.anything.push_each([&bson, &pattern()]), |d| {
            d.insert("anything", [bson.clone(), pattern()]);
        })
        .await;
    }
}

#[tokio::test]
async fn values_that_are_taken_out_are_no_conditions() {
    let c = players().await;
    let p = &c.p;
    let full = || Player { documents: vec![doc! { "a": 1 }], anything: vec!["text".into(), 5.into()], ..ada() };
    for value in evil() {
        c.check_player(full(), p.documents.pull_all([&value]), |_| ()).await;
        c.check_player(full(), p.documents.pull_all([value, doc! { "a": 1 }]), |d| {
            d.insert("documents", Vec::<Bson>::new());
        })
        .await;
    }
    for value in [pattern(), Bson::from(doc! { "$gte": 1 }), Bson::from(doc! { "$exists": true })] {
        c.check_player(full(), p.anything.pull_all([&value]), |_| ()).await;
        c.check_player(full(), p.anything.pull(|e| e.eq(&value)), |_| ()).await;
        let with_it = Player { anything: vec![value.clone(), 5.into()], ..full() };
        c.check_player(with_it, p.anything.pull(|e| e.eq(&value)), |d| drop(d.insert("anything", [5]))).await;
    }
}
