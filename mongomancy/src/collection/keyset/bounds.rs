//! Plain comparisons that find the place behind a position in an index, however many documents share its first keys:
//! pure.
//!
//! One alternative for each key of the order: equal in the keys before it, and beyond in itself. An index over the keys
//! answers each by a range, already sorted, and the server merges them. They let everything through that comes after the
//! position and hardly more; what decides stands beside them.
//!
//! A server that merges takes a missing field for less than null, while its indexes and sorts take it for null. So of the
//! documents that are null in a key only one alternative may tell: it goes no further than the key behind that.

use bson::{Binary, Bson, DateTime, Document, Timestamp, doc, oid::ObjectId, spec::BinarySubtype};

use super::{
    order::{Order, SortKey},
    position::Position,
};

/// What the alternatives are; none where the first key's value has no plain comparison.
pub(super) fn bounds(position: &Position, order: &Order, inclusive: bool) -> Option<Document> {
    let last = order.keys().len() - 1;
    let (mut alternatives, mut equal) = (Vec::new(), Vec::new());
    let mut behind_null = false;
    for (number, (key, value)) in order.keys().iter().zip(&position.0).enumerate() {
        let is_null = matches!(value, Bson::Null);
        let inclusive = inclusive && number == last;
        let mut all = equal.clone();
        let Some(bracket) = bracket(value) else {
            alternatives.push(all);
            break;
        };
        if behind_null {
            all.extend(beyond(key, value, bracket, inclusive || is_null || number < last));
            alternatives.push(all);
            break;
        }
        if is_null && key.descending && !inclusive {
            alternatives.extend(below_null(key).map(|below| [&all[..], &[below]].concat()));
        } else {
            all.extend(beyond(key, value, bracket, inclusive));
            alternatives.push(all);
        }
        equal.push(doc! { &key.path: { "$eq": value } });
        behind_null = is_null;
    }
    if alternatives.iter().any(Vec::is_empty) {
        return None;
    }
    let mut alternatives: Vec<Document> = alternatives.into_iter().map(|all| doc! { "$and": all }).collect();
    match alternatives.len() {
        1 => alternatives.pop(),
        _ => Some(doc! { "$or": alternatives }),
    }
}

/// What a value beyond this one in the key's direction meets. All of it is negated: so it lets arrays through, of which
/// the order takes the element that is first in its direction.
fn beyond(key: &SortKey, value: &Bson, bracket: usize, inclusive: bool) -> Vec<Document> {
    let brackets = brackets();
    let passed = if key.descending { &brackets[bracket + 1..] } else { &brackets[..bracket] };
    let mut all: Vec<Document> = passed.iter().map(|lowest| outside(key, lowest)).collect();
    let reached = match (key.descending, inclusive) {
        (false, false) => "$lte",
        (false, true) => "$lt",
        (true, false) => "$gte",
        (true, true) => "$gt",
    };
    // There is nothing less or greater than null within its type.
    if !(inclusive && matches!(value, Bson::Null)) {
        all.push(doc! { &key.path: { "$not": { reached: value } } });
    }
    all
}

/// What has its place below null. Said by itself, because comparisons take the undefined for null.
fn below_null(key: &SortKey) -> [Document; 2] {
    [doc! { &key.path: { "$type": ["minKey", "undefined"] } }, doc! { &key.path: { "$eq": [] } }]
}

/// Matches what is not of the type whose lowest value this is.
fn outside(key: &SortKey, lowest: &Bson) -> Document {
    doc! { &key.path: { "$not": { "$gte": lowest } } }
}

/// The types that have plain comparisons, in the order of a sort, by their lowest values.
fn brackets() -> [Bson; 9] {
    [
        Bson::Null,
        Bson::Double(f64::NEG_INFINITY),
        Bson::String(String::new()),
        Bson::Document(Document::new()),
        Bson::Binary(Binary { subtype: BinarySubtype::Generic, bytes: Vec::new() }),
        Bson::ObjectId(ObjectId::from_bytes([0; 12])),
        Bson::Boolean(false),
        Bson::DateTime(DateTime::MIN),
        Bson::Timestamp(Timestamp { time: 0, increment: 0 }),
    ]
}

