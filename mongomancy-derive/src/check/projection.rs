//! The rules of a projection that need no look at its model.

use syn::{Data, Fields};

use crate::{
    attr::path::FieldPath,
    context::Context,
    projection::{Part, Projection},
};

pub(crate) fn projection(cx: &Context, projection: &Projection<'_>) {
    let (item, name) = (projection.item, projection.name());
    let needs = "`Projection` needs a struct with named fields";
    match &item.data {
        Data::Struct(data) => match &data.fields {
            Fields::Named(fields) if fields.named.is_empty() => {
                cx.error(&item.ident, format_args!("{needs}; `{name}` has none"));
            }
            Fields::Named(_) => {}
            Fields::Unnamed(fields) => cx.error(fields, format_args!("{needs}; `{name}` is a tuple struct")),
            Fields::Unit => cx.error(&item.ident, format_args!("{needs}; `{name}` has none")),
        },
        Data::Enum(data) => cx.error(data.enum_token, format_args!("{needs}; `{name}` is an enum")),
        Data::Union(data) => cx.error(data.union_token, format_args!("{needs}; `{name}` is a union")),
    }
    for param in &item.generics.params {
        cx.error(param, format_args!("a projection reads documents of one type, so `{name}` takes no parameters"));
    }
    if !projection.attr.of.is_set() {
        let message = format!("`{name}` must say what it is a part of: `#[projection(of = Player)]`");
        cx.error(&item.ident, message);
    }
    for (position, part) in projection.parts.iter().enumerate() {
        if let Some(before) = projection.parts[..position].iter().find(|before| meet(before, part)) {
            together(cx, before, part);
        }
    }
}

/// Whether the server would refuse the two paths beside each other.
fn meet(one: &Part<'_>, other: &Part<'_>) -> bool {
    match (&one.path, &other.path) {
        (FieldPath::Rust(one), FieldPath::Rust(other)) => one.iter().zip(other).all(|(one, other)| one == other),
        // Stored names are known when the projection is sent.
        _ => false,
    }
}

fn together(cx: &Context, before: &Part<'_>, part: &Part<'_>) {
    let (one, other) = (before.path.shown(), part.path.shown());
    let (first, second) = (before.ident.to_string(), part.ident.to_string());
    if one == other {
        cx.error(&part.path, format_args!("`{first}` and `{second}` are both read from `{one}`; keep one"));
        return;
    }
    let (outer, inner) = if one.len() < other.len() { (one, other) } else { (other, one) };
    let message = format!("`{inner}` is within `{outer}`, which is read as a whole; take it from there");
    cx.error(&part.path, message);
}
