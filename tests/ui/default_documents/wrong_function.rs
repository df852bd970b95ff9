use mongomancy::MongoCollection;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, MongoCollection)]
#[default_documents(defaults, key(name))]
struct A {
    name: String,
}

fn defaults() -> Vec<i32> {
    Vec::new()
}

#[derive(Serialize, Deserialize, MongoCollection)]
#[default_documents(B::nothing, key(a.name.first))]
struct B {
    a: A,
}

fn main() {}
