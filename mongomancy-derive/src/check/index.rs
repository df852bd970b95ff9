//! Rules of an index, and of several.

mod number;
mod option;
mod partial;
mod wildcard;

use syn::Ident;

use super::path;
use crate::{
    ast::{Field, Input},
    attr::{
        index::{IndexAttr, Key, Unique, partial::written},
        kind::Kind,
        path::FieldPath,
    },
    context::Context,
    serde::field::Storage,
    symbol, ty,
};

/// The most fields that one index may have.
const MAX_KEYS: usize = 32;

/// Each index for itself; those with a mistake are no longer sound.
pub(super) fn each(cx: &Context, input: &mut Input<'_>) {
    let mut indexes = std::mem::take(&mut input.indexes);
    for index in &mut indexes {
        let errors = cx.count();
        let readable = index.sound;
        one(cx, input, index, readable);
        index.sound &= cx.count() == errors;
    }
    input.indexes = indexes;
}

fn one(cx: &Context, input: &Input<'_>, index: &IndexAttr, readable: bool) {
    let said = cx.count();
    if !index.on_field && index.keys_form.is_none() {
        let bare = index.unique.get().filter(|unique| **unique == Unique::Present).and(index.unique.word());
        path::option_or_field(cx, input, [bare, index.sparse.word(), index.hidden.word()]);
    }
    let errors = cx.count();
    let fields: Vec<Option<&Field<'_>>> = index.keys.iter().map(|key| path::of_key(cx, input, key)).collect();
    let found = cx.count() == errors;
    keys(cx, index, readable && cx.count() == said);
    wildcard::index(cx, input, index);
    option::index(cx, input, index, readable && found);
    partial::index(cx, input, index);
    if let Some(word) = index.expire_after.word() {
        expires(cx, index, word, fields.first().copied().flatten());
    }
    if let ([key], [Some(field)]) = (&*index.keys, &*fields)
        && matches!(&key.path, FieldPath::Rust(segments) if segments.len() == 1)
        && !key.below
        && found
    {
        single(cx, index, key, field);
    }
}

fn keys(cx: &Context, index: &IndexAttr, readable: bool) {
    if index.keys.is_empty() && readable {
        cx.error(&index.at, "an index of a struct names its keys: `#[index(field)]`, `#[index(a = 1, b = -1)]`");
    }
    if let Some(key) = index.keys.get(MAX_KEYS) {
        cx.error(&key.path, format_args!("an index has at most {MAX_KEYS} keys; this one has {}", index.keys.len()));
    }
    for (position, key) in index.keys.iter().enumerate() {
        let shown = key.shown();
        if index.keys[..position].iter().any(|other| other.shown() == shown) {
            cx.error(&key.path, format_args!("`{shown}` is already a key of this index"));
        }
    }
    if index.unique.is_set()
        && let Some(key) = index.keys.iter().find(|key| key.kind == Kind::Hashed)
    {
        cx.error(&key.path, "a hashed key cannot be unique: two values may have one hash");
    }
}

fn expires(cx: &Context, index: &IndexAttr, word: &Ident, field: Option<&Field<'_>>) {
    if index.keys.len() > 1 {
        cx.error(word, format_args!("an index that expires has one key; this one has {}", index.keys.len()));
        return;
    }
    let Some(field) = field else { return };
    let direct = matches!(&index.keys[0].path, FieldPath::Rust(segments) if segments.len() == 1);
    if direct && matches!(field.storage, Storage::Seen) && ty::is_scalar(field.ty) {
        let message = format!("`expire_after` needs a date: `{}` is `{}`", field.name, ty::shown(field.ty));
        if index.on_field {
            cx.error(word, message);
        } else {
            cx.error(&index.keys[0].path, message);
        }
    }
}

/// Rules of an index over one field of this struct.
fn single(cx: &Context, index: &IndexAttr, key: &Key, field: &Field<'_>) {
    if field.stored == symbol::ID && key.kind == Kind::Ascending {
        let message = "the server indexes `_id` by itself, and uniquely; remove this index";
        if let Some(hidden) = index.hidden.word() {
            cx.error(hidden, "the index over `_id` cannot be hidden: no server does without it; remove this index");
        } else if index.on_field {
            cx.error(&index.at, message);
        } else {
            cx.error(&key.path, message);
        }
        return;
    }
    if index.unique.get() != Some(&Unique::Present) || !field.is_option() {
        return;
    }
    let name = &field.name;
    if let Storage::Unseen(word) = &field.storage {
        cx.error(
            index.unique.word(),
            format_args!(
                "how `{name}` is stored cannot be seen through `{word}`, so its absent values cannot be left out; \
                 write `unique(nulls)` for an index in which two absent values collide"
            ),
        );
    } else if let Some(sparse) = index.sparse.word() {
        cx.error(
            sparse,
            format_args!(
                "`unique` on the `Option` `{name}` leaves absent values out already, and a server takes no index that \
                 is sparse and partial; remove `sparse`, or write `unique(nulls)`"
            ),
        );
    }
}

