use mongomancy::MongoCollection;

#[derive(MongoCollection)]
struct Player {
    name: String,
    score: f64,
    pair: [i32; 2],
    grades: Vec<i32>,
}

fn main() {
    let _ = Player::fields().score.unset();
}
