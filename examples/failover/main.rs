//! What an application sees when its primary is killed, through the bare driver and through mongomancy side by side: the
//! same calls at the same time to the same servers. Prints a line each second and draws `failover.svg`.
//!
//! `cargo run --example failover -- [--out FILE] [--seconds N]`

mod arguments;
mod item;
mod ledger;
mod load;
mod plot;
mod screen;
mod side;
mod timeline;

use std::{
    error::Error,
    fs::File,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use mongomancy::{Engine, EngineEvent, doc, mongodb};
use mongomancy_testkit::{ReplicaSet, unique_database_name};
use tokio::time::interval;

use crate::{
    arguments::Arguments,
    item::{Item, Kind},
    ledger::Verdict,
    load::{Load, WORKERS},
    plot::Panel,
    screen::Screen,
};

/// Short, so that the gap is: by default the servers wait 10 s before they elect another primary.
const ELECTION_TIMEOUT: Duration = Duration::from_secs(2);

/// Longer than an election takes on a busy machine.
const ELECTION_LIMIT: Duration = Duration::from_secs(30);

/// What the hook heard, and how long after the start.
type Heard = Arc<Mutex<Vec<(Duration, EngineEvent)>>>;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let arguments = Arguments::parse(std::env::args().skip(1))?;
    File::create(&arguments.out).map_err(|error| format!("cannot write {}: {error}", arguments.out.display()))?;

    println!("starting three servers");
    let set = ReplicaSet::builder().election_timeout(ELECTION_TIMEOUT).start().await?;
    let uri = format!("{}&w=majority&maxPoolSize={WORKERS}", set.uri());
    let client = client(&uri).await?;
    let engine = Engine::connect(&uri).await?;
    let (for_driver, for_ours) = (engine.database(unique_database_name()), engine.database(unique_database_name()));
    let stored_by_driver = for_driver.collection::<Item>();
    let stored_by_ours = for_ours.collection::<Item>();
    for items in [&stored_by_driver, &stored_by_ours] {
        items.insert_many(Kind::ALL.into_iter().flat_map(load::prepared)).await?;
    }

    let screen = Screen::new(arguments.seconds);
    let start = Instant::now();
    let heard = listen(&engine, start, &screen);
    let end = start + Duration::from_secs(arguments.seconds);
    let driver = Load::start(&client.database(for_driver.name()).collection(stored_by_driver.name()), start, end);
    let ours = Load::start(&stored_by_ours, start, end);
    let mut seconds = interval(Duration::from_secs(1));
    seconds.tick().await;
    for second in 1..=arguments.seconds {
        seconds.tick().await;
        screen.second(second, driver.timeline().second(second), ours.timeline().second(second));
        if second == arguments.seconds / 2 {
            let primary = set.wait_for_primary(ELECTION_LIMIT).await?;
            screen.line(&format!("     SIGKILL to the primary, {}", primary.address()));
            set.kill(&primary).await?;
        }
    }
    let (driver, ours) = tokio::join!(driver.finish(), ours.finish());
    screen.finish();

    let panels = [
        Panel {
            name: "bare driver",
            verdict: Verdict::of(&driver.ledgers, &stored_by_driver.find(doc! {}).try_collect().await?),
            timeline: driver.timeline,
        },
        Panel {
            name: "mongomancy",
            verdict: Verdict::of(&ours.ledgers, &stored_by_ours.find(doc! {}).try_collect().await?),
            timeline: ours.timeline,
        },
    ];
    let heard = heard.lock().unwrap_or_else(PoisonError::into_inner).clone();
    screen::summary(&panels, &heard);
    plot::draw(&arguments.out, &panels, &heard)?;
    println!("drawn in {}", arguments.out.display());

    engine.dispose().await;
    client.shutdown().await;
    Ok(())
}

#[expect(clippy::disallowed_methods, reason = "the bare driver is what mongomancy is held against")]
async fn client(uri: &str) -> mongodb::error::Result<mongodb::Client> {
    mongodb::Client::with_uri_str(uri).await
}

/// Keeps all that the engine tells of, and shows what happened to the servers. That a call is sent again happens to many
/// calls at once, so those are only counted.
fn listen(engine: &Engine, start: Instant, screen: &Screen) -> Heard {
    let heard = Heard::default();
    let (all, screen) = (Arc::clone(&heard), screen.clone());
    engine.register_hook_fn(move |event| {
        if !matches!(event, EngineEvent::Retrying { .. }) {
            screen.line(&format!("     hook: {event}"));
        }
        all.lock().unwrap_or_else(PoisonError::into_inner).push((start.elapsed(), event));
    });
    heard
}
