//! What the derives generate, without a server.

#![allow(clippy::unwrap_used, reason = "a test's helpers fail the test")]

#[path = "derive/codec.rs"]
mod codec;
#[path = "derive/collection_options.rs"]
mod collection_options;
#[path = "derive/concern.rs"]
mod concern;
#[path = "derive/default_documents.rs"]
mod default_documents;
#[path = "derive/diagram.rs"]
mod diagram;
#[path = "derive/generics.rs"]
mod generics;
#[path = "derive/hygiene.rs"]
mod hygiene;
#[path = "derive/id.rs"]
mod id;
#[path = "derive/index.rs"]
mod index;
#[path = "derive/index_options.rs"]
mod index_options;
#[path = "derive/lints.rs"]
mod lints;
#[path = "derive/name.rs"]
mod name;
#[path = "derive/nested.rs"]
mod nested;
#[path = "derive/nowhere.rs"]
mod nowhere;
#[path = "derive/partial.rs"]
mod partial;
#[path = "derive/patch.rs"]
mod patch;
#[path = "derive/paths.rs"]
mod paths;
#[path = "derive/player.rs"]
mod player;
#[path = "derive/projection.rs"]
mod projection;
#[path = "derive/reference.rs"]
mod reference;
#[path = "derive/serde_attributes.rs"]
mod serde_attributes;
#[path = "derive/ui.rs"]
mod ui;
#[path = "derive/updates.rs"]
mod updates;
#[path = "derive/validator.rs"]
mod validator;