/// The value's place among them; none where it has no plain comparison.
fn bracket(value: &Bson) -> Option<usize> {
    Some(match value {
        Bson::Null => 0,
        Bson::Double(_) | Bson::Int32(_) | Bson::Int64(_) | Bson::Decimal128(_) => 1,
        Bson::String(_) => 2,
        // Others might be taken for operators.
        Bson::Document(document) if !document.keys().any(|key| key.starts_with('$')) => 3,
        Bson::Binary(_) => 4,
        Bson::ObjectId(_) => 5,
        Bson::Boolean(_) => 6,
        Bson::DateTime(_) => 7,
        Bson::Timestamp(_) => 8,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use bson::RawBson;

    use super::*;

    fn of(sort: Document, position: impl IntoIterator<Item = Bson>, inclusive: bool) -> Option<Document> {
        let order = Order::of(Some(&RawBson::try_from(Bson::from(sort)).unwrap())).unwrap();
        bounds(&Position(position.into_iter().collect()), &order, inclusive)
    }

    #[test]
    fn one_key_is_one_range() {
        for (direction, inclusive, reached) in
            [(1, false, "$lte"), (-1, false, "$gte"), (1, true, "$lt"), (-1, true, "$gt")]
        {
            let now = Timestamp { time: 1, increment: 1 };
            let filter = of(doc! { "_id": direction }, [now.into()], inclusive).unwrap();
            let all = filter.get_array("$and").unwrap();
            assert_eq!(all.last().unwrap(), &Bson::from(doc! { "_id": { "$not": { reached: now } } }));
            // Upwards eight types come before a timestamp's, downwards none.
            assert_eq!(all.len(), if direction == 1 { 9 } else { 1 });
        }
    }

    #[test]
    fn each_key_is_an_alternative() {
        let not_null = |path: &str| doc! { path: { "$not": { "$gte": null } } };
        assert_eq!(
            of(doc! { "a": 1, "b.c": -1 }, [1.into(), Timestamp { time: 7, increment: 1 }.into(), 3.into()], false)
                .unwrap(),
            doc! { "$or": [
                { "$and": [not_null("a"), { "a": { "$not": { "$lte": 1 } } }] },
                { "$and": [{ "a": { "$eq": 1 } }, { "b.c": { "$not": { "$gte": Timestamp { time: 7, increment: 1 } } } }] },
                { "$and": [
                    { "a": { "$eq": 1 } },
                    { "b.c": { "$eq": Timestamp { time: 7, increment: 1 } } },
                    not_null("_id"),
                    { "_id": { "$not": { "$lte": 3 } } },
                ] },
            ] }
        );
    }

    #[test]
    fn what_is_null_in_a_key_is_one_alternative() {
        let not_null = |path: &str| doc! { path: { "$not": { "$gte": null } } };
        for (rest, at_least) in [
            (doc! { "b": 1 }, vec![not_null("b"), doc! { "b": { "$not": { "$lt": 2 } } }]),
            (doc! { "_id": 1 }, vec![not_null("_id"), doc! { "_id": { "$not": { "$lte": 2 } } }]),
        ] {
            let mut sort = doc! { "a": 1 };
            sort.extend(rest);
            let filter = of(sort, [Bson::Null, 2.into(), 3.into()], false).unwrap();
            let equal = [vec![doc! { "a": { "$eq": null } }], at_least].concat();
            let beyond = doc! { "$and": [{ "a": { "$not": { "$lte": null } } }] };
            assert_eq!(filter, doc! { "$or": [beyond, { "$and": equal }] });
        }
    }

    #[test]
    fn what_is_below_null_is_named() {
        let equal = doc! { "a": { "$eq": true } };
        let brackets = brackets();
        let upper = brackets[1..].iter().map(|lowest| doc! { "_id": { "$not": { "$gte": lowest } } });
        let nulls: Vec<Document> = [equal.clone(), doc! { "b": { "$eq": null } }].into_iter().chain(upper).collect();
        assert_eq!(
            of(doc! { "a": -1, "b": -1, "_id": -1 }, [true.into(), Bson::Null, Bson::Null], true).unwrap(),
            doc! { "$or": [
                { "$and": [
                    { "a": { "$not": { "$gte": DateTime::MIN } } },
                    { "a": { "$not": { "$gte": &brackets[8] } } },
                    { "a": { "$not": { "$gte": true } } },
                ] },
                { "$and": [&equal, { "b": { "$type": ["minKey", "undefined"] } }] },
                { "$and": [&equal, { "b": { "$eq": [] } }] },
                { "$and": nulls },
            ] }
        );
    }

    #[test]
    fn a_value_without_a_plain_comparison_ends_them() {
        assert_eq!(of(doc! { "a": 1 }, [Bson::MinKey, 1.into()], false), None);
        assert_eq!(of(doc! { "a": 1 }, [doc! { "$gt": 1 }.into(), 1.into()], false), None);
        let filter = of(doc! { "a": -1, "b": 1 }, [true.into(), Bson::Undefined, 1.into()], false).unwrap();
        let alternatives = filter.get_array("$or").unwrap();
        assert_eq!(alternatives.len(), 2);
        assert_eq!(alternatives[1], doc! { "$and": [{ "a": { "$eq": true } }] }.into());
    }
}
