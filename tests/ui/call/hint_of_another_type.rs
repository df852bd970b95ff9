use mongomancy::{Collection, MongoCollection, doc};

#[derive(MongoCollection)]
struct Player {
    name: String,
}

#[derive(MongoCollection)]
struct Guild {
    name: String,
}

fn hints(players: Collection<Player>) {
    let guild = Guild::fields();
    let _ = players.find(doc! {}).hint(guild.name.asc());
    let _ = players.exists(doc! {}).hint(guild.name.asc());
    let _ = players.count_documents(doc! {}).hint(guild.name.asc());
    let _ = players.delete_many(doc! {}).hint(guild.name.asc());
}

fn main() {}
