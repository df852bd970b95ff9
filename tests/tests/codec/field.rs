//! The types that fields have.

mod bson_type;
mod container;
mod foreign;
mod number;
mod text;
