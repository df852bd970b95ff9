use mongomancy::MongoCollection;

#[derive(MongoCollection)]
struct Player {
    name: String,
    score: f64,
    pair: [i32; 2],
    grades: Vec<i32>,
}

fn main() {
    let p = Player::fields();
    let _ = p.name.inc("a");
    let _ = p.score.bit_or(1.0);
}
