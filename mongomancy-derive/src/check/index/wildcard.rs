//! Rules of an index over every field below one, or of all.

use crate::{
    ast::Input,
    attr::{
        index::{IndexAttr, Key},
        kind::Kind,
        path::FieldPath,
    },
    context::Context,
    serde::field::Storage,
    symbol, ty,
};

pub(super) fn index(cx: &Context, input: &Input<'_>, index: &IndexAttr) {
    for key in &index.keys {
        names(cx, key);
    }
    if let Some(word) = index.of_kind.wildcard_projection.word()
        && !index.keys.iter().any(Key::is_all)
    {
        cx.error(
            word,
            "only an index over all fields takes `wildcard_projection`: `#[index($**, wildcard_projection(name))]`; one \
             below a field takes in all of that",
        );
    }
    let mut wildcards = index.keys.iter().filter(|key| key.is_wildcard());
    let Some(key) = wildcards.next() else { return };
    if let Some(second) = wildcards.next() {
        cx.error(&second.path, "an index is over `$**` once; declare a second one");
    }
    let shown = key.shown();
    if matches!(key.kind, Kind::Hashed | Kind::TwoD | Kind::TwoDSphere) {
        cx.error(
            &key.path,
            format_args!(
                "`{shown}` is indexed by value: a key over several fields is `1`, `-1` or, of all, `\"text\"`"
            ),
        );
    }
    if key.below {
        below(cx, input, key);
    }
    if key.kind == Kind::Text {
        return;
    }
    let single = "name the fields that are meant, an index each";
    for (word, why) in [
        (index.unique.word(), format!("no server makes an index over `{shown}` unique; {single}")),
        (
            index.sparse.word(),
            format!("an index over `{shown}` leaves out what is not there by itself; remove `sparse`"),
        ),
        (index.expire_after.word(), format!("no server lets an index over `{shown}` expire; {single}")),
    ] {
        if let Some(word) = word {
            cx.error(word, why);
        }
    }
}

/// A path in a string may have `$**` at its end, and no other `$`.
fn names(cx: &Context, key: &Key) {
    let FieldPath::Stored(literal) = &key.path else { return };
    let path = literal.value();
    let fields = path.strip_suffix(symbol::ALL_FIELDS).filter(|fields| fields.is_empty() || fields.ends_with('.'));
    if fields.unwrap_or(&path).split('.').any(|name| name.starts_with('$')) {
        cx.error(
            literal,
            format_args!(
                "{path:?} is no field path: a name that begins with `$` is no field, but for `$**` at the end"
            ),
        );
    }
}

/// What has no fields has none below it.
fn below(cx: &Context, input: &Input<'_>, key: &Key) {
    let FieldPath::Rust(segments) = &key.path else { return };
    let [segment] = &**segments else { return };
    let Some(field) = input.field(segment) else { return };
    if matches!(field.storage, Storage::Seen) && ty::is_scalar(field.ty) {
        cx.error(
            segment,
            format_args!(
                "`{}` is `{}`, which has no fields below it; `{}` alone is an index over its values",
                field.name,
                ty::shown(field.ty),
                field.name
            ),
        );
    }
}
