//! Which action on which resource a user lacks.

use bson::Document;

use crate::error::{Error, ErrorKind};

/// `error`, saying what is missing if it is a right. A server's own words would have the whole command in them.
pub(super) fn explained(error: Error, command: &Document, database: &str) -> Error {
    if *error.kind() != ErrorKind::Unauthorized {
        return error;
    }
    let Some((name, target)) = command.iter().next() else { return error };
    let resource = match target.as_str() {
        Some(collection) => format!("the collection `{database}.{collection}`"),
        None => format!("the database `{database}`"),
    };
    let action = action(name, command);
    error.within(format!("the user needs the action `{action}` on {resource}"))
}

/// By <https://www.mongodb.com/docs/manual/reference/privilege-actions/>.
fn action<'a>(name: &'a str, command: &Document) -> &'a str {
    match name {
        "create" => "createCollection",
        "createIndexes" => "createIndex",
        "dropIndexes" => "dropIndex",
        "aggregate" | "find" | "count" => "find",
        "delete" => "remove",
        "findAndModify" | "update" => {
            let updates = command.get_array("updates").into_iter().flatten();
            let upserts = updates.filter_map(|one| one.as_document()?.get_bool("upsert").ok()).any(|upsert| upsert);
            if upserts || command.get_bool("upsert").unwrap_or(false) { "update` and `insert" } else { "update" }
        }
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use bson::doc;

    use super::*;

    #[test]
    fn the_action_and_the_resource_are_named() {
        for (command, told) in [
            (doc! { "create": "c" }, "needs the action `createCollection` on the collection `game.c`"),
            (
                doc! { "createIndexes": "c", "indexes": ["MARK"] },
                "needs the action `createIndex` on the collection `game.c`",
            ),
            (doc! { "collMod": "c" }, "needs the action `collMod` on the collection `game.c`"),
            (doc! { "listCollections": 1 }, "needs the action `listCollections` on the database `game`"),
            (doc! { "update": "c", "updates": [{ "upsert": true }] }, "needs the action `update` and `insert` on"),
            (doc! { "findAndModify": "c", "upsert": true }, "needs the action `update` and `insert` on"),
        ] {
            let error = explained(Error::new(ErrorKind::Unauthorized, ""), &command, "game").to_string();
            assert!(error.contains(told) && !error.contains("MARK"), "{error}");
        }
        let other = explained(Error::new(ErrorKind::Unavailable, ""), &doc! { "create": "c" }, "game").to_string();
        assert!(!other.contains("needs the action"), "{other}");
    }
}
