//! Stages that make other documents.

use super::Pipeline;
use crate::{
    codec::{
        encode::{Encode, EncodeError},
        kind,
    },
    error::{Error, Result},
    query::{
        Enter, Fields,
        assignment::Assignment,
        collision::collision,
        operators,
        path::{container::Sequence, path_to::PathTo, place::Fixed},
        stored_as::StoredAsNumber,
    },
};

/// Appends what a stage assigns.
type Append<T, U> = fn(Vec<Assignment<T, U>>, &mut Vec<u8>) -> Result<(), EncodeError>;

/// The field by which documents are grouped.
const KEY: &str = "_id";

impl<S: ?Sized, T: Enter<T, Fixed>> Pipeline<S, T> {
    /// `$group`: one document of `U` for each value of its `_id`.
    ///
    /// The closure gets the fields of what comes in and of what comes out, and says what each is: `_id` an expression, or,
    /// where it is a struct, its fields; all others [accumulators](crate::accumulator). Without an `_id` there is one group.
    ///
    /// ```
    /// use mongomancy::{MongoCollection, MongoDocument, Pipeline, accumulator::sum, doc};
    ///
    /// #[derive(MongoCollection)]
    /// struct Player {
    ///     guild: String,
    ///     score: f64,
    /// }
    ///
    /// #[derive(MongoDocument)]
    /// struct Guild {
    ///     #[serde(rename = "_id")]
    ///     name: String,
    ///     total: f64,
    /// }
    /// let guilds =
    ///     Pipeline::<Player>::new().group::<Guild, _>(|p, g| [g.name.is(p.guild), g.total.is(sum(p.score))]);
    /// let stage = doc! { "$group": { "_id": "$guild", "total": { "$sum": "$score" } } };
    /// assert_eq!(guilds.to_documents()?, [stage]);
    /// # Ok::<(), mongomancy::Error>(())
    /// ```
    pub fn group<U: Enter<U, Fixed>, A: IntoIterator<Item = Assignment<T, U>>>(
        self,
        fields: impl FnOnce(Fields<T>, Fields<U>) -> A,
    ) -> Pipeline<S, U> {
        let assigned = fields(T::enter(&Fixed::EMPTY), U::enter(&Fixed::EMPTY));
        let (key, rest): (Vec<_>, Vec<_>) = assigned.into_iter().partition(|of| is_key(&of.path));
        let wrong =
            key.iter().find(|of| of.accumulates).map(|_| "the `_id` of a group is an expression, no accumulator");
        let wrong = wrong.or_else(|| {
            rest.iter().find(|of| !of.accumulates).map(|_| "a field of a group other than `_id` is an accumulator")
        });
        if let Some(wrong) = wrong {
            return self.failed(Error::invalid_argument(wrong)).with_type();
        }
        self.assigning("$group", key.into_iter().chain(rest), append_group).with_type()
    }

    /// `$project`: documents of `U`, each field being what the closure says of the document before.
    ///
    /// The `_id` comes along where it is said what it is, and only there.
    ///
    /// ```
    /// use mongomancy::{MongoCollection, MongoDocument, Pipeline, doc};
    ///
    /// #[derive(MongoCollection)]
    /// struct Player {
    ///     name: String,
    ///     score: f64,
    ///     bonus: f64,
    /// }
    ///
    /// #[derive(MongoDocument)]
    /// struct Line {
    ///     name: String,
    ///     total: f64,
    /// }
    /// let lines = Pipeline::<Player>::new()
    ///     .project::<Line, _>(|p, l| [l.name.is(p.name), l.total.is(p.score.expr() + p.bonus)]);
    /// let stage = doc! { "$project": { "_id": 0, "name": "$name", "total": { "$add": ["$score", "$bonus"] } } };
    /// assert_eq!(lines.to_documents()?, [stage]);
    /// # Ok::<(), mongomancy::Error>(())
    /// ```
    pub fn project<U: Enter<U, Fixed>, A: IntoIterator<Item = Assignment<T, U>>>(
        self,
        fields: impl FnOnce(Fields<T>, Fields<U>) -> A,
    ) -> Pipeline<S, U> {
        let assigned = fields(T::enter(&Fixed::EMPTY), U::enter(&Fixed::EMPTY));
        self.assigning("$project", assigned, append_projection).with_type()
    }

    /// `$set`: the same documents, some fields being something else.
    ///
    /// ```
    /// # use mongomancy::{MongoCollection, Pipeline, doc, expression::value};
    /// # #[derive(MongoCollection)]
    /// # struct Player { score: f64 }
    /// let doubled = Pipeline::<Player>::new().set(|p| [p.score.is(p.score.expr() * value(2.0))]);
    /// let stage = doc! { "$set": { "score": { "$multiply": ["$score", { "$literal": 2.0 }] } } };
    /// assert_eq!(doubled.to_documents()?, [stage]);
    /// # Ok::<(), mongomancy::Error>(())
    /// ```
    pub fn set<A: IntoIterator<Item = Assignment<T, T>>>(self, fields: impl FnOnce(Fields<T>) -> A) -> Self {
        let assigned = fields(T::enter(&Fixed::EMPTY));
        self.assigning("$set", assigned, append_plain)
    }

