//! What an engine counts, and what it tells the `metrics` crate and `tracing`.

use std::{
    collections::HashMap,
    fmt::{Debug, Write},
    sync::{Arc, Mutex},
    time::Duration,
};

use metrics_util::{
    CompositeKey,
    debugging::{DebugValue, DebuggingRecorder, Snapshotter},
};
use mongomancy::{Document, Engine, EngineEvent, doc};
use mongomancy_testkit::{FailPoint, ReplicaSet, wait_until};
use mongomancy_tests::{Events, LIMIT};
use tracing::{
    Subscriber,
    field::{Field, Visit},
    span,
};
use tracing_subscriber::{Layer, layer::Context, layer::SubscriberExt, registry::LookupSpan};

type Outcome = Result<(), Box<dyn std::error::Error>>;

/// Everything that a call may not show.
const MARK: &str = "MARKED-SECRET";

#[tokio::test]
async fn calls_attempts_and_the_time_without_a_primary_are_counted() -> Outcome {
    let recorder = DebuggingRecorder::new();
    let snapshotter = recorder.snapshotter();
    // Of this thread, on which the engine's tasks run as well.
    let _recording = metrics::set_default_local_recorder(&recorder);
    let set = ReplicaSet::builder().election_timeout(Duration::from_secs(1)).start().await?;
    let engine = Engine::connect(set.uri()).await?;
    let events = Events::of(&engine);
    let documents = engine.database("d").collection_named::<Document>("c");
    assert_eq!((engine.metrics().calls, engine.metrics().attempts), (1, 1));

    let guard = FailPoint::fail_command(["insert"]).error_code(262).times(2).enable(&set).await?;
    documents.insert_one(doc! { "_id": 1 }).await?;
    guard.disable().await?;
    documents.insert_one(doc! { "_id": 1 }).await.unwrap_err();
    let before = engine.metrics();
    assert_eq!((before.calls, before.attempts, before.retries), (3, 5, 2));
    assert_eq!((before.errors, before.in_flight, before.rebuilds), (1, 0, 0));

    let after = {
        let pending = documents.find_one(doc! { "$where": "sleep(200) || true" }).into_future();
        let (found, in_flight) = tokio::join!(pending, async {
            tokio::task::yield_now().await;
            engine.metrics().in_flight
        });
        found?;
        assert_eq!(in_flight, 1);
        set.kill_primary().await?;
        let lost = async || (engine.metrics().blackout > before.blackout).then_some(());
        wait_until(LIMIT, "the loss of the primary", lost).await?;
        engine.ping().await?;
        engine.metrics()
    };
    assert_eq!(after.calls, 5);
    assert_eq!(after.retries, after.attempts - after.calls);
    assert!(after.switches > before.switches, "{before:?} {after:?}");
    engine.reconnect().await?;
    engine.ping().await?;
    let all = engine.metrics();
    assert_eq!((all.rebuilds, all.calls), (1, 6));

    let emitted = emitted(&snapshotter);
    let counter = |name: &str| match emitted.get(name) {
        Some(DebugValue::Counter(count)) => *count,
        other => panic!("{name}: {other:?}"),
    };
    let all = engine.metrics();
    let gaps = events.all().into_iter().filter_map(|event| match event {
        EngineEvent::PrimaryElected { after, .. } => Some(after),
        _ => None,
    });
    assert!(all.blackout.abs_diff(gaps.sum()) < Duration::from_millis(1), "{all:?} {:?}", events.all());
    assert_eq!(counter("mongomancy_calls_total"), all.calls);
    assert_eq!(counter("mongomancy_attempts_total"), all.attempts);
    assert_eq!(counter("mongomancy_retries_total"), all.retries);
    assert_eq!(counter("mongomancy_switches_total"), all.switches);
    assert_eq!(counter("mongomancy_rebuilds_total"), all.rebuilds);
    assert_eq!(counter("mongomancy_call_errors_total insert"), 1);
    let values = |name: &str| match emitted.get(name) {
        Some(DebugValue::Histogram(values)) => values.iter().map(|value| value.into_inner()).collect::<Vec<f64>>(),
        other => panic!("{name}: {other:?}"),
    };
    assert_eq!(values("mongomancy_call_duration_seconds insert").len(), 2);
    assert_eq!(values("mongomancy_call_duration_seconds other").len(), 3);
    let blackout = values("mongomancy_blackout_seconds").iter().sum::<f64>();
    assert!((blackout - all.blackout.as_secs_f64()).abs() < 0.01, "{blackout} {all:?}");
    engine.dispose().await;
    Ok(())
}

#[tokio::test]
async fn calls_in_flight_are_a_gauge() -> Outcome {
    let recorder = DebuggingRecorder::new();
    let snapshotter = recorder.snapshotter();
    let _recording = metrics::set_default_local_recorder(&recorder);
    let nobody = std::net::TcpListener::bind("127.0.0.1:0")?;
    let engine = Engine::builder(format!("mongodb://{}", nobody.local_addr()?)).build()?;
    let mut ping = engine.ping().into_future();
    assert!(futures_util::poll!(&mut ping).is_pending());
    assert!((change_of_gauge(&snapshotter) - 1.0).abs() < 0.1);
    drop(ping);
    assert!((change_of_gauge(&snapshotter) + 1.0).abs() < 0.1);
    Ok(())
}

