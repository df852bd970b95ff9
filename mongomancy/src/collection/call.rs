//! What every action holds: where its call goes, and what its setters were told.

use std::{
    fmt,
    sync::Arc,
    time::{Duration, Instant},
};

use bson::{
    Document, RawArrayBuf, RawBson, RawDocumentBuf,
    raw::{CStr, cstr},
};
use serde::Serialize;

use super::{call_defaults::CallDefaults, page::PageSecret, written::Written};
use crate::{
    codec::{
        DecodeDocument, MongoDocument,
        element::{begin, end, write_text},
        kind,
    },
    cursor::Cursor,
    engine::Executor,
    error::{Error, ErrorKind, Result},
    namespace::Namespace,
    operation::{Operation, name_of},
    options::{Acknowledgment, Hint, ReadPreference, WriteConcern},
    query::Selection,
    reply::Reply,
};

/// Refusals of a statement before it begins: it does not parse, the user lacks the right, an option does not fit.
const REFUSED_UNSTARTED: [i32; 3] = [9, 13, 72];

/// What a common command takes, so that it is not moved with each field.
const ROOM: usize = 512;

/// All of a collection's handle but the type of its documents.
#[derive(Clone)]
pub(crate) struct Target {
    pub(super) executor: Arc<dyn Executor>,
    pub(super) namespace: Namespace,
    pub(super) deadline: Option<Duration>,
    pub(super) page_secret: Option<PageSecret>,
    pub(super) defaults: Option<Arc<CallDefaults>>,
}

impl Target {
    pub(super) fn defaults_mut(&mut self) -> &mut CallDefaults {
        Arc::make_mut(self.defaults.get_or_insert_default())
    }
}

/// One call in the making.
#[derive(Clone)]
pub(super) struct Call {
    target: Target,
    /// The options that were set, encoded, under the keys of the command.
    options: Vec<(&'static CStr, RawBson)>,
    /// The first option that cannot be sent: an error of the call, so that setters need no `Result`.
    refused: Option<Error>,
    deadline: Option<Duration>,
    read_preference: Option<ReadPreference>,
    max_await_time: Option<Duration>,
    prefetch: Option<usize>,
    exactly_once: bool,
}

impl Call {
    /// A call that changes nothing.
    pub(super) fn reading(target: &Target) -> Self {
        let mut this = Self::new(target);
        if let Some(defaults) = &target.defaults {
            this.read_preference.clone_from(&defaults.read_preference);
            if let Some(concern) = &defaults.read_concern {
                this.set_encoded(cstr!("readConcern"), concern);
            }
        }
        this
    }

    /// A call that changes something.
    pub(super) fn writing(target: &Target) -> Self {
        let mut this = Self::new(target);
        if let Some(concern) = target.defaults.as_ref().and_then(|defaults| defaults.write_concern.as_ref()) {
            this.set_write_concern(concern);
        }
        this
    }

    fn new(target: &Target) -> Self {
        Self {
            target: target.clone(),
            options: Vec::new(),
            refused: None,
            deadline: None,
            read_preference: None,
            max_await_time: None,
            prefetch: None,
            exactly_once: false,
        }
    }

    pub(super) fn namespace(&self) -> &Namespace {
        &self.target.namespace
    }

    /// The handle's secret for the tokens of pages.
    pub(super) fn page_secret(&self) -> Option<&PageSecret> {
        self.target.page_secret.as_ref()
    }

    /// A command on the collection, with nothing but its name so far.
    pub(super) fn command(&self, name: &CStr) -> RawDocumentBuf {
        self.command_with_room(name, ROOM)
    }

    /// The same, with room for so many bytes.
    pub(super) fn command_with_room(&self, name: &CStr, room: usize) -> RawDocumentBuf {
        let collection = self.target.namespace.collection();
        let mut bytes = Vec::with_capacity(room);
        let start = begin(&mut bytes);
        bytes.push(kind::STRING);
        bytes.extend_from_slice(name.as_str().as_bytes());
        bytes.push(0);
        write_text(&mut bytes, collection);
        end(&mut bytes, start);
        // Of the right length and closed by a zero, it is taken as it is.
        RawDocumentBuf::from_bytes(bytes).unwrap_or_default()
    }

