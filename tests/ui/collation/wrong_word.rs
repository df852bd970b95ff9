use mongomancy::MongoCollection;

#[derive(MongoCollection)]
#[index(title, name = "a", collation)]
#[index(title, name = "b", collation = "en")]
#[index(title, name = "c", collation(strength = 2))]
#[index(title, name = "d", collation(locale = "english"))]
#[index(title, name = "e", collation(locale = "en", strength = 6))]
#[index(title, name = "f", collation(locale = "en", strength = "2"))]
#[index(title, name = "g", collation(locale = "en", caseLevel))]
#[index(title, name = "h", collation(locale = "en", case_first = "uper"))]
#[index(title, name = "i", collation(locale = "en", alternate = "x"))]
#[index(title, name = "j", collation(locale = "en", backwards = 1))]
#[index(title, name = "k", collation(locale = "en", locale = "de"))]
#[index(title, name = "l", collation(locale = "simple", strength = 1))]
#[index(title, name = "m", collation(locale = "en", ordering = 1))]
struct Player {
    title: String,
}

fn main() {}
