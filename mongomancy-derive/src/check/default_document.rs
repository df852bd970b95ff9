//! Rules of the default documents.

use super::path;
use crate::{ast::Input, context::Context, symbol};

pub(super) fn all(cx: &Context, input: &mut Input<'_>) {
    let Some(attr) = &input.default_documents else { return };
    let errors = cx.count();
    if attr.values.is_none() && !attr.broken {
        let message = "`default_documents` names the function that gives them: `#[default_documents(Color::defaults)]`";
        cx.error(&attr.at, message);
    }
    let fields = attr.key.get().map_or(&[][..], Vec::as_slice);
    for (position, field) in fields.iter().enumerate() {
        path::first(cx, input, field, "a key");
        let shown = field.shown();
        if fields[..position].iter().any(|other| other.shown() == shown) {
            cx.error(field, format_args!("`{shown}` is already part of the key"));
        }
    }
    if attr.values.is_some() && !attr.key.is_set() && !attr.broken {
        without_key(cx, input);
    }
    let broken = cx.count() > errors;
    if let Some(attr) = &mut input.default_documents {
        attr.broken |= broken;
    }
}

/// Without a key a default document is found by its `_id`, which it must have.
fn without_key(cx: &Context, input: &Input<'_>) {
    let Some(attr) = &input.default_documents else { return };
    let id = input.id();
    if id.is_some_and(|id| !id.is_option()) {
        return;
    }
    let why = match id {
        None => format!("`{}` has no `{}`", input.name(), symbol::ID),
        Some(id) => format!("`{}` may be absent", id.name),
    };
    cx.error(
        &attr.at,
        format_args!("nothing finds these documents again: {why}; name the fields that do: `{}(field)`", symbol::KEY),
    );
}
