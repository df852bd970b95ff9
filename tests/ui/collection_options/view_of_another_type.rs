use mongomancy::{MongoCollection, Pipeline};

#[derive(MongoCollection)]
struct Player {
    name: String,
}

#[derive(MongoCollection)]
#[collection(view(of = Player, pipeline = Best::stages))]
struct Best {
    name: String,
}

impl Best {
    fn stages() -> Pipeline<Player> {
        Pipeline::new()
    }
}

#[derive(MongoCollection)]
#[collection(view(of = Guild, pipeline = stages))]
struct Worst {
    name: String,
}

struct Guild;

fn stages() -> Pipeline<Player, Worst> {
    Pipeline::new().with_type()
}

fn main() {}
