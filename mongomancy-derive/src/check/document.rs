//! Rules of the document: its stored names and its `_id`.

use crate::{
    ast::{Derive, Input},
    context::Context,
    serde_name::field::Storage,
    symbol, ty,
};

/// Two fields of one name, and names that no path could reach.
pub(super) fn stored_names(cx: &Context, input: &Input<'_>) {
    let stored: Vec<_> = input.fields.iter().filter(|field| field.is_stored()).collect();
    for (position, field) in stored.iter().enumerate() {
        let name = &field.stored;
        if let Some(other) = stored[..position].iter().find(|other| other.stored == *name) {
            cx.error(
                field.ident,
                format_args!("`{}` and `{}` would both be stored as `{name}`; rename one", other.name, field.name),
            );
        } else if name.is_empty() || name.starts_with('$') || name.contains(['.', '\0']) {
            cx.error(
                field.ident,
                format_args!(
                    "`{}` would be stored as {name:?}, which no path could reach; a stored name is not empty, does not \
                     begin with `$` and contains no dot",
                    field.name
                ),
            );
        }
        if input.serde.tag.as_ref().is_some_and(|tag| tag.value() == *name) {
            cx.error(field.ident, format_args!("`{}` would be stored as `{name}`, like the `tag`", field.name));
        }
    }
}

/// The server adds an `_id`, which such a struct would refuse to read.
pub(super) fn unknown_fields(cx: &Context, input: &Input<'_>) {
    if input.derive == Derive::Collection
        && input.id().is_none()
        && !input.fields.iter().any(|field| matches!(field.storage, Storage::Flattened))
        && let Some(word) = &input.serde.deny_unknown_fields
    {
        cx.error(
            word,
            format_args!(
                "every stored document has an `_id`, so with `deny_unknown_fields` none could be read back as `{}`; \
                 add a field: `#[serde(rename = \"_id\")] id: ObjectId`",
                input.name()
            ),
        );
    }
}

/// An absent `_id` is made up, which can be done for `ObjectId`s alone.
pub(super) fn generated_id(cx: &Context, input: &Input<'_>) {
    let Some(id) = input.id() else { return };
    let Some(inner) = ty::option_of(id.ty) else { return };
    if ty::is_never_generated(inner) {
        cx.error(
            inner,
            format_args!(
                "an absent `{}` is generated, and only `ObjectId` and `Id<{}>` can be; make it `{}` without the `Option`",
                symbol::ID,
                input.name(),
                ty::shown(inner)
            ),
        );
    }
}
