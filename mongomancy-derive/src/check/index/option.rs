//! Options that a kind of index does not take, and those that exclude each other.

use crate::{
    ast::Input,
    attr::{
        index::{IndexAttr, kind_options::Fields},
        kind::Kind,
        path::FieldPath,
    },
    check::path,
    context::Context,
    symbol,
};

/// `found` tells whether the keys are sound, so that what lacks them can be told.
pub(super) fn index(cx: &Context, input: &Input<'_>, index: &IndexAttr, found: bool) {
    if let (Some(sparse), Some(_)) = (index.sparse.word(), index.partial.word()) {
        cx.error(
            sparse,
            "a server takes no index that is sparse and partial; remove `sparse`, and let `partial` say `{ $exists: true }` \
             of the field",
        );
    }
    let has = |kind: Kind| index.keys.iter().any(|key| key.kind == kind);
    if found && !index.keys.is_empty() {
        for word in index.of_kind.of_text().filter(|_| !has(Kind::Text)) {
            let example = if index.on_field { "#[index(\"text\", ..)]" } else { "title = \"text\"" };
            of_another_kind(
                cx,
                input,
                word,
                &format!("only a text index takes `{word}`, and this one has no text key: `{example}`"),
            );
        }
        for word in index.of_kind.of_plane().filter(|_| !has(Kind::TwoD)) {
            let example = if index.on_field { "#[index(\"2d\", ..)]" } else { "place = \"2d\"" };
            of_another_kind(
                cx,
                input,
                word,
                &format!("only a `2d` index takes `{word}`, and this one has no such key: `{example}`"),
            );
        }
    }
    weights(cx, input, index, found && has(Kind::Text));
    if let (Some(min), Some(max), Some(word)) =
        (index.of_kind.min.get(), index.of_kind.max.get(), index.of_kind.max.word())
        && min >= max
    {
        cx.error(word, format_args!("coordinates go from `min` up to `max`, and {max} is not above {min}"));
    }
    if let Some(field) = index.of_kind.language_override.get() {
        path::first(cx, input, field, "an index");
    }
    if let Some(Fields::Included(fields)) = index.of_kind.wildcard_projection.get().map(|projection| &projection.fields)
    {
        for field in fields {
            path::first(cx, input, field, "an index");
        }
    }
}

/// The word may be meant as a key where there is such a field.
fn of_another_kind(cx: &Context, input: &Input<'_>, word: &syn::Ident, message: &str) {
    if input.field(word).is_some() {
        cx.error(word, format_args!("{message}; the field of that name is written `{}({word} = 1)`", symbol::KEYS));
    } else {
        cx.error(word, message);
    }
}

fn weights(cx: &Context, input: &Input<'_>, index: &IndexAttr, has_texts: bool) {
    let weights = index.of_kind.weights.get().map_or(&[][..], Vec::as_slice);
    for (position, (field, _)) in weights.iter().enumerate() {
        if path::first(cx, input, field, "a weight").is_none() && matches!(field, FieldPath::Rust(_)) {
            continue;
        }
        let shown = field.shown();
        let is_text =
            |key: &crate::attr::index::Key| key.kind == Kind::Text && (key.is_all() || key.path.shown() == shown);
        if weights[..position].iter().any(|(other, _)| other.shown() == shown) {
            cx.error(field, format_args!("`{shown}` is weighed already"));
        } else if has_texts && !index.keys.iter().any(is_text) {
            cx.error(
                field,
                format_args!("`{shown}` is no text key of this index; write it among the keys: `{shown} = \"text\"`"),
            );
        }
    }
}
