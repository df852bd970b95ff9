//! Paths that lead nowhere: errors of whatever they are used in, and of nothing before.

use std::collections::HashMap;

use mongomancy::{
    BsonType, ErrorKind, Filter, MongoCollection, MongoDocument, Pipeline, Projection, Result, Update, accumulator,
    bson::bson, doc, expression,
};

use crate::projection::holding;

#[derive(Debug, Clone, PartialEq, MongoDocument)]
struct Node {
    value: i32,
    name: String,
    numbers: Vec<i32>,
    counts: HashMap<String, i32>,
    child: Option<Box<Node>>,
}

#[derive(Debug, MongoCollection)]
struct Tree {
    #[serde(rename = "_id")]
    id: i32,
    root: Node,
    nodes: Vec<Node>,
}

/// The eighth of the names is a node, those of its fields are one too many.
macro_rules! deep {
    ($root:expr) => {
        $root.child().child().child().child().child().child().child()
    };
}

fn told<T>(result: Result<T>) -> String {
    let error = result.map(drop).unwrap_err();
    assert_eq!(*error.kind(), ErrorKind::InvalidArgument, "{error}");
    error.to_string()
}

fn assert_too_long<T>(result: Result<T>) {
    let told = told(result);
    assert!(told.contains("a path of more than 8 fields"), "{told}");
}

#[test]
fn eight_names_lead_somewhere_and_nine_are_shown_cut() {
    let t = Tree::fields();
    let eighth = t.root().child().child().child().child().child().child().value;
    assert_eq!(eighth.to_string(), "root.child.child.child.child.child.child.value");
    assert!(eighth.eq(1).to_document().is_ok());
    let ninth = deep!(t.root()).value;
    assert_eq!(ninth.to_string(), "root.child.child.child.child.child.child.child..");
    // A way that allocates has no such end.
    let keyed = deep!(t.nodes().at(0)).child().value;
    assert_eq!(keyed.eq(1).to_document().unwrap().keys().next().unwrap().split('.').count(), 11);
}

#[test]
fn a_filter_of_a_path_too_long_is_an_error() {
    let deep = || deep!(Tree::fields().root());
    for filter in [
        deep().value.eq(1),
        !deep().value.ne(1),
        deep().value.in_([1]),
        deep().value.nin([1]) | Tree::fields().id.eq(1),
        deep().value.exists(true),
        deep().value.type_(BsonType::Int),
        deep().value.mod_(2, 0),
        deep().name.starts_with("a"),
        deep().numbers.any().gte(1),
        deep().numbers.at(0).gte(1),
        deep().numbers.size(1),
        deep().numbers.all([1]),
        deep().numbers.elem_match(|number| number.gte(1)),
        deep().counts.key("a").gte(1),
        deep().child().child().value.eq(1),
        deep().value.expr().gt(expression::value(1)).holds(),
        Tree::fields().nodes.elem_match(|node| deep!(node).child().value.eq(1)),
    ] {
        assert_too_long(filter.to_document());
    }
}

#[test]
fn an_update_of_a_path_too_long_is_an_error() {
    let deep = || deep!(Tree::fields().root());
    let updates: [Update<Tree>; 8] = [
        deep().value.set(1),
        deep().value.inc(1) + Tree::fields().id.set(1),
        deep().name.rename(Tree::fields().root().name),
        Tree::fields().root().name.rename(deep().name),
        deep().numbers.push(1),
        deep().numbers.each().set(1),
        deep().counts.key("a").set(1),
        Tree::fields().nodes.push_each(<[Node; 0]>::default()).sort(|node| deep!(node).child().value.asc()).into(),
    ];
    for update in updates {
        assert_too_long(update.to_document());
    }
    let pulled = Tree::fields().nodes.pull(|node| deep!(node).child().value.eq(1));
    assert_too_long(pulled.to_document());
}

