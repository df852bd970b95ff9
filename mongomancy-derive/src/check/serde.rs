//! What serde's derives would refuse, and need not be there to.

use crate::{
    ast::{Input, Style, Tagging, Variant},
    context::Context,
    symbol::serde::{CONTENT, DEFAULT, RENAME_ALL_FIELDS, TAG, TRANSPARENT, UNTAGGED},
    ty,
};

/// Attributes that do not go together, or not with the item.
pub(super) fn all(cx: &Context, input: &Input<'_>) {
    conversions(cx, input);
    match &input.variants {
        Some(variants) => {
            of_enum(cx, input);
            for variant in variants {
                of_variant(cx, input, variant);
            }
            same_name(cx, variants);
        }
        None => of_struct(cx, input),
    }
    for field in input.all_fields() {
        if let Some(word) = &field.serde.flatten
            && field.ident().is_none()
        {
            cx.error(word, "only a named field can be flattened: the fields of a tuple have no names to stand beside");
        }
    }
}

fn conversions(cx: &Context, input: &Input<'_>) {
    let serde = &input.serde;
    if let (Some(_), Some(second)) = (serde.from.word(), serde.try_from.word()) {
        cx.error(second, "`from` and `try_from` both say how to read; keep one");
    }
    let Some(word) = serde.transparent.word() else { return };
    for other in [serde.from.word(), serde.try_from.word(), serde.into.word()].into_iter().flatten() {
        cx.error(word, format_args!("`{TRANSPARENT}` and `{other}` both say what is stored; keep one"));
    }
}

fn of_struct(cx: &Context, input: &Input<'_>) {
    let serde = &input.serde;
    let of_enums = [serde.content.word(), serde.untagged.word()];
    let rename = serde.rename_all_fields.as_ref().map(|both| &both.word);
    for word in of_enums.into_iter().chain([rename]).flatten() {
        cx.error(word, format_args!("`{word}` speaks of the variants of an enum, and a struct has none; remove it"));
    }
    if let Some(word) = serde.tag.word()
        && input.style != Style::Named
    {
        cx.error(word, format_args!("`{TAG}` is a field beside others, so the struct needs named fields"));
    }
    if let Some(word) = serde.default.word()
        && input.style == Style::Unit
    {
        cx.error(word, format_args!("`{DEFAULT}` fills in fields, and a unit struct has none; remove it"));
    }
    if let Some(word) = serde.transparent.word() {
        let stored = input.fields.iter().filter(|field| !ty::is_phantom(field.ty));
        let (written, read) = (
            stored.clone().filter(|field| field.is_written()).count(),
            stored.filter(|field| field.is_read() && field.serde.default.is_none()).count(),
        );
        if written != 1 || read != 1 {
            cx.error(
                word,
                "a `transparent` struct has one field that is stored; the others are skipped and have a `default`, or \
                 are `PhantomData`",
            );
        }
    }
}

fn of_enum(cx: &Context, input: &Input<'_>) {
    let serde = &input.serde;
    if let Some(word) = serde.transparent.word() {
        cx.error(word, format_args!("`{TRANSPARENT}` is for structs with one field; an enum may be `{UNTAGGED}`"));
    }
    if let Some(word) = serde.default.word() {
        cx.error(word, "an enum has no fields to fill in; put `default` on the field whose type it is");
    }
    if let (Some(word), Some(_)) = (serde.untagged.word(), serde.tag.word()) {
        cx.error(word, format_args!("an enum is told apart by its `{TAG}` or is `{UNTAGGED}`; keep one"));
    }
    if let (Some(word), None) = (serde.content.word(), serde.tag.word()) {
        cx.error(word, format_args!("`{CONTENT}` is the other field beside the `{TAG}`: add `{TAG} = \"type\"`"));
    }
    if let (Some(tag), Some(content)) = (serde.tag.get(), serde.content.get())
        && tag.value() == content.value()
    {
        cx.error(content, format_args!("`{TAG}` and `{CONTENT}` are two fields; name them differently"));
    }
    if let Some(both) = &serde.rename_all_fields
        && input.variants.iter().flatten().all(|variant| variant.style != Style::Named)
    {
        cx.error(&both.word, format_args!("`{RENAME_ALL_FIELDS}` has no named fields to rename; remove it"));
    }
}

fn of_variant(cx: &Context, input: &Input<'_>, variant: &Variant<'_>) {
    let name = variant.ident;
    match input.tagging() {
        Tagging::Internal(tag) => {
            if variant.style == Style::Tuple && variant.is_stored() {
                cx.error(
                    name,
                    format_args!(
                        "the tag `{}` cannot stand beside the fields of a tuple; name the fields of `{name}`, or add \
                         `{CONTENT} = \"content\"`",
                        tag.value()
                    ),
                );
            }
            for field in variant.fields.iter().filter(|field| field.ident().is_some()) {
                let names = [&field.stored, &field.read].into_iter().chain(&field.serde.aliases);
                if field.is_stored() && names.into_iter().any(|name| *name == tag.value()) {
                    cx.error(&field.member, format_args!("`{}` would be stored as the tag is; rename one", field.name));
                }
            }
        }
        Tagging::Untagged => {
            if let Some(word) = variant.serde.other.word() {
                cx.error(word, "nothing names the variants of an untagged enum, so none can be of another name");
            }
        }
        Tagging::External | Tagging::Adjacent(..) => {}
    }
    if let Some(word) = variant.serde.other.word()
        && variant.style != Style::Unit
    {
        cx.error(word, format_args!("`{word}` stands for every other name, so the variant has no fields"));
    }
    if variant.written.contains('\0') {
        cx.error(name, "a name with a zero byte cannot be stored");
    }
}

/// serde would never come to the second one.
fn same_name(cx: &Context, variants: &[Variant<'_>]) {
    for (position, variant) in variants.iter().enumerate().filter(|(_, variant)| variant.is_read()) {
        let earlier = variants[..position].iter().filter(|other| other.is_read());
        if let Some(other) = earlier.clone().find(|other| other.read.iter().any(|name| variant.read.contains(name))) {
            cx.error(
                variant.ident,
                format_args!("`{}` and `{}` would be stored under one name; rename one", other.ident, variant.ident),
            );
        }
    }
}
