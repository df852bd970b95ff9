//! The table: written by hand from the contract, and never from what the engine does.

use super::{
    Class::{Ambiguous, NothingSent, Refused, Surface},
    Failure::{self, Closed, Code, Labels, WriteConcern, WriteConcernLabels, WriteError},
    Group, Kind,
    Outcome::{self, Answered, Failed, MaybeApplied, Never, Replayed},
    When::{self, After, Before},
};

const RETRYABLE_WRITE: &str = "RetryableWriteError";

/// What a single failure, and three in a row, lead to.
pub const TABLE: &[Group] = &[
    Group {
        class: NothingSent,
        when: Before,
        failures: &[
            Labels(4711, &["NoWritesPerformed", RETRYABLE_WRITE]),
            Labels(4711, &["SystemOverloadedError", "RetryableError"]),
        ],
        read: Answered,
        numbered: Answered,
        replayable: Answered,
        not_replayable: Answered,
        statement: Answered,
        commit: Answered,
    },
    Group {
        class: Refused,
        when: Before,
        failures: &[Code(10107), Code(13435), Code(13436), Code(10058)],
        read: Answered,
        numbered: Answered,
        replayable: Answered,
        not_replayable: Answered,
        statement: Answered,
        commit: Answered,
    },
    Group {
        class: Ambiguous,
        when: Before,
        failures: AMBIGUOUS,
        read: Answered,
        numbered: Answered,
        replayable: Replayed,
        not_replayable: MaybeApplied(Kind::Server),
        statement: Answered,
        commit: Answered,
    },
    Group {
        class: Ambiguous,
        when: Before,
        failures: &[Closed],
        read: Answered,
        numbered: Answered,
        replayable: Replayed,
        not_replayable: MaybeApplied(Kind::Unavailable),
        statement: Answered,
        commit: Answered,
    },
    Group {
        class: Ambiguous,
        when: After,
        failures: AMBIGUOUS,
        read: Answered,
        numbered: Answered,
        replayable: Replayed,
        not_replayable: MaybeApplied(Kind::Server),
        statement: Answered,
        commit: Answered,
    },
    Group {
        class: Ambiguous,
        when: After,
        failures: &[Closed],
        read: Answered,
        numbered: Answered,
        replayable: Replayed,
        not_replayable: MaybeApplied(Kind::Unavailable),
        statement: Answered,
        commit: Answered,
    },
    // Among several statements some may have run, so no code in there means that nothing did.
    Group {
        class: Ambiguous,
        when: After,
        failures: &[
            WriteError(10107),
            WriteError(13435),
            WriteError(13436),
            WriteError(10058),
            WriteError(11600),
            WriteError(11602),
            WriteError(189),
            WriteError(91),
            WriteError(64),
            WriteError(6),
            WriteError(7),
            WriteError(89),
            WriteError(9001),
            WriteError(262),
        ],
        read: Never,
        numbered: Answered,
        replayable: Replayed,
        not_replayable: MaybeApplied(Kind::Server),
        statement: Answered,
        commit: Never,
    },
    Group {
        class: Ambiguous,
        when: After,
        failures: &[
            WriteConcern(10107),
            WriteConcern(13435),
            WriteConcern(13436),
            WriteConcern(10058),
            WriteConcern(11600),
            WriteConcern(11602),
            WriteConcern(189),
            WriteConcern(91),
            WriteConcern(64),
            WriteConcern(6),
            WriteConcern(7),
            WriteConcern(89),
            WriteConcern(9001),
            WriteConcern(262),
            WriteConcernLabels(4711, &[RETRYABLE_WRITE]),
        ],
        read: Never,
        numbered: Answered,
        replayable: Replayed,
        not_replayable: MaybeApplied(Kind::Server),
        statement: Never,
        commit: Answered,
    },
    Group {
        class: Ambiguous,
        when: Before,
        failures: &[Code(134), Code(175)],
        read: Answered,
        numbered: Failed(Kind::Server),
        replayable: Failed(Kind::Server),
        not_replayable: Failed(Kind::Server),
        statement: Failed(Kind::Server),
        commit: MaybeApplied(Kind::Server),
    },
    Group {
        class: Surface,
        when: Before,
        failures: &[Code(96), Code(4711)],
        read: Failed(Kind::Server),
        numbered: Failed(Kind::Server),
        replayable: Failed(Kind::Server),
        not_replayable: Failed(Kind::Server),
        statement: Failed(Kind::Server),
        commit: MaybeApplied(Kind::Server),
    },
    // Before a commit does anything, the server looks at the rights.
    surfaced(Kind::Unauthorized, &[Code(13)], Failed(Kind::Unauthorized)),
    surfaced(Kind::Authentication, &[Code(18)], MaybeApplied(Kind::Authentication)),
    Group {
        class: Surface,
        when: Before,
        failures: &[WriteError(11000)],
        read: Never,
        numbered: Failed(Kind::DuplicateKey),
        replayable: Never,
        not_replayable: MaybeApplied(Kind::DuplicateKey),
        statement: Failed(Kind::DuplicateKey),
        commit: Never,
    },
    // Of many documents, those before the refused one may be written.
    Group {
        class: Surface,
        when: Before,
        failures: &[WriteError(121)],
        read: Never,
        numbered: Failed(Kind::Validation),
        replayable: MaybeApplied(Kind::Validation),
        not_replayable: MaybeApplied(Kind::Validation),
        statement: Failed(Kind::Validation),
        commit: Never,
    },
    // The server stopped a command that was running: what it had written by then stays.
    stopped(Before, Kind::Server, &[Code(11601)], MaybeApplied(Kind::Server)),
    // The limit may have passed while the commit waited for other members; asked again, it is known.
    stopped(Before, Kind::DeadlineExceeded, &[Code(50)], Answered),
    stopped(After, Kind::Server, &[Code(11601)], MaybeApplied(Kind::Server)),
    stopped(After, Kind::DeadlineExceeded, &[Code(50)], Answered),
    Group {
        class: Surface,
        when: After,
        failures: &[WriteConcern(79), WriteConcern(100)],
        read: Never,
        numbered: MaybeApplied(Kind::Server),
        replayable: MaybeApplied(Kind::Server),
        not_replayable: MaybeApplied(Kind::Server),
        statement: Never,
        commit: MaybeApplied(Kind::Server),
    },
];

