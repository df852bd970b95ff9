use mongomancy::{MongoCollection, Patch};

#[derive(MongoCollection)]
struct Player {
    name: String,
    score: f64,
    pair: [i32; 2],
    grades: Vec<i32>,
}

#[derive(Patch)]
#[patch(off = Player)]
struct Misspelt {
    name: Option<String>,
}

#[derive(Patch)]
#[patch(of = Player)]
struct PlayerPatch {
    nam: Option<String>,
    score: f64,
    #[patch(rename = name)]
    name: Option<String>,
    #[patch(path = "grades")]
    grades: Option<Vec<i32>>,
    #[patch(path = pair)]
    pair: Option<[i32; 2]>,
    #[patch(path = pair)]
    other: Option<[i32; 2]>,
    #[patch(skip, path = score)]
    skipped: i32,
}

#[derive(Patch)]
#[patch(of = Player)]
struct Tuple(Option<String>);

#[derive(Patch)]
#[patch(of = Player)]
enum Choice {
    Name(String),
}

#[derive(Patch)]
#[patch(of = String)]
struct OfNoCollection {
    name: Option<String>,
}

fn main() {}
