use mongomancy::{MongoCollection, MongoDocument, bson::DateTime};

#[derive(MongoDocument)]
struct Place {
    at: DateTime,
}

#[derive(MongoCollection)]
#[collection(time_series)]
struct Bare {
    at: DateTime,
}

#[derive(MongoCollection)]
#[collection(time_series(meta_field = station, granularity = "days", grain = 1))]
struct Grain {
    at: DateTime,
    station: String,
}

#[derive(MongoCollection)]
#[collection(time_series(meta_field = at))]
struct Timeless {
    at: DateTime,
}

#[derive(MongoCollection)]
#[collection(time_series(time_field = att, meta_field = id))]
struct Misspelt {
    #[serde(rename = "_id")]
    id: String,
    at: DateTime,
}

#[derive(MongoCollection)]
#[collection(time_series(time_field = at, meta_field = at), capped(size = 1), clustered, pre_and_post_images)]
#[collection(validation_level = "strict", validation_action = "warn")]
struct Contradictory {
    at: String,
}

#[derive(MongoCollection)]
#[collection(time_series(time_field = at))]
struct MaybeTimed {
    at: Option<DateTime>,
}

#[derive(MongoCollection)]
#[collection(time_series(time_field = place.at))]
struct Deep {
    place: Place,
}

#[derive(MongoCollection)]
#[collection(time_series(time_field = at))]
struct Several {
    at: Vec<DateTime>,
}

#[derive(MongoCollection)]
#[collection(time_series(time_field = at))]
#[index(station, unique)]
#[index(station = "hashed")]
#[index(station.$**)]
struct Indexed {
    at: DateTime,
    station: Place,
    #[index("text")]
    name: String,
}

fn main() {}
