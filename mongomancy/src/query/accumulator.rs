//! Accumulators: what a group's documents come to.

use super::{
    expression::{Expression, IntoExpression, Untyped},
    operators,
    stored_as::StoredAsNumber,
};

/// What the documents of a group come to, a value of type `T`: of [`Pipeline::group`](crate::Pipeline::group).
///
/// ```
/// use mongomancy::{MongoCollection, MongoDocument, Pipeline, accumulator::{count, max, sum}};
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
///     players: i64,
///     best: f64,
///     total: f64,
/// }
/// let pipeline = Pipeline::<Player>::new().group::<Guild, _>(|p, g| {
///     [g.name.is(p.guild), g.players.is(count()), g.best.is(max(p.score)), g.total.is(sum(p.score))]
/// });
/// # assert!(pipeline.to_documents().is_ok());
/// ```
#[must_use = "an accumulator does nothing by itself"]
pub struct Accumulator<R: ?Sized, T> {
    pub(super) expression: Expression<R, T>,
}

fn of<R: ?Sized, T>(operator: &str, argument: Untyped) -> Accumulator<R, T> {
    Accumulator { expression: Expression::call_one(operator, argument) }
}

/// How many documents there are: `$sum` of ones.
///
/// ```
/// # use mongomancy::{MongoCollection, MongoDocument, Pipeline, accumulator::count, doc};
/// # #[derive(MongoCollection)]
/// # struct Player { guild: String, score: f64 }
/// # #[derive(MongoDocument)]
/// # struct Guild { value: i64 }
/// let guilds = Pipeline::<Player>::new().group::<Guild, _>(|_, g| [g.value.is(count())]);
/// assert_eq!(guilds.to_documents()?, [doc! { "$group": { "_id": null, "value": { "$sum": 1_i64 } } }]);
/// # Ok::<(), mongomancy::Error>(())
/// ```
pub fn count<R: ?Sized, N: StoredAsNumber>() -> Accumulator<R, N> {
    let expression = Expression::written(|to| {
        operators::document(to, |to| {
            operators::put(to, "$sum", |to| {
                to.extend_from_slice(&1_i64.to_le_bytes());
                Ok(crate::codec::kind::INT64)
            })
        })
    });
    Accumulator { expression }
}

/// `$sum`: the sum of numbers. What is none counts nothing.
///
/// ```
/// # use mongomancy::{MongoCollection, MongoDocument, Pipeline, accumulator::sum, doc};
/// # #[derive(MongoCollection)]
/// # struct Player { guild: String, score: f64 }
/// # #[derive(MongoDocument)]
/// # struct Guild { value: f64 }
/// let guilds = Pipeline::<Player>::new().group::<Guild, _>(|p, g| [g.value.is(sum(p.score))]);
/// assert_eq!(guilds.to_documents()?, [doc! { "$group": { "_id": null, "value": { "$sum": "$score" } } }]);
/// # Ok::<(), mongomancy::Error>(())
/// ```
pub fn sum<R: ?Sized, N: StoredAsNumber>(values: impl IntoExpression<R, Value: StoredAsNumber>) -> Accumulator<R, N> {
    of("$sum", values.into_expression().untyped())
}

/// `$avg`: the mean of numbers, or null where there are none.
///
/// ```
/// # use mongomancy::{MongoCollection, MongoDocument, Pipeline, accumulator::avg, doc};
/// # #[derive(MongoCollection)]
/// # struct Player { guild: String, score: f64 }
/// # #[derive(MongoDocument)]
/// # struct Guild { value: Option<f64> }
/// let guilds = Pipeline::<Player>::new().group::<Guild, _>(|p, g| [g.value.is(avg(p.score))]);
/// assert_eq!(guilds.to_documents()?, [doc! { "$group": { "_id": null, "value": { "$avg": "$score" } } }]);
/// # Ok::<(), mongomancy::Error>(())
/// ```
pub fn avg<R: ?Sized>(values: impl IntoExpression<R, Value: StoredAsNumber>) -> Accumulator<R, f64> {
    of("$avg", values.into_expression().untyped())
}

macro_rules! same_type {
    ($($(#[$doc:meta])* $name:ident $operator:literal;)+) => {
        $(
            $(#[$doc])*
            ///
            /// ```
            #[doc = concat!("# use mongomancy::{MongoCollection, MongoDocument, Pipeline, accumulator::", stringify!($name), ", doc};")]
            /// # #[derive(MongoCollection)]
            /// # struct Player { guild: String, score: f64 }
            /// # #[derive(MongoDocument)]
            /// # struct Guild { value: f64 }
            #[doc = concat!(
                "let guilds = Pipeline::<Player>::new().group::<Guild, _>(|p, g| [g.value.is(", stringify!($name),
                "(p.score))]);\n",
                "let stage = doc! { \"$group\": { \"_id\": null, \"value\": { \"", $operator, "\": \"$score\" } } };"
            )]
            /// assert_eq!(guilds.to_documents()?, [stage]);
            /// # Ok::<(), mongomancy::Error>(())
            /// ```
            pub fn $name<R: ?Sized, T>(values: impl IntoExpression<R, Value = T>) -> Accumulator<R, T> {
                of($operator, values.into_expression().untyped())
            }
        )+
    };
}

same_type! {
    /// `$min`: the smallest value that is neither null nor missing.
    min "$min";
    /// `$max`: the greatest value.
    max "$max";
    /// `$first`: the value of the first document, which a sort before the group makes a certain one.
    first "$first";
    /// `$last`: the value of the last document, which a sort before the group makes a certain one.
    last "$last";
}

/// `$push`: all values, in the order of the documents.
///
/// ```
/// # use mongomancy::{MongoCollection, MongoDocument, Pipeline, accumulator::push, doc};
/// # #[derive(MongoCollection)]
/// # struct Player { guild: String, score: f64 }
/// # #[derive(MongoDocument)]
/// # struct Guild { value: Vec<f64> }
/// let guilds = Pipeline::<Player>::new().group::<Guild, _>(|p, g| [g.value.is(push(p.score))]);
/// assert_eq!(guilds.to_documents()?, [doc! { "$group": { "_id": null, "value": { "$push": "$score" } } }]);
/// # Ok::<(), mongomancy::Error>(())
/// ```
pub fn push<R: ?Sized, T>(values: impl IntoExpression<R, Value = T>) -> Accumulator<R, Vec<T>> {
    of("$push", values.into_expression().untyped())
}

/// `$addToSet`: all different values, in no order.
///
/// ```
/// # use mongomancy::{MongoCollection, MongoDocument, Pipeline, accumulator::add_to_set, doc};
/// # #[derive(MongoCollection)]
/// # struct Player { guild: String, score: f64 }
/// # #[derive(MongoDocument)]
/// # struct Guild { value: Vec<f64> }
/// let guilds = Pipeline::<Player>::new().group::<Guild, _>(|p, g| [g.value.is(add_to_set(p.score))]);
/// assert_eq!(guilds.to_documents()?, [doc! { "$group": { "_id": null, "value": { "$addToSet": "$score" } } }]);
/// # Ok::<(), mongomancy::Error>(())
/// ```
pub fn add_to_set<R: ?Sized, T>(values: impl IntoExpression<R, Value = T>) -> Accumulator<R, Vec<T>> {
    of("$addToSet", values.into_expression().untyped())
}

impl<R: ?Sized, T> std::fmt::Debug for Accumulator<R, T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Accumulator").finish_non_exhaustive()
    }
}
