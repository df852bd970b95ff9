//! What a failure says about the call, and what may be done then: pure, the only reader of the driver's errors.

use std::time::Duration;

use bson::Document;
use mongodb::error::{
    Error as DriverError, ErrorKind as DriverKind, NO_WRITES_PERFORMED, RETRYABLE_ERROR, RETRYABLE_WRITE_ERROR,
    SYSTEM_OVERLOADED_ERROR,
};

use super::{Refusal, broken_rules, labels};
use crate::{
    error::{BrokenRule, Cause, Error, ErrorKind},
    operation::Effect,
    reply::is_refusal,
};

/// The member is no writable primary, and says so before it does anything.
const REFUSED: [i32; 4] = [10107, 13435, 13436, 10058];
/// The member stopped on the way, or its answer does not tell how far the write came.
const AMBIGUOUS: [i32; 10] = [11600, 11602, 189, 91, 64, 6, 7, 89, 9001, 262];
/// What only reads meet: a snapshot that is not there yet, and a plan that the server took back, as a member does with its
/// reads when it undoes writes that no majority had.
const OF_READS: [i32; 2] = [134, 175];
/// A standalone takes no transaction numbers: the code that it answers, and how its words begin, by the server and as
/// the driver rewrites them.
const ILLEGAL_OPERATION: i32 = 20;
const NO_NUMBERS: [&str; 2] = ["Transaction numbers", "This MongoDB deployment does not support retryable writes"];
/// The server gave up on a command that ran: what it had written by then stays.
const STOPPED_MIDWAY: [i32; 2] = [50, 11601];
/// Refusals that come of the statement itself, whenever it is sent: had an earlier attempt run, the server would have
/// found it in the session's history and answered with that.
const OF_THE_STATEMENT: [i32; 17] = [2, 9, 14, 28, 40, 52, 55, 56, 57, 66, 72, 73, 121, 166, 10334, 11000, 17419];
/// Definition commands that find their work done, and how the server says so.
const DONE_BEFORE: [(&str, i32); 3] = [("create", 48), ("drop", 26), ("dropIndexes", 27)];

/// What a failed attempt says about the call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    /// No server was found.
    NoServer,
    /// Nothing was sent, or it was turned away unread.
    NothingSent,
    /// A server refused before it did anything.
    Refused,
    /// It may have run, or not.
    Ambiguous,
    /// The deployment takes no transaction numbers; nothing was done.
    Unnumbered,
    /// The client was shut down beneath the call.
    ClientGone,
    /// The answer is final.
    Surface,
}

/// What to do about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    Repeat,
    Surface { maybe_applied: bool },
}

/// The class of the driver's error. `sent` tells whether the attempt had a connection to send by.
pub(super) fn class(error: &DriverError, sent: bool, effect: Effect) -> Class {
    let labelled = |label| error.contains_label(label);
    if labelled(SYSTEM_OVERLOADED_ERROR) && labelled(RETRYABLE_ERROR) {
        return Class::NothingSent;
    }
    if labelled(NO_WRITES_PERFORMED) && labelled(RETRYABLE_WRITE_ERROR) {
        return Class::NothingSent;
    }
    match error.kind.as_ref() {
        DriverKind::ServerSelection { .. } => Class::NoServer,
        DriverKind::Io(_) | DriverKind::ConnectionPoolCleared { .. } if !sent => Class::NothingSent,
        DriverKind::Io(_) | DriverKind::ConnectionPoolCleared { .. } => Class::Ambiguous,
        DriverKind::Shutdown => Class::ClientGone,
        DriverKind::SessionsNotSupported => Class::Unnumbered,
        DriverKind::Command(refusal) if refusal.code == ILLEGAL_OPERATION => {
            // The code has other meanings too; only these words say that numbers are not taken.
            let unnumbered = matches!(effect, Effect::Numbered | Effect::Transaction)
                && NO_NUMBERS.iter().any(|words| refusal.message.starts_with(words));
            if unnumbered { Class::Unnumbered } else { Class::Surface }
        }
        DriverKind::Command(refusal) => by_code(refusal.code, labelled(RETRYABLE_WRITE_ERROR), effect),
        _ => Class::Surface,
    }
}

