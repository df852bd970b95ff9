//! The table of the contract against real servers: every failure, before and after the command ran, once and three
//! times in a row, for a call of every effect.

mod call;
mod case;
mod collection;
mod cursor;
mod fault;
mod kind;

use std::sync::{Arc, Mutex, PoisonError};

use mongomancy::Engine;
use mongomancy_testkit::ReplicaSet;
use mongomancy_tests::Commands;

use self::{case::Case, cursor::CursorCase};

/// After many failures the driver looks at its server anew, half a second later: the cases are shared out among this
/// many servers, which wait at the same time.
const SETS: usize = 5;

/// A server with an engine whose commands are recorded.
struct Bench {
    set: ReplicaSet,
    engine: Engine,
    commands: Commands,
}

impl Bench {
    async fn start() -> Self {
        let set = ReplicaSet::builder().members(1).proxied(true).start().await.unwrap();
        let commands = Commands::default();
        let recorded = commands.clone();
        // A server that says that it is shutting down, and does not, is else looked at ten seconds later.
        let uri = format!("{}&serverMonitoringMode=poll&heartbeatFrequencyMS=500", set.uri());
        let engine = Engine::builder(uri).configure(move |options| recorded.record(options)).build().unwrap();
        collection::create(&engine).await.unwrap();
        Self { set, engine, commands }
    }

    /// How many commands of this name were sent so far.
    fn sent(&self, name: &str) -> usize {
        self.commands.named(name).len()
    }
}

/// One entry of the table to try out.
trait Trial: Send + 'static {
    /// What differs from the table, being nothing where all is well.
    fn run(self, bench: &Bench, number: usize) -> impl Future<Output = Result<(), String>> + Send;
}

/// Tries all out: what differs from the table.
async fn differences<T: Trial>(trials: Vec<T>, sets: usize) -> Vec<String> {
    let queue = Arc::new(Mutex::new(trials.into_iter().enumerate()));
    let workers: Vec<_> = (0..sets).map(|_| tokio::spawn(work(Arc::clone(&queue)))).collect();
    let mut differences = Vec::new();
    for worker in workers {
        differences.extend(worker.await.unwrap());
    }
    differences
}

async fn work<T: Trial>(queue: Arc<Mutex<impl Iterator<Item = (usize, T)>>>) -> Vec<String> {
    let next = || queue.lock().unwrap_or_else(PoisonError::into_inner).next();
    let bench = Bench::start().await;
    let mut differences = Vec::new();
    while let Some((number, trial)) = next() {
        differences.extend(trial.run(&bench, number).await.err());
    }
    bench.engine.dispose().await;
    differences
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_call_ends_as_the_table_says() {
    let cases = Case::all();
    assert!(cases.len() > 400, "{}", cases.len());
    assert_eq!(differences(cases, SETS).await, Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_cursor_ends_as_the_table_says() {
    assert_eq!(differences(CursorCase::all(), 2).await, Vec::<String>::new());
}
