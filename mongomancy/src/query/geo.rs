//! Places on the earth and in the plane, for conditions on where something is.

mod area;
mod geometry;
mod near;

pub use self::{area::Area, geometry::Geometry, near::Near};
