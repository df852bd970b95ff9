use mongomancy::MongoCollection;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, MongoCollection)]
#[default_documents(defaults(), key())]
struct A {
    name: String,
}

#[derive(Serialize, Deserialize, MongoCollection)]
#[default_documents]
struct B {
    name: String,
}

#[derive(Serialize, Deserialize, MongoCollection)]
#[default_documents(defaults, more, key(nam))]
struct E {
    name: String,
}

#[derive(Serialize, Deserialize, MongoCollection)]
#[default_documents = "defaults"]
struct F {
    name: String,
}

fn main() {}
