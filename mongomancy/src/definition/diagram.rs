//! Collections as a picture: what they hold, by which keys, and how they refer to one another.

mod draw;
mod words;

use std::fmt;

use self::words::{attribute_name, quoted};

/// The registered collections as a [Mermaid](https://mermaid.js.org/syntax/entityRelationshipDiagram.html) `erDiagram`:
/// its `Display` is the text, which GitHub shows as a picture where it stands in a block of `mermaid`.
///
/// - A collection is an entity, and so is an embedded document, under its path: `player.stats`. It is tied to what holds it.
/// - A field has its stored name and its BSON type: `string[]` is an array of texts, `any` what goes through serde.
/// - `PK` is the `_id`, `UK` a field that a unique index is over alone, `FK` a [`Ref`](crate::Ref), which is tied to the
///   other collection.
/// - In quotes stands what a field is for, whether it may be null or absent, and which indexes begin with it.
///
/// ```
/// use mongomancy::{CollectionDefinition, Database, MongoCollection};
/// # use std::sync::Arc;
/// # use mongomancy::{BoxFuture, Error, ErrorKind, Executor, Operation, Reply, Result};
/// # struct Down;
/// # impl Executor for Down {
/// #     fn execute(&self, _: Operation) -> BoxFuture<'_, Result<Reply>> {
/// #         Box::pin(async { Err(Error::for_test(ErrorKind::Unavailable, None, [])) })
/// #     }
/// # }
///
/// #[derive(MongoCollection)]
/// #[index(guild, score = -1)]
/// struct Player {
///     #[index(unique)]
///     name: String,
///     guild: String,
///     score: Option<i64>,
/// }
///
/// # let db = Database::new(Arc::new(Down), "game");
/// db.register::<Player>();
/// let drawn = r#"erDiagram
///     "player" {
///         objectId _id PK
///         string name UK
///         string guild "index (guild, score desc)"
///         long score "or null"
///     }
/// "#;
/// assert_eq!(db.diagram().to_string(), drawn);
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Diagram {
    entities: Vec<Entity>,
    ties: Vec<Tie>,
}

/// A collection, or a document in another.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Entity {
    collection: String,
    /// Where in the collection's documents it is; empty for these themselves.
    path: String,
    name: String,
    attributes: Vec<Attribute>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Attribute {
    /// From the collection on.
    path: String,
    name: String,
    ty: String,
    keys: Vec<&'static str>,
    words: Vec<String>,
}

/// From one entity to another.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Tie {
    from: String,
    how: &'static str,
    to: String,
    label: String,
}

impl fmt::Display for Diagram {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "erDiagram")?;
        for entity in &self.entities {
            writeln!(f, "    {} {{", quoted(&entity.name))?;
            for attribute in &entity.attributes {
                writeln!(f, "        {attribute}")?;
            }
            writeln!(f, "    }}")?;
        }
        for Tie { from, how, to, label } in &self.ties {
            writeln!(f, "    {} {how} {} : {}", quoted(from), quoted(to), quoted(label))?;
        }
        Ok(())
    }
}

impl fmt::Display for Attribute {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = attribute_name(&self.name);
        write!(f, "{} {name}", self.ty)?;
        if !self.keys.is_empty() {
            write!(f, " {}", self.keys.join(", "))?;
        }
        let stored = (name != self.name).then(|| format!("stored as {}", self.name));
        let words: Vec<&str> = stored.iter().chain(&self.words).map(String::as_str).collect();
        if words.is_empty() { Ok(()) } else { write!(f, " {}", quoted(&words.join("; "))) }
    }
}