    /// Appends the options that were set, in the order of `keys`.
    pub(super) fn append_options(&self, keys: &[&CStr], to: &mut RawDocumentBuf) {
        if self.options.is_empty() {
            return;
        }
        for key in keys {
            if let Some((key, value)) = self.options.iter().find(|(set, _)| set == key) {
                to.append(*key, value.as_raw_bson_ref());
            }
        }
    }

    pub(super) fn option(&self, key: &CStr) -> Option<&RawBson> {
        self.options.iter().find(|(set, _)| *set == key).map(|(_, value)| value)
    }

    /// The deadline of one command; none means the executor's.
    pub(super) fn deadline(&self) -> Option<Duration> {
        self.deadline.or(self.target.deadline)
    }

    /// How much is left of the deadline of a call that sends several commands.
    pub(super) fn deadline_from(&self, started: Instant) -> Option<Duration> {
        let deadline = self.deadline().or_else(|| self.target.executor.default_deadline());
        deadline.map(|deadline| deadline.saturating_sub(started.elapsed()))
    }

    /// Sends a command; what a setter was told wrongly is told here.
    pub(super) async fn send(&self, command: RawDocumentBuf) -> Result<Reply> {
        self.send_within(command, self.deadline()).await
    }

    /// The same with another deadline than the call's.
    pub(super) async fn send_within(&self, command: RawDocumentBuf, deadline: Option<Duration>) -> Result<Reply> {
        self.target.namespace.check()?;
        if let Some(refused) = &self.refused {
            return Err(refused.clone());
        }
        let operation = Operation::from_raw(self.target.namespace.database(), command)?
            .with_deadline(deadline)
            .with_read_preference(self.read_preference.clone())
            .with_max_await_time(self.max_await_time)
            .with_prefetch(self.prefetch)
            .with_exactly_once(self.exactly_once);
        self.target.executor.execute(operation).await
    }

    /// Sends a write and reads what came of it; refusals are in the outcome.
    pub(super) async fn write(&self, command: RawDocumentBuf, deadline: Option<Duration>) -> Result<Written> {
        let started = Instant::now();
        let name = name_of(&command).to_owned();
        let reply = self.send_within(command, deadline).await?;
        Ok(Written::read(reply, started.elapsed())?.of_call(name, self.target.namespace.clone()))
    }

    /// Sends a write of one statement; a refusal is an error.
    pub(super) async fn write_one(&self, command: RawDocumentBuf) -> Result<Written> {
        self.write(command, self.deadline()).await?.check()
    }

    /// Sends a write of one statement on many documents: when it is refused, some of them may be done.
    pub(super) async fn write_many(&self, command: RawDocumentBuf) -> Result<Written> {
        let written = self.write(command, self.deadline()).await?;
        let certain =
            !written.replayed && written.refused.iter().all(|(_, refusal)| REFUSED_UNSTARTED.contains(&refusal.code));
        written.check().map_err(|error| if certain { error } else { error.with_maybe_applied(true) })
    }

    /// Sends the command called `name`, which is answered by a cursor whose documents are read by `decode`.
    pub(super) async fn open<T>(
        &self,
        name: &'static str,
        command: RawDocumentBuf,
        decode: DecodeDocument<T>,
    ) -> Result<Cursor<T>> {
        let started = Instant::now();
        let reply = self.send(command).await?;
        let attempts = reply.attempts();
        let namespace = self.namespace().to_string();
        Ok(Cursor::decoding(reply.into_batches()?, namespace, decode).opened(name, attempts, started))
    }

    pub(super) fn set(&mut self, key: &'static CStr, value: impl Into<RawBson>) {
        self.options.retain(|(set, _)| *set != key);
        self.options.push((key, value.into()));
    }

    pub(super) fn unset(&mut self, key: &CStr) {
        self.options.retain(|(set, _)| *set != key);
    }

    pub(super) fn set_deadline(&mut self, deadline: Duration) {
        self.deadline = Some(deadline);
    }

    pub(super) fn set_read_preference(&mut self, preference: ReadPreference) {
        self.read_preference = Some(preference);
    }

    pub(super) fn set_max_await_time(&mut self, limit: Duration) {
        self.max_await_time = Some(limit);
    }

    pub(super) fn set_prefetch(&mut self, batches: usize) {
        self.prefetch = Some(batches);
    }

    pub(super) fn set_exactly_once(&mut self) {
        self.exactly_once = true;
    }

