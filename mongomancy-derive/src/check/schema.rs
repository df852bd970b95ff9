//! Rules of `#[schema]`: it stands where a validator sees it, and says what the field's values can meet.

use syn::{Ident, Type};

use crate::{
    ast::{Derive, Field, Input},
    attr::Slot,
    context::Context,
    expand::{Form, form, is_bridged},
    serde::field::Storage,
    symbol::{SCHEMA, VALIDATE},
    ty,
};

pub(super) fn all(cx: &Context, input: &Input<'_>) {
    for field in input.all_fields().filter(|field| field.schema.word.is_some()) {
        if is_in_place(cx, input, field) {
            validated(cx, input, field);
            fits(cx, input, field);
            contradicts(cx, field);
        }
    }
}

fn is_in_place(cx: &Context, input: &Input<'_>, field: &Field<'_>) -> bool {
    let Some(word) = &field.schema.word else { return true };
    let (name, this) = (&field.name, input.name());
    let message = if field.ident().is_none() || input.serde.transparent.is_set() {
        format!("`#[{SCHEMA}]` speaks of a named field in a document; put it on the fields whose type `{this}` is")
    } else if let Storage::Skipped(skip) = &field.storage {
        format!("`{name}` is not stored, because of `{skip}`, so there is nothing that `#[{SCHEMA}]` could bind")
    } else if matches!(field.storage, Storage::Flattened) {
        format!("`{name}` is flattened, so it is no field of its own; put `#[{SCHEMA}]` on the fields of its type")
    } else if comes_after_flattened(input, field) {
        format!(
            "`{name}` comes after a flattened field, which may have one of the same name that a server looks at first; \
             put `{name}` before it"
        )
    } else if input.serde.into.is_set() {
        format!("`{this}` is stored as another type; put `#[{SCHEMA}]` on the fields of that type")
    } else if is_bridged(input) && (input.variants.is_some() || input.codec.serde.is_set()) {
        format!("`{this}` goes through serde as a whole, so its fields cannot be seen in a validator; remove it")
    } else {
        return true;
    };
    cx.error(word, message);
    false
}

fn comes_after_flattened(input: &Input<'_>, field: &Field<'_>) -> bool {
    let is_flattened = |other: &Field<'_>| matches!(other.storage, Storage::Flattened);
    input.variants.is_none() && input.fields.iter().any(|other| is_flattened(other) && other.number < field.number)
}

/// Bounds that no validator checks look as if they held.
fn validated(cx: &Context, input: &Input<'_>, field: &Field<'_>) {
    if input.derive == Derive::Document || input.attr.options.validate.is_set() {
        return;
    }
    if let Some(word) = field.schema.bounds().first() {
        cx.error(
            word,
            format_args!(
                "`{word}` is checked by the collection's validator, and `{}` has none; add `#[collection({VALIDATE})]`",
                input.name()
            ),
        );
    }
}

/// What the tokens say that a field is stored as.
enum Stored {
    Number,
    Text,
    Array,
    Other(&'static str),
}

fn stored(input: &Input<'_>, field: &Field<'_>) -> Option<Stored> {
    if !matches!(field.storage, Storage::Seen) {
        return None;
    }
    let inner = inner(field.ty);
    if ty::is_array(inner) {
        return Some(Stored::Array);
    }
    match form(input, field) {
        Some(Form::Serde) => return None,
        Some(Form::Date) => return Some(Stored::Other("a date")),
        Some(Form::Uuid) => return Some(Stored::Other("a UUID")),
        Some(Form::Decimal) => return Some(Stored::Number),
        None => {}
    }
    if ty::is_map(inner) {
        return Some(Stored::Other("a document"));
    }
    Some(match &*ty::plain_name(inner)? {
        "i8" | "i16" | "i32" | "i64" | "isize" | "u8" | "u16" | "u32" | "u64" | "usize" | "f32" | "f64"
        | "Decimal128" => Stored::Number,
        "String" | "str" | "char" => Stored::Text,
        "bool" => Stored::Other("a truth value"),
        "ObjectId" => Stored::Other("an `ObjectId`"),
        "DateTime" => Stored::Other("a date"),
        _ => return None,
    })
}

/// What is in options and boxes.
fn inner(ty: &Type) -> &Type {
    match ty::pointed_to(ty) {
        Some(within) => inner(within),
        None => ty,
    }
}

fn fits(cx: &Context, input: &Input<'_>, field: &Field<'_>) {
    let Some(stored) = stored(input, field) else { return };
    let (schema, name) = (&field.schema, &field.name);
    let said = |words: &[Option<&Ident>]| words.iter().copied().flatten().cloned().collect::<Vec<_>>();
    let numbers = [&schema.min, &schema.max, &schema.exclusive_min, &schema.exclusive_max];
    for word in said(&numbers.map(Slot::word)) {
        let other = if word.to_string().ends_with("min") { "min_len" } else { "max_len" };
        let message = match stored {
            Stored::Number => continue,
            Stored::Text => format!("is stored as a text; `{other}` bounds how many characters it has"),
            Stored::Array => format!("is stored as an array; `{other}` bounds how many elements it has"),
            Stored::Other(what) => format!("is stored as {what}, which a validator cannot bound"),
        };
        cx.error(&word, format_args!("`{word}` bounds numbers, and `{name}` {message}"));
    }
    for word in said(&[schema.pattern.word()]) {
        let message = match stored {
            Stored::Text => continue,
            Stored::Number => "is stored as a number; `min` and `max` bound it",
            Stored::Array => "is stored as an array; make its elements a type with a field, and put it there",
            Stored::Other(_) => "is none",
        };
        cx.error(&word, format_args!("`{word}` is what texts match, and `{name}` {message}"));
    }
    for word in said(&[schema.min_len.word(), schema.max_len.word()]) {
        let other = if word == "min_len" { "min" } else { "max" };
        let message = match stored {
            Stored::Text | Stored::Array => continue,
            Stored::Number => format!("is stored as a number; `{other}` bounds it"),
            Stored::Other(what) => format!("is stored as {what}"),
        };
        cx.error(&word, format_args!("`{word}` bounds the length of texts and arrays, and `{name}` {message}"));
    }
}

fn contradicts(cx: &Context, field: &Field<'_>) {
    let schema = &field.schema;
    for (one, other) in [(&schema.min, &schema.exclusive_min), (&schema.max, &schema.exclusive_max)] {
        if let (Some(one), Some(other)) = (one.word(), other.word()) {
            cx.error(other, format_args!("`{other}` and `{one}` bound the same side; keep one"));
        }
    }
    let (least, most) =
        (said_first(&schema.min, &schema.exclusive_min), said_first(&schema.max, &schema.exclusive_max));
    if let (Some((_, min)), Some((word, max))) = (least, most) {
        let exclusive = schema.exclusive_min.is_set() || schema.exclusive_max.is_set();
        if min.value() > max.value() || exclusive && min.value() >= max.value() {
            cx.error(word, "no number lies between these bounds");
        }
    }
    if let (Some(min), Some(max), Some(word)) = (schema.min_len.get(), schema.max_len.get(), schema.max_len.word())
        && min > max
    {
        cx.error(word, "no length lies between these bounds");
    }
}

fn said_first<'a, T: Copy>(one: &'a Slot<T>, other: &'a Slot<T>) -> Option<(&'a Ident, T)> {
    [one, other].into_iter().find_map(|slot| Some((slot.word()?, *slot.get()?)))
}
