//! Whether a write runs in a transaction of its own, and whether it can: pure.

use bson::{Bson, Document, RawBsonRef};

use crate::{
    error::{Error, Result},
    operation::{Deployment, Effect, Operation},
};

/// Where an operation goes, as far as it matters here.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place<'a> {
    pub(super) deployment: Deployment,
    /// Whether routers of a sharded cluster take the calls.
    pub(super) routed: bool,
    /// What writes wait for that do not say it themselves.
    pub(super) write_concern: &'a Document,
}

/// What happens when the operation is sent more than once; a transaction where it asks for that, or, for an update or
/// delete of many documents, where the engine does so by default.
///
/// # Errors
/// [`InvalidArgument`](crate::ErrorKind::InvalidArgument) where what is asked for cannot be had.
pub(super) fn effect(operation: &Operation, by_default: bool, place: Place<'_>) -> Result<Effect> {
    let effect = operation.effect(place.deployment);
    let name = operation.name();
    if effect == Effect::Read || !(operation.is_exactly_once() || by_default) {
        return Ok(effect);
    }
    let many = matches!(name, "update" | "delete") && operation.effect(Deployment::Replicated) != Effect::Numbered;
    if !operation.is_exactly_once() && !many {
        return Ok(effect);
    }
    if is_one_member_enough(operation, place.write_concern) {
        return Err(refused("with `w: 0` or `w: 1` an acknowledged write can be lost; wait for a majority"));
    }
    match effect {
        _ if place.deployment == Deployment::Standalone => {
            Err(refused("a standalone server takes neither transactions nor numbers"))
        }
        Effect::Numbered => Ok(effect),
        _ if !many => Err(refused(format!("`{name}` cannot run in a transaction"))),
        _ if place.routed => Err(refused("transactions through the routers of a sharded cluster are not supported")),
        _ => Ok(Effect::Transaction),
    }
}

fn refused(why: impl std::fmt::Display) -> Error {
    Error::invalid_argument(format!("not to be had exactly once: {why}"))
}

/// The error of a transaction that a router answered to.
pub(super) fn routed() -> Error {
    refused("transactions through the routers of a sharded cluster are not supported")
}

fn is_one_member_enough(operation: &Operation, default: &Document) -> bool {
    let members = match operation.command().get_document("writeConcern") {
        Ok(given) => match given.get("w").ok().flatten() {
            Some(RawBsonRef::Int32(members)) => Some(i64::from(members)),
            Some(RawBsonRef::Int64(members)) => Some(members),
            #[expect(clippy::cast_possible_truncation, reason = "`as` saturates, and servers read it so")]
            Some(RawBsonRef::Double(members)) => Some(members as i64),
            _ => None,
        },
        Err(_) => match default.get("w") {
            Some(Bson::Int64(members)) => Some(*members),
            _ => None,
        },
    };
    members.is_some_and(|members| members <= 1)
}

#[cfg(test)]
mod tests {
    use bson::doc;

    use super::*;
    use crate::error::ErrorKind;

    fn many() -> Document {
        doc! { "update": "c", "updates": [{ "q": {}, "u": { "$inc": { "n": 1 } }, "multi": true }] }
    }

    fn one() -> Document {
        doc! { "update": "c", "updates": [{ "q": {}, "u": { "$inc": { "n": 1 } } }] }
    }

    fn decided(
        command: &Document,
        asked: bool,
        by_default: bool,
        standalone: bool,
        default: &Document,
    ) -> Result<Effect> {
        let deployment = if standalone { Deployment::Standalone } else { Deployment::Replicated };
        let place = Place { deployment, routed: false, write_concern: default };
        effect(&Operation::new("d", command).unwrap().with_exactly_once(asked), by_default, place)
    }

    #[test]
    fn only_what_asks_for_it_runs_in_a_transaction() {
        use Effect::{NotReplayable, Numbered, Read, Replayable, Transaction};
        let delete = doc! { "delete": "c", "deletes": [{ "q": {}, "limit": 0 }] };
        let out = doc! { "aggregate": "c", "pipeline": [{ "$out": "d" }] };
        let majority = doc! { "w": "majority" };
        for (command, asked, by_default, expected) in [
            (many(), false, false, Some(NotReplayable)),
            (many(), true, false, Some(Transaction)),
            (many(), false, true, Some(Transaction)),
            (delete.clone(), false, false, Some(Replayable)),
            (delete.clone(), true, false, Some(Transaction)),
            (one(), true, true, Some(Numbered)),
            (doc! { "insert": "c", "documents": [{}] }, true, false, Some(Numbered)),
            (doc! { "find": "c" }, true, true, Some(Read)),
            (out.clone(), false, true, Some(NotReplayable)),
            (out, true, false, None),
            (doc! { "create": "c" }, false, true, Some(Replayable)),
            (doc! { "create": "c" }, true, false, None),
        ] {
            assert_eq!(decided(&command, asked, by_default, false, &majority).ok(), expected, "{command} {asked}");
        }
        // A standalone server has neither.
        for (command, asked, by_default, expected) in [
            (many(), true, false, None),
            (many(), false, true, None),
            (many(), false, false, Some(NotReplayable)),
            (one(), true, false, None),
            (one(), false, true, Some(NotReplayable)),
            (doc! { "find": "c" }, true, true, Some(Read)),
        ] {
            assert_eq!(decided(&command, asked, by_default, true, &majority).ok(), expected, "{command} {asked}");
        }
        let routed = Place { deployment: Deployment::Replicated, routed: true, write_concern: &majority };
        assert!(effect(&Operation::new("d", &many()).unwrap().with_exactly_once(true), false, routed).is_err());
        assert_eq!(
            effect(&Operation::new("d", &one()).unwrap().with_exactly_once(true), false, routed).ok(),
            Some(Numbered)
        );
    }

    #[test]
    fn one_member_is_not_enough() {
        let concern = |mut command: Document, concern: Document| {
            command.insert("writeConcern", concern);
            command
        };
        let majority = doc! { "w": "majority" };
        let one_member = doc! { "w": 1_i64 };
        for (command, default, expected) in [
            (many(), &one_member, false),
            (one(), &one_member, false),
            (many(), &majority, true),
            (concern(many(), majority.clone()), &one_member, true),
            (concern(many(), doc! { "w": 1 }), &majority, false),
            (concern(one(), doc! { "w": 1_i64 }), &majority, false),
            (concern(many(), doc! { "w": 0.0 }), &majority, false),
            (concern(many(), doc! { "w": 2 }), &majority, true),
            (concern(many(), doc! { "w": "tag" }), &majority, true),
        ] {
            let decided = decided(&command, true, false, false, default);
            assert_eq!(decided.is_ok(), expected, "{command} {default}");
            if let Err(error) = decided {
                assert_eq!(error.kind(), &ErrorKind::InvalidArgument);
            }
        }
        // Nothing was asked for, so nothing is refused.
        assert!(decided(&many(), false, false, false, &one_member).is_ok());
    }
}
