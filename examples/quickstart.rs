//! The main job: declare, create, write, read, and go on when the primary steps down. It starts a replica set of three
//! members for itself, or uses the server of `MONGODB_URI`; that one is not made to step down.

#[cfg(test)]
#[path = "quickstart/diagram.rs"]
mod diagram;

use std::env;
use std::sync::{Arc, atomic::AtomicBool, atomic::Ordering::Relaxed};

use mongomancy::{Collection, Engine, Id, MongoCollection, MongoDocument, bson::DateTime, doc};
use mongomancy_testkit::{ReplicaSet, unique_database_name};
use serde::{Deserialize, Serialize};
use tokio::sync::Notify;

type Outcome = Result<(), Box<dyn std::error::Error>>;

#[derive(Debug, Clone, Serialize, Deserialize, MongoCollection)]
#[collection(name = "player")]
#[index(guild = 1, score = -1)]
#[index(stats.wins = -1)]
struct Player {
    #[serde(rename = "_id")]
    id: Id<Player>,
    #[index(unique)]
    name: String,
    #[index(unique)] // two players without an e-mail address do not collide
    email: Option<String>,
    guild: String,
    score: i64,
    last_seen: DateTime,
    stats: Stats,
}

#[derive(Debug, Clone, Default, Serialize, Deserialize, MongoDocument)]
struct Stats {
    wins: i32,
}

#[derive(Debug, Clone, Serialize, Deserialize, MongoCollection)]
#[index(color_name, unique)]
#[default_documents(Color::defaults, key(color_name))]
struct Color {
    color_name: String,
    hex: String,
}

impl Color {
    fn defaults() -> [Self; 3] {
        let colors = [("red", "#f00"), ("green", "#0f0"), ("blue", "#00f")];
        colors.map(|(name, hex)| Self { color_name: name.into(), hex: hex.into() })
    }
}

fn player(name: &str, guild: &str, score: i64) -> Player {
    let (name, guild) = (name.to_owned(), guild.to_owned());
    Player { id: Id::new(), name, email: None, guild, score, last_seen: DateTime::now(), stats: Stats::default() }
}

#[tokio::main]
async fn main() -> Outcome {
    let set = if env::var_os("MONGODB_URI").is_some() { None } else { Some(ReplicaSet::start().await?) };
    let engine = Engine::connect(set.as_ref().map_or_else(|| env::var("MONGODB_URI"), |set| Ok(set.uri()))?).await?;

    println!("-- create what is declared, and what should be there from the start");
    let db = engine.database(unique_database_name());
    db.register::<Player>().register::<Color>();
    println!("{}", db.create_all().await?);

    println!("-- write and read");
    let players = db.collection::<Player>();
    println!("inserted Ada as {}", players.insert_one(player("Ada", "red", 12)).await?.id());
    players.insert_many([player("Bob", "red", 7), player("Cyd", "blue", 31)]).await?;
    let found = players.find_one(doc! { "name": "Ada" }).await?.ok_or("Ada is gone")?;
    println!("found {} of {}, seen {}", found.name, found.guild, found.last_seen);
    let mut best = players.find(doc! {}).sort(doc! { "score": -1 }).await?;
    while let Some(player) = best.try_next().await? {
        println!("{:>6} {}", player.score, player.name);
    }
    let won = doc! { "$inc": { "score": 5, "stats.wins": 1 } };
    println!("updated {}", players.update_one(doc! { "name": "Ada" }, won).await?.modified_count);
    if let Err(error) = players.insert_one(player("Ada", "green", 0)).await {
        println!("a second Ada: {error}");
    }

    if let Some(set) = &set {
        println!("-- the primary steps down under load");
        step_down_under_load(&engine, set, &players).await?;
    }
    db.drop().await?;
    engine.dispose().await;
    Ok(())
}

async fn step_down_under_load(engine: &Engine, set: &ReplicaSet, players: &Collection<Player>) -> Outcome {
    let (switched, begin) = (Arc::new(AtomicBool::new(false)), Notify::new());
    let seen = Arc::clone(&switched);
    engine.register_hook_fn(move |event| {
        println!("hook: {event}");
        seen.fetch_or(event.new_primary().is_some(), Relaxed);
    });
    let id = players.insert_one(player("Dee", "red", 0)).await?.into_id();
    let load = async {
        let (mut calls, mut after) = (0_i64, 0);
        while after < 200 {
            players.update_one(doc! { "_id": id }, doc! { "$inc": { "score": 1_i64 } }).await?;
            players.find_by_id(id).await?;
            calls += 1;
            after += i32::from(switched.load(Relaxed));
            if calls == 200 {
                begin.notify_one();
            }
        }
        Ok::<_, mongomancy::Error>(calls)
    };
    let fault = async { (begin.notified().await, set.step_down().await).1 };
    let (calls, stepped_down) = tokio::join!(load, fault);
    let (calls, _new_primary) = (calls?, stepped_down?);
    let stored = players.find_by_id(id).await?.ok_or("Dee is gone")?.score;
    assert_eq!(stored, calls, "each acknowledged increment is stored once");
    println!("{calls} increments and {calls} reads before, during and after: none failed, each stored once");
    Ok(())
}
