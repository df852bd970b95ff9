//! Which commands an intercept is meant for: decisions only.

use mongodb::bson::{RawBsonRef, RawDocument};

/// How clients connect, watch the members, and take their leave, in lower case.
const CONNECTING: [&str; 7] =
    ["hello", "ismaster", "saslstart", "saslcontinue", "authenticate", "logout", "endsessions"];

/// A command on its way.
pub(crate) struct Command<'a> {
    /// The index of the member it goes to.
    pub(crate) member: usize,
    pub(crate) app_name: Option<&'a str>,
    pub(crate) body: &'a RawDocument,
    /// Whether the client waits for an answer.
    pub(crate) answered: bool,
}

#[derive(Clone, Debug)]
pub(super) struct Condition {
    /// Names of commands; none for any.
    names: Option<Vec<String>>,
    pub(super) namespace: Option<String>,
    pub(super) fields: Vec<String>,
    pub(super) app_name: Option<String>,
}

impl Condition {
    pub(super) fn named(names: Vec<String>) -> Self {
        Self { names: Some(names), ..Self::any() }
    }

    pub(super) fn any() -> Self {
        Self { names: None, namespace: None, fields: Vec::new(), app_name: None }
    }

    /// Whether it means no command at all.
    pub(super) fn is_empty(&self) -> bool {
        self.names.as_ref().is_some_and(Vec::is_empty)
    }

    /// The commands it is meant for, in a few words.
    pub(super) fn commands(&self) -> String {
        let names = self.names.as_ref().map_or_else(|| "any command".to_owned(), |names| names.join(" or "));
        self.namespace.iter().fold(names, |names, namespace| format!("{names} on {namespace}"))
    }

    pub(super) fn is_met(&self, command: &Command<'_>) -> bool {
        // The name is the first field, and nearly always has the name of the collection as its value.
        let Some(Ok((name, value))) = command.body.iter().next() else { return false };
        let name = name.as_str();
        let named = match &self.names {
            Some(names) => names.iter().any(|own| own == name),
            None => !CONNECTING.contains(&name.to_ascii_lowercase().as_str()),
        };
        let has = |field: &String| matches!(command.body.get(field), Ok(Some(_)));
        command.answered
            && named
            && self.namespace.as_ref().is_none_or(|own| is_on(command.body, value, own))
            && self.fields.iter().all(has)
            && self.app_name.as_ref().is_none_or(|own| command.app_name == Some(own))
    }
}

/// Whether the command is on this namespace. `getMore` has the collection's name in a field of its own.
fn is_on(body: &RawDocument, first: RawBsonRef<'_>, namespace: &str) -> bool {
    let collection = first.as_str().or_else(|| body.get_str("collection").ok());
    let database = body.get_str("$db").ok();
    database.zip(collection) == namespace.split_once('.')
}

#[cfg(test)]
mod tests {
    use mongodb::bson::{RawDocumentBuf, rawdoc};

    use super::*;

    fn met(condition: &Condition, body: &RawDocumentBuf) -> bool {
        condition.is_met(&Command { member: 0, app_name: Some("shop"), body, answered: true })
    }

    #[test]
    fn commands_are_known_by_name() {
        let insert = rawdoc! { "insert": "orders", "$db": "shop", "txnNumber": 7_i64 };
        for (names, expected) in [(&["insert"][..], true), (&["update", "insert"], true), (&["Insert", "in"], false)] {
            let condition = Condition::named(names.iter().map(|name| (*name).to_owned()).collect());
            assert_eq!(met(&condition, &insert), expected, "{names:?}");
            assert!(!met(&condition, &rawdoc! {}));
        }
        assert!(Condition::named(vec![]).is_empty());
    }

    #[test]
    fn any_command_is_none_of_those_by_which_clients_connect() {
        for (body, expected) in [
            (rawdoc! { "find": "orders" }, true),
            (rawdoc! { "ping": 1 }, true),
            (rawdoc! { "isMaster": 1 }, false),
            (rawdoc! { "hello": 1 }, false),
            (rawdoc! { "saslContinue": 1 }, false),
            (rawdoc! { "endSessions": [] }, false),
            (rawdoc! {}, false),
        ] {
            assert_eq!(met(&Condition::any(), &body), expected, "{body:?}");
        }
        assert!(met(&Condition::named(vec!["hello".to_owned()]), &rawdoc! { "hello": 1 }));
    }

    #[test]
    fn all_that_is_said_must_be_so() {
        let insert = rawdoc! { "insert": "or.ders", "$db": "shop", "txnNumber": 7_i64 };
        let more = rawdoc! { "getMore": 9_i64, "collection": "or.ders", "$db": "shop" };
        let on = |namespace: &str| Condition { namespace: Some(namespace.to_owned()), ..Condition::any() };
        for (namespace, expected) in [("shop.or.ders", true), ("shop.or", false), ("other.or.ders", false)] {
            assert_eq!(met(&on(namespace), &insert), expected, "{namespace}");
            assert_eq!(met(&on(namespace), &more), expected, "{namespace}");
        }
        assert!(!met(&on("shop"), &insert));
        assert!(!met(&on("admin.1"), &rawdoc! { "ping": 1, "$db": "admin" }));

        let field = Condition { fields: vec!["txnNumber".to_owned()], ..Condition::any() };
        assert!(met(&field, &insert) && !met(&field, &more));
        for (name, expected) in [("shop", true), ("other", false)] {
            let condition = Condition { app_name: Some(name.to_owned()), ..Condition::any() };
            assert_eq!(met(&condition, &insert), expected);
        }
        let silent = Command { member: 0, app_name: None, body: &insert, answered: false };
        assert!(!Condition::any().is_met(&silent));
    }
}