/// Answers that do not tell how far the write came.
const AMBIGUOUS: &[Failure] = &[
    Code(11600),
    Code(11602),
    Code(189),
    Code(91),
    Code(64),
    Code(6),
    Code(7),
    Code(89),
    Code(9001),
    Code(262),
    Labels(4711, &[RETRYABLE_WRITE]),
];

/// Refusals that are final, and of a command that was not begun.
const fn surfaced(kind: Kind, failures: &'static [Failure], commit: Outcome) -> Group {
    Group {
        class: Surface,
        when: Before,
        failures,
        read: Failed(kind),
        numbered: Failed(kind),
        replayable: Failed(kind),
        not_replayable: Failed(kind),
        statement: Failed(kind),
        commit,
    }
}

/// The same of a command that may have been stopped midway.
const fn stopped(when: When, kind: Kind, failures: &'static [Failure], commit: Outcome) -> Group {
    Group {
        class: Surface,
        when,
        failures,
        read: Failed(kind),
        numbered: MaybeApplied(kind),
        replayable: MaybeApplied(kind),
        not_replayable: MaybeApplied(kind),
        statement: Failed(kind),
        commit,
    }
}

/// Failures of an open cursor that end it in one and the same way.
#[derive(Debug, Clone, Copy)]
pub struct CursorGroup {
    /// What `getMore` meets.
    pub failures: &'static [Failure],
    /// The error that ends the cursor.
    pub ends: Kind,
    /// Whether a resumable one goes on instead.
    pub goes_on: bool,
}

/// What a failure of `getMore` leads to: the cursor is not advanced again.
pub const CURSORS: &[CursorGroup] = &[
    CursorGroup {
        failures: &[
            Closed,
            Code(43),
            Code(237),
            Code(10107),
            Code(13435),
            Code(13436),
            Code(10058),
            Code(11600),
            Code(11602),
            Code(189),
            Code(91),
            Code(64),
            Code(6),
            Code(7),
            Code(89),
            Code(9001),
            Code(262),
            Code(134),
            Code(175),
        ],
        ends: Kind::CursorLost,
        goes_on: true,
    },
    CursorGroup { failures: &[Code(11601), Code(96), Code(4711)], ends: Kind::Server, goes_on: false },
    CursorGroup { failures: &[Code(50)], ends: Kind::DeadlineExceeded, goes_on: false },
    CursorGroup { failures: &[Code(13)], ends: Kind::Unauthorized, goes_on: false },
];
