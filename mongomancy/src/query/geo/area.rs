//! What something is to be within.

use std::fmt;

use bson::{Bson, Document, doc};

use super::{Geometry, geometry::array};

/// The earth's equatorial radius in metres, by which servers make angles of distances.
const RADIUS: f64 = 6_378_100.0;

/// An area on the earth, or in the plane of legacy coordinate pairs.
///
/// ```
/// use mongomancy::{Area, Document, Geometry, MongoCollection, doc};
///
/// #[derive(MongoCollection)]
/// struct Shop {
///     place: Document,
/// }
/// let triangle = Geometry::polygon([[0.0, 0.0], [4.0, 0.0], [0.0, 3.0]]);
/// let document = doc! { "place": { "$geoWithin": { "$geometry": triangle.to_document() } } };
/// assert_eq!(Shop::fields().place.geo_within(triangle).to_document()?, document);
/// # Ok::<(), mongomancy::Error>(())
/// ```
#[derive(Clone, PartialEq)]
#[must_use = "it does nothing by itself: it is given to `geo_within`"]
pub struct Area(Document);

impl Area {
    /// `$centerSphere`: what is no farther away from a point, `[longitude, latitude]`, than so many metres.
    ///
    /// ```
    /// # use mongomancy::{Area, Document, MongoCollection, doc};
    /// # #[derive(MongoCollection)]
    /// # struct Shop { place: Document }
    /// # let s = Shop::fields();
    /// let document = doc! { "place": { "$geoWithin": { "$centerSphere": [[8.4, 49.0], 0.001] } } };
    /// assert_eq!(s.place.geo_within(Area::center_sphere([8.4, 49.0], 6_378.1)).to_document()?, document);
    /// # Ok::<(), mongomancy::Error>(())
    /// ```
    pub fn center_sphere(point: [f64; 2], metres: f64) -> Self {
        Self(doc! { "$centerSphere": [array(point), metres / RADIUS] })
    }

    /// `$center`: a circle in the plane.
    ///
    /// ```
    /// # use mongomancy::{Area, Document, MongoCollection, doc};
    /// # #[derive(MongoCollection)]
    /// # struct Shop { place: Document }
    /// # let s = Shop::fields();
    /// let document = doc! { "place": { "$geoWithin": { "$center": [[0.0, 0.0], 1.5] } } };
    /// assert_eq!(s.place.geo_within(Area::center([0.0, 0.0], 1.5)).to_document()?, document);
    /// # Ok::<(), mongomancy::Error>(())
    /// ```
    pub fn center(point: [f64; 2], radius: f64) -> Self {
        Self(doc! { "$center": [array(point), radius] })
    }

    /// `$box`: a rectangle in the plane, from its lower left corner to its upper right one.
    pub fn rectangle(lower_left: [f64; 2], upper_right: [f64; 2]) -> Self {
        Self(doc! { "$box": [array(lower_left), array(upper_right)] })
    }

    /// `$polygon`: what is inside of these corners in the plane.
    ///
    /// ```
    /// # use mongomancy::{Area, Document, MongoCollection, doc};
    /// # #[derive(MongoCollection)]
    /// # struct Shop { place: Document }
    /// # let s = Shop::fields();
    /// let document = doc! { "place": { "$geoWithin": { "$polygon": [[0.0, 0.0], [4.0, 0.0], [0.0, 3.0]] } } };
    /// assert_eq!(s.place.geo_within(Area::polygon([[0.0, 0.0], [4.0, 0.0], [0.0, 3.0]])).to_document()?, document);
    /// # Ok::<(), mongomancy::Error>(())
    /// ```
    pub fn polygon(corners: impl IntoIterator<Item = [f64; 2]>) -> Self {
        Self(doc! { "$polygon": corners.into_iter().map(array).collect::<Vec<Bson>>() })
    }

    pub(in crate::query) fn into_document(self) -> Document {
        self.0
    }
}

/// `$geometry`: an area on the earth.
impl From<Geometry> for Area {
    fn from(geometry: Geometry) -> Self {
        Self(doc! { "$geometry": geometry.into_document() })
    }
}

/// Shows no position.
impl fmt::Debug for Area {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Area").finish_non_exhaustive()
    }
}
