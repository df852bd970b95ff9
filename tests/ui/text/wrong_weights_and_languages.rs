use mongomancy::MongoCollection;

#[derive(MongoCollection)]
#[index(title = "text", body, weights(titel = 10, body = 1, title = 0, title = 2))]
struct Book {
    title: String,
    body: String,
}

#[derive(MongoCollection)]
#[index(title = "text", body, weights(titel = 10, body = 1, title = 2, title = 2))]
struct Weighed {
    title: String,
    body: String,
}

#[derive(MongoCollection)]
#[index(title = "text", default_language = "germna", language_override = 3, weights())]
struct Spoken {
    title: String,
}

#[derive(MongoCollection)]
#[index(title = "text", default_language = "klingon", language_override = lnag)]
struct Foreign {
    title: String,
    lang: String,
}

fn main() {}
