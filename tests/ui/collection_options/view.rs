use mongomancy::{Document, MongoCollection};

#[derive(MongoCollection)]
struct Player {
    name: String,
}

#[derive(MongoCollection)]
#[collection(view)]
struct Bare {
    name: String,
}

#[derive(MongoCollection)]
#[collection(view(of = Player))]
struct Stageless {
    name: String,
}

#[derive(MongoCollection)]
#[collection(view(of = "player", pipeline = "stages", on = 3))]
struct Quoted {
    name: String,
}

#[derive(MongoCollection)]
#[collection(view(of = Player, pipeline = stages()))]
struct Called {
    name: String,
}

#[derive(MongoCollection)]
#[collection(view(of = Player, pipeline = stages), capped(size = 1), expire_after = 3, write_concern(w = 1))]
#[collection(time_series(time_field = name), clustered, validation_level = "off", pre_and_post_images)]
#[index(score)]
#[default_documents(defaults, key(name))]
struct Stored {
    #[index]
    name: String,
    score: f64,
}

fn defaults() -> Vec<Stored> {
    Vec::new()
}

fn stages() -> Vec<Document> {
    Vec::new()
}

fn main() {}
