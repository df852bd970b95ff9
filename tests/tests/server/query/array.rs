//! Arrays and their elements.

use mongomancy::{Filter, MongoCollection, MongoDocument, doc};
use mongomancy_tests::database;
use serde::{Deserialize, Deserializer, Serializer};

use super::{each_finds, found};

#[derive(Debug, Clone, MongoDocument)]
struct Item {
    sku: String,
    #[serde(rename = "q")]
    quantity: i32,
    parts: Vec<i32>,
}

/// Stores numbers as texts.
mod texts {
    use super::{Deserialize, Deserializer, Serializer};

    #[expect(clippy::ptr_arg, reason = "the field's type")]
    pub(super) fn serialize<S: Serializer>(values: &Vec<i64>, to: S) -> Result<S::Ok, S::Error> {
        to.collect_seq(values.iter().map(i64::to_string))
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<i64>, D::Error> {
        let texts = Vec::<String>::deserialize(from)?;
        texts.iter().map(|text| text.parse().map_err(serde::de::Error::custom)).collect()
    }
}

#[derive(Debug, Clone, MongoCollection)]
struct Order {
    #[serde(rename = "_id")]
    id: i32,
    scores: Vec<i32>,
    tags: Option<Vec<String>>,
    items: Vec<Item>,
    grid: Vec<Vec<i32>>,
    #[serde(with = "texts")]
    numbers: Vec<i64>,
}

fn item(sku: &str, quantity: i32, parts: &[i32]) -> Item {
    Item { sku: sku.into(), quantity, parts: parts.into() }
}

fn order(id: i32, scores: &[i32], tags: &[&str], items: &[Item]) -> Order {
    Order {
        id,
        scores: scores.into(),
        tags: Some(tags.iter().map(|tag| (*tag).to_owned()).collect()),
        items: items.into(),
        grid: vec![scores.into(), vec![id]],
        numbers: scores.iter().map(|score| i64::from(*score)).collect(),
    }
}

fn orders() -> [Order; 4] {
    [
        order(1, &[70, 90], &["a", "b"], &[item("x", 1, &[1]), item("y", 5, &[2, 3])]),
        order(2, &[82], &["b", "c", "a"], &[item("x", 5, &[])]),
        order(3, &[], &[], &[]),
        order(4, &[70, 84, 84], &["c"], &[item("y", 1, &[1, 4]), item("z", 9, &[4])]),
    ]
}

#[tokio::test]
async fn arrays_are_matched_by_their_elements() {
    let db = database().await;
    let collection = db.collection::<Order>();
    collection.insert_many(orders()).await.unwrap();
    let o = Order::fields();
    each_finds(
        &collection,
        [
            (o.scores.contains(70), vec![1, 4]),
            (o.tags.contains("b"), vec![1, 2]),
            (o.items.contains(item("x", 5, &[])), vec![2]),
            (o.grid.contains(vec![82]), vec![2]),
            (o.numbers.contains(82), vec![2]),
            (o.scores.any_of([82, 90]), vec![1, 2]),
            (o.tags.any_of(["c", "d"]), vec![2, 4]),
            (o.numbers.any_of([82, 90]), vec![1, 2]),
            (o.scores.all([84, 70]), vec![4]),
            (o.tags.all(["a", "b"]), vec![1, 2]),
            (o.items.all([&item("x", 1, &[1]), &item("y", 5, &[2, 3])]), vec![1]),
            (o.numbers.all([84, 70]), vec![4]),
            (o.scores.size(1), vec![2]),
            (o.tags.size(0), vec![3]),
            (o.numbers.size(3), vec![4]),
            (o.scores.at(1).gte(85), vec![1]),
            (o.scores.any().gte(85), vec![1]),
            (o.items().any().quantity.eq(5), vec![1, 2]),
            (o.items().at(0).sku.eq("y"), vec![4]),
        ],
    )
    .await;
    assert_eq!(found(&collection, &o.scores.any_of([0; 0])).await, [0; 0]);
    assert_eq!(found(&collection, &o.scores.all([0; 0])).await, [0; 0]);
    assert_eq!(found(&collection, &o.numbers.eq(vec![82])).await, [2]);
}

#[tokio::test]
async fn one_element_meets_all_conditions() {
    let db = database().await;
    let collection = db.collection::<Order>();
    collection.insert_many(orders()).await.unwrap();
    let o = Order::fields();
    // Two elements do, each one of them.
    assert_eq!(found(&collection, &(o.scores.any().gte(80) & o.scores.any().lt(85))).await, [1, 2, 4]);
    each_finds(
        &collection,
        [
            (o.scores.elem_match(|score| score.gte(80) & score.lt(85)), vec![2, 4]),
            (o.items.elem_match(|item| item.sku.eq("x") & item.quantity.gte(3)), vec![2]),
            (o.items.elem_match(|item| item.sku.eq("z") | item.quantity.eq(5)), vec![1, 2, 4]),
            (o.items.elem_match(|item| !item.sku.eq("x") & item.quantity.lt(9)), vec![1, 4]),
            (o.items.elem_match(|item| !(item.sku.eq("x") | item.quantity.lt(9))), vec![4]),
            (o.items.elem_match(|item| item.parts.contains(4) & item.quantity.gt(1)), vec![4]),
            (o.items.elem_match(|item| item.parts.elem_match(|part| part.gt(1) & part.lt(4))), vec![1]),
            (o.items.elem_match(|item| item.parts.size(0)), vec![2]),
            (o.items.elem_match(|item| item.sku.starts_with("z")), vec![4]),
            (o.items().any().parts.elem_match(|part| part.eq(3)), vec![1]),
            (o.grid.elem_match_value(|row| row.contains(82)), vec![2]),
            (o.grid.elem_match_value(|row| row.elem_match(|score| score.gt(80) & score.lt(83))), vec![2]),
            (o.items.elem_match(|_| Filter::all()), vec![1, 2, 4]),
            (o.scores.elem_match(|_| Filter::all()), vec![1, 2, 4]),
            (!o.scores.elem_match(|score| score.eq(70)), vec![2, 3]),
            (o.numbers.elem_match_value(|number| number.eq(82)), vec![2]),
        ],
    )
    .await;
}

#[tokio::test]
async fn arrays_within_arrays_are_gone_into() {
    let db = database().await;
    let collection = db.collection::<Order>();
    let grids: [&[&[i32]]; 5] = [&[&[1, 2], &[3, 6]], &[&[]], &[&[1]], &[&[1, 2]], &[]];
    let stored = |(id, grid): (i32, &&[&[i32]])| Order {
        grid: grid.iter().map(|row| row.to_vec()).collect(),
        ..order(id, &[], &[], &[])
    };
    collection.insert_many((1..).zip(&grids).map(stored).collect::<Vec<_>>()).await.unwrap();
    let o = Order::fields();
    each_finds(
        &collection,
        [
            (o.grid.elem_match_value(|row| row.all([1, 2])), vec![1, 4]),
            (!o.grid.elem_match_value(|row| row.all([1])), vec![2, 5]),
            (o.grid.elem_match_value(|row| row.all([1]) & row.all([2])), vec![1, 4]),
            (o.grid.elem_match_value(|row| row.size(2)), vec![1, 4]),
            (o.grid.elem_match_value(|row| row.size(2) & row.contains(6)), vec![1]),
            (o.grid.elem_match_value(|row| row.gt(vec![1])), vec![1, 4]),
            (o.grid.elem_match_value(|row| row.eq(Vec::new())), vec![2]),
            (o.grid.elem_match(|row| row.at(0).gte(3)), vec![1]),
            (o.grid.contains(Vec::new()), vec![2]),
            (o.grid.at(1).elem_match(|cell| cell.gte(3)), vec![1]),
            (o.grid.at(0).all([2, 1]), vec![1, 4]),
            (o.grid.at(0).size(1), vec![3]),
            (o.grid.at(1).at(0).gte(3), vec![1]),
            (o.grid.elem_match_value(|row| row.at(0).gte(3)), vec![1]),
        ],
    )
    .await;
    // Without the inner step it would match them all.
    let error = collection.delete_many(!o.grid.any().size(9)).await.unwrap_err();
    assert!(error.to_string().contains("elem_match_value"), "{error}");
    assert_eq!(found(&collection, &Filter::all()).await.len(), grids.len());
}

#[tokio::test]
async fn conditions_on_an_element_itself_are_combined() {
    let db = database().await;
    let collection = db.collection::<Order>();
    collection.insert_many(orders()).await.unwrap();
    let o = Order::fields();
    let tags = |id: i32, tags: &[&str]| {
        let tags: Vec<_> = tags.iter().map(|tag| (*tag).to_owned()).collect();
        (id, tags)
    };
    for (id, tags) in [tags(5, &["apple", "pear"]), tags(6, &["apricot"])] {
        let stored = Order { tags: Some(tags), ..order(id, &[], &[], &[]) };
        collection.insert_one(&stored).await.unwrap();
    }
    let tags = o.tags;
    each_finds(
        &collection,
        [
            (o.scores.elem_match(|score| score.ne(70) & score.ne(82) & score.ne(84)), vec![1]),
            (o.scores.elem_match(|score| score.eq(90) | score.eq(82)), vec![1, 2]),
            (o.scores.elem_match(|score| score.gt(60) & score.gt(83) & score.gt(70)), vec![1, 4]),
            (o.scores.elem_match(|score| !(score.lt(80) | score.gt(85))), vec![2, 4]),
            (o.scores.elem_match(|score| !(score.gte(70) & score.lt(85))), vec![1]),
            (o.scores.elem_match(|score| (score.lt(75) | score.gt(85)) & (score.lt(60) | score.gt(80))), vec![1]),
            (tags.elem_match(|tag| tag.starts_with("ap") & tag.regex("t$", "")), vec![6]),
            (tags.elem_match(|tag| tag.regex("E$", "i") & tag.regex("^a", "")), vec![5]),
            (tags.elem_match(|tag| tag.starts_with("pe") | tag.starts_with("apr")), vec![5, 6]),
        ],
    )
    .await;
}

#[tokio::test]
async fn what_an_update_says_is_refused_in_a_filter() {
    let db = database().await;
    let collection = db.collection::<Order>();
    let o = Order::fields();
    let filters = [
        o.scores.first_matched().eq(1),
        o.scores.each().eq(1),
        o.items().matching("few").quantity.eq(1),
        o.items.elem_match(|item| item.parts.each().eq(1)),
    ];
    for filter in filters {
        let error = collection.find_one(filter).await.unwrap_err();
        assert!(error.to_string().contains("are for updates"), "{error}");
    }
    let error =
        collection.find_one(o.items.elem_match(|item| Filter::raw(doc! { "sku": "x" }) & item.quantity.mod_(0, 0)));
    assert!(error.await.unwrap_err().to_string().contains("divisor"));
}
