//! The command as one attempt sends it: pure.

use std::time::Duration;

use bson::{Document, RawDocument, RawDocumentBuf, raw::cstr};

use super::defaults::Defaults;
use crate::{
    codec::elements::elements,
    operation::{Deployment, Effect, Operation},
};

/// Commands that take a write concern.
const TAKE_WRITE_CONCERN: [&str; 10] = [
    "insert",
    "update",
    "delete",
    "findAndModify",
    "create",
    "createIndexes",
    "drop",
    "dropDatabase",
    "dropIndexes",
    "collMod",
];
/// Commands that take a read concern and a read preference. An `explain` takes no concern but "local", and the preference
/// of what it explains.
const TAKE_READ_CONCERN: [&str; 4] = ["find", "aggregate", "count", "distinct"];
/// Commands that end with their reply, so that the server may stop them when the call's time is over and nobody waits
/// any more. An open cursor would carry the limit on through all of its batches.
const TAKE_TIME_LIMIT: [&str; 5] = ["count", "distinct", "update", "delete", "explain"];

/// What the defaults of a common call take.
const ROOM: usize = 128;

/// The bytes to send: the operation's own, and what it left open.
pub(super) fn prepared(
    operation: &Operation,
    effect: Effect,
    defaults: &Defaults,
    number: Option<i64>,
    left: Duration,
) -> RawDocumentBuf {
    let name = operation.name();
    let given = operation.command();
    let has = Given::of(given);
    let mut command = with_room(given);
    let writes_out = name == "aggregate" && effect != Effect::Read;
    if (TAKE_WRITE_CONCERN.contains(&name) || writes_out) && !has.write_concern {
        command.append(cstr!("writeConcern"), &*defaults.encoded_write_concern);
    }
    if let Some(concern) = &defaults.read_concern
        && TAKE_READ_CONCERN.contains(&name)
        && !has.read_concern
    {
        command.append(cstr!("readConcern"), &**concern);
    }
    if TAKE_TIME_LIMIT.contains(&name) && !has.time_limit {
        command.append(cstr!("maxTimeMS"), milliseconds(left));
    }
    if let Some(number) = number {
        command.append(cstr!("txnNumber"), number);
    }
    command
}

/// The statement of a transaction. Its write concern goes with the commit, and its read concern is the transaction's:
/// the server's default, whatever the client's reads ask for, since the commit waits for what was read as well.
pub(super) fn first_of_transaction(operation: &Operation, number: i64, left: Duration) -> RawDocumentBuf {
    let given = operation.command().iter().flatten();
    let mut command: RawDocumentBuf = given.filter(|(key, _)| *key != "writeConcern").collect();
    if !Given::of(&command).time_limit {
        command.append(cstr!("maxTimeMS"), milliseconds(left));
    }
    command.append(cstr!("txnNumber"), number);
    command.append(cstr!("startTransaction"), true);
    command.append(cstr!("autocommit"), false);
    command
}

/// What a transaction's commit waits for: what the operation says, or the client. One that is asked for again waits for
/// a majority.
pub(super) fn commit_concern(operation: &Operation, defaults: &Defaults, is_repeated: bool) -> Document {
    let given = operation.command().get_document("writeConcern").ok().and_then(|given| given.try_into().ok());
    let mut concern: Document = given.unwrap_or_else(|| defaults.write_concern.clone());
    if is_repeated || !concern.contains_key("w") {
        concern.insert("w", "majority");
    }
    concern
}

/// A time limit for the server. Zero would mean no limit.
fn milliseconds(left: Duration) -> i64 {
    i64::try_from(left.as_millis()).unwrap_or(i64::MAX).clamp(1, i64::from(i32::MAX))
}

/// Whether members other than the primary may take the command, if the client's read preference says so.
pub(super) fn follows_read_preference(operation: &Operation, effect: Effect) -> bool {
    match operation.explained() {
        // To store nothing does not make it a read of the members' own: a secondary refuses to explain a write.
        Some(explained) => {
            let writes = explained.effect(Deployment::Replicated) != Effect::Read;
            !writes && TAKE_READ_CONCERN.contains(&explained.name())
        }
        None => effect == Effect::Read && TAKE_READ_CONCERN.contains(&operation.name()),
    }
}

/// A copy that takes what an attempt adds without being moved.
fn with_room(given: &RawDocument) -> RawDocumentBuf {
    let mut bytes = Vec::with_capacity(given.as_bytes().len() + ROOM);
    bytes.extend_from_slice(given.as_bytes());
    RawDocumentBuf::from_bytes(bytes).unwrap_or_else(|_| given.to_owned())
}

/// What the operation says itself.
#[derive(Default)]
struct Given {
    write_concern: bool,
    read_concern: bool,
    time_limit: bool,
}

impl Given {
    fn of(command: &RawDocument) -> Self {
        let mut given = Self::default();
        for element in elements(command) {
            match element.key {
                b"writeConcern" => given.write_concern = true,
                b"readConcern" => given.read_concern = true,
                b"maxTimeMS" => given.time_limit = true,
                _ => {}
            }
        }
        given
    }
}

#[cfg(test)]
mod tests {
    use bson::doc;
    use mongodb::options::ClientOptions;

    use super::*;
    use crate::options::{ReadConcern, WriteConcern};

    fn operation(command: &Document) -> Operation {
        Operation::new("game", command).unwrap()
    }

    #[test]
    fn an_explain_takes_a_time_limit_and_no_concern() {
        let options = ClientOptions::builder()
            .read_concern(ReadConcern::majority())
            .write_concern(WriteConcern::majority())
            .build();
        let defaults = Defaults::of(&options).unwrap();
        let left = Duration::from_secs(2);
        let sent = |command: &Document| {
            let operation = operation(command);
            let effect = operation.effect(Deployment::Replicated);
            Document::try_from(&*prepared(&operation, effect, &defaults, None, left)).unwrap()
        };
        let find = doc! { "find": "player" };
        assert_eq!(sent(&find), doc! { "find": "player", "readConcern": { "level": "majority" } });
        for explained in [find, doc! { "update": "player" }, doc! { "aggregate": "p", "pipeline": [{ "$out": "q" }] }] {
            let explain = doc! { "explain": explained.clone() };
            assert_eq!(sent(&explain), doc! { "explain": explained, "maxTimeMS": 2000_i64 });
        }
        let limited = doc! { "explain": { "find": "player" }, "maxTimeMS": 5 };
        assert_eq!(sent(&limited), limited);
    }

    #[test]
    fn an_explain_follows_the_read_preference_of_what_it_explains() {
        for (command, expected) in [
            (doc! { "find": "c" }, true),
            (doc! { "aggregate": "c", "pipeline": [] }, true),
            (doc! { "count": "c" }, true),
            (doc! { "distinct": "c" }, true),
            (doc! { "aggregate": "c", "pipeline": [{ "$merge": { "into": "d" } }] }, false),
            (doc! { "update": "c", "updates": [] }, false),
            (doc! { "delete": "c", "deletes": [] }, false),
            (doc! { "findAndModify": "c" }, false),
        ] {
            for command in [command.clone(), doc! { "explain": command }] {
                let operation = operation(&command);
                let effect = operation.effect(Deployment::Replicated);
                assert_eq!(follows_read_preference(&operation, effect), expected, "{command}");
            }
        }
    }
}
