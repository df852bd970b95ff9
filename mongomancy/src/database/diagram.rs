//! The registered collections as a picture.

use super::Database;
use crate::definition::Diagram;

impl Database {
    /// The registered collections as a Mermaid diagram, for documentation. Nothing is asked of a server.
    pub fn diagram(&self) -> Diagram {
        Diagram::of(&self.registry.definitions())
    }
}
