//! Passwords that change and sets that move while calls run, behind closures that know of it.

mod refused;

use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use futures_util::future::join_all;
use mongomancy::{ConnectTo, Document, Engine, ErrorKind, doc, options::Credential};
use mongomancy_testkit::{FailPoint, ReplicaSet, wait_until};
use mongomancy_tests::{LIMIT, Load, printed, run};

type Outcome = Result<(), Box<dyn std::error::Error>>;

const USER: &str = "game";

/// What a secret manager, or a discovery, says at the moment, and how often it was asked.
#[derive(Clone, Default)]
struct Said {
    now: Arc<Mutex<String>>,
    /// How many further questions get the answer of before.
    late: Arc<AtomicUsize>,
    next: Arc<Mutex<Option<String>>>,
    asked: Arc<AtomicUsize>,
}

impl Said {
    fn new(what: impl Into<String>) -> Self {
        Self { now: Arc::new(Mutex::new(what.into())), ..Self::default() }
    }

    fn set(&self, what: impl Into<String>) {
        *self.now.lock().unwrap() = what.into();
    }

    /// Says `what` after `questions` more.
    fn set_after(&self, questions: usize, what: impl Into<String>) {
        *self.next.lock().unwrap() = Some(what.into());
        self.late.store(questions, Ordering::SeqCst);
    }

    fn ask(&self) -> String {
        self.asked.fetch_add(1, Ordering::SeqCst);
        if self.late.load(Ordering::SeqCst) > 0 {
            self.late.fetch_sub(1, Ordering::SeqCst);
        } else if let Some(next) = self.next.lock().unwrap().take() {
            self.set(next);
        }
        self.now.lock().unwrap().clone()
    }

    fn asked(&self) -> usize {
        self.asked.load(Ordering::SeqCst)
    }
}

/// A set that asks for passwords, and a user who may read and write.
async fn secured(members: usize) -> Result<(ReplicaSet, Engine), Box<dyn std::error::Error>> {
    let set = ReplicaSet::builder()
        .members(members)
        .election_timeout(Duration::from_secs(1))
        .authentication("root", "root's own")
        .start()
        .await?;
    let root = Engine::connect(set.uri()).await?;
    let user = doc! { "createUser": USER, "pwd": "first", "roles": ["readWriteAnyDatabase"] };
    run(&root, "admin", user).await?;
    Ok((set, root))
}

/// The connection string without the user, and with quick heartbeats: after a refusal the driver waits for the next.
fn without_user(set: &ReplicaSet) -> String {
    let uri = set.uri();
    let (_, hosts) = uri.split_once('@').unwrap();
    format!("mongodb://{}", hosts.replace("authSource=admin", "heartbeatFrequencyMS=500"))
}

fn asking(set: &ReplicaSet, secret: &Said) -> mongomancy::EngineBuilder {
    let secret = secret.clone();
    Engine::builder(without_user(set)).max_pool_size(40).credentials(move || {
        let password = secret.ask();
        async move { Ok(Credential::builder().username(USER.to_owned()).password(password).build()) }
    })
}

async fn change_password(root: &Engine, password: &str) -> Outcome {
    run(root, "admin", doc! { "updateUser": USER, "pwd": password }).await?;
    Ok(())
}

/// More calls at once than there are connections.
async fn crowd(engine: &Engine) {
    let slow = doc! { "$where": "sleep(300) || true" };
    let documents = engine.database("d").collection_named::<Document>("crowd");
    documents.insert_one(doc! {}).await.unwrap();
    let calls = (0..30).map(|_| documents.find_one(slow.clone()).into_future());
    for found in join_all(calls).await {
        assert!(found.unwrap().is_some());
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_changed_password_is_asked_for_while_calls_run() -> Outcome {
    let (set, root) = secured(3).await?;
    let secret = Said::new("first");
    let engine = asking(&set, &secret).build()?;
    let load = Load::start(&engine).await?;
    load.run_on(20).await;
    assert_eq!(secret.asked(), 1);

    // The connections that there are go on; a new one is not let in.
    change_password(&root, "second").await?;
    secret.set("second");
    load.run_on(20).await;
    assert_eq!(engine.metrics().rebuilds, 0);
    crowd(&engine).await;
    load.run_on(20).await;
    assert_eq!(engine.metrics().rebuilds, 1);

    // Now all connections are closed at once.
    change_password(&root, "third").await?;
    secret.set("third");
    let closes_all = FailPoint::fail_command(["find"]).error_code(91).namespace("d.crowd").times(1);
    let guard = closes_all.enable(&set).await?;
    crowd(&engine).await;
    guard.disable().await?;
    load.run_on(20).await;
    assert_eq!(engine.metrics().rebuilds, 2);
    assert_eq!(load.stop().await?, Vec::<String>::new());
    engine.dispose().await;
    Ok(())
}

/// The secret manager hears of the new password later than the server.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_provider_that_lags_is_asked_again() -> Outcome {
    let (set, root) = secured(1).await?;
    let secret = Said::new("first");
    let engine = asking(&set, &secret).build()?;
    let load = Load::start(&engine).await?;
    load.run_on(20).await;
    change_password(&root, "second").await?;
    secret.set_after(2, "second");
    crowd(&engine).await;
    load.run_on(20).await;
    assert_eq!(engine.metrics().rebuilds, 1);
    assert_eq!(secret.asked(), 4);
    assert_eq!(load.stop().await?, Vec::<String>::new());
    engine.dispose().await;
    Ok(())
}

/// Nobody needs a new connection, and the primary dies: what was under way then can be asked for all the same.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_provider_that_is_asked_from_time_to_time_is_ahead_of_the_fault() -> Outcome {
    let (set, root) = secured(3).await?;
    let secret = Said::new("first");
    let engine = asking(&set, &secret).ask_every(Duration::from_millis(200)).build()?;
    let load = Load::start(&engine).await?;
    load.run_on(20).await;
    change_password(&root, "second").await?;
    secret.set("second");
    let renewed = async || (engine.metrics().rebuilds == 1).then_some(());
    wait_until(LIMIT, "another client", renewed).await?;
    load.run_on(20).await;
    set.kill_primary().await?;
    load.run_on(20).await;
    assert_eq!(load.stop().await?, Vec::<String>::new());
    assert_eq!(engine.metrics().rebuilds, 1);
    engine.dispose().await;
    Ok(())
}

