//! Changes of some elements of arrays.

use mongomancy::{Fields, doc, options::ReturnDocument};

use super::{Player, ada, players, stored};

#[tokio::test]
async fn elements_are_named_by_position_match_or_all() {
    let c = players().await;
    let p = &c.p;
    c.check(p.grades.at(0).set(7), |d| drop(d.insert("grades", [7, 1, 4, 1, 5]))).await;
    c.check(p.grades.each().inc(1), |d| drop(d.insert("grades", [4, 2, 5, 2, 6]))).await;
    let doubled = [stored("a", 2), stored("b", 10)];
    c.check(p.items().each().quantity.mul(2), |d| drop(d.insert("items", doubled))).await;
    let id = c.insert(ada()).await;
    let filter = p.id.eq(id) & p.grades.any().eq(4);
    c.players.update_one(filter, p.grades.first_matched().set(0)).await.unwrap();
    assert_eq!(c.players.find_by_id(id).await.unwrap().unwrap().grades, [3, 1, 0, 1, 5]);
}

#[tokio::test]
async fn array_filters_say_which_elements() {
    let c = players().await;
    let p = &c.p;
    let update = p.items().matching("few").quantity.inc(10);
    let few = update.array_filter(p.items.matching("few"), |few| few.quantity.lt(3) & few.sku.ne("b"));
    c.check(few, |d| drop(d.insert("items", [stored("a", 11), stored("b", 5)]))).await;
    let high = p.grades.matching("high").set(4).array_filter(p.grades.matching("high"), |high| high.gt(4));
    c.check(high, |d| drop(d.insert("grades", [3, 1, 4, 1, 4]))).await;
}

#[tokio::test]
async fn typed_array_filters_stand_beside_those_that_are_set() {
    let c = players().await;
    let p = &c.p;
    let id = c.insert(ada()).await;
    let both = (p.grades.matching("high").set(9) + p.items().matching("b").quantity.set(0))
        .array_filter(p.grades.matching("high"), |high| high.gt(4));
    let raw = || [doc! { "b.sku": "b" }];
    c.players.update_one(p.id.eq(id), &both).array_filters(raw()).await.unwrap();
    let ada = c.players.find_by_id(id).await.unwrap().unwrap();
    assert_eq!((&ada.grades[..], ada.items[1].quantity), (&[3, 1, 4, 1, 9][..], 0));
    let low =
        |p: Fields<Player>| p.grades.matching("low").dec(1).array_filter(p.grades.matching("low"), |low| low.lt(2));
    c.players.update_many(doc! {}, low).await.unwrap();
    let after = c.players.find_one_and_update(p.id.eq(id), low).return_document(ReturnDocument::After).await.unwrap();
    assert_eq!(after.unwrap().grades, [3, -1, 4, -1, 9]);
}
