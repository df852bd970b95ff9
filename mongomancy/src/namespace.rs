//! Checked names of databases and collections.

use std::{fmt, sync::Arc};

use crate::error::{Error, Result};

const MAX_DATABASE: usize = 63;
const MAX_NAMESPACE: usize = 255;

/// The name of a database and, within it, of a collection.
///
/// It is checked when a call is made, before anything is sent, so that handles can be made without a `Result`.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Namespace {
    database: Arc<str>,
    collection: Arc<str>,
}

impl Namespace {
    /// The collection `collection` of the database `database`, not yet checked.
    pub fn new(database: impl Into<Arc<str>>, collection: impl Into<Arc<str>>) -> Self {
        Self { database: database.into(), collection: collection.into() }
    }

    /// The database's name.
    pub fn database(&self) -> &str {
        &self.database
    }

    /// The collection's name.
    pub fn collection(&self) -> &str {
        &self.collection
    }

    /// Refuses names that no server takes.
    ///
    /// # Errors
    /// [`InvalidArgument`](crate::ErrorKind::InvalidArgument), naming the rule that is broken.
    pub fn check(&self) -> Result<()> {
        check_database(&self.database)?;
        check_collection(&self.collection)?;
        if self.database.len() + 1 + self.collection.len() > MAX_NAMESPACE {
            return Err(Error::invalid_argument(format!(
                "the namespace `{self}` is longer than {MAX_NAMESPACE} bytes"
            )));
        }
        Ok(())
    }
}

impl fmt::Display for Namespace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.database, self.collection)
    }
}

impl fmt::Debug for Namespace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Namespace({self})")
    }
}

pub(crate) fn check_database(name: &str) -> Result<()> {
    let refuse = |rule: &str| Err(Error::invalid_argument(format!("the database name {name:?} {rule}")));
    if name.is_empty() {
        return refuse("is empty");
    }
    if name.len() > MAX_DATABASE {
        return refuse("is longer than 63 bytes");
    }
    if let Some(bad) = name.chars().find(|c| "/\\. \"$*<>:|?\0".contains(*c)) {
        return refuse(&format!("contains {bad:?}"));
    }
    Ok(())
}

pub(crate) fn check_collection(name: &str) -> Result<()> {
    let refuse = |rule: &str| Err(Error::invalid_argument(format!("the collection name {name:?} {rule}")));
    if name.is_empty() {
        return refuse("is empty");
    }
    if let Some(bad) = name.chars().find(|c| "$\0".contains(*c)) {
        return refuse(&format!("contains {bad:?}"));
    }
    if name.starts_with("system.") {
        return refuse("begins with `system.`, which the server keeps for itself");
    }
    if name.starts_with('.') || name.ends_with('.') || name.contains("..") {
        return refuse("has an empty part between its dots");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_servers_take_pass() {
        for (database, collection) in [("game", "player"), ("a-b_c", "events.2024"), ("d", "ünïcödé")] {
            Namespace::new(database, collection).check().unwrap();
        }
    }

    #[test]
    fn every_rule_refuses() {
        let long = "d".repeat(64);
        for (database, collection, rule) in [
            ("", "c", "is empty"),
            (&*long, "c", "longer than 63"),
            ("a.b", "c", "contains '.'"),
            ("a b", "c", "contains ' '"),
            ("a$b", "c", "contains '$'"),
            ("d", "", "is empty"),
            ("d", "a$b", "contains '$'"),
            ("d", "a\0b", "contains '\\0'"),
            ("d", "system.users", "begins with `system.`"),
            ("d", ".a", "empty part"),
            ("d", "a..b", "empty part"),
            ("d", &*"c".repeat(255), "longer than 255"),
        ] {
            let error = Namespace::new(database, collection).check().unwrap_err();
            assert!(error.to_string().contains(rule), "{database:?} {collection:?}: {error}");
        }
    }
}
