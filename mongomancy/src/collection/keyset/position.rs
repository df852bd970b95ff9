//! How far a find came that goes on by its sort key, and the filter for what comes after: pure.
//!
//! The order of a sort goes over all types; a filter's `$gt` stays within one. The comparisons of expressions go over
//! all types as well, by the same rules and the same collation, so they decide. A plain comparison on the first key goes
//! with them, because that is what finds the place in an index.

use bson::{Bson, Document, doc};

use super::order::{Order, SortKey};

/// The sort key of a document, one value for each key of the order; null where the field is missing, which is the same
/// to a sort.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::collection) struct Position(pub(in crate::collection) Vec<Bson>);

impl Position {
    /// Matches what comes after this position.
    ///
    /// A document with an array in a key matches in any case: it is to be seen, and refused.
    pub(super) fn after(&self, order: &Order) -> Document {
        let mut filter = self.beyond(order, false);
        if let (Some(first), Some(value)) = (order.keys().first(), self.0.first())
            && is_comparable(value)
        {
            // The negation keeps the other types in.
            let passed = if first.descending { "$gt" } else { "$lt" };
            filter.insert(&first.path, doc! { "$not": { passed: value.clone() } });
        }
        filter
    }

    /// The same without the plain comparison; `inclusive` matches what stands at the position as well.
    pub(super) fn beyond(&self, order: &Order, inclusive: bool) -> Document {
        let steps: Vec<(&SortKey, &Bson)> = order.keys().iter().zip(&self.0).collect();
        let mut beyond = after(&steps, inclusive);
        let arrays = order.keys().iter().filter(|key| !key.is_id());
        let mut alternatives: Vec<Bson> = arrays.map(|key| doc! { "$isArray": [field(key)] }.into()).collect();
        if !alternatives.is_empty() {
            alternatives.push(beyond.into());
            beyond = doc! { "$or": alternatives };
        }
        doc! { "$expr": beyond }
    }
}

/// The expression for: beyond the first key, or equal there and after the rest.
fn after(steps: &[(&SortKey, &Bson)], inclusive: bool) -> Document {
    let Some(((key, value), rest)) = steps.split_first() else { return doc! { "$literal": false } };
    let beyond = match (key.descending, inclusive && rest.is_empty()) {
        (false, false) => "$gt",
        (false, true) => "$gte",
        (true, false) => "$lt",
        (true, true) => "$lte",
    };
    let operands = || vec![as_sorted(key), doc! { "$literal": (*value).clone() }.into()];
    if rest.is_empty() {
        return doc! { beyond: operands() };
    }
    doc! { "$or": [{ beyond: operands() }, { "$and": [{ "$eq": operands() }, after(rest, inclusive)] }] }
}

/// The field's value as a sort takes it. Expressions tell a missing field from null, sorts do not.
fn as_sorted(key: &SortKey) -> Bson {
    if key.is_id() {
        return field(key);
    }
    let is_missing = doc! { "$eq": [{ "$type": field(key) }, "missing"] };
    doc! { "$cond": { "if": is_missing, "then": { "$literal": null }, "else": field(key) } }.into()
}

fn field(key: &SortKey) -> Bson {
    format!("${}", key.path).into()
}

/// Whether a plain comparison with the value is allowed, and leaves out nothing but what comes before it.
fn is_comparable(value: &Bson) -> bool {
    matches!(
        value,
        Bson::Double(_)
            | Bson::Int32(_)
            | Bson::Int64(_)
            | Bson::Decimal128(_)
            | Bson::String(_)
            | Bson::ObjectId(_)
            | Bson::DateTime(_)
            | Bson::Boolean(_)
            | Bson::Binary(_)
            | Bson::Timestamp(_)
    )
}

#[cfg(test)]
mod tests {
    use bson::{RawBson, Regex};

    use super::*;

    fn after(sort: Document, position: impl IntoIterator<Item = Bson>) -> Document {
        let order = Order::of(Some(&RawBson::try_from(Bson::from(sort)).unwrap())).unwrap();
        Position(position.into_iter().collect()).after(&order)
    }

    #[test]
    fn one_id_is_one_comparison() {
        for (sort, beyond, passed) in [(doc! { "_id": 1 }, "$gt", "$lt"), (doc! { "_id": -1 }, "$lt", "$gt")] {
            assert_eq!(
                after(sort, [5.into()]),
                doc! { "$expr": { beyond: ["$_id", { "$literal": 5 }] }, "_id": { "$not": { passed: 5 } } }
            );
        }
    }

    #[test]
    fn what_stands_there_is_matched_on_request() {
        let order = Order::of(None).unwrap();
        for (order, at_least) in [(Order::of(None).unwrap(), "$gte"), (order.reversed(), "$lte")] {
            let filter = Position(vec![5.into()]).beyond(&order, true);
            assert_eq!(filter, doc! { "$expr": { at_least: ["$_id", { "$literal": 5 }] } });
        }
    }

    #[test]
    fn each_key_is_a_step_in_its_own_direction() {
        let missing = |path: &str| doc! { "$eq": [{ "$type": path }, "missing"] };
        let value = |path: &str| doc! { "$cond": { "if": missing(path), "then": { "$literal": null }, "else": path } };
        assert_eq!(
            after(doc! { "a": -1, "b.c": 1 }, ["x".into(), Bson::Null, 7.into()]),
            doc! {
                "$expr": { "$or": [
                    { "$isArray": ["$a"] },
                    { "$isArray": ["$b.c"] },
                    { "$or": [
                        { "$lt": [value("$a"), { "$literal": "x" }] },
                        { "$and": [
                            { "$eq": [value("$a"), { "$literal": "x" }] },
                            { "$or": [
                                { "$gt": [value("$b.c"), { "$literal": null }] },
                                { "$and": [
                                    { "$eq": [value("$b.c"), { "$literal": null }] },
                                    { "$gt": ["$_id", { "$literal": 7 }] },
                                ] },
                            ] },
                        ] },
                    ] },
                ] },
                "a": { "$not": { "$gt": "x" } },
            }
        );
    }

    #[test]
    fn what_cannot_be_compared_plainly_is_left_to_the_expression() {
        let regex = Regex { pattern: "x".try_into().unwrap(), options: "".try_into().unwrap() };
        for value in [Bson::Null, Bson::Undefined, Bson::MinKey, Bson::MaxKey, regex.into(), doc! { "x": 1 }.into()] {
            let filter = after(doc! { "a": 1 }, [value.clone(), 1.into()]);
            assert_eq!(filter.keys().collect::<Vec<_>>(), ["$expr"], "{value}");
        }
    }
}