/// The class of an `ok: 1` reply whose `writeErrors` or `writeConcernError` ask for another attempt.
pub(super) fn reply_class(reply: &Document, effect: Effect) -> Option<(Class, Refusal)> {
    if effect == Effect::Read || !is_refusal(reply) {
        return None;
    }
    let retryable = labels(reply).iter().any(|label| label == RETRYABLE_WRITE_ERROR);
    // Among several statements some may have run, so no code in here means "refused" for the whole.
    for refusal in write_errors(reply) {
        if by_code(refusal.code, false, effect) != Class::Surface {
            return Some((Class::Ambiguous, refusal));
        }
    }
    let refusal = reply.get_document("writeConcernError").ok().map(Refusal::from_document)?;
    // The write is applied but not yet safe; sent again, a numbered one is acknowledged when it is.
    let again = retryable || by_code(refusal.code, false, effect) != Class::Surface;
    (again && effect != Effect::NotReplayable).then_some((Class::Ambiguous, refusal))
}

fn by_code(code: i32, retryable: bool, effect: Effect) -> Class {
    match code {
        code if REFUSED.contains(&code) => Class::Refused,
        code if AMBIGUOUS.contains(&code) => Class::Ambiguous,
        code if effect == Effect::Read && OF_READS.contains(&code) => Class::Ambiguous,
        _ if retryable => Class::Ambiguous,
        _ => Class::Surface,
    }
}

/// What is known when a verdict is asked for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Known {
    pub(super) effect: Effect,
    /// Whether an earlier attempt may have run.
    pub(super) ambiguous_before: bool,
    /// Whether this attempt had a connection to send by.
    pub(super) sent: bool,
    /// The code that the server answered.
    pub(super) code: Option<i32>,
}

/// What may be done after a failure of this class.
pub(super) fn verdict(class: Class, known: Known) -> Verdict {
    let Known { effect, ambiguous_before, sent, code } = known;
    let is_write = effect != Effect::Read;
    match class {
        Class::Refused if effect == Effect::NotReplayable && ambiguous_before => {
            Verdict::Surface { maybe_applied: true }
        }
        Class::Ambiguous if effect == Effect::NotReplayable => Verdict::Surface { maybe_applied: true },
        // The server has become one that cannot tell the earlier sending.
        Class::Unnumbered if ambiguous_before => Verdict::Surface { maybe_applied: true },
        Class::NoServer
        | Class::NothingSent
        | Class::Refused
        | Class::Ambiguous
        | Class::Unnumbered
        | Class::ClientGone => Verdict::Repeat,
        Class::Surface => {
            // Without a code it is the driver that could not read what the server answered.
            let midway = code.map_or(sent, |code| STOPPED_MIDWAY.contains(&code));
            let settled = effect == Effect::Numbered && code.is_some_and(|code| OF_THE_STATEMENT.contains(&code));
            Verdict::Surface { maybe_applied: is_write && (midway || (ambiguous_before && !settled)) }
        }
    }
}

/// A refusal in the reply to a numbered write that says nothing of its earlier attempts.
pub(super) fn unsettled(reply: &Document) -> Option<Refusal> {
    write_errors(reply).find(|refusal| !OF_THE_STATEMENT.contains(&refusal.code))
}

/// The refused statements of a write.
pub(super) fn write_errors(reply: &Document) -> impl Iterator<Item = Refusal> {
    let failures = reply.get_array("writeErrors").map(Vec::as_slice).unwrap_or_default();
    failures.iter().filter_map(|failure| failure.as_document().map(Refusal::from_document))
}

/// Whether a definition command that was sent before is refused because it found its work done.
pub(super) fn is_done(command: &str, code: Option<i32>) -> bool {
    code.is_some_and(|code| DONE_BEFORE.contains(&(command, code)))
}

/// Whether the handshake failed for the credentials, or seemed to.
pub(super) fn is_authentication(error: &DriverError) -> bool {
    matches!(error.kind.as_ref(), DriverKind::Authentication { .. })
}

