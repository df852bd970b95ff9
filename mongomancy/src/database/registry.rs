//! The definitions that a database was told of.

use std::sync::{PoisonError, RwLock};

use crate::{
    definition::CollectionDefinition,
    error::{Error, ErrorKind, Result},
};

#[derive(Default)]
pub(super) struct Registry {
    definitions: RwLock<Vec<CollectionDefinition>>,
}

impl Registry {
    /// Adds a definition; the very same one twice counts once.
    pub(super) fn add(&self, definition: CollectionDefinition) {
        let mut definitions = self.definitions.write().unwrap_or_else(PoisonError::into_inner);
        if !definitions.contains(&definition) {
            definitions.push(definition);
        }
    }

    pub(super) fn definitions(&self) -> Vec<CollectionDefinition> {
        self.definitions.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(super) fn contains(&self, name: &str) -> bool {
        let definitions = self.definitions.read().unwrap_or_else(PoisonError::into_inner);
        definitions.iter().any(|definition| definition.name() == name)
    }

    pub(super) fn find(&self, name: &str) -> Result<()> {
        if self.contains(name) {
            return Ok(());
        }
        let mut names: Vec<String> = self.definitions().iter().map(|one| one.name().to_owned()).collect();
        names.sort();
        names.dedup();
        let known =
            if names.is_empty() { "none is".to_owned() } else { format!("registered are {}", names.join(", ")) };
        Err(Error::new(ErrorKind::NotRegistered, format!("the collection `{name}`; {known}")))
    }
}
