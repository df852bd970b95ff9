use mongomancy::{MongoCollection, Projection};

#[derive(MongoCollection)]
struct Player {
    name: String,
}

#[derive(Projection)]
struct NoModel {
    name: String,
}

#[derive(Projection)]
#[projection(off = Player)]
struct Misspelt {
    name: String,
}

#[derive(Projection)]
#[projection(of = Player)]
enum Shape {
    Name(String),
}

#[derive(Projection)]
#[projection(of = Player)]
struct Tuple(String);

#[derive(Projection)]
#[projection(of = Player)]
struct Nothing {}

#[derive(Projection)]
#[projection(of = Player)]
struct Generic<T> {
    name: T,
}

#[derive(Projection)]
#[projection(of = Player, path = name)]
struct Path {
    #[projection(of = Player)]
    name: String,
    #[projection(path)]
    other: String,
}

#[derive(Projection)]
#[projection(of = Player)]
struct Twice {
    name: String,
    #[projection(path = name)]
    again: String,
    #[projection(path = name.first)]
    first: String,
}

fn main() {}