/// Whether the connection broke, or was closed with others that did.
pub(super) fn is_broken_connection(error: &DriverError) -> bool {
    matches!(error.kind.as_ref(), DriverKind::Io(_) | DriverKind::ConnectionPoolCleared { .. })
}

/// How long an overloaded server asks to be left alone.
pub(super) fn asked_backoff(error: &DriverError) -> Option<Duration> {
    match error.kind.as_ref() {
        DriverKind::Command(refusal) => refusal.base_backoff,
        _ => None,
    }
}

/// The driver's error as one of ours, without what the server said.
pub(super) fn error(error: DriverError, sent: bool) -> Error {
    let ours = match error.kind.as_ref() {
        DriverKind::Command(refusal) => Refusal {
            code: refusal.code,
            name: refusal.code_name.clone(),
            message: refusal.message.clone(),
            labels: sorted_labels(&error),
            key_pattern: None,
            broken: broken_rules(&error),
        }
        .into_error(),
        kind => {
            let (kind, what, message) = describe(kind, sent);
            Error::new(kind, message).caused_by(Cause::new(what, None, None, sorted_labels(&error)))
        }
    };
    ours.with_driver(error)
}

/// What the server says of a document that the validator of its collection refused.
fn broken_rules(error: &DriverError) -> Vec<BrokenRule> {
    let said = error.server_response().and_then(|reply| reply.get_document("errInfo").ok());
    let said = said.and_then(|said| Document::try_from(said).ok());
    said.as_ref().map(broken_rules::of).unwrap_or_default()
}

fn sorted_labels(error: &DriverError) -> Vec<String> {
    let mut labels: Vec<String> = error.labels().iter().cloned().collect();
    labels.sort();
    labels
}

fn describe(kind: &DriverKind, sent: bool) -> (ErrorKind, &'static str, &'static str) {
    match kind {
        DriverKind::InvalidArgument { .. } => (ErrorKind::InvalidArgument, "invalid argument", "refused by the driver"),
        DriverKind::Authentication { .. } => (ErrorKind::Authentication, "authentication", ""),
        DriverKind::Bson(_) if sent => (ErrorKind::Other, "bson", "the server's reply cannot be read"),
        DriverKind::Bson(_) => (ErrorKind::Encode, "bson", "the driver could not write or read the command"),
        DriverKind::DnsResolve { .. } => (ErrorKind::Unavailable, "name resolution", "a host name did not resolve"),
        DriverKind::Io(_) => (ErrorKind::Unavailable, "network", "the connection broke"),
        DriverKind::ConnectionPoolCleared { .. } => (ErrorKind::Unavailable, "network", "the connections were closed"),
        DriverKind::ServerSelection { .. } => (ErrorKind::Unavailable, "server selection", "no suitable server"),
        DriverKind::InvalidTlsConfig { .. } => (ErrorKind::InvalidArgument, "TLS", "the TLS options are invalid"),
        DriverKind::InvalidResponse { .. } => (ErrorKind::Other, "invalid reply", "the server's reply made no sense"),
        DriverKind::IncompatibleServer { .. } => (ErrorKind::Other, "incompatible server", "the server is too old"),
        DriverKind::Shutdown => (ErrorKind::Disposed, "shutdown", "the client was shut down"),
        _ => (ErrorKind::Other, "driver error", ""),
    }
}

#[cfg(test)]
mod tests {
    use bson::doc;

    use super::*;

    const EFFECTS: [Effect; 5] =
        [Effect::Read, Effect::Numbered, Effect::Transaction, Effect::Replayable, Effect::NotReplayable];

    #[test]
    fn codes_fall_into_their_classes() {
        for effect in EFFECTS {
            for code in REFUSED {
                assert_eq!(by_code(code, false, effect), Class::Refused, "{code}");
            }
            for code in AMBIGUOUS {
                assert_eq!(by_code(code, false, effect), Class::Ambiguous, "{code}");
            }
            for code in [11000, 11601, 50, 121, 13, 18, 96, 2, 225] {
                assert_eq!(by_code(code, false, effect), Class::Surface, "{code}");
            }
        }
        for code in [134, 175] {
            assert_eq!(by_code(code, false, Effect::Read), Class::Ambiguous);
            assert_eq!(by_code(code, false, Effect::Numbered), Class::Surface);
        }
        assert_eq!(by_code(20, false, Effect::Read), Class::Surface);
        assert_eq!(by_code(12345, true, Effect::Numbered), Class::Ambiguous);
    }

