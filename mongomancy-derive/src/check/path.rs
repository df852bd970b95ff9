//! Rust paths: their first segment, which this struct knows. The compiler checks the others.

use crate::{
    ast::{Field, Input},
    attr::{
        index::{Key, OPTIONS, is_option},
        path::FieldPath,
    },
    context::Context,
    serde::field::Storage,
    suggest, symbol, ty,
};

/// The field that a key of an index begins with. What is wrong with the key's kind is told where there is the field.
pub(super) fn of_key<'a, 'b>(cx: &Context, input: &'a Input<'b>, key: &Key) -> Option<&'a Field<'b>> {
    if let FieldPath::Rust(segments) = &key.path
        && input.field(&segments[0]).is_none()
    {
        // With such a value it was not meant as a field.
        cx.error(&segments[0], no_key(input, &segments[0].to_string(), key.wrong_kind.is_some()));
        return None;
    }
    if let Some(error) = &key.wrong_kind {
        cx.push(error.clone());
    }
    first(cx, input, &key.path, "an index")
}

/// The stored field that the path begins with; reported where there is none. `None` for a path in a string too.
pub(super) fn first<'a, 'b>(cx: &Context, input: &'a Input<'b>, path: &FieldPath, what: &str) -> Option<&'a Field<'b>> {
    let FieldPath::Rust(segments) = path else { return None };
    let first = &segments[0];
    let Some(field) = input.field(first) else {
        cx.error(first, no_field(input, &first.to_string()));
        return None;
    };
    let name = &field.name;
    match &field.storage {
        Storage::Skipped(word) => {
            cx.error(first, format_args!("`{name}` is not stored (`{word}`), so {what} cannot use it"));
            None
        }
        Storage::Flattened => {
            cx.error(
                first,
                format_args!(
                    "`{name}` is flattened: its fields are stored beside it, under no name of their own; write the \
                     stored path of the field that is meant in a string, unchecked: `\"field\"`"
                ),
            );
            None
        }
        Storage::Unseen(word) if segments.len() > 1 => {
            cx.error(
                &segments[1],
                format_args!(
                    "what `{name}` holds cannot be seen through `{word}`; write the stored path in a string, \
                     unchecked: `\"{}.field\"`",
                    field.stored
                ),
            );
            None
        }
        Storage::Seen if segments.len() > 1 && ty::is_scalar(field.ty) => {
            cx.error(&segments[1], format_args!("`{name}` is `{}`, which has no fields", ty::shown(field.ty)));
            None
        }
        Storage::Seen if segments.len() > 1 && ty::is_map(field.ty) => {
            cx.error(
                &segments[1],
                format_args!(
                    "`{name}` is a map, whose keys the compiler does not know; write the stored path in a string, \
                     unchecked: `\"{}.{}\"`",
                    field.stored, segments[1]
                ),
            );
            None
        }
        Storage::Seen | Storage::Unseen(_) => Some(field),
    }
}

fn no_field(input: &Input<'_>, wrong: &str) -> String {
    let message = format!("`{}` has no field `{wrong}`", input.name());
    match (meant_field(input, wrong), input.stored_names()) {
        (Some(meant), _) => format!("{message}; {meant}"),
        (None, names) if names.is_empty() => message,
        (None, names) => format!("{message}; it has {}", suggest::list(names)),
    }
}

/// The same for a word that may be meant as an option of the index too.
fn no_key(input: &Input<'_>, wrong: &str, has_value: bool) -> String {
    let (field, names) = (meant_field(input, wrong), input.stored_names());
    let option = suggest::meant(wrong, OPTIONS.iter().copied());
    let option = option.map(|option| format!("did you mean the option `{option}`?"));
    let meant = if has_value { option.or(field) } else { field.or(option) };
    if has_value {
        let no_option = format!("`{wrong}` is no option of an index and no field of `{}`", input.name());
        let options = format!("the options are {}", suggest::list(OPTIONS.iter().copied()));
        return format!("{no_option}; {}", meant.unwrap_or(options));
    }
    let message = format!("`{}` has no field `{wrong}`", input.name());
    match meant {
        Some(meant) => format!("{message}; {meant}"),
        None if names.is_empty() => message,
        None => format!(
            "{message}; it has {}, and an index has the options {}",
            suggest::list(names),
            suggest::list(OPTIONS.iter().copied())
        ),
    }
}

fn meant_field(input: &Input<'_>, wrong: &str) -> Option<String> {
    if let Some(stored) = input.fields.iter().find(|field| field.stored == wrong) {
        return Some(format!("did you mean `{}`, which is stored as `{wrong}`?", stored.name));
    }
    suggest::nearest(wrong, input.stored_names()).map(|field| format!("did you mean `{field}`?"))
}

/// Reports the options that may have been meant as keys.
pub(super) fn option_or_field(cx: &Context, input: &Input<'_>, words: [Option<&syn::Ident>; 3]) {
    for word in words.into_iter().flatten().filter(|word| is_option(word)) {
        if input.field(word).is_some() {
            cx.error(
                word,
                format_args!(
                    "`{word}` is an option and a field of `{}`; write `{}({word} = 1)` for the field, or put the keys \
                     into `{}(...)` for the option",
                    input.name(),
                    symbol::KEYS,
                    symbol::KEYS
                ),
            );
        }
    }
}
