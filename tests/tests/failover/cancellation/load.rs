//! Those who work on while the calls of others are dropped.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use mongomancy::{Collection, Document, Engine, Error, Result, doc};
use tokio::task::JoinHandle;

const WORKERS: i64 = 4;

pub(super) struct Load {
    counters: Collection<Document>,
    stop: Arc<AtomicBool>,
    workers: Vec<JoinHandle<Result<i64>>>,
}

impl Load {
    pub(super) async fn start(engine: &Engine) -> Result<Self> {
        let counters = engine.database("d").collection_named::<Document>("counted");
        counters.insert_many((0..WORKERS).map(|id| doc! { "_id": id, "n": 0_i64 })).await?;
        let stop = Arc::new(AtomicBool::new(false));
        let work = |id| tokio::spawn(count(counters.clone(), Arc::clone(&stop), id));
        let workers = (0..WORKERS).map(work).collect();
        Ok(Self { counters, stop, workers })
    }

    /// Stops the work: all of it was answered, and is stored once.
    pub(super) async fn stop(self) -> Result<(), Box<dyn std::error::Error>> {
        self.stop.store(true, Ordering::SeqCst);
        for (id, worker) in (0_i64..).zip(self.workers) {
            let acknowledged = worker.await??;
            let stored = self.counters.find_one(doc! { "_id": id }).await?;
            assert_eq!(stored.and_then(|one| one.get_i64("n").ok()), Some(acknowledged));
            assert!(acknowledged > 0);
        }
        Ok(())
    }
}

async fn count(counters: Collection<Document>, stop: Arc<AtomicBool>, id: i64) -> Result<i64, Error> {
    let mut acknowledged = 0;
    while !stop.load(Ordering::SeqCst) {
        counters.update_one(doc! { "_id": id }, doc! { "$inc": { "n": 1_i64 } }).await?;
        acknowledged += 1;
    }
    Ok(acknowledged)
}
