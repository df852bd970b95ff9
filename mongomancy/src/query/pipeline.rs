//! An aggregation pipeline, typed from stage to stage.

mod compute;
mod facet;
mod join;
mod select;

use std::{fmt, marker::PhantomData};

use bson::{Document, RawArrayBuf, RawDocument, RawDocumentBuf};

pub use self::{facet::Facet, join::Joins};
use super::operators;
use crate::{
    codec::{
        MongoDocument,
        element::{begin, end},
        encode::EncodeError,
    },
    error::{Error, ErrorKind, Result},
};

/// Stages through which documents of a collection of `S` go; what comes out are `T`s.
///
/// Each stage's closure gets the fields of what comes in, and where it makes other documents, those of what comes out.
///
/// ```no_run
/// use mongomancy::{Collection, MongoCollection, MongoDocument, Pipeline, accumulator::{count, max}};
///
/// #[derive(MongoCollection)]
/// struct Player {
///     guild: String,
///     score: f64,
/// }
///
/// #[derive(Debug, MongoDocument)]
/// struct Guild {
///     #[serde(rename = "_id")]
///     name: String,
///     players: i64,
///     best: f64,
/// }
///
/// # async fn example(players: Collection<Player>) -> mongomancy::Result<()> {
/// let best = Pipeline::<Player>::new()
///     .match_(|p| p.score.gt(0.0))
///     .group::<Guild, _>(|p, g| [g.name.is(p.guild), g.players.is(count()), g.best.is(max(p.score))])
///     .match_(|g| g.players.gte(3))
///     .sort(|g| g.best.desc())
///     .limit(10);
/// let guilds: Vec<Guild> = players.aggregate(best).try_collect().await?;
/// # Ok(())
/// # }
/// ```
///
/// What there is no method for is written as a document: [`raw`](Self::raw), and [`with_type`](Self::with_type) to say what
/// comes out of it.
#[must_use = "a pipeline does nothing by itself: it is given to `aggregate`"]
pub struct Pipeline<S: ?Sized, T: ?Sized = S> {
    stages: Vec<RawDocumentBuf>,
    error: Option<Error>,
    of: PhantomData<fn() -> (*const S, *const T)>,
}

impl<S: ?Sized> Pipeline<S> {
    /// No stage yet.
    pub const fn new() -> Self {
        Self { stages: Vec::new(), error: None, of: PhantomData }
    }
}

impl<S: ?Sized> Default for Pipeline<S> {
    fn default() -> Self {
        Self::new()
    }
}

impl<S: ?Sized, T: ?Sized> Pipeline<S, T> {
    /// A stage that is written as a document.
    ///
    /// ```
    /// # use mongomancy::{Document, Pipeline, doc};
    /// let sampled = Pipeline::<Document>::new().raw(doc! { "$sample": { "size": 10 } });
    /// assert_eq!(sampled.to_documents()?, [doc! { "$sample": { "size": 10 } }]);
    /// # Ok::<(), mongomancy::Error>(())
    /// ```
    #[expect(clippy::needless_pass_by_value, reason = "as everywhere, a `doc!` is given away")]
    pub fn raw(self, stage: Document) -> Self {
        let encoded = stage.encode();
        self.pushed(encoded)
    }

    /// The same stages, what comes out of them being `U`s. Nothing checks it before the documents are read.
    pub fn with_type<U: ?Sized>(self) -> Pipeline<S, U> {
        Pipeline { stages: self.stages, error: self.error, of: PhantomData }
    }

    /// The stages as documents, as the server gets them.
    ///
    /// # Errors
    /// [`Encode`](crate::ErrorKind::Encode) where a value has no BSON form, and
    /// [`InvalidArgument`](crate::ErrorKind::InvalidArgument) where a stage says what cannot be.
    pub fn to_documents(&self) -> Result<Vec<Document>> {
        let unreadable = |_| Error::new(ErrorKind::Encode, "a stage is no document");
        let stages = self.clone().into_stages()?;
        stages.iter().map(|stage| Document::try_from(stage.as_ref()).map_err(unreadable)).collect()
    }