#[derive(Debug, MongoDocument)]
struct Value {
    value: i32,
}

#[derive(Debug, MongoDocument)]
struct Values {
    values: Vec<Value>,
}

#[test]
fn a_sort_and_a_stage_of_a_path_too_long_are_errors() {
    let deep = || deep!(Tree::fields().root());
    assert_too_long(deep().value.asc().to_document());
    assert_too_long(Tree::fields().id.desc().then(deep().value.desc()).to_document());
    assert_too_long(deep().value.expr().to_bson());
    let from = Pipeline::<Tree>::new;
    for stages in [
        from().match_(|t| deep!(t.root()).value.eq(1)).to_documents(),
        from().sort(|t| deep!(t.root()).value.asc()).to_documents(),
        from().set(|t| [t.id.is(deep!(t.root()).value)]).to_documents(),
        from().set(|t| [deep!(t.root()).value.is(t.id)]).to_documents(),
        from().unset(|t| deep!(t.root()).value).to_documents(),
        from().unwind(|t| deep!(t.root()).numbers).to_documents(),
        from().project::<Value, _>(|t, v| [v.value.is(deep!(t.root()).value)]).to_documents(),
        from().group::<Value, _>(|t, v| [v.value.is(accumulator::sum(deep!(t.root()).value))]).to_documents(),
        from().count::<Tree, _>(|t| deep!(t.root()).value).to_documents(),
        from().lookup::<Tree, Trees, _, _, _>(|t| deep!(t.root()).value, |t| t.id, |t| t.trees).to_documents(),
        from().lookup::<Tree, Trees, _, _, _>(|t| t.id, |t| deep!(t.root()).value, |t| t.trees).to_documents(),
        from().facet::<Deep, _>(|d| [deep!(d.deep()).values.of(Pipeline::new())]).to_documents(),
    ] {
        assert_too_long(stages);
    }
    let shallow = from().facet::<Values, _>(|v| [v.values.of(from().raw(doc! {}).with_type())]);
    assert!(shallow.to_documents().is_ok());
}

#[derive(Debug, MongoDocument)]
struct Trees {
    trees: Vec<Tree>,
}

#[derive(Debug, MongoDocument)]
struct Deep {
    deep: Deeper,
}

#[derive(Debug, MongoDocument)]
struct Deeper {
    values: Vec<Tree>,
    child: Option<Box<Deeper>>,
}

#[derive(Debug, Projection)]
#[projection(of = Tree)]
#[expect(dead_code, reason = "never read")]
struct Ninth {
    #[projection(path = root.child.child.child.child.child.child.child.value)]
    value: Option<i32>,
}

#[tokio::test]
async fn a_projection_of_a_path_too_long_is_an_error() {
    let (trees, answers) = holding::<Tree>([doc! {}]);
    let deep = || deep!(Tree::fields().root());
    assert_too_long(trees.find(doc! {}).include(deep().value).try_collect().await);
    assert_too_long(trees.find(doc! {}).exclude((Tree::fields().id, [deep().name])).try_collect().await);
    assert_too_long(trees.find(doc! {}).project::<Ninth>().try_collect().await);
    assert_too_long(trees.find(doc! {}).sort_by(|t| deep!(t.root()).value.asc()).try_collect().await);
    assert!(answers.asked.lock().unwrap().is_empty());
}

#[derive(Debug, Clone, PartialEq, MongoDocument)]
struct Item {
    sku: String,
}

#[derive(Debug, MongoCollection)]
struct Board {
    grid: Vec<Vec<i32>>,
    rows: Vec<Vec<Item>>,
    cubes: Vec<Vec<Vec<i32>>>,
    bags: Vec<HashMap<String, Vec<i32>>>,
}

