//! What something is to be near to.

use std::fmt;

use bson::Document;

use super::Geometry;

/// A point, and how far from it is near. Distances are in metres.
///
/// ```
/// use mongomancy::{Document, MongoCollection, Near, doc};
///
/// #[derive(MongoCollection)]
/// struct Shop {
///     place: Document,
/// }
/// let near = Near::to([8.4, 49.0]).max_distance(500.0);
/// let document = doc! { "place": { "$near": {
///     "$geometry": { "type": "Point", "coordinates": [8.4, 49.0] },
///     "$maxDistance": 500.0,
/// } } };
/// assert_eq!(Shop::fields().place.near(near).to_document()?, document);
/// # Ok::<(), mongomancy::Error>(())
/// ```
#[derive(Clone, PartialEq)]
#[must_use = "it does nothing by itself: it is given to `near`"]
pub struct Near {
    centre: Geometry,
    max: Option<f64>,
    min: Option<f64>,
}

impl Near {
    /// At any distance from a point, `[longitude, latitude]`.
    pub fn to(point: impl Into<Geometry>) -> Self {
        Self { centre: point.into(), max: None, min: None }
    }

    /// Not farther away than this.
    pub fn max_distance(mut self, metres: f64) -> Self {
        self.max = Some(metres);
        self
    }

    /// Not nearer than this.
    pub fn min_distance(mut self, metres: f64) -> Self {
        self.min = Some(metres);
        self
    }

    pub(in crate::query) fn into_document(self) -> Document {
        let mut document = Document::new();
        document.insert("$geometry", self.centre.into_document());
        if let Some(metres) = self.max {
            document.insert("$maxDistance", metres);
        }
        if let Some(metres) = self.min {
            document.insert("$minDistance", metres);
        }
        document
    }
}

impl From<[f64; 2]> for Near {
    fn from(point: [f64; 2]) -> Self {
        Self::to(point)
    }
}

impl From<Geometry> for Near {
    fn from(point: Geometry) -> Self {
        Self::to(point)
    }
}

/// Shows no position.
impl fmt::Debug for Near {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Near").finish_non_exhaustive()
    }
}
