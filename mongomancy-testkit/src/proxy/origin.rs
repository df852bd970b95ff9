//! Who opened a connection: a client, or another member.

use mongodb::bson::RawDocument;

use super::message::Message;

/// Both come to the one address that a member has. What they say of themselves in their first message tells them apart.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) enum Origin {
    /// The member with this index.
    Member(usize),
    Client {
        app_name: Option<String>,
    },
}

impl Origin {
    /// Reads the first message, the `hello`. `ports` are those on which the servers themselves listen.
    ///
    /// A server with test commands on, as all of the kit's, adds its own host and port as `hostInfo` when it connects to
    /// another: MongoDB has it for a proxy like this one, its mongobridge.
    pub(super) fn of(first: &Message, ports: &[u16]) -> Self {
        first.body().map_or(Self::Client { app_name: None }, |hello| Self::of_hello(hello, ports))
    }

    fn of_hello(hello: &RawDocument, ports: &[u16]) -> Self {
        let port = hello.get_str("hostInfo").ok().and_then(|host| host.rsplit_once(':')?.1.parse().ok());
        if let Some(index) = port.and_then(|port: u16| ports.iter().position(|own| *own == port)) {
            return Self::Member(index);
        }
        let application = hello.get_document("client").and_then(|client| client.get_document("application"));
        let name = application.ok().and_then(|application| application.get_str("name").ok());
        Self::Client { app_name: name.map(str::to_owned) }
    }
}

#[cfg(test)]
mod tests {
    use mongodb::bson::rawdoc;

    use super::*;

    #[test]
    fn members_are_known_by_their_ports() {
        let ports = [20_001, 20_002];
        let client = |name: Option<&str>| Origin::Client { app_name: name.map(str::to_owned) };
        let table = [
            (rawdoc! { "hello": 1, "hostInfo": "box:20002", "internalClient": {} }, Origin::Member(1)),
            (rawdoc! { "isMaster": 1, "hostInfo": "box:27017" }, client(None)),
            (rawdoc! { "hello": 1, "hostInfo": "box" }, client(None)),
            (rawdoc! { "hello": 1, "hostInfo": 20_001 }, client(None)),
            (rawdoc! { "hello": 1 }, client(None)),
            (rawdoc! { "hello": 1, "client": { "application": { "name": "shop" } } }, client(Some("shop"))),
        ];
        for (hello, origin) in table {
            assert_eq!(Origin::of_hello(&hello, &ports), origin, "{hello:?}");
        }
    }
}