#[test]
fn what_is_in_an_array_of_an_array_is_no_place() {
    let b = Board::fields();
    let filters: [Filter<Board>; 22] = [
        b.grid.any().any().gte(3),
        b.grid.any().at(0).gte(3),
        b.grid.any().size(2),
        b.grid.any().contains(3),
        b.grid.any().any_of([3, 4]),
        b.grid.any().all([3, 4]),
        b.grid.any().elem_match(|cell| cell.gte(3)),
        b.grid.any().elem_match_value(|cell| cell.gte(3)),
        b.grid.any().exists(true),
        b.grid.any().type_([BsonType::Int, BsonType::Array]),
        b.grid.any().eq(Vec::new()),
        b.grid.any().ne(vec![1]),
        b.grid.any().gt(vec![1]),
        b.grid.any().in_([vec![1]]),
        b.grid.any().nin([vec![1]]),
        b.grid.at(0).any().gte(3),
        b.cubes.at(0).at(0).any().gte(3),
        b.rows().any().any().sku.eq("x"),
        b.rows().any().at(0).sku.eq("x"),
        b.grid.elem_match(|row| row.any().gte(3)),
        b.rows.elem_match(|row| row.any().sku.eq("x")),
        b.cubes.elem_match_value(|plane| plane.any().size(3)),
    ];
    for (number, filter) in filters.into_iter().enumerate() {
        for filter in [filter.clone(), !filter.clone(), filter & b.grid.size(1)] {
            let told = told(filter.to_document());
            assert!(told.contains("elem_match_value"), "{number}: {told}");
        }
    }
    let told = told(b.grid.pull(|row| row.any().gte(3)).to_document());
    assert!(told.contains("elem_match_value"), "{told}");
}

#[test]
fn what_has_a_name_is_one() {
    let b = Board::fields();
    for (filter, expected) in [
        (b.rows().at(0).any().sku.eq("x"), doc! { "rows.0.sku": { "$eq": "x" } }),
        (b.grid.at(0).size(3), doc! { "grid.0": { "$size": 3_i64 } }),
        (
            b.cubes.elem_match_value(|plane| plane.at(0).any().gte(3)),
            doc! { "cubes": { "$elemMatch": { "0": { "$gte": 3 } } } },
        ),
        (b.grid.at(0).all([1]), doc! { "grid.0": { "$all": [{ "$elemMatch": { "$eq": 1 } }] } }),
        (b.bags.any().key("a").any().gte(3), doc! { "bags.a": { "$gte": 3 } }),
        (b.bags.any().key("a").size(3), doc! { "bags.a": { "$size": 3_i64 } }),
        (b.grid.any().type_(BsonType::Int), doc! { "grid": { "$type": "int" } }),
        (b.grid.elem_match(|row| row.at(0).gte(3)), doc! { "grid": { "$elemMatch": { "0": { "$gte": 3 } } } }),
        (
            b.grid.elem_match_value(|row| row.all([1, 2])),
            doc! { "grid": { "$elemMatch": { "$all": [
                { "$elemMatch": { "$eq": 1 } },
                { "$elemMatch": { "$eq": 2 } },
            ] } } },
        ),
    ] {
        assert_eq!(filter.to_document().unwrap(), expected);
    }
}

#[tokio::test]
async fn a_projection_goes_into_arrays_within_arrays() {
    let (boards, answers) = holding::<Board>([]);
    boards.find(doc! {}).include(Board::fields().rows().any().any().sku).try_collect().await.unwrap();
    assert_eq!(answers.asked.lock().unwrap()[0].get("projection"), Some(&bson!({ "rows.sku": 1 })));
}

#[test]
fn a_filter_that_no_document_holds_is_not_shown_as_another() {
    let grid = Board::fields().grid;
    let one = grid.elem_match_value(|row| row.ne(vec![1]));
    assert!(one.to_document().is_ok());
    let several = grid.elem_match_value(|row| row.ne(vec![1]) & row.ne(vec![2]));
    let error = several.to_document().unwrap_err();
    assert!(error.to_string().contains("`$not` several times"), "{error}");
}