    /// `$unset`: the same documents without a field. What is left must fit the type that is read, so that is mostly
    /// another one.
    ///
    /// ```
    /// # use mongomancy::{MongoCollection, Pipeline, doc};
    /// # #[derive(MongoCollection)]
    /// # struct Player { email: Option<String> }
    /// let anonymous = Pipeline::<Player>::new().unset(|p| p.email);
    /// assert_eq!(anonymous.to_documents()?, [doc! { "$unset": "email" }]);
    /// # Ok::<(), mongomancy::Error>(())
    /// ```
    pub fn unset<A: PathTo<T>>(self, field: impl FnOnce(Fields<T>) -> A) -> Self {
        let path = field(T::enter(&Fixed::EMPTY)).stored();
        self.text_stage("$unset", path)
    }

    /// `$unwind`: one document for each element of an array, which takes the array's place. Documents with an empty or
    /// missing array are left out.
    ///
    /// Conditions on the element go on by [`any`](crate::Path::any), or by the fields of a type that
    /// [`with_type`](Self::with_type) names.
    ///
    /// ```
    /// # use mongomancy::{MongoCollection, Pipeline, doc};
    /// # #[derive(MongoCollection)]
    /// # struct Player { tags: Vec<String> }
    /// let tags = Pipeline::<Player>::new().unwind(|p| p.tags);
    /// assert_eq!(tags.to_documents()?, [doc! { "$unwind": "$tags" }]);
    /// # Ok::<(), mongomancy::Error>(())
    /// ```
    pub fn unwind<A: PathTo<T, Value: Sequence>>(self, array: impl FnOnce(Fields<T>) -> A) -> Self {
        let path = array(T::enter(&Fixed::EMPTY)).stored();
        self.text_stage("$unwind", path.map(|path| format!("${path}")))
    }

    /// `$count`: one document with the number of documents, or none where there are none.
    ///
    /// ```
    /// # use mongomancy::{MongoCollection, MongoDocument, Pipeline, doc};
    /// # #[derive(MongoCollection)]
    /// # struct Player { tags: Vec<String> }
    /// #[derive(MongoDocument)]
    /// struct Count {
    ///     players: i64,
    /// }
    /// let counted = Pipeline::<Player>::new().count::<Count, _>(|c| c.players);
    /// assert_eq!(counted.to_documents()?, [doc! { "$count": "players" }]);
    /// # Ok::<(), mongomancy::Error>(())
    /// ```
    pub fn count<U: Enter<U, Fixed>, A: PathTo<U, Value: StoredAsNumber>>(
        self,
        field: impl FnOnce(Fields<U>) -> A,
    ) -> Pipeline<S, U> {
        let path = field(U::enter(&Fixed::EMPTY)).stored();
        self.text_stage("$count", path).with_type()
    }

    /// A stage that is said by a text.
    fn text_stage(self, name: &str, text: Result<String>) -> Self {
        match text {
            Ok(text) => self.stage(name, |to| text.encode_to(to)),
            Err(error) => self.failed(error),
        }
    }

    /// A stage of assignments. A mistake in one is told, and so is a field that is assigned twice.
    fn assigning<U>(
        self,
        name: &str,
        assigned: impl IntoIterator<Item = Assignment<T, U>>,
        append: Append<T, U>,
    ) -> Self {
        let mut assigned: Vec<_> = assigned.into_iter().collect();
        if let Some(error) = assigned.iter_mut().find_map(|of| of.value.error.take()) {
            return self.failed(error);
        }
        if let Some((twice, _)) = collision(assigned.iter().map(|of| of.path.as_bytes()).collect()) {
            let error = format!("`{name}` says twice what `{}` is", String::from_utf8_lossy(twice));
            return self.failed(Error::invalid_argument(error));
        }
        self.stage(name, |to| operators::document(to, |to| append(assigned, to)))
    }
}

fn append_plain<T, U>(assigned: Vec<Assignment<T, U>>, to: &mut Vec<u8>) -> Result<(), EncodeError> {
    assigned.into_iter().try_for_each(|of| operators::put(to, &of.path, |to| of.value.append(to)))
}

fn append_projection<T, U>(assigned: Vec<Assignment<T, U>>, to: &mut Vec<u8>) -> Result<(), EncodeError> {
    if !assigned.iter().any(|of| is_key(&of.path)) {
        operators::put(to, KEY, |to| {
            to.extend_from_slice(&0_i32.to_le_bytes());
            Ok(kind::INT32)
        })?;
    }
    append_plain(assigned, to)
}

/// The fields below `_id` are a document there: `$group` takes no dots.
fn append_group<T, U>(assigned: Vec<Assignment<T, U>>, to: &mut Vec<u8>) -> Result<(), EncodeError> {
    let (key, rest): (Vec<_>, Vec<_>) = assigned.into_iter().partition(|of| is_key(&of.path));
    if key.is_empty() {
        operators::put(to, KEY, |_| Ok(kind::NULL))?;
    } else if key[0].path == KEY {
        append_plain(key, to)?;
    } else {
        operators::put_document(to, KEY, |to| {
            key.into_iter().try_for_each(|of| operators::put(to, &of.path[KEY.len() + 1..], |to| of.value.append(to)))
        })?;
    }
    append_plain(rest, to)
}

fn is_key(path: &str) -> bool {
    path.strip_prefix(KEY).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}