/// What a collection may have so many of.
pub(super) fn number(cx: &Context, input: &Input<'_>) {
    number::all(cx, &input.indexes);
}

/// The same index twice, or two of one name.
pub(super) fn twice(cx: &Context, input: &mut Input<'_>) {
    let collection = input.collection();
    let mut unsound = Vec::new();
    for (position, index) in input.indexes.iter().enumerate().filter(|(_, index)| index.sound) {
        let name = name_of(input, index, &collection);
        let earlier = || input.indexes[..position].iter().filter(|other| other.sound);
        if earlier().any(|other| is_same(input, index, other)) {
            cx.error(&index.at, "this index is declared already; remove one");
        } else if let Some(other) = earlier().find(|other| name_of(input, other, &collection) == name) {
            if is_reverse(input, index, other) {
                cx.error(&index.at, "over one field both directions are the same index; remove one");
                unsound.push(position);
                continue;
            }
            let message =
                format!("another index is named `{}` too; give this one a `name = \"...\"` of its own", plain(&name));
            match index.name.get() {
                Some(literal) => cx.error(literal, message),
                None => cx.error(&index.at, message),
            }
        } else {
            continue;
        }
        unsound.push(position);
    }
    for position in unsound {
        input.indexes[position].sound = false;
    }
}

fn is_same(input: &Input<'_>, one: &IndexAttr, other: &IndexAttr) -> bool {
    let keys =
        |index: &IndexAttr| -> Vec<_> { index.keys.iter().map(|key| (identity(input, key), key.kind)).collect() };
    keys(one) == keys(other) && takes_in_the_same(one, other)
}

/// Whether two indexes over one field differ in its direction alone, which servers read either way.
fn is_reverse(input: &Input<'_>, one: &IndexAttr, other: &IndexAttr) -> bool {
    let directed = |kind: Kind| matches!(kind, Kind::Ascending | Kind::Descending);
    let ([key], [other_key]) = (&*one.keys, &*other.keys) else { return false };
    directed(key.kind)
        && directed(other_key.kind)
        && identity(input, key) == identity(input, other_key)
        && takes_in_the_same(one, other)
}

/// Whether the options that tell indexes over the same keys apart are the same.
fn takes_in_the_same(one: &IndexAttr, other: &IndexAttr) -> bool {
    let collation = |index: &IndexAttr| index.collation.get().map(|rules| rules.written.clone());
    let fields = |index: &IndexAttr| index.of_kind.wildcard_projection.get().map(|fields| fields.written.clone());
    one.unique.get() == other.unique.get()
        && one.sparse.is_set() == other.sparse.is_set()
        && written(&one.partial) == written(&other.partial)
        && collation(one) == collation(other)
        && fields(one) == fields(other)
}

/// The name that the index will have, as far as it can be known before the embedded types are.
fn name_of(input: &Input<'_>, index: &IndexAttr, collection: &str) -> String {
    if let Some(name) = index.name.get() {
        return name.value();
    }
    let keys: Vec<String> = index.keys.iter().map(|key| identity(input, key)).collect();
    format!("{}__{collection}__{}", if index.unique.is_set() { "ux" } else { "ix" }, keys.join("_"))
}

/// The stored path; of an embedded field, whose stored name is not known here, a text that only its Rust path has.
fn identity(input: &Input<'_>, key: &Key) -> String {
    let path = match &key.path {
        FieldPath::Stored(literal) => literal.value(),
        FieldPath::Rust(segments) => {
            let stored =
                input.field(&segments[0]).map_or_else(|| segments[0].to_string(), |field| field.stored.clone());
            segments[1..].iter().fold(stored, |path, segment| format!("{path}.{EMBEDDED}{segment}"))
        }
    };
    if key.below { format!("{path}.{}", symbol::ALL_FIELDS) } else { path }
}

/// Marks a Rust name within a path of stored names.
const EMBEDDED: char = '\u{1}';

fn plain(name: &str) -> String {
    name.replace(EMBEDDED, "")
}
