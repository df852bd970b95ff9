//! Rules of the filter of an index.

use crate::{
    ast::Input,
    attr::{
        index::{
            IndexAttr,
            partial::{Condition, Filter},
        },
        path::FieldPath,
    },
    check::path,
    context::Context,
};

pub(super) fn index(cx: &Context, input: &Input<'_>, index: &IndexAttr) {
    if let Some(partial) = index.partial.get()
        && let Filter::Checked(conditions) = &partial.filter
    {
        filter(cx, input, conditions);
    }
}

fn filter(cx: &Context, input: &Input<'_>, conditions: &[Condition]) {
    let mut fields: Vec<&FieldPath> = Vec::new();
    for condition in conditions {
        match condition {
            Condition::Field(field, _) => {
                path::first(cx, input, field, "a partial index");
                let shown = field.shown();
                if fields.iter().any(|other| other.shown() == shown) {
                    cx.error(
                        field,
                        format_args!(
                            "`{shown}` is said twice; one condition has all of them: `{shown}: {{ $gte: 1, $lt: 9 }}`"
                        ),
                    );
                }
                fields.push(field);
            }
            Condition::Of(operator, filters) => {
                let again =
                    |other: &Condition| matches!(other, Condition::Of(word, _) if word.value() == operator.value());
                if conditions.iter().take_while(|other| !std::ptr::eq(*other, condition)).any(again) {
                    cx.error(operator, format_args!("`{}` is said twice; keep one", operator.value()));
                }
                for conditions in filters {
                    filter(cx, input, conditions);
                }
            }
        }
    }
}