#[tokio::test]
async fn a_password_that_was_never_right_is_told_at_once() -> Outcome {
    let (set, _root) = secured(1).await?;
    let secret = Said::new("MARKED-SECRET");
    let engine = asking(&set, &secret).build()?;
    let error = engine.ping().await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (&ErrorKind::Authentication, 1), "{error}");
    assert!(!printed(&error).contains("MARKED") && !format!("{engine:?}").contains("MARKED"));
    // Asked once more, in case that the password changed just then.
    assert_eq!(secret.asked(), 2);
    // It is right from the next question on.
    secret.set("first");
    engine.reconnect().await?;
    engine.ping().await?;

    let error = Engine::connect(set.uri().replace("root%27s%20own", "wrong")).await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (&ErrorKind::Authentication, 1), "{error}");
    engine.dispose().await;
    Ok(())
}

#[tokio::test]
async fn a_provider_that_fails_is_asked_again_and_leaves_the_client() -> Outcome {
    let set = ReplicaSet::builder().members(1).start().await?;
    let (uri, asked) = (set.uri(), Arc::new(AtomicUsize::new(0)));
    let count = Arc::clone(&asked);
    let provider = ConnectTo::provider(move || {
        let (uri, number) = (uri.clone(), count.fetch_add(1, Ordering::SeqCst));
        async move { if number == 2 { Ok(uri) } else { Err("MARKED-SECRET".into()) } }
    });
    let engine = Engine::builder(provider).build()?;
    engine.ping().await?;
    assert_eq!(asked.load(Ordering::SeqCst), 3);
    let error = engine.reconnect().await.unwrap_err();
    assert_eq!(error.kind(), &ErrorKind::Unavailable);
    assert!(error.to_string().contains("provider of where to connect to"), "{error}");
    assert!(!printed(&error).contains("MARKED"));
    engine.ping().await?;
    assert_eq!((engine.metrics().rebuilds, engine.metrics().errors), (0, 0));

    let never = ConnectTo::provider(|| async { Err::<String, _>("MARKED-SECRET".into()) });
    let engine = Engine::builder(never).deadline(Duration::from_secs(1)).build()?;
    let error = engine.ping().await.unwrap_err();
    assert_eq!(error.kind(), &ErrorKind::DeadlineExceeded);
    assert!(error.to_string().contains("provider"), "{error}");
    assert!(!printed(&error).contains("MARKED"));
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_set_that_moved_is_found_again() -> Outcome {
    let mut set = ReplicaSet::builder().election_timeout(Duration::from_secs(1)).start().await?;
    let seeds = Said::new(set.uri());
    let discovery = seeds.clone();
    let engine = Engine::builder(ConnectTo::provider(move || {
        let uri = discovery.ask();
        async move { Ok(uri) }
    }))
    .build()?;
    let load = Load::start(&engine).await?;
    load.run_on(20).await;
    // What is under way at the kill can only be asked for by the client that sent it: the load stops before.
    assert_eq!(load.stop().await?, Vec::<String>::new());
    let documents = engine.database("d").collection_named::<Document>("moved");
    documents.insert_one(doc! { "_id": 1 }).await?;

    let before = set.uri();
    set.relocate().await?;
    assert_ne!(set.uri(), before);
    // Sooner than any client is built anew for want of a server.
    let find = documents.find_one(doc! { "_id": 1 }).deadline(Duration::from_secs(25));
    let (found, ()) = tokio::join!(find.into_future(), async {
        // The discovery hears of it while the call waits.
        seeds.set(set.uri());
    });
    assert_eq!(found?, Some(doc! { "_id": 1 }));
    assert_eq!(engine.metrics().rebuilds, 1);
    let load = Load::start(&engine).await?;
    load.run_on(20).await;
    assert_eq!(load.stop().await?, Vec::<String>::new());
    engine.dispose().await;
    Ok(())
}
