//! A fault while every kind of call runs: what a scenario is, and what it is held to.

mod form;
mod outcome;
mod report;

use std::{
    error::Error,
    future::pending,
    time::{Duration, Instant},
};

use mongomancy::{
    Engine, EngineEvent,
    mongodb::{self, Client},
};
use mongomancy_testkit::{ReplicaSet, wait_until};
use tokio::{sync::Mutex, time::timeout};

pub use self::form::Form;
use self::{
    form::LIMIT,
    outcome::{Outcome, Side},
};
use crate::{Events, Load};

/// How many acknowledged calls of each kind there are before and after the fault.
const CALLS: u64 = 200;
/// How many there are while a fault of the short form lasts.
const MEANWHILE: u64 = 20;

/// No more calls of a kind are answered when nothing gets through any more.
const ON_THEIR_WAY: u64 = 5;

/// The long form runs alone.
static ALONE: Mutex<()> = Mutex::const_new(());

/// What shows that the fault happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Evidence {
    /// Another member became primary.
    Switched,
    /// The primary was lost, whichever member was the next.
    Lost,
    /// The fault itself counted how often it struck.
    Struck(u32),
}

/// One scenario.
#[derive(Debug, Clone, Copy)]
#[must_use = "a scenario does nothing until it is played"]
pub struct Scenario {
    name: &'static str,
    unanswering: bool,
    proxied: bool,
}

/// A load under way, and the set to give a fault to.
#[derive(Debug)]
pub struct Scene {
    /// The servers.
    pub set: ReplicaSet,
    /// The form that is played.
    pub form: Form,
    ours: Load,
    events: Events,
}

impl Scenario {
    /// A scenario of this name.
    pub fn new(name: &'static str) -> Self {
        Self { name, unanswering: false, proxied: false }
    }

    /// A member will be there and not answer: calls must go on soon after another primary stands in the topology.
    pub fn with_unanswering_member(mut self) -> Self {
        self.unanswering = true;
        self
    }

    /// Clients and members reach the members through proxies.
    pub fn proxied(mut self) -> Self {
        self.proxied = true;
        self
    }

    /// Plays it: the load, the fault, the load again; then holds all against what is promised.
    ///
    /// # Errors
    /// What the test kit and the preparations say.
    ///
    /// # Panics
    /// When a promise was broken.
    pub async fn play<F>(self, fault: F) -> Result<(), Box<dyn Error>>
    where
        F: AsyncFnOnce(&Scene) -> Result<Evidence, Box<dyn Error>>,
    {
        let form = Form::asked();
        let _alone = if form == Form::Long { Some(ALONE.lock().await) } else { None };
        let set = form.set().proxied(self.proxied).start().await?;
        let engine = Engine::connect(set.uri()).await?;
        let events = Events::of(&engine);

        let begun = Instant::now();
        let bare = match form {
            Form::Short => None,
            Form::Long => Some(Load::start_bare(&engine, &bare_client(&set.uri()).await?).await?),
        };
        let scene = Scene { set, form, ours: Load::start(&engine).await?, events };
        scene.ours.run_on_within(CALLS, LIMIT).await;

        let struck = Instant::now();
        let evidence = fault(&scene).await?;
        scene.wait_for(evidence, struck).await;
        scene.ours.run_on_within(CALLS, LIMIT).await;
        lasts(form.length().saturating_sub(begun.elapsed())).await;

        let ours = scene.ours.end().await?;
        let bare = match bare {
            Some(bare) => Some(bare.end().await?),
            None => None,
        };
        let side = |(log, findings)| Side { log, findings };
        let (ours, bare, events) = (side(ours), bare.map(side), scene.events.timed());
        let outcome = Outcome { ours, bare, fault: struck, events, unanswering: self.unanswering };
        report::show(self.name, &outcome)?;
        let broken = outcome.broken();
        assert!(broken.is_empty(), "{}:\n{}\n{}", self.name, broken.join("\n"), outcome.told());
        engine.dispose().await;
        Ok(())
    }
}

impl Scene {
    /// Lets the fault last: for a time in the long form, for some calls of each kind in the short one.
    pub async fn hold(&self, long: Duration) {
        match self.form {
            Form::Short => self.ours.run_on_within(MEANWHILE, LIMIT).await,
            Form::Long => lasts(long).await,
        }
    }

    /// Lets a fault last in which no call can be acknowledged, and tells whether none was.
    pub async fn stand_still(&self, short: Duration, long: Duration) -> bool {
        let before = self.ours.acknowledged();
        lasts(if self.form == Form::Long { long } else { short }).await;
        // Some answers may have been on their way.
        before.iter().zip(self.ours.acknowledged()).all(|((_, before), (_, after))| after <= before + ON_THEIR_WAY)
    }

    /// Waits for what shows that the fault happened.
    async fn wait_for(&self, evidence: Evidence, struck: Instant) {
        let shown = |(at, event): &(Instant, EngineEvent)| {
            *at >= struck
                && match (evidence, event) {
                    (Evidence::Switched, EngineEvent::PrimaryElected { old, new, .. }) => new != old,
                    (Evidence::Lost, event) => matches!(event, EngineEvent::PrimaryLost { .. }),
                    _ => false,
                }
        };
        if let Evidence::Struck(times) = evidence {
            assert!(times > 0, "the fault never struck");
            return;
        }
        let waited = wait_until(LIMIT, "the fault", async || self.events.timed().iter().any(shown).then_some(()));
        assert!(waited.await.is_ok(), "{evidence:?} was expected: {:?}", self.events.all());
    }
}

/// Lets this time pass: how long a fault lasts is what a scenario is about.
async fn lasts(time: Duration) {
    let _ = timeout(time, pending::<()>()).await;
}

#[expect(clippy::disallowed_methods, reason = "the driver alone, to compare with")]
async fn bare_client(uri: &str) -> mongodb::error::Result<Client> {
    Client::with_uri_str(uri).await
}
