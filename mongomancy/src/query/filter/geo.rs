//! Conditions on where something is. The field's type is whatever stores `GeoJSON`, or a legacy pair of coordinates.

use super::Filter;
use crate::query::{
    geo::{Area, Geometry, Near},
    operators,
    path::{Path, place::Place},
};

impl<R: ?Sized, T, C, P: Place> Path<R, T, C, P> {
    /// `$near`: in the order of the distance to a point, the nearest first. The field needs a geospatial index.
    ///
    /// Servers take one such condition in a filter, beside others and not inside of `|` and `!`, and in no
    /// [`count_documents`](crate::Collection::count_documents), which is an aggregation: there,
    /// [`geo_within`](Self::geo_within) a circle says the same.
    ///
    /// ```
    /// # use mongomancy::{Document, MongoCollection, doc};
    /// # #[derive(MongoCollection)]
    /// # struct Shop { place: Document }
    /// let s = Shop::fields();
    /// let point = doc! { "type": "Point", "coordinates": [8.4, 49.0] };
    /// let document = doc! { "place": { "$near": { "$geometry": point } } };
    /// assert_eq!(s.place.near([8.4, 49.0]).to_document()?, document);
    /// # Ok::<(), mongomancy::Error>(())
    /// ```
    pub fn near(self, near: impl Into<Near>) -> Filter<R> {
        let near = near.into().into_document();
        self.condition(|to| operators::put_plain(to, "$near", &near))
    }

    /// `$nearSphere`: as [`near`](Self::near), on the sphere for legacy coordinate pairs too.
    ///
    /// ```
    /// # use mongomancy::{Document, MongoCollection, Near, doc};
    /// # #[derive(MongoCollection)]
    /// # struct Shop { place: Document }
    /// let s = Shop::fields();
    /// let filter = s.place.near_sphere(Near::to([8.4, 49.0]).min_distance(10.0));
    /// let point = doc! { "type": "Point", "coordinates": [8.4, 49.0] };
    /// let document = doc! { "place": { "$nearSphere": { "$geometry": point, "$minDistance": 10.0 } } };
    /// assert_eq!(filter.to_document()?, document);
    /// # Ok::<(), mongomancy::Error>(())
    /// ```
    pub fn near_sphere(self, near: impl Into<Near>) -> Filter<R> {
        let near = near.into().into_document();
        self.condition(|to| operators::put_plain(to, "$nearSphere", &near))
    }

    /// `$geoWithin`: entirely inside of an area.
    ///
    /// ```
    /// # use mongomancy::{Area, Document, MongoCollection, doc};
    /// # #[derive(MongoCollection)]
    /// # struct Shop { place: Document }
    /// let s = Shop::fields();
    /// let filter = s.place.geo_within(Area::rectangle([0.0, 0.0], [2.0, 1.0]));
    /// let document = doc! { "place": { "$geoWithin": { "$box": [[0.0, 0.0], [2.0, 1.0]] } } };
    /// assert_eq!(filter.to_document()?, document);
    /// # Ok::<(), mongomancy::Error>(())
    /// ```
    pub fn geo_within(self, area: impl Into<Area>) -> Filter<R> {
        let area = area.into().into_document();
        self.condition(|to| operators::put_plain(to, "$geoWithin", &area))
    }

    /// `$geoIntersects`: having a point in common with a geometry.
    ///
    /// ```
    /// # use mongomancy::{Document, Geometry, MongoCollection, doc};
    /// # #[derive(MongoCollection)]
    /// # struct Road { course: Document }
    /// let r = Road::fields();
    /// let line = Geometry::line([[0.0, 0.0], [1.0, 2.0]]);
    /// let document = doc! { "course": { "$geoIntersects": { "$geometry": line.to_document() } } };
    /// assert_eq!(r.course.geo_intersects(line).to_document()?, document);
    /// # Ok::<(), mongomancy::Error>(())
    /// ```
    pub fn geo_intersects(self, geometry: impl Into<Geometry>) -> Filter<R> {
        let geometry = geometry.into().into_document();
        self.condition(|to| {
            operators::put_document(to, "$geoIntersects", |to| operators::put_plain(to, "$geometry", &geometry))
        })
    }
}
