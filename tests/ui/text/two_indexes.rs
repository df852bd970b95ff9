use mongomancy::MongoCollection;

#[derive(MongoCollection)]
#[index(title = "text", author)]
#[index(author = "text")]
struct Book {
    title: String,
    author: String,
    #[index("text")]
    body: String,
}

fn main() {}
