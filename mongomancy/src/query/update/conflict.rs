//! Changes that meet at one field.

use super::Change;
use crate::{
    error::{Error, Result},
    query::collision::collision,
};

/// Refuses two changes of one field, or of a field and of what is in it, as the server would.
pub(super) fn check<'a>(changes: impl Iterator<Item = Change<'a>> + Clone) -> Result<()> {
    // One change has no other to meet, but where a field gets another name.
    if changes.clone().nth(1).is_none() && changes.clone().all(|change| target(change).is_none()) {
        return Ok(());
    }
    let paths = changes.flat_map(|change| [Some(change.path()), target(change)]).flatten().collect();
    match collision(paths) {
        Some((field, within)) => Err(Error::invalid_argument(format!(
            "the update changes `{}` and `{}`: of a field and what is in it, only one can be changed, and once",
            String::from_utf8_lossy(field),
            String::from_utf8_lossy(within),
        ))),
        None => Ok(()),
    }
}

/// The new name that a change gives its field.
fn target(change: Change<'_>) -> Option<&[u8]> {
    if change.operator != b"$rename" {
        return None;
    }
    // The text comes after its length, and has a zero at its end.
    let text = change.element.get(1 + change.path().len() + 1 + 4..)?;
    text.split_last().map(|(_, text)| text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(paths: &[&str]) -> Option<String> {
        let elements: Vec<Vec<u8>> = paths.iter().map(|path| [b"\x10", path.as_bytes(), &[0; 5]].concat()).collect();
        check(elements.iter().map(|element| Change { operator: b"$set", element })).err().map(|error| error.to_string())
    }

    #[test]
    fn a_field_and_what_is_in_it_meet() {
        for (one, other) in
            [("a", "a"), ("a", "a.b"), ("a.b", "a.b.c.d"), ("a", "a.$[].b"), ("a.$", "a.$.b"), ("a.0", "a.0")]
        {
            for paths in [&[one, other][..], &[other, one], &[other, "a-", "b", one, "a!", "ab"]] {
                let message = refused(paths).unwrap();
                assert!(message.contains(&format!("`{one}` and `{other}`")), "{message}");
            }
        }
    }

    #[test]
    fn others_do_not() {
        for paths in
            [&[][..], &["a"], &["a.b", "a.c", "ab", "a-b", "a b"], &["a.$[].b", "a.$[].c"], &["a.$[x]", "a.$[y]"]]
        {
            assert_eq!(refused(paths), None, "{paths:?}");
        }
    }
}
