use mongomancy::{Filter, MongoCollection, MongoDocument, bson::DateTime};

#[derive(MongoDocument)]
struct Stats {
    wins: i32,
}

#[derive(MongoCollection)]
struct Player {
    name: String,
    score: f64,
    guild: Option<String>,
    seen: DateTime,
    stats: Stats,
}

fn filters() -> [Filter<Player>; 10] {
    let p = Player::fields();
    [
        // Patterns, arrays and bits of what has none.
        p.score.starts_with("1"),
        p.seen.regex("^2", ""),
        p.score.bits_all_set(1),
        p.name.mod_(2, 0),
        p.name.size(3),
        p.score.contains(1.0),
        p.stats().wins.elem_match(|win| win.gt(1)),
        // Values of another type.
        p.score.eq(10),
        p.guild.eq(7),
        p.name.in_([1, 2]),
    ]
}

fn main() {}
