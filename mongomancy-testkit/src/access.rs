//! What it takes to be let in: credentials, the keyfile, the certificates; and the URI that says so.

use std::fmt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use mongodb::options::{ClientOptions, Credential, ServerAddress, Tls, TlsOptions};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// How long a client of the kit looks for its server before it gives up. A frozen server takes connections and never
/// answers, so this is what one costs.
const SELECTION: Duration = Duration::from_secs(2);

/// What a URI may carry as it is.
const PLAIN: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// How a deployment is entered.
#[derive(Clone, Debug, Default)]
pub(crate) struct Access {
    pub(crate) user: Option<User>,
    /// The content of the keyfile: the password of the server's own `__system` user, with which the kit gives its
    /// commands. So they work whatever a test does to the users.
    pub(crate) key: Option<Secret>,
    pub(crate) ca_file: Option<PathBuf>,
}

#[derive(Clone, Debug)]
pub(crate) struct User {
    pub(crate) name: String,
    pub(crate) password: Secret,
}

/// A string that is never printed.
#[derive(Clone)]
pub(crate) struct Secret(pub(crate) String);

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("<redacted>")
    }
}

impl Access {
    /// The URI for `addresses`, with the credentials and the options `first` and those of TLS.
    pub(crate) fn uri(&self, addresses: &[&str], first: (&str, &str)) -> String {
        let user = self
            .user
            .as_ref()
            .map_or_else(String::new, |user| format!("{}:{}@", escape(&user.name), escape(&user.password.0)));
        let mut uri = format!("mongodb://{user}{}/?{}={}", addresses.join(","), first.0, escape(first.1));
        if self.user.is_some() {
            uri.push_str("&authSource=admin");
        }
        if let Some(ca_file) = &self.ca_file {
            uri.push_str("&tls=true&tlsCAFile=");
            uri.push_str(&escape(&ca_file.to_string_lossy()));
        }
        uri
    }

    /// The options of a client of the kit's own: this one server, whatever it is now.
    pub(crate) fn direct(&self, address: &str) -> mongodb::error::Result<ClientOptions> {
        let mut options = ClientOptions::default();
        options.hosts = vec![ServerAddress::parse(address)?];
        options.direct_connection = Some(true);
        options.server_selection_timeout = Some(SELECTION);
        options.connect_timeout = Some(SELECTION);
        options.app_name = Some("mongomancy-testkit".to_owned());
        options.retry_reads = Some(false);
        options.retry_writes = Some(false);
        options.credential = self.key.as_ref().map(system_credential);
        options.tls = self.ca_file.as_deref().map(trust);
        Ok(options)
    }
}

fn system_credential(key: &Secret) -> Credential {
    Credential::builder().username("__system".to_owned()).password(key.0.clone()).source("local".to_owned()).build()
}

fn trust(ca_file: &Path) -> Tls {
    let mut options = TlsOptions::default();
    options.ca_file_path = Some(ca_file.to_owned());
    Tls::Enabled(options)
}

fn escape(text: &str) -> String {
    utf8_percent_encode(text, PLAIN).to_string()
}
