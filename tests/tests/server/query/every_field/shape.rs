//! Fields that hold others: structs, arrays, maps.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, VecDeque};

use mongomancy::{MongoCollection, MongoDocument, bson::DateTime};
use mongomancy_tests::database;
use serde::{Deserialize, Serialize};

use super::{every_field, stored};

#[derive(Debug, Clone, PartialEq, MongoDocument)]
struct Cents(i64);

#[derive(Debug, Clone, PartialEq, MongoDocument)]
struct Pair(i32, String);

#[derive(Debug, Clone, PartialEq, MongoDocument)]
struct Unit;

#[derive(Debug, Clone, PartialEq, MongoDocument)]
#[serde(transparent)]
struct Name {
    name: String,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, MongoDocument)]
#[serde(rename_all = "kebab-case")]
struct Stats {
    total_wins: i32,
    by_day: Vec<i32>,
    last: Option<DateTime>,
}

#[derive(Debug, Clone, PartialEq, MongoDocument)]
struct Page<T> {
    items: Vec<T>,
    first: T,
}

#[derive(Debug, Clone, PartialEq, MongoCollection)]
#[collection(name = "shape")]
struct Shapes {
    #[serde(rename = "_id")]
    id: i32,
    cents: Cents,
    pair: Pair,
    units: Vec<Unit>,
    name: Name,
    stats: Stats,
    best: Option<Box<Stats>>,
    page: Page<i32>,
    pages: Page<Stats>,
    list: Vec<i32>,
    texts: Vec<String>,
    deque: VecDeque<i32>,
    set: BTreeSet<i32>,
    hash_set: HashSet<i32>,
    slice: Box<[i32]>,
    array: [i32; 3],
    arrays: [[i32; 2]; 2],
    tuple: (i32, String),
    tuples: Vec<(i32, Option<String>)>,
    structs: Vec<Stats>,
    options: Vec<Option<i32>>,
    nested: Vec<Vec<i32>>,
    maybe: Option<Vec<i32>>,
    map: BTreeMap<String, i32>,
    hash_map: HashMap<String, i32>,
    structs_by_key: BTreeMap<String, Stats>,
    lists_by_key: BTreeMap<String, Vec<i32>>,
}

fn shapes(id: i32) -> Shapes {
    let stats = Stats { total_wins: id, by_day: vec![id; 2], last: (id == 1).then_some(DateTime::from_millis(1)) };
    Shapes {
        id,
        cents: Cents(id.into()),
        pair: Pair(id, "x".into()),
        units: vec![Unit; usize::try_from(id).unwrap()],
        name: Name { name: format!("name {id}") },
        stats: stats.clone(),
        best: (id == 1).then(|| Box::new(stats.clone())),
        page: Page { items: vec![id], first: id },
        pages: Page { items: Vec::new(), first: stats.clone() },
        list: vec![id, 7],
        texts: vec![format!("text {id}")],
        deque: [id, 7].into(),
        set: [id, 7].into(),
        hash_set: [id].into(),
        slice: [id].into(),
        array: [id, 7, 7],
        arrays: [[id, 7], [7, 7]],
        tuple: (id, "x".into()),
        tuples: vec![(id, None), (7, Some("x".into()))],
        structs: vec![stats.clone(), stats.clone()],
        options: vec![None, Some(id)],
        nested: vec![vec![id], vec![]],
        maybe: (id == 2).then(Vec::new),
        map: [("a".into(), id), ("b".into(), 7)].into(),
        hash_map: [("a".into(), id)].into(),
        structs_by_key: [("a".into(), stats.clone())].into(),
        lists_by_key: [("a".into(), vec![id])].into(),
    }
}

#[tokio::test]
async fn every_shape_of_field_is_found() {
    let db = database().await;
    let collection = db.collection::<Shapes>();
    let documents = [shapes(1), shapes(2)];
    stored(&collection, &documents).await;
    every_field!(
        &collection,
        &documents,
        Shapes {
            id,
            cents,
            pair,
            units,
            name,
            stats,
            best,
            page,
            pages,
            list,
            texts,
            deque,
            set,
            hash_set,
            slice,
            array,
            arrays,
            tuple,
            tuples,
            structs,
            options,
            nested,
            maybe,
            map,
            hash_map,
            structs_by_key,
            lists_by_key,
        }
    );
}

#[tokio::test]
async fn what_is_in_them_is_found() {
    let db = database().await;
    let collection = db.collection::<Shapes>();
    let documents = [shapes(1), shapes(2)];
    stored(&collection, &documents).await;
    let s = Shapes::fields();
    for shapes in &documents {
        let id = shapes.id;
        let filters = [
            s.cents.with_type::<i64>().eq(i64::from(id)),
            s.stats().total_wins.eq(id),
            s.stats().by_day.eq(&shapes.stats.by_day),
            s.stats().last.eq(shapes.stats.last),
            s.page().first.eq(id),
            s.page().items.contains(id),
            s.pages().first().total_wins.eq(id),
            s.list.contains(id),
            s.deque.contains(id),
            s.set.contains(id),
            s.hash_set.all([id]),
            s.slice.any_of([id]),
            s.array.contains(id),
            s.array.at(0).eq(id),
            s.arrays.contains([id, 7]),
            s.tuples.contains((id, None)),
            s.structs.contains(&shapes.stats),
            s.structs.elem_match(|stats| stats.total_wins.eq(id) & stats.by_day.size(2)),
            s.structs().at(1).total_wins.eq(id),
            s.options.contains(Some(id)),
            s.options.contains(id),
            s.options.elem_match(|option| option.eq(id)),
            s.nested.contains(vec![id]),
            s.map.key("a").eq(id),
            s.hash_map.key("a").eq(id),
            s.structs_by_key().key("a").total_wins.eq(id),
            s.structs_by_key.key("a").eq(&shapes.stats),
            s.lists_by_key.key("a").contains(id),
        ];
        super::finds(&collection, id, "what is in a field", &filters).await;
    }
    assert_eq!(super::found(&collection, &s.best().total_wins.eq(1)).await, [1]);
}