/// How the number of calls in flight changed since it was last asked for.
fn change_of_gauge(snapshotter: &Snapshotter) -> f64 {
    match emitted(snapshotter).remove("mongomancy_calls_in_flight") {
        Some(DebugValue::Gauge(value)) => value.into_inner(),
        other => panic!("{other:?}"),
    }
}

/// What was recorded, by name and label.
fn emitted(snapshotter: &Snapshotter) -> HashMap<String, DebugValue> {
    let named = |key: &CompositeKey| {
        let labels: Vec<&str> = key.key().labels().map(metrics::Label::value).collect();
        [&[key.key().name()], &labels[..]].concat().join(" ")
    };
    let all = snapshotter.snapshot().into_vec().into_iter();
    all.map(|(key, unit, help, value)| {
        assert!(unit.is_some() && help.is_some_and(|help| !help.is_empty()), "{} is not described", key.key().name());
        (named(&key), value)
    })
    .collect()
}

/// Records what is told within the crate, one line for each span that closes and for each event.
#[derive(Clone, Default)]
struct Record(Arc<Mutex<Vec<String>>>);

#[derive(Default)]
struct Fields(String);

impl Visit for Fields {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        let _ = write!(self.0, " {}={value:?}", field.name());
    }
}

impl<S: Subscriber + for<'a> LookupSpan<'a>> Layer<S> for Record {
    fn on_new_span(&self, attributes: &span::Attributes<'_>, id: &span::Id, context: Context<'_, S>) {
        let mut fields = Fields::default();
        attributes.record(&mut fields);
        context.span(id).unwrap().extensions_mut().insert(fields);
    }

    fn on_record(&self, id: &span::Id, values: &span::Record<'_>, context: Context<'_, S>) {
        values.record(context.span(id).unwrap().extensions_mut().get_mut::<Fields>().unwrap());
    }

    fn on_event(&self, event: &tracing::Event<'_>, context: Context<'_, S>) {
        let mut fields = Fields::default();
        event.record(&mut fields);
        let within = context.event_span(event).map(|span| span.name());
        self.0.lock().unwrap().push(format!("{} in {within:?}:{}", event.metadata().target(), fields.0));
    }

    fn on_close(&self, id: span::Id, context: Context<'_, S>) {
        let span = context.span(&id).unwrap();
        let fields = span.extensions_mut().remove::<Fields>().unwrap();
        self.0.lock().unwrap().push(format!("{} closed {}:{}", span.metadata().target(), span.name(), fields.0));
    }
}

#[tokio::test]
async fn calls_are_spans_and_attempts_are_events() -> Outcome {
    // With one subscriber in the process, `tracing` asks only the thread that comes by a place first whether it is heard,
    // and that may be another test's.
    let _second = tracing::Dispatch::new(tracing_subscriber::registry());
    let record = Record::default();
    let _recording = tracing::subscriber::set_default(tracing_subscriber::registry().with(record.clone()));
    let set = ReplicaSet::builder().members(1).authentication("ada", MARK).start().await?;
    let engine = Engine::connect(set.uri()).await?;
    let documents = engine.database("d").collection_named::<Document>("c");
    let member = set.members()[0].address();
    record.0.lock().unwrap().clear();

    let hook = engine.register_hook(|_| async { panic!("on purpose") });
    let guard = FailPoint::fail_command(["update"]).error_code(11602).times(1).enable(&set).await?;
    documents.update_one(doc! { "secret": MARK }, doc! { "$set": { "secret": MARK } }).upsert(true).await?;
    guard.disable().await?;
    documents.insert_one(doc! { "_id": MARK }).await?;
    documents.insert_one(doc! { "_id": MARK }).await.unwrap_err();
    documents.find_one(doc! { "secret": { "$unknown": MARK } }).await.unwrap_err();

    let logged = format!("hook={}", format!("{hook:?}").replace(|letter: char| !letter.is_ascii_digit(), ""));
    let named = |line: &String| line.contains("a hook panicked") && line.ends_with(&logged);
    wait_until(LIMIT, &logged, async || record.0.lock().unwrap().iter().any(named).then_some(())).await?;
    let told = record.0.lock().unwrap().clone();
    assert!(told.iter().all(|line| !line.contains(MARK)), "{told:#?}");
    let lines = |of: &str| -> Vec<&String> { told.iter().filter(|line| line.starts_with(of)).collect() };
    let attempts = lines("mongomancy::call in Some(\"call\"):");
    let attempt = |number: u32, what: &str| format!("message={what} attempt={number} member=\"{member}\"");
    let expected = [(1, "failed"), (2, "answered"), (1, "answered"), (1, "answered"), (1, "failed")];
    assert_eq!(attempts.len(), expected.len(), "{told:#?}");
    for (line, (number, what)) in attempts.iter().zip(expected) {
        assert!(line.contains(&attempt(number, what)), "{line}, expected {}", attempt(number, what));
    }
    assert!(attempts[0].contains("code=11602"), "{}", attempts[0]);
    assert_eq!(
        lines("mongomancy::call closed"),
        [("update", 2), ("insert", 1), ("insert", 1), ("find", 1)]
            .map(|(operation, attempts)| format!(
                "mongomancy::call closed call: namespace=d.c operation=\"{operation}\" attempts={attempts} generation=1"
            ))
            .each_ref()
    );
    engine.dispose().await;
    Ok(())
}