    /// The stages' bytes.
    pub(crate) fn into_stages(self) -> Result<Vec<RawDocumentBuf>> {
        match self.error {
            Some(error) => Err(error),
            None => Ok(self.stages),
        }
    }

    /// With one more stage, `{name: ..}`, whose value `write` appends.
    fn stage(self, name: &str, write: impl FnOnce(&mut Vec<u8>) -> std::result::Result<u8, EncodeError>) -> Self {
        let mut bytes = Vec::new();
        let start = begin(&mut bytes);
        let written = operators::put(&mut bytes, name, write);
        end(&mut bytes, start);
        let stage = written.map_err(|error| Error::from(error).within("the pipeline")).and_then(|()| {
            RawDocumentBuf::from_bytes(bytes).map_err(|_| Error::new(ErrorKind::Encode, "a stage is too large"))
        });
        self.pushed(stage)
    }

    /// With one more stage whose value is a document.
    fn document_stage(self, name: &str, value: Result<RawDocumentBuf>) -> Self {
        match value {
            Ok(value) => self.stage(name, |to| append(&value, to)),
            Err(error) => self.failed(error),
        }
    }

    fn pushed(mut self, stage: Result<RawDocumentBuf>) -> Self {
        match stage {
            Ok(stage) => self.stages.push(stage),
            Err(error) => return self.failed(error),
        }
        self
    }

    /// The first mistake is the one that is told.
    fn failed(mut self, error: Error) -> Self {
        self.error.get_or_insert(error);
        self
    }
}

#[expect(clippy::unnecessary_wraps, reason = "as all writers of values")]
fn append(document: &RawDocument, to: &mut Vec<u8>) -> std::result::Result<u8, EncodeError> {
    to.extend_from_slice(document.as_bytes());
    Ok(crate::codec::kind::DOCUMENT)
}

/// What is taken as a pipeline over a collection of `S`s: a [`Pipeline`], or its stages as documents.
///
/// Implemented by this crate alone.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no pipeline over a collection of `{S}`",
    label = "expected a `Pipeline::<{S}>`, or stages as `doc! {{ .. }}`s"
)]
pub trait IntoPipeline<S> {
    /// What comes out of it.
    type Output: MongoDocument;

    /// The stages' bytes.
    #[doc(hidden)]
    fn into_pipeline(self) -> Result<Vec<RawDocumentBuf>>;
}

impl<S, T: MongoDocument> IntoPipeline<S> for Pipeline<S, T> {
    type Output = T;

    fn into_pipeline(self) -> Result<Vec<RawDocumentBuf>> {
        self.into_stages()
    }
}

impl<S, T: MongoDocument> IntoPipeline<S> for &Pipeline<S, T> {
    type Output = T;

    fn into_pipeline(self) -> Result<Vec<RawDocumentBuf>> {
        self.clone().into_stages()
    }
}

impl<S, I: IntoIterator<Item = Document>> IntoPipeline<S> for I {
    type Output = Document;

    fn into_pipeline(self) -> Result<Vec<RawDocumentBuf>> {
        let stages = self.into_iter().map(|stage| stage.encode()).collect::<Result<_>>();
        stages.map_err(|error| error.within("the pipeline"))
    }
}

/// The stages as an array.
pub(super) fn array(stages: Vec<RawDocumentBuf>) -> RawArrayBuf {
    stages.into_iter().collect()
}

impl<S: ?Sized, T: ?Sized> Clone for Pipeline<S, T> {
    fn clone(&self) -> Self {
        Self { stages: self.stages.clone(), error: self.error.clone(), of: PhantomData }
    }
}

/// Shows no value and no field.
impl<S: ?Sized, T: ?Sized> fmt::Debug for Pipeline<S, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let stages = self.stages.len();
        f.debug_struct("Pipeline").field("stages", &stages).field("error", &self.error).finish_non_exhaustive()
    }
}
