use mongomancy::MongoCollection;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, MongoCollection)]
#[collection(name = "")]
struct A {
    a: i32,
}

#[derive(Serialize, Deserialize, MongoCollection)]
#[collection(name = "system.users")]
struct B {
    a: i32,
}

#[derive(Serialize, Deserialize, MongoCollection)]
#[collection(name = "a..b")]
struct D {
    a: i32,
}

#[derive(Serialize, Deserialize, MongoCollection)]
#[collection(name = "a$b")]
struct E {
    a: i32,
}

#[derive(Serialize, Deserialize, MongoCollection)]
#[collection(name = players)]
struct F {
    a: i32,
}

#[derive(Serialize, Deserialize, MongoCollection)]
#[collection(name)]
struct G {
    a: i32,
}

#[derive(Serialize, Deserialize, MongoCollection)]
#[collection(crate = "mongomancy")]
struct H {
    a: i32,
}

fn main() {}
