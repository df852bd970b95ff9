//! One client of the driver, and all that lives and ends with it.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use bson::Document;
use mongodb::{
    Client,
    options::{ClientOptions, SelectionCriteria},
};
use tokio::{
    runtime::Handle,
    sync::{OnceCell, watch},
};

use super::{numbered::Sessions, observe::View};
use crate::operation::Deployment;

/// How long a client may take to shut down.
const SHUTDOWN: Duration = Duration::from_secs(5);

/// A client with what belongs to it. A reconnect makes a new one, with the next number.
pub(super) struct Generation {
    pub(super) number: u64,
    pub(super) client: Client,
    /// The runtime that the client was made on: its sockets live there, so attempts run there.
    pub(super) runtime: Handle,
    pub(super) sessions: Arc<Sessions>,
    pub(super) view: View,
    pub(super) defaults: Defaults,
    /// Becomes true when the client is about to be shut down.
    pub(super) closing: watch::Sender<bool>,
    /// For the driver's own API: made when it is first asked for.
    pub(super) public: OnceCell<Client>,
    pub(super) public_options: ClientOptions,
    standalone: AtomicBool,
}

/// What commands get that do not say it themselves.
pub(super) struct Defaults {
    pub(super) write_concern: Document,
    pub(super) read_concern: Option<Document>,
    pub(super) read_preference: Option<SelectionCriteria>,
    /// The limit of the connection string for "no server at all".
    pub(super) selection_limit: Option<Duration>,
}

impl Generation {
    pub(super) fn new(
        number: u64,
        client: Client,
        runtime: Handle,
        view: View,
        defaults: Defaults,
        public_options: ClientOptions,
    ) -> Self {
        Self {
            number,
            client,
            runtime,
            sessions: Arc::default(),
            view,
            defaults,
            closing: watch::channel(false).0,
            public: OnceCell::new(),
            public_options,
            standalone: AtomicBool::new(false),
        }
    }

    pub(super) fn deployment(&self) -> Deployment {
        if self.standalone.load(Ordering::Relaxed) { Deployment::Standalone } else { Deployment::Replicated }
    }

    /// Notes that the deployment takes no transaction numbers.
    pub(super) fn takes_no_numbers(&self) {
        self.standalone.store(true, Ordering::Relaxed);
    }

    /// Ends cursors and attempts, and shuts the clients down on the runtime that they live on.
    pub(super) async fn shut_down(self: Arc<Self>) {
        self.view.retire();
        self.closing.send_replace(true);
        self.sessions.close();
        let runtime = self.runtime.clone();
        // Where that runtime has ended there is nothing left to shut down, and the task is never run.
        let shut_down = runtime.spawn(async move {
            let shut_down = async {
                if let Some(public) = self.public.get() {
                    public.clone().shutdown().immediate(true).await;
                }
                self.client.clone().shutdown().immediate(true).await;
            };
            if tokio::time::timeout(SHUTDOWN, shut_down).await.is_err() {
                tracing::warn!(generation = self.number, "a client did not shut down in time");
            }
        });
        let _ = shut_down.await;
    }
}
