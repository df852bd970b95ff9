//! The total order of a find that goes on by its sort key: its sort, then `_id`.

use bson::{Document, RawBson, RawBsonRef};

use crate::error::{Error, Result};

/// The keys of a sort that leaves no two documents equal.
#[derive(Debug, PartialEq)]
pub(super) struct Order(Vec<SortKey>);

/// One field of the sort.
#[derive(Debug, PartialEq)]
pub(super) struct SortKey {
    pub(super) path: String,
    pub(super) descending: bool,
}

impl SortKey {
    pub(super) fn is_id(&self) -> bool {
        self.path == "_id"
    }
}

impl Order {
    /// The sort's keys up to `_id`, after which nothing is left to tell apart; `_id` is added where it is not there.
    ///
    /// # Errors
    /// `InvalidArgument` for what is no order of fields: `$natural`, `$meta`, a direction other than 1 and -1.
    pub(super) fn of(sort: Option<&RawBson>) -> Result<Self> {
        let mut keys = Vec::new();
        let sort = sort.and_then(RawBson::as_document);
        for (path, direction) in sort.into_iter().flatten().flatten() {
            let path = path.as_str();
            if path.starts_with('$') {
                return Err(unsortable(&format!("`{path}` is no field")));
            }
            let key = SortKey { path: path.to_owned(), descending: is_descending(path, direction)? };
            let is_id = key.is_id();
            keys.push(key);
            if is_id {
                return Ok(Self(keys));
            }
        }
        keys.push(SortKey { path: "_id".to_owned(), descending: false });
        Ok(Self(keys))
    }

    pub(super) fn keys(&self) -> &[SortKey] {
        &self.0
    }

    /// The same order from its end.
    pub(super) fn reversed(self) -> Self {
        Self(self.0.into_iter().map(|key| SortKey { descending: !key.descending, ..key }).collect())
    }

    /// The command's `sort`.
    pub(super) fn sort(&self) -> Document {
        self.0.iter().map(|key| (key.path.clone(), if key.descending { -1 } else { 1 }.into())).collect()
    }
}

fn is_descending(path: &str, direction: RawBsonRef<'_>) -> Result<bool> {
    let number = match direction {
        RawBsonRef::Int32(number) => f64::from(number),
        RawBsonRef::Int64(1) => 1.0,
        RawBsonRef::Int64(-1) => -1.0,
        RawBsonRef::Double(number) => number,
        RawBsonRef::Document(_) => return Err(unsortable(&format!("`{path}` is sorted by an expression"))),
        _ => 0.0,
    };
    match number {
        1.0 => Ok(false),
        -1.0 => Ok(true),
        _ => Err(unsortable(&format!("the direction of `{path}` is neither 1 nor -1"))),
    }
}

fn unsortable(why: &str) -> Error {
    Error::invalid_argument(format!("a find that goes on by its sort key is sorted by fields: {why}"))
}

#[cfg(test)]
mod tests {
    use bson::doc;

    use super::*;

    fn order(sort: Document) -> Result<Order> {
        Order::of(Some(&RawBson::try_from(bson::Bson::from(sort)).unwrap()))
    }

    #[test]
    fn the_order_is_total_and_ends_with_the_id() {
        assert_eq!(Order::of(None).unwrap().sort(), doc! { "_id": 1 });
        for (sort, total) in [
            (doc! {}, doc! { "_id": 1 }),
            (doc! { "a": 1 }, doc! { "a": 1, "_id": 1 }),
            (doc! { "a": -1.0, "b.c": 1_i64 }, doc! { "a": -1, "b.c": 1, "_id": 1 }),
            (doc! { "a": 1, "_id": -1 }, doc! { "a": 1, "_id": -1 }),
            (doc! { "_id": -1, "a": 1 }, doc! { "_id": -1 }),
            (doc! { "_id.x": 1 }, doc! { "_id.x": 1, "_id": 1 }),
        ] {
            assert_eq!(order(sort.clone()).unwrap().sort(), total, "{sort}");
        }
    }

    #[test]
    fn reversed_it_has_the_same_keys_the_other_way() {
        let reversed = order(doc! { "a": -1, "b": 1 }).unwrap().reversed();
        assert_eq!(reversed.sort(), doc! { "a": 1, "b": -1, "_id": -1 });
    }

    #[test]
    fn what_is_no_order_of_fields_is_refused() {
        for (sort, told) in [
            (doc! { "$natural": 1 }, "`$natural`"),
            (doc! { "a": 1, "score": { "$meta": "textScore" } }, "`score`"),
            (doc! { "a": 2 }, "`a`"),
            (doc! { "a": "asc" }, "`a`"),
            (doc! { "a": 0 }, "`a`"),
        ] {
            let error = order(sort).unwrap_err().to_string();
            assert!(error.contains(told), "{error}");
        }
    }
}
