//! Geometries in `GeoJSON`.

use std::fmt;

use bson::{Bson, Document, doc};

/// A point, a line or an area on the earth, as `GeoJSON` says it. A position is `[longitude, latitude]`, in degrees.
///
/// ```
/// use mongomancy::{Geometry, doc};
///
/// let point = Geometry::point([8.4, 49.0]);
/// assert_eq!(point.to_document(), doc! { "type": "Point", "coordinates": [8.4, 49.0] });
/// ```
#[derive(Clone, PartialEq)]
pub struct Geometry(Document);

impl Geometry {
    /// A point.
    pub fn point(position: [f64; 2]) -> Self {
        Self(doc! { "type": "Point", "coordinates": array(position) })
    }

    /// The line through these points.
    ///
    /// ```
    /// # use mongomancy::{Geometry, doc};
    /// let line = Geometry::line([[0.0, 0.0], [1.0, 2.0]]);
    /// assert_eq!(line.to_document(), doc! { "type": "LineString", "coordinates": [[0.0, 0.0], [1.0, 2.0]] });
    /// ```
    pub fn line(points: impl IntoIterator<Item = [f64; 2]>) -> Self {
        Self(doc! { "type": "LineString", "coordinates": points.into_iter().map(array).collect::<Vec<_>>() })
    }

    /// The area inside of a ring of corners, which is closed where the last one is not the first.
    ///
    /// ```
    /// # use mongomancy::{Geometry, doc};
    /// let triangle = Geometry::polygon([[0.0, 0.0], [4.0, 0.0], [0.0, 3.0]]);
    /// let document = doc! { "type": "Polygon", "coordinates": [[[0.0, 0.0], [4.0, 0.0], [0.0, 3.0], [0.0, 0.0]]] };
    /// assert_eq!(triangle.to_document(), document);
    /// ```
    pub fn polygon(ring: impl IntoIterator<Item = [f64; 2]>) -> Self {
        let mut ring: Vec<Bson> = ring.into_iter().map(array).collect();
        if ring.first() != ring.last() {
            ring.extend(ring.first().cloned());
        }
        Self(doc! { "type": "Polygon", "coordinates": [ring] })
    }

    /// The geometry as it is sent.
    pub fn to_document(&self) -> Document {
        self.0.clone()
    }

    pub(in crate::query) fn into_document(self) -> Document {
        self.0
    }
}

/// Any `GeoJSON`, unchecked: polygons with holes, several geometries, another coordinate system.
impl From<Document> for Geometry {
    fn from(document: Document) -> Self {
        Self(document)
    }
}

/// A point.
impl From<[f64; 2]> for Geometry {
    fn from(position: [f64; 2]) -> Self {
        Self::point(position)
    }
}

/// Shows no position.
impl fmt::Debug for Geometry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Geometry").finish_non_exhaustive()
    }
}

/// A position as BSON.
pub(super) fn array(position: [f64; 2]) -> Bson {
    Bson::from(position.to_vec())
}
