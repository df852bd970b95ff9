//! Why a server cannot be used, in words that show no secret: pure.

use mongodb::error::{Error as DriverError, ErrorKind as DriverKind};

/// How the standard library begins what it says of a name that does not resolve; it has no kind of its own.
const UNRESOLVED: &str = "failed to lookup address information";

/// What is said of a server that refused the handshake for the credentials, or seemed to.
pub(super) const REFUSES: &str = "it does not take the credentials";

/// What the driver last met at the server.
pub(super) fn trouble(error: &DriverError) -> &'static str {
    match error.kind.as_ref() {
        DriverKind::DnsResolve { .. } => "the name does not resolve",
        DriverKind::Io(error) if error.to_string().starts_with(UNRESOLVED) => "the name does not resolve",
        DriverKind::Io(error) => match error.kind() {
            std::io::ErrorKind::ConnectionRefused => "it refuses connections",
            std::io::ErrorKind::TimedOut => "it does not answer",
            _ => "the connection broke",
        },
        DriverKind::Authentication { .. } => REFUSES,
        DriverKind::InvalidTlsConfig { .. } => "the TLS options are invalid",
        _ => "it cannot be used",
    }
}
