use mongomancy::MongoCollection;

#[derive(MongoCollection)]
#[collection(capped)]
struct Sizeless {
    text: String,
}

#[derive(MongoCollection)]
#[collection(capped(max = 3))]
struct Counted {
    text: String,
}

#[derive(MongoCollection)]
#[collection(capped(size = "16mb"))]
#[collection(capped(size = 0))]
#[collection(capped(size = 1.5, max = 0))]
#[collection(capped(siz = 3))]
#[collection(capped(size = "2000TiB"))]
struct Wrong {
    text: String,
}

#[derive(MongoCollection)]
#[collection(capped(size = 1), capped(size = 2, size = 3))]
struct Twice {
    text: String,
}

#[derive(MongoCollection)]
#[collection(capped(size = 1), clustered)]
struct Both {
    text: String,
}

fn main() {}
