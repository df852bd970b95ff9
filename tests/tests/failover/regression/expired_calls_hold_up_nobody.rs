//! Calls that expired while the server stood still left so many requests for a connection in the driver's queue that
//! later calls, with the server long back, waited for a minute.

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use futures_util::future::{join_all, try_join_all};
use mongomancy::{
    Engine, ErrorKind, doc,
    mongodb::{
        event::{EventHandler, cmap::CmapEvent},
        options::ClientOptions,
    },
};
use mongomancy_tests::LIMIT;
use tokio::time::timeout;

use super::{Outcome, counters, set};

/// The size of the pool: with this many requests to skip at half a second each, the later calls would expire.
const CONNECTIONS: u32 = 50;
/// The calls that are given up.
const CALLS: usize = 1000;
/// Those that come when the server is back.
const LATER: usize = 100;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_wave_of_expired_calls_is_over_when_the_server_is_back() -> Outcome {
    let set = set().await;
    let asked = Asked::default();
    let ask = asked.clone();
    let engine =
        Engine::builder(set.uri()).max_pool_size(CONNECTIONS).configure(move |options| ask.count(options)).build()?;
    engine.ping().await?;
    let primary = set.wait_for_primary(LIMIT).await?;
    let before = asked.so_far();
    set.freeze(&primary)?;
    let calls = (0..CALLS).map(|n| {
        let insert = counters(&engine).insert_one(doc! {}).deadline(Duration::from_millis(300)).into_future();
        // Some are dropped before they expire.
        let dropped = Duration::from_millis(if n % 2 == 0 { 250 } else { 10_000 });
        tokio::spawn(timeout(dropped, insert))
    });
    for given_up in join_all(calls).await {
        let answer = given_up?.map(|insert| insert.map(drop).map_err(|error| error.kind().clone()));
        assert!(matches!(answer, Err(_) | Ok(Err(ErrorKind::DeadlineExceeded))), "{answer:?}");
    }
    let wave = asked.so_far() - before;
    set.thaw(&primary)?;
    let later = (0..LATER).map(|_| counters(&engine).find_one(doc! {}).deadline(Duration::from_secs(10)).into_future());
    assert_eq!(try_join_all(later).await?.len(), LATER);
    let after = asked.so_far() - before - wave;
    let connections = usize::try_from(CONNECTIONS)?;
    // As many calls as there can be connections, and a few probes.
    assert!(wave <= connections + 5, "{wave} requests for a connection in the wave");
    assert!(after <= LATER + 2 * connections, "{after} requests for a connection after the wave");
    engine.dispose().await;
    Ok(())
}

/// How often a client asked its pool for a connection.
#[derive(Clone, Default)]
struct Asked(Arc<AtomicUsize>);

impl Asked {
    fn count(&self, options: &mut ClientOptions) {
        let asked = self.clone();
        options.cmap_event_handler = Some(EventHandler::callback(move |event| {
            if matches!(event, CmapEvent::ConnectionCheckoutStarted(_)) {
                asked.0.fetch_add(1, Ordering::SeqCst);
            }
        }));
    }

    fn so_far(&self) -> usize {
        self.0.load(Ordering::SeqCst)
    }
}
