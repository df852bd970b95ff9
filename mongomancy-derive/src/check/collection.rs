//! Rules of a collection's options: what excludes each other, and the fields that they name.

use syn::Ident;

use super::path;
use crate::{
    ast::{Field, Input},
    attr::{
        collection::{CollectionOptions, time_series::TimeSeries},
        index::IndexAttr,
        kind::Kind,
        path::FieldPath,
    },
    context::Context,
    serde::field::Storage,
    symbol, ty,
};

pub(super) fn all(cx: &Context, input: &Input<'_>) {
    let options = &input.attr.options;
    if options.view.is_set() {
        view(cx, input);
        return;
    }
    if let Some(series) = options.time_series.get() {
        for word in not_of_a_time_series(options).into_iter().flatten() {
            cx.error(word, format_args!("a time series takes no `{word}`; remove one of the two"));
        }
        time_series(cx, input, series);
        for index in &input.indexes {
            index_of_a_time_series(cx, input, series, index);
        }
    } else if let (Some(capped), Some(_)) = (options.capped.word(), options.clustered.word()) {
        cx.error(capped, "no server makes a collection both capped and clustered; remove one of the two");
    }
    expires(cx, input);
}

fn view(cx: &Context, input: &Input<'_>) {
    let options = &input.attr.options;
    let not_of_a_view =
        [options.time_series.word(), options.expire_after.word(), options.concerns.write_concern.word()];
    for word in not_of_a_time_series(options).into_iter().chain(not_of_a_view).flatten() {
        cx.error(word, format_args!("a view stores no documents, so it takes no `{word}`"));
    }
    let of = options.view.get().and_then(|view| view.of.as_ref()).and_then(|of| of.segments.last());
    let of = of.map_or_else(|| "its collection".to_owned(), |of| format!("`{}`", of.ident));
    for index in &input.indexes {
        cx.error(
            &index.at,
            format_args!("a view has no indexes of its own: it uses those of {of}, so declare it there"),
        );
    }
    if let Some(defaults) = &input.default_documents {
        cx.error(
            &defaults.at,
            format_args!("a view stores no documents, so it has none from the start; declare them at {of}"),
        );
    }
}

fn not_of_a_time_series(options: &CollectionOptions) -> [Option<&Ident>; 6] {
    [
        options.capped.word(),
        options.clustered.word(),
        options.pre_and_post_images.word(),
        options.validate.word(),
        options.validation_level.word(),
        options.validation_action.word(),
    ]
}

fn time_series(cx: &Context, input: &Input<'_>, series: &TimeSeries) {
    let (time, meta) = (series.time_field.as_ref(), series.meta_field.as_ref());
    if let Some(path) = time
        && let Some(field) = path::first(cx, input, path, "a time series")
    {
        time_field(cx, path, field);
    }
    let Some(path) = meta else { return };
    let field = path::first(cx, input, path, "a time series");
    if field.is_some_and(|field| field.stored == symbol::ID) || path.shown() == symbol::ID {
        cx.error(path, "`_id` tells each document apart, and the meta field tells sources apart: it is another one");
    } else if time.is_some_and(|time| time.shown() == path.shown()) {
        cx.error(path, format_args!("`{}` is the time field already; the meta field is another one", path.shown()));
    }
}

fn time_field(cx: &Context, path: &FieldPath, field: &Field<'_>) {
    if matches!(field.storage, Storage::Seen) && ty::is_scalar(ty::option_of(field.ty).unwrap_or(field.ty)) {
        cx.error(path, format_args!("a time series needs a date: `{}` is `{}`", field.name, ty::shown(field.ty)));
    } else if field.is_option() {
        cx.error(path, format_args!("each measurement has its time, so `{}` cannot be an `Option`", field.name));
    }
}

fn index_of_a_time_series(cx: &Context, input: &Input<'_>, series: &TimeSeries, index: &IndexAttr) {
    if let Some(unique) = index.unique.word() {
        cx.error(unique, "no server makes an index of a time series unique; remove `unique`");
    }
    let meta = series.meta_field.as_ref().map(|field| begins_with(input, field));
    for key in &index.keys {
        let of_meta = meta.is_some() && meta == Some(begins_with(input, &key.path));
        let kind = match key.kind {
            Kind::Text => {
                cx.error(&key.path, "no server indexes the words of a time series; remove this index");
                continue;
            }
            _ if of_meta => continue,
            Kind::Hashed => "hashed",
            Kind::TwoD => "2d",
            _ if key.is_wildcard() => symbol::ALL_FIELDS,
            Kind::Ascending | Kind::Descending | Kind::TwoDSphere => continue,
        };
        cx.error(
            &key.path,
            format_args!(
                "of a time series, servers index nothing but the meta field by {kind:?}: a key of another field is `1`, `-1` \
                 or `\"2dsphere\"`"
            ),
        );
    }
}

/// The stored name that the path begins with.
fn begins_with(input: &Input<'_>, path: &FieldPath) -> String {
    match path {
        FieldPath::Stored(literal) => literal.value().split('.').next().unwrap_or_default().to_owned(),
        FieldPath::Rust(segments) => {
            input.field(&segments[0]).map_or_else(|| path.shown(), |field| field.stored.clone())
        }
    }
}

fn expires(cx: &Context, input: &Input<'_>) {
    let options = &input.attr.options;
    let Some(word) = options.expire_after.word() else { return };
    if options.time_series.is_set() {
        return;
    }
    if !options.clustered.is_set() {
        cx.error(
            word,
            "a collection expires as a whole where it is a time series or clustered; for others an index does it: \
             `#[index(expire_after = \"90d\")]` on the field with the date",
        );
        return;
    }
    let told = "a clustered collection expires by the date in its `_id`";
    match input.id() {
        None => cx.error(word, format_args!("{told}, and `{}` has no such field", input.name())),
        Some(id) if matches!(id.storage, Storage::Seen) && ty::is_scalar(id.ty) => {
            cx.error(word, format_args!("{told}: `{}` is `{}`", id.name, ty::shown(id.ty)));
        }
        Some(_) => {}
    }
}
