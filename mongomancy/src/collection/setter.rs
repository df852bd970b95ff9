//! The setters that several actions share, each written and documented once.

/// Makes a type an action: it can be awaited, and prints its namespace alone.
macro_rules! action {
    ($action:ident, $output:ty) => {
        action!(@impl ['static] [] $action [], $output);
    };
    ($action:ident<$t:ident>, $output:ty) => {
        action!(@impl ['static] [$t: 'static] $action [$t], $output);
    };
    ($action:ident<$t:ident: $bound:path>, $output:ty) => {
        action!(@impl ['static] [$t: $bound + 'static] $action [$t], $output);
    };
    // One whose documents are of another type than the collection's.
    ($action:ident<$t:ident, $of:ident>, $output:ty) => {
        action!(@impl ['static] [$t: 'static, $of: 'static] $action [$t, $of], $output);
    };
    ($action:ident<$t:ident: $bound:path, $of:ident>, $output:ty) => {
        action!(@impl ['static] [$t: $bound + 'static, $of: 'static] $action [$t, $of], $output);
    };
    // One that borrows, where it is given what is borrowed.
    ($action:ident<$life:lifetime, $t:ident: $bound:path>, $output:ty) => {
        action!(@impl [$life] [$life, $t: $bound + 'static] $action [$life, $t], $output);
    };
    (@impl [$life:lifetime] [$($params:tt)*] $action:ident [$($of:tt)*], $output:ty) => {
        impl<$($params)*> IntoFuture for $action<$($of)*> {
            type Output = $crate::error::Result<$output>;
            type IntoFuture = $crate::engine::BoxFuture<$life, Self::Output>;

            fn into_future(self) -> Self::IntoFuture {
                Box::pin(self.run())
            }
        }

        impl<$($params)*> std::fmt::Debug for $action<$($of)*> {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.debug_struct(stringify!($action)).field("namespace", self.call.namespace()).finish_non_exhaustive()
            }
        }
    };
}

/// Gives an action the setters named; `sort<T>` is about the fields of `T`, the collection's type, and so is `hint<T>`.
macro_rules! setters {
    ($action:ident: $($setter:ident),+ $(,)?) => {
        impl $action { $( setter!($setter); )+ }
    };
    ($action:ident<$t:ident $(: $bound:ident)?>: $($setter:ident $(<$of:ident>)?),+ $(,)?) => {
        impl<$t $(: $bound)?> $action<$t> { $( setter!($setter $(<$of>)?); )+ }
    };
    ($action:ident<$t:ident, $r:ident>: $($setter:ident $(<$of:ident>)?),+ $(,)?) => {
        impl<$t, $r> $action<$t, $r> { $( setter!($setter $(<$of>)?); )+ }
    };
    ($action:ident<$t:ident: $bound:ident, $r:ident>: $($setter:ident $(<$of:ident>)?),+ $(,)?) => {
        impl<$t: $bound, $r> $action<$t, $r> { $( setter!($setter $(<$of>)?); )+ }
    };
    ($action:ident<$life:lifetime, $t:ident: $bound:ident>: $($setter:ident),+ $(,)?) => {
        impl<$life, $t: $bound> $action<$life, $t> { $( setter!($setter); )+ }
    };
}

macro_rules! setter {
    (allow_disk_use) => {
        /// Whether stages that need much memory may write to disk. Default: the server's.
        pub fn allow_disk_use(mut self, allow: bool) -> Self {
            self.call.set(bson::raw::cstr!("allowDiskUse"), allow);
            self
        }
    };
    (allow_partial_results) => {
        /// Whether a sharded cluster may answer without the shards that are down, instead of failing.
        pub fn allow_partial_results(mut self, allow: bool) -> Self {
            self.call.set(bson::raw::cstr!("allowPartialResults"), allow);
            self
        }
    };
    (array_filters) => {
        /// Which elements the update's `$[name]` stand for.
        pub fn array_filters(mut self, filters: impl IntoIterator<Item = bson::Document>) -> Self {
            self.call.set_documents(bson::raw::cstr!("arrayFilters"), filters);
            self
        }
    };
    (batch_size) => {
        /// How many documents a batch has at most. Default: 101 in the first batch, then 16,384, and no more than
        /// fit into 16 MiB.
        pub fn batch_size(mut self, size: u32) -> Self {
            match i32::try_from(size) {
                Ok(size) => self.call.set(bson::raw::cstr!("batchSize"), size),
                Err(_) => self.call.refuse($crate::error::Error::invalid_argument("`batchSize` is larger than an i32")),
            }
            self
        }
    };
    (bypass_document_validation) => {
        /// Whether to store what the collection's validator would refuse.
        pub fn bypass_document_validation(mut self, bypass: bool) -> Self {
            self.call.set(bson::raw::cstr!("bypassDocumentValidation"), bypass);
            self
        }
    };
    (collation) => {
        /// The language's rules by which strings are compared.
        pub fn collation(mut self, collation: $crate::options::Collation) -> Self {
            self.call.set_encoded(bson::raw::cstr!("collation"), &collation);
            self
        }
    };
    (comment) => {
        /// A remark that the server puts into its logs and profiles.
        pub fn comment(mut self, comment: impl Into<bson::Bson>) -> Self {
            self.call.set_bson(bson::raw::cstr!("comment"), comment.into());
            self
        }
    };
    (deadline) => {
        /// How long the call may take, retries included. Default: the handle's, else the engine's.
        pub fn deadline(mut self, deadline: std::time::Duration) -> Self {
            self.call.set_deadline(deadline);
            self
        }
    };
    // The same for what is answered by a cursor.
    (cursor_deadline) => {
        /// How long opening the cursor may take, with its first batch and retries included, and how long each later
        /// batch may be waited for; one that awaits documents waits as much longer as the server holds its answer back.
        /// Default: the handle's, else the engine's. A batch that does not come in time ends the cursor with
        /// [`DeadlineExceeded`](crate::ErrorKind::DeadlineExceeded); [`max_time`](Self::max_time) limits how long the
        /// server works on all of them together.
        pub fn deadline(mut self, deadline: std::time::Duration) -> Self {
            self.call.set_deadline(deadline);
            self
        }
    };
    (exactly_once) => {
        /// Says that the write must be applied once or not at all. It is so anyway on replica sets; with this,
        /// `w: 0`, `w: 1` and standalone servers, where it cannot be promised, are refused with
        /// [`InvalidArgument`](crate::ErrorKind::InvalidArgument).
        pub fn exactly_once(mut self) -> Self {
            self.call.set_exactly_once();
            self
        }
    };
    // The same for what no number makes so.
    (exactly_once_many) => {
        /// Runs it in a transaction of its own: applied to all documents once, or to none, however often it is sent.
        /// Counts are exact. Default: the engine's
        /// [`exactly_once_writes`](crate::EngineBuilder::exactly_once_writes).
        ///
        /// Documents that others change at the same time make it begin anew. `w: 0`, `w: 1`, standalone servers and
        /// sharded clusters are refused with [`InvalidArgument`](crate::ErrorKind::InvalidArgument), capped collections
        /// by the server, and so is what takes longer than a transaction may live there (60 s unless it is told
        /// otherwise). Nothing is applied then.
        pub fn exactly_once(mut self) -> Self {
            self.call.set_exactly_once();
            self
        }
    };
    (hint<$of:ident>) => {
        /// The index to use: its keys, checked against the declared indexes where they are typed,
        /// `.hint(p.guild.asc().then(p.score.desc()))`; an [`Index`](crate::Index); or its name.
        ///
        /// With keys that are not those of one declared index, awaiting it gives
        /// [`InvalidArgument`](crate::ErrorKind::InvalidArgument) before anything is sent.
        pub fn hint(mut self, index: impl $crate::collection::IntoHint<$of>) -> Self {
            let hint = index.into_hint(self.call.namespace().collection());
            self.call.set_hint(hint);
            self
        }
    };
    (explain) => {
        /// Asks how the server would run this call: which indexes it uses, and how much it examines. Awaiting it gives an
        /// [`Explained`](crate::Explained).
        ///
        /// ```no_run
        /// # use mongomancy::{Collection, bson::{Document, doc}};
        /// # async fn example(players: Collection<Document>) -> mongomancy::Result<()> {
        /// let explained = players.find(doc! { "guild": "red" }).sort(doc! { "score": -1 }).explain().await?;
        /// assert!(explained.uses_index("ix__player__guild_score"), "{explained}");
        /// # Ok(())
        /// # }
        /// ```
        ///
        /// To count, the server runs the plan to its end, unless [told otherwise](crate::action::Explain::verbosity).
        /// Nothing is stored, whatever the call is. The plan goes by the options set before; read and write concerns,
        /// batch sizes and the like play no part in it.
        ///
        /// # Errors
        /// What the server answers: filters, updates and options are checked there. A call that fails when it is run, as
        /// at its deadline, is that error; [`QueryPlanner`](crate::options::ExplainVerbosity::QueryPlanner) gives its plan
        /// all the same.
        ///
        /// # Retries
        /// As a read: repeated until the deadline.
        ///
        /// # Cancellation
        /// Safe: nothing is changed.
        pub fn explain(self) -> $crate::collection::Explain {
            let (call, command) = self.into_command();
            $crate::collection::Explain::new(call, command)
        }
    };
    (let_vars) => {
        /// Variables that expressions reach as `$$name`.
        pub fn let_vars(mut self, variables: impl $crate::collection::IntoDocument) -> Self {
            self.call.set_document(bson::raw::cstr!("let"), &variables.into_document());
            self
        }
    };
    (max) => {
        /// The index key before which the search ends; needs a [`hint`](Self::hint).
        pub fn max(mut self, key: impl $crate::collection::IntoDocument) -> Self {
            self.call.set_document(bson::raw::cstr!("max"), &key.into_document());
            self
        }
    };
    (max_time) => {
        /// How long the server may work on one attempt, and on all batches of a cursor together, before it gives up
        /// with [`DeadlineExceeded`](crate::ErrorKind::DeadlineExceeded).
        pub fn max_time(mut self, limit: std::time::Duration) -> Self {
            self.call.set_max_time(limit);
            self
        }
    };
    (min) => {
        /// The index key at which the search begins; needs a [`hint`](Self::hint).
        pub fn min(mut self, key: impl $crate::collection::IntoDocument) -> Self {
            self.call.set_document(bson::raw::cstr!("min"), &key.into_document());
            self
        }
    };
    (ordered) => {
        /// Whether to stop at the first document that is refused. Default: true.
        pub fn ordered(mut self, ordered: bool) -> Self {
            self.ordered = ordered;
            self
        }
    };
    (prefetch) => {
        /// How many batches are fetched ahead while one is read. Default: 1, so that the next one is on its way. With 0 it
        /// is asked for when the reader has come to the end of the last one, and not before.
        ///
        /// So many, and the one that is read, are in memory at most, of up to 16 MiB each. None is asked for unless the
        /// server said that there is more.
        pub fn prefetch(mut self, batches: usize) -> Self {
            self.call.set_prefetch(batches);
            self
        }
    };
    (projection) => {
        /// The fields to give; the type must fit what is left. It takes the place of what was said of fields before.
        pub fn projection(mut self, fields: impl $crate::collection::IntoDocument) -> Self {
            self.call.set_document(bson::raw::cstr!("projection"), &fields.into_document());
            self
        }
    };
    // The same for `findAndModify`, which has another word for it.
    (fields) => {
        /// The fields to give; the type must fit what is left. It takes the place of what was said of fields before.
        pub fn projection(mut self, fields: impl $crate::collection::IntoDocument) -> Self {
            self.call.set_document(bson::raw::cstr!("fields"), &fields.into_document());
            self
        }
    };
    (read_concern) => {
        /// How durable what is read must be. Default: the client's.
        pub fn read_concern(mut self, concern: $crate::options::ReadConcern) -> Self {
            self.call.set_encoded(bson::raw::cstr!("readConcern"), &concern);
            self
        }
    };
    (read_preference) => {
        /// Which members may answer. Default: the client's.
        pub fn read_preference(mut self, preference: $crate::options::ReadPreference) -> Self {
            self.call.set_read_preference(preference);
            self
        }
    };
    (return_document) => {
        /// Whether to give the document as it was before, the default, or as it is after.
        pub fn return_document(mut self, which: $crate::options::ReturnDocument) -> Self {
            self.call.set(bson::raw::cstr!("new"), matches!(which, $crate::options::ReturnDocument::After));
            self
        }
    };
    (return_key) => {
        /// Whether to give the index keys alone.
        pub fn return_key(mut self, keys: bool) -> Self {
            self.call.set(bson::raw::cstr!("returnKey"), keys);
            self
        }
    };
    (select<$of:ident>) => {
        setter!(@select $of "projection");
    };
    (select_fields<$of:ident>) => {
        setter!(@select $of "fields");
    };
    (@select $of:ident $option:literal) => {
        /// Gives these fields, and `_id` unless it is excluded: `.include((p.name, p.stats().wins))`, a path or several in
        /// a tuple or an array. It adds to what was included before.
        ///
        /// The type must fit what is left: [`with_type`](Self::with_type) names another. Awaiting it gives
        /// [`InvalidArgument`](crate::ErrorKind::InvalidArgument) for a field that is named twice or lies within another
        /// that is named, and where fields other than `_id` are excluded.
        pub fn include(mut self, fields: impl $crate::query::IntoPaths<$of>) -> Self {
            self.call.select(bson::raw::cstr!($option), fields.into_paths(), true);
            self
        }

        /// Gives all fields but these. Else as [`include`](Self::include), beside which it takes `_id` alone.
        pub fn exclude(mut self, fields: impl $crate::query::IntoPaths<$of>) -> Self {
            self.call.select(bson::raw::cstr!($option), fields.into_paths(), false);
            self
        }
    };
    (show_record_id) => {
        /// Whether to add the field `$recordId`.
        pub fn show_record_id(mut self, show: bool) -> Self {
            self.call.set(bson::raw::cstr!("showRecordId"), show);
            self
        }
    };
    (skip) => {
        /// How many matching documents to pass over first.
        pub fn skip(mut self, count: u64) -> Self {
            self.call.set_count(bson::raw::cstr!("skip"), count);
            self
        }
    };
    (sort<$of:ident>) => {
        /// The order in which documents are looked at: `p.score.desc().then(p.player_id.asc())`, or
        /// `doc! { "score": -1 }`. It is one of the collection's own fields, of whatever type the documents are read as.
        pub fn sort(mut self, sort: impl $crate::collection::IntoSort<$of>) -> Self {
            self.call.set_checked(bson::raw::cstr!("sort"), sort.into_sort());
            self
        }

        setter!(@sort_by $of);
    };
    (@sort_by $of:ident) => {
        /// The same by a closure that is given the fields: `.sort_by(|p| p.score.desc().then(p.player_id.asc()))`.
        pub fn sort_by(self, sort: impl FnOnce($crate::query::Fields<$of>) -> $crate::query::Sort<$of>) -> Self
        where
            $of: $crate::model::MongoCollection,
        {
            self.sort(sort($of::fields()))
        }
    };
    // The same for the command `update`, which learnt it late.
    (update_sort<$of:ident>) => {
        /// Which of several matching documents is meant: the first in this order. Servers before 8.0 refuse it.
        pub fn sort(mut self, sort: impl $crate::collection::IntoSort<$of>) -> Self {
            self.call.set_checked(bson::raw::cstr!("sort"), sort.into_sort());
            self
        }

        setter!(@sort_by $of);
    };
    (upsert) => {
        /// Whether to insert a document where none matches. Default: false.
        pub fn upsert(mut self, upsert: bool) -> Self {
            self.call.set(bson::raw::cstr!("upsert"), upsert);
            self
        }
    };
    (write_concern) => {
        /// How many members must have the write before it counts. Default: the engine's, `majority`.
        ///
        /// `w: 0` is refused: nothing can be promised of a write that nobody acknowledges.
        pub fn write_concern(mut self, concern: $crate::options::WriteConcern) -> Self {
            self.call.set_write_concern(&concern);
            self
        }
    };
}
