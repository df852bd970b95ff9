//! The reply to an insert, without the refusals of what was stored before: pure.

use bson::{Bson, Document};

const DUPLICATE_KEY: i32 = 11000;

/// The positions that are refused because their `_id` is taken.
pub(super) fn taken(reply: &Document) -> Vec<usize> {
    errors(reply).iter().filter_map(Bson::as_document).filter(|error| is_taken(error)).filter_map(position).collect()
}

/// Takes the refusals at the positions named out of `reply`, and gives how many these were.
pub(super) fn forgive(reply: &mut Document, is_stored: impl Fn(usize) -> bool) -> usize {
    let before = errors(reply).to_vec();
    let is_forgiven = |error: &Bson| {
        error.as_document().is_some_and(|error| is_taken(error) && position(error).is_some_and(&is_stored))
    };
    let (forgiven, kept): (Vec<Bson>, Vec<Bson>) = before.into_iter().partition(is_forgiven);
    if kept.is_empty() {
        reply.remove("writeErrors");
    } else {
        reply.insert("writeErrors", kept);
    }
    forgiven.len()
}

/// Counts `more` documents as inserted.
pub(super) fn add(reply: &mut Document, more: usize) {
    let n = number(reply.get("n")).saturating_add(i64::try_from(more).unwrap_or(i64::MAX));
    reply.insert("n", n);
}

/// Appends the answer to the documents from `first` on.
pub(super) fn append(reply: &mut Document, answer: Document, first: usize) {
    add(reply, usize::try_from(number(answer.get("n"))).unwrap_or_default());
    let first = i64::try_from(first).unwrap_or(i64::MAX);
    for (key, value) in answer {
        match (key.as_str(), value) {
            ("writeErrors", Bson::Array(errors)) => {
                let shifted = errors.into_iter().map(|error| match error {
                    Bson::Document(mut error) => {
                        let index = number(error.get("index")).saturating_add(first);
                        error.insert("index", index);
                        Bson::Document(error)
                    }
                    other => other,
                });
                reply.insert("writeErrors", shifted.collect::<Vec<_>>());
            }
            ("writeConcernError" | "errorLabels", value) => {
                reply.insert(key, value);
            }
            _ => {}
        }
    }
}

fn errors(reply: &Document) -> &[Bson] {
    reply.get_array("writeErrors").map_or(&[], Vec::as_slice)
}

fn is_taken(error: &Document) -> bool {
    error.get_i32("code").is_ok_and(|code| code == DUPLICATE_KEY)
        && error.get_document("keyPattern").is_ok_and(|keys| keys.len() == 1 && keys.contains_key("_id"))
}

fn position(error: &Document) -> Option<usize> {
    usize::try_from(number(error.get("index"))).ok()
}

fn number(value: Option<&Bson>) -> i64 {
    value.and_then(|value| value.as_i64().or_else(|| value.as_i32().map(i64::from))).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use bson::doc;

    use super::*;

    #[test]
    fn a_reply_is_mended_and_joined() {
        let taken_id = |index: i32| doc! { "index": index, "code": 11000, "keyPattern": { "_id": 1 } };
        let mut reply = doc! { "ok": 1, "n": 1, "writeErrors": [
            taken_id(1), { "index": 2, "code": 11000, "keyPattern": { "u": 1 } }, taken_id(3), { "index": 4, "code": 121 },
        ] };
        assert_eq!(taken(&reply), [1, 3]);
        assert_eq!(forgive(&mut reply, |position| position != 3), 1);
        add(&mut reply, 1);
        let left: Vec<usize> =
            errors(&reply).iter().filter_map(|error| position(error.as_document().unwrap())).collect();
        assert_eq!((left, number(reply.get("n"))), (vec![2, 3, 4], 2));

        let mut reply = doc! { "ok": 1, "n": 2, "writeErrors": [taken_id(2)] };
        forgive(&mut reply, |_| true);
        assert!(!reply.contains_key("writeErrors"));
        append(&mut reply, doc! { "ok": 1, "n": 3_i64, "writeErrors": [{ "index": 3, "code": 121 }] }, 3);
        assert_eq!(number(reply.get("n")), 5);
        assert_eq!(position(errors(&reply)[0].as_document().unwrap()), Some(6));
    }
}
