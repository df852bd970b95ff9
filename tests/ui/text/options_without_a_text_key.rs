use mongomancy::MongoCollection;

#[derive(MongoCollection)]
#[index(title, weights(title = 10))]
#[index(title, name = "a", default_language = "german")]
#[index(title, name = "b", language_override = author)]
struct Book {
    title: String,
    #[index(default_language = "german")]
    author: String,
}

#[derive(MongoCollection)]
#[index(default_language, weights = 1)]
struct Named {
    default_language: String,
    weights: String,
}

fn main() {}
