//! `$facet`: several pipelines over the same documents.

use std::{fmt, marker::PhantomData};

use bson::RawDocumentBuf;

use super::{Pipeline, array};
use crate::{
    error::{Error, Result},
    query::{
        Enter, Fields, operators,
        path::{
            Path,
            place::{Fixed, Place},
        },
    },
};

/// A field of documents of `U`, and the pipeline over documents of `T` whose results it holds: `u.best.of(pipeline)`.
#[must_use = "a facet does nothing by itself: it is given to `Pipeline::facet`"]
pub struct Facet<T: ?Sized, U: ?Sized> {
    path: String,
    stages: Result<Vec<RawDocumentBuf>>,
    of: PhantomData<fn() -> (*const T, *const U)>,
}

impl<U: ?Sized, X, C, P: Place> Path<U, Vec<X>, C, P> {
    /// Says which pipeline's results the field holds, in [`Pipeline::facet`].
    pub fn of<T: ?Sized>(self, pipeline: Pipeline<T, X>) -> Facet<T, U> {
        let (path, stages) = match self.place.checked() {
            Ok(path) => (path, pipeline.into_stages()),
            Err(error) => (String::new(), Err(error)),
        };
        Facet { path, stages, of: PhantomData }
    }
}

impl<S: ?Sized, T: Enter<T, Fixed>> Pipeline<S, T> {
    /// `$facet`: one document of `U`, each of whose fields holds the results of a pipeline of its own.
    ///
    /// ```
    /// use mongomancy::{MongoCollection, MongoDocument, Pipeline, doc};
    ///
    /// #[derive(MongoCollection)]
    /// struct Player {
    ///     score: f64,
    /// }
    ///
    /// #[derive(MongoDocument)]
    /// struct Ends {
    ///     best: Vec<Player>,
    ///     worst: Vec<Player>,
    /// }
    /// let from = Pipeline::<Player>::new;
    /// let ends = from().facet::<Ends, _>(|e| {
    ///     [e.best.of(from().sort(|p| p.score.desc()).limit(3)), e.worst.of(from().sort(|p| p.score.asc()).limit(3))]
    /// });
    /// let stage = doc! { "$facet": {
    ///     "best": [{ "$sort": { "score": -1 } }, { "$limit": 3_i64 }],
    ///     "worst": [{ "$sort": { "score": 1 } }, { "$limit": 3_i64 }],
    /// } };
    /// assert_eq!(ends.to_documents()?, [stage]);
    /// # Ok::<(), mongomancy::Error>(())
    /// ```
    pub fn facet<U: Enter<U, Fixed>, A: IntoIterator<Item = Facet<T, U>>>(
        self,
        facets: impl FnOnce(Fields<U>) -> A,
    ) -> Pipeline<S, U> {
        let mut found: Vec<(String, Vec<RawDocumentBuf>)> = Vec::new();
        for Facet { path, stages, .. } in facets(U::enter(&Fixed::EMPTY)) {
            if found.iter().any(|(other, _)| *other == path) {
                let error = format!("`$facet` says twice what `{path}` is");
                return self.failed(Error::invalid_argument(error)).with_type();
            }
            match stages {
                Ok(stages) => found.push((path, stages)),
                Err(error) => return self.failed(error).with_type(),
            }
        }
        let stage = self.stage("$facet", |to| {
            operators::document(to, |to| {
                found.into_iter().try_for_each(|(path, stages)| {
                    operators::put(to, &path, |to| {
                        to.extend_from_slice(array(stages).as_bytes());
                        Ok(crate::codec::kind::ARRAY)
                    })
                })
            })
        });
        stage.with_type()
    }
}

impl<T: ?Sized, U: ?Sized> fmt::Debug for Facet<T, U> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Facet").field("path", &self.path).finish_non_exhaustive()
    }
}
