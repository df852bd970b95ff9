use mongomancy::{MongoCollection, Patch};

#[derive(MongoCollection)]
struct Player {
    name: String,
    score: f64,
    pair: [i32; 2],
    grades: Vec<i32>,
}

#[derive(Patch)]
#[patch(of = Player)]
struct PlayerPatch {
    nam: Option<String>,
    score: Option<String>,
    #[patch(path = grades.first)]
    first: Option<i32>,
}

fn main() {}
