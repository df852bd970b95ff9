//! Rust paths: their first segment, which this struct knows. The compiler checks the others.

use crate::{
    ast::{Field, Input},
    attr::{
        index::{OPTIONS, is_option},
        path::FieldPath,
    },
    context::Context,
    serde_name::field::Storage,
    suggest, symbol,
};

/// The stored field that the path begins with; reported where there is none. `None` for a path in a string too.
pub(super) fn first<'a, 'b>(cx: &Context, input: &'a Input<'b>, path: &FieldPath, what: &str) -> Option<&'a Field<'b>> {
    let FieldPath::Rust(segments) = path else { return None };
    let first = &segments[0];
    let Some(field) = input.field(first) else {
        cx.error(first, no_field(input, &first.to_string(), what));
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
        Storage::Seen | Storage::Unseen(_) => Some(field),
    }
}

fn no_field(input: &Input<'_>, wrong: &str, what: &str) -> String {
    let message = format!("`{}` has no field `{wrong}`", input.name());
    if let Some(stored) = input.fields.iter().find(|field| field.stored == wrong) {
        return format!("{message}; did you mean `{}`, which is stored as `{wrong}`?", stored.name);
    }
    let names: Vec<&str> = input.fields.iter().filter(|field| field.is_stored()).map(|field| &*field.name).collect();
    let field = suggest::nearest(wrong, names.iter().copied());
    let option = suggest::nearest(wrong, OPTIONS.iter().copied()).filter(|_| what == "an index");
    match (field, option) {
        (Some(field), _) => format!("{message}; did you mean `{field}`?"),
        (None, Some(option)) => format!("{message}; did you mean the option `{option}`?"),
        (None, None) if names.is_empty() => message,
        (None, None) => format!("{message}; it has {}", suggest::list(names)),
    }
}

/// Reports the options that may have been meant as keys.
pub(super) fn option_or_field(cx: &Context, input: &Input<'_>, words: [Option<&syn::Ident>; 2]) {
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
