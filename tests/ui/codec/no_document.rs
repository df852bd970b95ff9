use mongomancy::MongoDocument;

#[derive(MongoDocument)]
enum Color {
    Red,
}

#[derive(MongoDocument)]
struct Name(String);

fn documents<T: MongoDocument>() {}

fn main() {
    documents::<Color>();
    documents::<Name>();
}
