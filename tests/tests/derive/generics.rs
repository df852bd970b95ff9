//! Documents with parameters.

use bson::doc;
use mongomancy::{MongoCollection, MongoDocument};
use serde::{Deserialize, Serialize};

trait Shape {
    type Point;
}

struct Flat;

impl Shape for Flat {
    type Point = i32;
}

#[derive(Serialize, Deserialize, MongoDocument)]
struct Page<T> {
    items: Vec<T>,
    next: Option<Box<Page<T>>>,
}

#[derive(Serialize, Deserialize, MongoDocument)]
#[serde(bound(serialize = "S::Point: Serialize", deserialize = "S::Point: Deserialize<'de>"))]
struct Path<S: Shape, const N: usize>
where
    S::Point: Clone,
{
    first: S::Point,
    #[serde(skip)]
    rest: std::marker::PhantomData<[u8; N]>,
}

#[derive(Serialize, Deserialize, MongoDocument)]
struct Post {
    likes: i64,
}

#[derive(Serialize, Deserialize, MongoCollection)]
#[index(posts.items.likes, posts.next.items.likes = -1)]
#[index(path.first)]
struct Blog {
    posts: Page<Post>,
    #[serde(bound = "")]
    path: Path<Flat, 0>,
}

#[test]
fn paths_go_through_them() {
    let keys: Vec<_> = Blog::definition().indexes().iter().map(mongomancy::Index::field_for_mongo).collect();
    assert_eq!(keys, [doc! { "posts.items.likes": 1, "posts.next.items.likes": -1 }, doc! { "path.first": 1 }]);
}

#[test]
fn their_values_are_stored() {
    let page = Page { items: vec![1, 2], next: None };
    assert_eq!(Page::<i32>::decode(&page.encode().unwrap()).unwrap().items, [1, 2]);
}
