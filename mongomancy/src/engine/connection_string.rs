//! What is wrong with a connection string, in words that quote nothing of it: pure.

/// What a user name or a password has only percent-encoded.
const RESERVED: [char; 7] = [':', '/', '?', '#', '[', ']', '@'];

/// Why the driver does not take `uri`, where that can be told for sure and without a part of it. Names of options are not
/// told: behind an unescaped `?` they are a piece of the password.
pub(super) fn fault(uri: &str) -> Option<&'static str> {
    let Some((scheme, rest)) = uri.split_once("://") else {
        return Some("it has no scheme, `mongodb://` or `mongodb+srv://`");
    };
    if scheme != "mongodb" && scheme != "mongodb+srv" {
        return Some("its scheme is neither `mongodb` nor `mongodb+srv`");
    }
    let rest = rest.split('?').next().unwrap_or_default();
    let (user, hosts) = rest.rsplit_once('@').map_or((None, rest), |(user, hosts)| (Some(user), hosts));
    if let Some(user) = user {
        let (name, password) = user.split_once(':').unwrap_or((user, ""));
        if !(is_encoded(name) && is_encoded(password)) {
            return Some("its user name or password has a character that must be percent-encoded");
        }
    }
    let hosts = hosts.split('/').next().unwrap_or_default();
    if hosts.split(',').any(str::is_empty) {
        return Some("it names no host, or an empty one");
    }
    if scheme == "mongodb+srv" && hosts.contains([',', ':']) {
        return Some("`mongodb+srv://` takes one name, without a port");
    }
    None
}

fn is_encoded(text: &str) -> bool {
    let is_hex = |part: &str| part.bytes().take(2).filter(u8::is_ascii_hexdigit).count() == 2;
    !text.contains(RESERVED) && text.split('%').skip(1).all(is_hex)
}

#[cfg(test)]
mod tests {
    use mongodb::options::ConnectionString;

    use super::*;

    #[test]
    fn what_is_told_is_what_the_driver_refuses() {
        for (uri, expected) in [
            ("", "no scheme"),
            ("localhost:27017", "no scheme"),
            ("ada:S3CRET@host", "no scheme"),
            ("http://host", "neither"),
            ("mongodb://", "no host"),
            ("mongodb://ada:S3CRET@/game", "no host"),
            ("mongodb://a,,b", "no host"),
            ("mongodb://ada:S3/CRET@host", "percent-encoded"),
            ("mongodb://ada:S3@CRET@host", "percent-encoded"),
            ("mongodb://ada:S3%CRET@host", "percent-encoded"),
            ("mongodb+srv://host:27017", "without a port"),
            ("mongodb+srv://a,b", "without a port"),
        ] {
            let told = fault(uri).unwrap_or_default();
            assert!(told.contains(expected), "{uri}: {told}");
            assert!(ConnectionString::parse(uri).is_err(), "{uri}");
            assert!(!told.contains("S3") && !told.contains("CRET"), "{told}");
        }
    }

    #[test]
    fn nothing_is_told_of_what_may_be_right_or_a_piece_of_a_password() {
        for uri in [
            "mongodb://host",
            "mongodb://ada:S3%2FCRET@a:1,b/game?replicaSet=rs0",
            "mongodb+srv://host/",
            "mongodb://[::1]:27017",
            "mongodb://host:27017,ada:S3CRET/",
            "mongodb://ada:S3?CRET@host",
            "mongodb://host/?unknown=1",
        ] {
            assert_eq!(fault(uri), None, "{uri}");
        }
    }
}
