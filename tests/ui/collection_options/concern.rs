use mongomancy::MongoCollection;

#[derive(MongoCollection)]
#[collection(read_concern = "majorty", read_preference = "secondary_prefered")]
#[collection(write_concern = "majority")]
struct Misspelt {
    name: String,
}

#[derive(MongoCollection)]
#[collection(write_concern(w = 0))]
struct Careless {
    name: String,
}

#[derive(MongoCollection)]
#[collection(write_concern(w = "majorty", j = true, wtimeout = 5))]
struct Others {
    name: String,
}

#[derive(MongoCollection)]
#[collection(write_concern(w = 51, journal = 1, timeout = 5))]
struct Values {
    name: String,
}

#[derive(MongoCollection)]
#[collection(write_concern(), read_concern = 3, read_preference = "nobody")]
struct Empty {
    name: String,
}

#[derive(MongoCollection)]
#[collection(write_concern(timeout = "0 s", w = -1))]
struct Timeless {
    name: String,
}

fn main() {}
