//! Updates made of structs that have some of the fields.

use super::Update;

/// A struct whose fields that are `Some` are set in a document of `T`, and whose others leave it as it is.
///
/// **Derive it: [`#[derive(Patch)]`](derive@crate::Patch) has the reference of the attributes.** A patch is taken wherever an
/// update is.
pub trait Patch<T> {
    /// What the patch changes; nothing where all its fields are `None`, which is refused where it is sent.
    fn update(&self) -> Update<T>;
}
