//! How long programs wait for their schema when they start, against what they may take.

use std::time::{Duration, Instant};

use mongomancy::{CollectionDefinition, DefaultDocument, Engine, Index};

use crate::{
    Result, begin,
    clients::{self, Clients},
    summary::{Better, Summary},
};

/// Collections that are up to date, each with three indexes and a default document.
const MANY: usize = 200;
const MANY_MAY_TAKE: Duration = Duration::from_millis(1500);
/// Programs that start at once on an empty database.
const STARTERS: usize = 200;
const COLLECTIONS: usize = 20;
const STARTERS_MAY_TAKE: Duration = Duration::from_secs(10);

pub(crate) const NOTES: &str = "The other side is the time that each may take. Starters share one engine and have a database handle each; one of\n\
    them has to create everything, and the others nothing, or no time counts.";

/// # Errors
/// Where a call fails, or something is created by nobody or by two.
pub(crate) async fn run(rounds: usize) -> Result<Vec<Summary>> {
    let set = clients::server().await?;
    let clients = Clients::connect(&set).await?;
    let (mut many, mut starters) = (Vec::new(), Vec::new());
    begin("create_all on an up-to-date database");
    let up_to_date = clients.engine.database("schema");
    up_to_date.extend(definitions(MANY));
    up_to_date.create_all().await?;
    for _ in 0..rounds {
        let started = Instant::now();
        let report = up_to_date.create_all().await?;
        many.push(started.elapsed());
        if !report.is_unchanged() {
            return Err("it was not up to date".into());
        }
    }
    begin("starters at once");
    for round in 0..rounds {
        starters.push(start(&clients.engine, &format!("schema_{round}")).await?);
    }
    clients.close().await;
    let name = format!("create_all, {MANY} collections with 3 indexes, up to date");
    let of_starters = format!("create_all, {STARTERS} starters at once, {COLLECTIONS} collections, empty database");
    Ok(vec![summary(name, &many, MANY_MAY_TAKE), summary(of_starters, &starters, STARTERS_MAY_TAKE)])
}

/// How long it takes until the last one has its schema.
async fn start(engine: &Engine, name: &str) -> Result<Duration> {
    let databases = (0..STARTERS).map(|_| {
        let database = engine.database(name);
        database.extend(definitions(COLLECTIONS));
        database
    });
    let databases: Vec<_> = databases.collect();
    let started = Instant::now();
    let starting: Vec<_> = databases.iter().map(|database| tokio::spawn(database.create_all().into_future())).collect();
    let mut who_created = 0;
    for one in starting {
        who_created += usize::from(!one.await??.is_unchanged());
    }
    let took = started.elapsed();
    if who_created == 1 { Ok(took) } else { Err(format!("{who_created} of them created something").into()) }
}

fn definitions(count: usize) -> impl Iterator<Item = CollectionDefinition> {
    (0..count).map(|n| {
        CollectionDefinition::new(format!("c{n}"))
            .index(Index::ascending("a").unique(true))
            .index(Index::ascending("b"))
            .index(Index::new([("a", 1), ("b", -1)]))
            .default_document(DefaultDocument::new(bson::doc! { "a": 1 }).key(["a"]))
    })
}

fn summary(work: String, took: &[Duration], may_take: Duration) -> Summary {
    let in_millis = |time: Duration| time.as_secs_f64() * 1e3;
    let pairs = took.iter().map(|time| (in_millis(*time), in_millis(may_take)));
    Summary::of_pairs(work, pairs, "ms", Better::Lower, 1.0)
}
