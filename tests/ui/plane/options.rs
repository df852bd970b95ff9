use mongomancy::MongoCollection;

#[derive(MongoCollection)]
#[index(place = "2dsphere", bits = 20)]
#[index(place, name = "a", min = 1.5)]
#[index(place = "2d", name = "b", bits = 33)]
#[index(place = "2d", name = "c", min = 10, max = -10)]
#[index(place = "2d", name = "d", min = "x")]
#[index(place = "2d", name = "e", max)]
struct Shop {
    place: [f64; 2],
    #[index(max = 3)]
    rank: f64,
}

#[derive(MongoCollection)]
#[index(min = 1, max = 1)]
struct Range {
    min: f64,
    max: f64,
}

fn main() {}
