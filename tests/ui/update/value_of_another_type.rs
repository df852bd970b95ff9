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
    let _ = p.score.set("ten");
    let _ = p.grades.push("ten");
    let _ = p.score.inc(10);
}
