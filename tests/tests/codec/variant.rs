//! Enums, in each form that serde has for them.

mod adjacent;
mod external;
mod internal;
mod untagged;