    #[test]
    fn verdicts_keep_the_contract() {
        let surface = |maybe_applied| Verdict::Surface { maybe_applied };
        for (class, effect, ambiguous_before, code, expected) in [
            (Class::NoServer, Effect::NotReplayable, false, None, Verdict::Repeat),
            (Class::NothingSent, Effect::NotReplayable, false, None, Verdict::Repeat),
            (Class::Refused, Effect::NotReplayable, false, Some(10107), Verdict::Repeat),
            (Class::Refused, Effect::NotReplayable, true, Some(10107), surface(true)),
            (Class::Ambiguous, Effect::Read, false, None, Verdict::Repeat),
            (Class::Ambiguous, Effect::Numbered, true, None, Verdict::Repeat),
            (Class::Ambiguous, Effect::Replayable, true, None, Verdict::Repeat),
            (Class::Ambiguous, Effect::NotReplayable, false, None, surface(true)),
            (Class::Surface, Effect::Numbered, true, Some(11000), surface(false)),
            (Class::Surface, Effect::Numbered, false, Some(13), surface(false)),
            // What the first attempt did is not in the answer to the second.
            (Class::Surface, Effect::Numbered, true, Some(225), surface(true)),
            (Class::Surface, Effect::Numbered, true, Some(13), surface(true)),
            (Class::Surface, Effect::Numbered, true, None, surface(true)),
            // A batch that was stopped midway keeps what it stored.
            (Class::Surface, Effect::Numbered, false, Some(11601), surface(true)),
            (Class::Surface, Effect::Replayable, true, Some(11000), surface(true)),
            (Class::Surface, Effect::Replayable, false, Some(50), surface(true)),
            (Class::Surface, Effect::NotReplayable, false, Some(121), surface(false)),
            (Class::Surface, Effect::Read, true, Some(50), surface(false)),
            (Class::Unnumbered, Effect::Numbered, false, Some(20), Verdict::Repeat),
            (Class::Unnumbered, Effect::Numbered, true, Some(20), surface(true)),
        ] {
            let known = Known { effect, ambiguous_before, sent: false, code };
            assert_eq!(verdict(class, known), expected, "{class:?} {known:?}");
        }
        // An answer that could not be read is an answer all the same.
        for effect in EFFECTS {
            let known = Known { effect, ambiguous_before: false, sent: true, code: None };
            assert_eq!(verdict(Class::Surface, known), surface(effect != Effect::Read), "{effect:?}");
        }
    }

    #[test]
    fn replies_that_ask_for_another_attempt_are_seen() {
        let stopped = doc! { "ok": 1, "writeErrors": [{ "index": 0, "code": 11000 }, { "index": 1, "code": 189 }] };
        let unsafe_yet = doc! { "ok": 1, "n": 1, "writeConcernError": { "code": 91 } };
        let labelled = doc! { "ok": 1, "errorLabels": ["RetryableWriteError"], "writeConcernError": { "code": 4711 } };
        let duplicate = doc! { "ok": 1, "writeErrors": [{ "index": 0, "code": 11000 }] };
        let class = |reply: &Document, effect| reply_class(reply, effect).map(|(class, _)| class);
        for effect in [Effect::Numbered, Effect::Replayable] {
            assert_eq!(class(&stopped, effect), Some(Class::Ambiguous));
            assert_eq!(class(&unsafe_yet, effect), Some(Class::Ambiguous));
            assert_eq!(class(&labelled, effect), Some(Class::Ambiguous));
            assert_eq!(class(&duplicate, effect), None);
        }
        assert_eq!(class(&unsafe_yet, Effect::NotReplayable), None);
        assert_eq!(class(&doc! { "ok": 1, "n": 1 }, Effect::Numbered), None);
    }
}
