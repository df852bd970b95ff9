//! How many indexes a collection may have.

use crate::{
    attr::{
        index::{IndexAttr, Key},
        kind::Kind,
    },
    context::Context,
};

/// The most indexes that a collection may have besides the one over `_id`.
const MAX_INDEXES: usize = 63;

pub(super) fn all(cx: &Context, indexes: &[IndexAttr]) {
    if let Some(index) = indexes.get(MAX_INDEXES) {
        let count = indexes.len();
        cx.error(
            &index.at,
            format_args!(
                "a collection has at most {MAX_INDEXES} indexes and that over `_id`; this is the first of {} more",
                count - MAX_INDEXES
            ),
        );
    }
    let mut of_texts = indexes.iter().filter_map(text_key);
    let Some(first) = of_texts.next() else { return };
    for second in of_texts {
        cx.error(
            &second.path,
            format_args!(
                "a collection has one text index, and this one has one over `{}` already; put all text keys into that one",
                first.shown()
            ),
        );
    }
}

fn text_key(index: &IndexAttr) -> Option<&Key> {
    index.keys.iter().find(|key| key.kind == Kind::Text)
}
