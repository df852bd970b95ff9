//! The server's names of the codes in the table.

/// The name that the server gives with `code`.
///
/// # Panics
/// For a code that is not in the list.
pub fn name(code: i32) -> &'static str {
    match code {
        6 => "HostUnreachable",
        7 => "HostNotFound",
        13 => "Unauthorized",
        18 => "AuthenticationFailed",
        43 => "CursorNotFound",
        50 => "MaxTimeMSExpired",
        64 => "WriteConcernFailed",
        79 => "UnknownReplWriteConcern",
        89 => "NetworkTimeout",
        91 => "ShutdownInProgress",
        96 => "OperationFailed",
        100 => "UnsatisfiableWriteConcern",
        121 => "DocumentValidationFailure",
        134 => "ReadConcernMajorityNotAvailableYet",
        175 => "QueryPlanKilled",
        189 => "PrimarySteppedDown",
        237 => "CursorKilled",
        262 => "ExceededTimeLimit",
        4711 => "one that nobody knows",
        9001 => "SocketException",
        10058 => "LegacyNotPrimary",
        10107 => "NotWritablePrimary",
        11000 => "DuplicateKey",
        11600 => "InterruptedAtShutdown",
        11601 => "Interrupted",
        11602 => "InterruptedDueToReplStateChange",
        13435 => "NotPrimaryNoSecondaryOk",
        13436 => "NotPrimaryOrSecondary",
        code => panic!("{code} has no name here"),
    }
}
