//! Changes that add elements, and take them out.

use mongomancy::{Document, doc};

use super::{Player, ada, item, players, stored};

fn grades<const N: usize>(grades: [i32; N]) -> impl FnOnce(&mut Document) {
    move |d| drop(d.insert("grades", grades))
}

fn items<const N: usize>(items: [Document; N]) -> impl FnOnce(&mut Document) {
    move |d| drop(d.insert("items", items))
}

#[tokio::test]
async fn push_adds_at_the_end_or_where_it_is_said() {
    let c = players().await;
    let p = &c.p;
    c.check(p.grades.push(9), grades([3, 1, 4, 1, 5, 9])).await;
    c.check(p.items.push(item("c", 0)), items([stored("a", 1), stored("b", 5), stored("c", 0)])).await;
    c.check(p.grades.push_each([9, 2]), grades([3, 1, 4, 1, 5, 9, 2])).await;
    c.check(p.grades.push_each([9, 2]).position(1), grades([3, 9, 2, 1, 4, 1, 5])).await;
    c.check(p.grades.push_each([9]).position(-1), grades([3, 1, 4, 1, 9, 5])).await;
}

#[tokio::test]
async fn what_is_pushed_is_sorted_and_cut() {
    let c = players().await;
    let p = &c.p;
    c.check(p.grades.push_each([9, 2]).slice(-3), grades([5, 9, 2])).await;
    c.check(p.grades.push_each([9, 2]).ascending(|grade| grade), grades([1, 1, 2, 3, 4, 5, 9])).await;
    c.check(p.grades.push_each([9, 2]).descending(|grade| grade).slice(2), grades([9, 5])).await;
    let by_two = p.items.push_each([item("c", 5), item("d", 0)]).descending(|i| i.quantity).descending(|i| i.sku);
    c.check(by_two, items([stored("c", 5), stored("b", 5), stored("a", 1), stored("d", 0)])).await;
    let and_more = p.grades.push_each([9]).slice(1) + p.lives.inc(1);
    c.check(and_more, |d| {
        d.insert("grades", [3]);
        d.insert("lives", 4);
    })
    .await;
}

#[tokio::test]
async fn add_to_set_adds_what_is_not_there() {
    let c = players().await;
    let p = &c.p;
    c.check(p.grades.add_to_set(4), |_| ()).await;
    c.check(p.grades.add_to_set(9), grades([3, 1, 4, 1, 5, 9])).await;
    c.check(p.grades.add_each_to_set([4, 8, 8]), grades([3, 1, 4, 1, 5, 8])).await;
    c.check(p.items.add_to_set(item("a", 1)), |_| ()).await;
}

#[tokio::test]
async fn pop_takes_one_from_either_end() {
    let c = players().await;
    c.check(c.p.grades.pop_first(), grades([1, 4, 1, 5])).await;
    c.check(c.p.grades.pop_last(), grades([3, 1, 4, 1])).await;
}

#[tokio::test]
async fn pull_takes_out_by_conditions() {
    let c = players().await;
    let p = &c.p;
    c.check(p.grades.pull(|g| g.eq(1)), grades([3, 4, 5])).await;
    c.check(p.grades.pull(|g| g.gte(3) & g.lt(5)), grades([1, 1, 5])).await;
    c.check(p.grades.pull(|g| g.ne(1)), grades([1, 1])).await;
    c.check(p.grades.pull(|g| g.eq(1) | g.gt(4)), grades([3, 4])).await;
    c.check(p.grades.pull(|g| !(g.eq(1) | g.gt(4))), grades([1, 1, 5])).await;
    c.check(p.grades.pull(|g| g.in_([1, 5])), grades([3, 4])).await;
    c.check(p.grades.pull(|g| g.nin([1, 5]) & g.ne(3)), grades([3, 1, 1, 5])).await;
    c.check(p.items.pull(|i| i.quantity.lt(3)), items([stored("b", 5)])).await;
    c.check(p.items.pull(|i| i.quantity.lt(3) & i.sku.eq("b")), |_| ()).await;
    c.check(p.items.pull(|i| i.quantity.lt(3) | i.sku.eq("b")), items([])).await;
    c.check(p.items.pull(|i| !i.sku.eq("b")), items([stored("b", 5)])).await;
    c.check(p.items.pull(|i| i.sku.ne("b")), items([stored("b", 5)])).await;
}

#[tokio::test]
async fn pull_all_takes_out_values() {
    let c = players().await;
    c.check(c.p.grades.pull_all([1, 5]), grades([3, 4])).await;
    c.check(c.p.items.pull_all([item("a", 1), item("b", 4)]), items([stored("b", 5)])).await;
}

#[tokio::test]
async fn arrays_within_elements_are_changed() {
    let c = players().await;
    let tagged = Player { items: vec![item("a", 1)], ..ada() };
    let push = c.p.items().each().tags.push_each(["t", "u"]);
    c.check_player(tagged, push, items([doc! { "sku": "a", "q": 1, "tags": ["t", "u"] }])).await;
}
