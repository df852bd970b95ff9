//! Rules of the document: its stored names and its `_id`.

use crate::{
    ast::{Derive, Field, Input},
    context::Context,
    serde::field::Storage,
    symbol, ty,
};

/// Two fields of one name, and names that no path could reach.
pub(super) fn stored_names(cx: &Context, input: &Input<'_>) {
    if !input.is_named() {
        return;
    }
    two_names(cx, input);
    let stored: Vec<_> = input.fields.iter().filter(|field| field.is_stored()).collect();
    for (position, field) in stored.iter().enumerate() {
        let name = &field.stored;
        if let Some(other) = stored[..position].iter().find(|other| other.stored == *name) {
            cx.error(
                &field.member,
                format_args!("`{}` and `{}` would both be stored as `{name}`; rename one", other.name, field.name),
            );
        } else if name.is_empty() || name.starts_with('$') || name.contains(['.', '\0']) {
            cx.error(
                &field.member,
                format_args!(
                    "`{}` would be stored as {name:?}, which no path could reach; a stored name is not empty, does not \
                     begin with `$` and contains no dot",
                    field.name
                ),
            );
        }
        if input.serde.tag.get().is_some_and(|tag| tag.value() == *name) {
            cx.error(&field.member, format_args!("`{}` would be stored as `{name}`, like the `tag`", field.name));
        }
    }
}

/// A field is found again under the name that it was stored under.
fn two_names(cx: &Context, input: &Input<'_>) {
    let one_form = |field: &&Field<'_>| field.is_stored() && field.is_read() && field.stored != field.read;
    for field in input.fields.iter().filter(one_form) {
        let said = field.serde.rename.as_ref().or(input.serde.rename_all.as_ref());
        let Some(word) = said.map(|both| &both.word) else { continue };
        cx.error(
            word,
            format_args!(
                "`{}` is written as `{}` and read as `{}`; a stored field has one name. To read an old one as well, \
                 write `alias = {:?}`",
                field.name, field.stored, field.read, field.read
            ),
        );
    }
}

/// The server adds an `_id`, which such a struct would refuse to read.
pub(super) fn unknown_fields(cx: &Context, input: &Input<'_>) {
    if input.derive == Derive::Collection
        && input.id().is_none()
        && !input.fields.iter().any(|field| matches!(field.storage, Storage::Flattened))
        && let Some(word) = input.serde.deny_unknown_fields.word()
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

/// A server refuses an array as `_id`, at the first insert.
pub(super) fn array_id(cx: &Context, input: &Input<'_>) {
    let Some(id) = input.id() else { return };
    let inner = ty::option_of(id.ty).unwrap_or(id.ty);
    if matches!(id.storage, Storage::Seen) && ty::is_array(inner) {
        cx.error(
            inner,
            format_args!(
                "`{}` is stored as an array, which no server takes as `{}`; use a struct with named fields, or one value",
                ty::shown(inner),
                symbol::ID
            ),
        );
    }
}

/// An id of the struct's own documents that is not stored as one: the rename was forgotten.
pub(super) fn forgotten_id(cx: &Context, input: &Input<'_>) {
    if input.id().is_some() || input.fields.iter().any(|field| matches!(field.storage, Storage::Flattened)) {
        return;
    }
    let name = input.name();
    let is_own = |field: &&Field<'_>| field.is_stored() && ty::is_id_of(field.ty, &name);
    if let Some(field) = input.fields.iter().find(is_own) {
        cx.error(
            &field.member,
            format_args!(
                "`{}` is an id of `{name}` and would be stored as `{}`, beside an `{}` that the server makes up; write \
                 `#[serde(rename = \"{}\")]` on it, or give `{name}` another field with that if this one refers to \
                 another document",
                field.name,
                field.stored,
                symbol::ID,
                symbol::ID
            ),
        );
    }
}
