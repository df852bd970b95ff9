use mongomancy::{Collection, Id, MongoCollection, Ref};

#[derive(MongoCollection)]
struct Guild {
    #[serde(rename = "_id")]
    id: Id<Guild>,
}

#[derive(MongoCollection)]
struct Player {
    #[serde(rename = "_id")]
    id: i64,
    guild: Ref<Guild>,
}

struct Team;

fn load(players: Collection<Player>, player: Player, team: Ref<Team>) {
    let _ = player.guild.load(&players);
    let _ = players.load_refs([player.guild]);
    let _: Ref<Guild> = Ref::to(player.id);
}

fn main() {}