    pub(super) fn set_document(&mut self, key: &'static CStr, value: &Document) {
        match value.encode() {
            Ok(value) => self.set(key, value),
            Err(error) => self.refuse(error.within(key.as_str())),
        }
    }

    /// Adds fields to a projection, included or excluded.
    pub(super) fn select(&mut self, key: &'static CStr, paths: Result<Vec<String>>, included: bool) {
        let paths = match paths {
            Ok(paths) => paths,
            Err(error) => return self.refuse(error),
        };
        let mut selection = match self.option(key) {
            Some(RawBson::Document(said)) => Selection::of(said),
            _ => Selection::default(),
        };
        for path in paths {
            selection.put(path, included);
        }
        self.set_checked(key, selection.into_raw());
    }

    /// Sets an option to a document that may have turned out to be none.
    pub(super) fn set_checked(&mut self, key: &'static CStr, value: Result<RawDocumentBuf>) {
        match value {
            Ok(value) => self.set(key, value),
            Err(error) => self.refuse(error),
        }
    }

    pub(super) fn set_documents(&mut self, key: &'static CStr, values: impl IntoIterator<Item = Document>) {
        match values.into_iter().map(|value| value.encode()).collect::<Result<RawArrayBuf>>() {
            Ok(values) => self.set(key, values),
            Err(error) => self.refuse(error.within(key.as_str())),
        }
    }

    /// Adds to the array filters that were set those that the update carries.
    pub(super) fn add_array_filters(&mut self, filters: Option<RawArrayBuf>) {
        let key = cstr!("arrayFilters");
        let Some(mut filters) = filters else { return };
        if let Some(RawBson::Array(set)) = self.option(key) {
            for filter in set.into_iter().flatten() {
                filters.push(filter);
            }
        }
        self.set(key, filters);
    }

    /// An option that the driver's types encode by themselves.
    pub(super) fn set_encoded(&mut self, key: &'static CStr, value: &impl Serialize) {
        match bson::serialize_to_raw_document_buf(value) {
            Ok(value) => self.set(key, value),
            Err(_) => self.refuse(Error::new(ErrorKind::Encode, format!("the option `{key}`"))),
        }
    }

    pub(super) fn set_bson(&mut self, key: &'static CStr, value: bson::Bson) {
        match RawBson::try_from(value) {
            Ok(value) => self.set(key, value),
            Err(_) => self.refuse(Error::new(ErrorKind::Encode, format!("the option `{key}`"))),
        }
    }

    /// A number that is sent as a signed one.
    pub(super) fn set_count(&mut self, key: &'static CStr, value: u64) {
        match i64::try_from(value) {
            Ok(value) => self.set(key, value),
            Err(_) => self.refuse(Error::invalid_argument(format!("`{key}` is larger than an i64"))),
        }
    }

    pub(super) fn set_hint(&mut self, hint: Result<Hint>) {
        match hint {
            Ok(Hint::Keys(keys)) => self.set_document(cstr!("hint"), &keys),
            Ok(Hint::Name(name)) => self.set(cstr!("hint"), name),
            Ok(_) => self.refuse(Error::invalid_argument("this kind of hint is not known")),
            Err(error) => self.refuse(error),
        }
    }

    pub(super) fn set_max_time(&mut self, limit: Duration) {
        // Part of a millisecond counts as one: zero would mean no limit.
        let millis = limit.as_nanos().div_ceil(1_000_000);
        self.set_count(cstr!("maxTimeMS"), u64::try_from(millis).unwrap_or(u64::MAX));
    }

    pub(super) fn set_write_concern(&mut self, concern: &WriteConcern) {
        if matches!(concern.w, Some(Acknowledgment::Nodes(0))) {
            self.refuse(Error::invalid_argument("`w: 0`: a write that is not acknowledged cannot be answered for"));
        } else {
            // Without `w` the cluster's own default would hold, which need not survive a switch.
            let mut concern = concern.clone();
            concern.w.get_or_insert(Acknowledgment::Majority);
            self.set_encoded(cstr!("writeConcern"), &concern);
        }
    }

    pub(super) fn refuse(&mut self, error: Error) {
        self.refused.get_or_insert(error);
    }
}

impl fmt::Debug for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Target").field("namespace", &self.namespace).finish_non_exhaustive()
    }
}
