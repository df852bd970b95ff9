//! The types that BSON has a form for.

mod container;
mod number;
mod object;
mod text;
