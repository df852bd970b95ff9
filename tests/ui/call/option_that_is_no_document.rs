use mongomancy::{Collection, Document, doc};

fn find(players: Collection<Document>) {
    let _ = players.find(doc! {}).sort("title");
    let _ = players.find_one(doc! {}).projection(["title"]).hint(1);
}

fn main() {}
