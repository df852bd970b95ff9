//! Closures that the engine asks for what it connects to, and by whom.

use std::{
    collections::BTreeSet,
    panic::AssertUnwindSafe,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use futures_util::FutureExt;
use mongodb::options::{ClientOptions, Credential, Tls};

use super::BoxFuture;
use crate::error::{Error, ErrorKind, Result};

/// Whatever a provider failed with. It is dropped unread: it may quote secrets.
pub type ProviderError = Box<dyn std::error::Error + Send + Sync>;

/// A closure that is asked for a `T`.
pub(super) struct Provider<T> {
    ask: Arc<dyn Fn() -> BoxFuture<'static, Result<T, ProviderError>> + Send + Sync>,
    what: &'static str,
    /// Whether the last question was asked and not answered.
    silent: Arc<AtomicBool>,
}

impl<T: 'static> Provider<T> {
    /// `what` it is asked for, for the error's message.
    pub(super) fn new<F, Fut, I>(ask: F, what: &'static str) -> Self
    where
        F: Fn() -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Result<I, ProviderError>> + Send + 'static,
        I: Into<T>,
    {
        let ask = Arc::new(move || -> BoxFuture<'static, Result<T, ProviderError>> {
            let asked = ask();
            Box::pin(async move { asked.await.map(Into::into) })
        });
        Self { ask, what, silent: Arc::default() }
    }

    pub(super) async fn ask(&self) -> Result<T> {
        self.silent.store(true, Ordering::Relaxed);
        let answer = AssertUnwindSafe(async { (self.ask)().await }).catch_unwind().await;
        self.silent.store(false, Ordering::Relaxed);
        let failed = |how| Error::new(ErrorKind::Unavailable, format!("the provider of {} {how}", self.what));
        answer.map_err(|_| failed("panicked"))?.map_err(|_| failed("failed"))
    }

    /// What is said of it where nobody waits for its answer any more.
    pub(super) fn silence(&self) -> Option<String> {
        self.silent.load(Ordering::Relaxed).then(|| format!("the provider of {} did not answer in time", self.what))
    }
}

impl<T> Clone for Provider<T> {
    fn clone(&self) -> Self {
        Self { ask: Arc::clone(&self.ask), what: self.what, silent: Arc::clone(&self.silent) }
    }
}

/// `given` with what it leaves open taken from the connection string, which may name the mechanism and the database to
/// authenticate with.
pub(super) fn completed(given: Credential, of_uri: Option<&Credential>) -> Credential {
    let mut credential = given;
    if let Some(of_uri) = of_uri {
        credential.source = credential.source.or_else(|| of_uri.source.clone());
        credential.mechanism = credential.mechanism.or_else(|| of_uri.mechanism.clone());
        credential.mechanism_properties =
            credential.mechanism_properties.or_else(|| of_uri.mechanism_properties.clone());
    }
    credential
}

/// What a client was built from, as far as another one is needed when it changes.
#[derive(PartialEq)]
pub(super) struct Origin {
    /// In no order: a discovery may shuffle them.
    hosts: BTreeSet<String>,
    credential: Option<Credential>,
    tls: Option<Tls>,
    replica_set: Option<String>,
}

impl Origin {
    pub(super) fn of(options: &ClientOptions) -> Self {
        Self {
            hosts: options.hosts.iter().map(ToString::to_string).collect(),
            credential: options.credential.clone(),
            tls: options.tls.clone(),
            replica_set: options.repl_set_name.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn options(hosts: &[&str], password: &str) -> ClientOptions {
        let mut options = ClientOptions::default();
        options.hosts = hosts.iter().map(|host| host.parse().unwrap()).collect();
        options.credential = Some(user(password, None));
        options
    }

    fn user(password: &str, source: Option<&str>) -> Credential {
        let mut credential = Credential::builder().username("ada".to_owned()).password(password.to_owned()).build();
        credential.source = source.map(str::to_owned);
        credential
    }

    #[test]
    fn another_order_of_hosts_is_no_change() {
        let origin = Origin::of(&options(&["a:1", "b:2"], "old"));
        assert!(origin == Origin::of(&options(&["b:2", "a:1"], "old")));
        assert!(origin != Origin::of(&options(&["a:1"], "old")));
        assert!(origin != Origin::of(&options(&["a:1", "b:3"], "old")));
        assert!(origin != Origin::of(&options(&["a:1", "b:2"], "new")));
    }

    #[test]
    fn the_connection_string_says_what_the_provider_leaves_open() {
        let of_uri = user("old", Some("game"));
        let source = |given: Option<&str>, of_uri| completed(user("new", given), of_uri).source;
        assert_eq!(source(None, Some(&of_uri)).as_deref(), Some("game"));
        assert_eq!(source(Some("admin"), Some(&of_uri)).as_deref(), Some("admin"));
        assert_eq!(source(None, None), None);
        assert_eq!(completed(user("new", None), Some(&of_uri)).password.as_deref(), Some("new"));
    }

    #[tokio::test]
    async fn what_a_provider_failed_with_is_not_shown() {
        let failing = Provider::<Credential>::new(
            || async { Err::<Credential, ProviderError>("MARKED-SECRET".into()) },
            "credentials",
        );
        let error = failing.ask().await.unwrap_err();
        assert_eq!(error.kind(), &ErrorKind::Unavailable);
        let shown = format!("{error} {error:?}");
        assert!(shown.contains("provider of credentials failed") && !shown.contains("MARKED"), "{shown}");

        let panic = || -> std::future::Ready<Result<Credential, ProviderError>> { panic!("its own mistake") };
        let panicking = Provider::<Credential>::new(panic, "credentials");
        let error = panicking.ask().await.unwrap_err();
        assert!(error.to_string().contains("provider of credentials panicked"), "{error}");
    }
}
