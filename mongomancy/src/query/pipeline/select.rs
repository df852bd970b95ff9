//! Stages that give some of the documents, or them in another order.

use super::Pipeline;
use crate::{
    codec::kind,
    error::Error,
    query::{Enter, Fields, Filter, Sort, path::place::Fixed},
};

impl<S: ?Sized, T: Enter<T, Fixed>> Pipeline<S, T> {
    /// `$match`: the documents that a filter matches. At the beginning it is what an index can serve.
    ///
    /// ```
    /// # use mongomancy::{MongoCollection, Pipeline, doc};
    /// # #[derive(MongoCollection)]
    /// # struct Player { score: f64 }
    /// let good = Pipeline::<Player>::new().match_(|p| p.score.gte(10.0));
    /// assert_eq!(good.to_documents()?, [doc! { "$match": { "score": { "$gte": 10.0 } } }]);
    /// # Ok::<(), mongomancy::Error>(())
    /// ```
    pub fn match_(self, filter: impl FnOnce(Fields<T>) -> Filter<T>) -> Self {
        let filter = filter(T::enter(&Fixed::EMPTY)).into_raw();
        self.document_stage("$match", filter)
    }

    /// `$sort`: the documents in an order.
    ///
    /// ```
    /// # use mongomancy::{MongoCollection, Pipeline, doc};
    /// # #[derive(MongoCollection)]
    /// # struct Player { score: f64, name: String }
    /// let best = Pipeline::<Player>::new().sort(|p| p.score.desc().then(p.name.asc()));
    /// assert_eq!(best.to_documents()?, [doc! { "$sort": { "score": -1, "name": 1 } }]);
    /// # Ok::<(), mongomancy::Error>(())
    /// ```
    pub fn sort(self, order: impl FnOnce(Fields<T>) -> Sort<T>) -> Self {
        let order = order(T::enter(&Fixed::EMPTY)).to_raw();
        self.document_stage("$sort", order)
    }
}

impl<S: ?Sized, T: ?Sized> Pipeline<S, T> {
    /// `$limit`: the first documents. 0 is refused, as servers do.
    ///
    /// ```
    /// # use mongomancy::{Document, Pipeline, doc};
    /// let page = Pipeline::<Document>::new().skip(20).limit(10);
    /// assert_eq!(page.to_documents()?, [doc! { "$skip": 20_i64 }, doc! { "$limit": 10_i64 }]);
    /// # Ok::<(), mongomancy::Error>(())
    /// ```
    pub fn limit(self, count: u64) -> Self {
        if count == 0 {
            self.failed(Error::invalid_argument("`$limit` is 0"))
        } else {
            self.count_stage("$limit", count)
        }
    }

    /// `$skip`: the documents after the first ones.
    pub fn skip(self, count: u64) -> Self {
        self.count_stage("$skip", count)
    }

    fn count_stage(self, name: &str, count: u64) -> Self {
        let Ok(count) = i64::try_from(count) else {
            return self.failed(Error::invalid_argument(format!("`{name}` is larger than an i64")));
        };
        self.stage(name, |to| {
            to.extend_from_slice(&count.to_le_bytes());
            Ok(kind::INT64)
        })
    }
}
