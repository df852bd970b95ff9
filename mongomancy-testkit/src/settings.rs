//! What the builders gather, and the server's command line made of it.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::access::{Access, Secret, User};
use crate::error::{Error, Result};
use crate::finder::Finder;
use crate::keyfile;
use crate::tls;

/// The settings that a replica set and a standalone server have in common.
#[derive(Clone, Debug, Default)]
pub(crate) struct Settings {
    pub(crate) user: Option<User>,
    pub(crate) tls: bool,
    pub(crate) parameters: Vec<(String, String)>,
    pub(crate) finder: Option<Finder>,
    pub(crate) election_timeout: Option<Duration>,
    pub(crate) proxied: bool,
}

impl Settings {
    pub(crate) fn authenticate(&mut self, user: String, password: String) {
        self.user = Some(User { name: user, password: Secret(password) });
    }

    /// Writes the files that the settings call for into the deployment's folder.
    pub(crate) fn prepare(&self, folder: &Path) -> Result<Prepared> {
        let mut arguments = Arguments::default();
        let mut access = Access::default();
        if let Some(user) = &self.user {
            if user.name.is_empty() || user.password.0.is_empty() {
                return Err(Error::invalid("authentication needs a user and a password, neither of them empty"));
            }
            let (path, key) = keyfile::write(folder)?;
            arguments.pair("--keyFile", path);
            access.user = Some(user.clone());
            access.key = Some(key);
        }
        if self.tls {
            let files = tls::write(folder)?;
            arguments.pair("--tlsMode", "requireTLS");
            arguments.pair("--tlsCertificateKeyFile", files.server);
            arguments.pair("--tlsCAFile", &files.authority);
            arguments.single("--tlsAllowConnectionsWithoutCertificates");
            access.ca_file = Some(files.authority);
        }
        let own = |name: &str| self.parameters.iter().any(|(own, _)| own == name);
        let base = BASE_PARAMETERS.iter().copied().filter(|(name, _)| !own(name));
        for (name, value) in base.chain(self.parameters.iter().map(|(n, v)| (&**n, &**v))) {
            arguments.pair("--setParameter", format!("{name}={value}"));
        }
        Ok(Prepared { access, arguments })
    }
}

/// Fail points on; no folder of diagnostics written once a second; and a secondary whose sync source does not answer
/// leaves it after half an election timeout and one second, not five, and does not try it once more before.
const BASE_PARAMETERS: [(&str, &str); 4] = [
    ("enableTestCommands", "1"),
    ("diagnosticDataCollectionEnabled", "false"),
    ("oplogNetworkTimeoutBufferSeconds", "1"),
    ("oplogFetcherSteadyStateMaxFetcherRestarts", "0"),
];

/// What all members of a deployment start with.
#[derive(Clone, Debug)]
pub(crate) struct Prepared {
    pub(crate) access: Access,
    pub(crate) arguments: Arguments,
}

/// A server's command line.
#[derive(Clone, Debug, Default)]
pub(crate) struct Arguments(pub(crate) Vec<OsString>);

impl Arguments {
    pub(crate) fn single(&mut self, flag: &str) {
        self.0.push(flag.into());
    }

    pub(crate) fn pair(&mut self, flag: &str, value: impl Into<OsString>) {
        self.0.push(flag.into());
        self.0.push(value.into());
    }

    /// The part that one server has to itself, and the part that every server of the kit has.
    pub(crate) fn for_server(&self, port: u16, data: PathBuf, set: Option<&str>) -> Vec<OsString> {
        let mut arguments = self.clone();
        arguments.pair("--port", port.to_string());
        arguments.pair("--dbpath", data);
        arguments.pair("--bind_ip", "127.0.0.1");
        arguments.single("--nounixsocket");
        arguments.pair("--wiredTigerCacheSizeGB", "0.25");
        if let Some(set) = set {
            arguments.pair("--replSet", set);
            // Megabytes. Takes no room before it is used; enough for a member to be away for as long as a test lasts.
            arguments.pair("--oplogSize", "256");
        }
        arguments.0
    }
}
