//! Definitions to entities and what ties them.

use std::time::Duration;

use super::{Attribute, Diagram, Entity, Tie};
use crate::{
    codec::kind,
    definition::{CollectionDefinition, Index, IndexKey},
    shape::{FieldShape, Fields, Others, Shape},
};

/// How many of the words that a field may hold are shown.
const SHOWN: usize = 8;

impl Diagram {
    /// Of what is defined.
    pub(crate) fn of(definitions: &[CollectionDefinition]) -> Self {
        let mut this = Self::default();
        // All collections first: what they hold must not take their names.
        for definition in definitions {
            this.entity(definition.name(), "");
        }
        for definition in definitions {
            this.collection(definition);
        }
        this
    }

    /// The entity of what is there in a collection.
    fn entity(&mut self, collection: &str, path: &str) -> &mut Entity {
        let is_it = |entity: &Entity| entity.collection == collection && entity.path == path;
        let position = self.entities.iter().position(is_it).unwrap_or_else(|| {
            let mut name = if path.is_empty() { collection.to_owned() } else { format!("{collection}.{path}") };
            while self.entities.iter().any(|entity| entity.name == name) {
                name.push('_');
            }
            let (collection, path) = (collection.to_owned(), path.to_owned());
            self.entities.push(Entity { collection, path, name, attributes: Vec::new() });
            self.entities.len() - 1
        });
        &mut self.entities[position]
    }

    fn collection(&mut self, definition: &CollectionDefinition) {
        let name = definition.name();
        let nothing = Fields::default();
        let fields = match definition.shape() {
            Some(Shape::Document(fields)) => fields,
            _ => &nothing,
        };
        if !fields.iter().any(|field| field.name() == ID) {
            let ty = if definition.shape().is_some() { kind::name(kind::OBJECT_ID) } else { ANY };
            self.entity(name, "").add(Attribute::new(ID, ID, ty));
        }
        self.fields(name, "", fields);
        if let Some(id) = self.find(name, ID).filter(|id| !id.keys.contains(&"PK")) {
            id.keys.insert(0, "PK");
        }
        for index in definition.indexes() {
            self.index(name, index);
        }
    }

    /// The attribute at a path, in whatever entity of the collection.
    fn find(&mut self, collection: &str, path: &str) -> Option<&mut Attribute> {
        let entities = self.entities.iter_mut().filter(|entity| entity.collection == collection);
        entities.flat_map(|entity| &mut entity.attributes).find(|attribute| attribute.path == path)
    }

    /// Adds the fields of what is at the path `around`, and the entities of the documents in them.
    fn fields(&mut self, collection: &str, around: &str, fields: &Fields) {
        let entity = self.entity(collection, around).name.clone();
        let mut inner = Vec::new();
        for field in fields.iter() {
            let name = field.name();
            let path = if around.is_empty() { name.to_owned() } else { format!("{around}.{name}") };
            let looked = Look::at(field.shape());
            let mut attribute = Attribute::new(&path, name, &ty(field.shape()));
            attribute.words = words(field, &looked);
            if let Some(to) = looked.reference {
                attribute.keys.push("FK");
                self.tie(&entity, looked.tie(field, REFERS), to, name);
            }
            self.entity(collection, around).add(attribute);
            if let Some(fields) = looked.document {
                inner.push((path, fields, looked.tie(field, HOLDS), name));
            }
        }
        for (path, fields, how, label) in inner {
            let held = self.entity(collection, &path).name.clone();
            self.tie(&entity, how, &held, label);
            self.fields(collection, &path, fields);
        }
    }

    fn tie(&mut self, from: &str, how: &'static str, to: &str, label: &str) {
        let tie = Tie { from: from.to_owned(), how, to: to.to_owned(), label: label.to_owned() };
        if !self.ties.contains(&tie) {
            self.ties.push(tie);
        }
    }

    fn index(&mut self, collection: &str, index: &Index) {
        let Some((first, kind)) = index.keys().next() else { return };
        let is_key = index.is_unique() && index.keys().len() == 1 && is_direction(kind);
        let words = index_words(index, is_key);
        if self.find(collection, first).is_none() {
            self.entity(collection, "").add(Attribute::new(first, first, ANY));
        }
        let Some(attribute) = self.find(collection, first) else { return };
        if is_key && !attribute.keys.contains(&"UK") {
            attribute.keys.push("UK");
        }
        if !words.is_empty() && !attribute.words.contains(&words) {
            attribute.words.push(words);
        }
    }
}

impl Entity {
    /// One that another definition of the collection has added stays as it is.
    fn add(&mut self, attribute: Attribute) {
        if !self.attributes.iter().any(|other| other.path == attribute.path) {
            self.attributes.push(attribute);
        }
    }
}

impl Attribute {
    fn new(path: &str, name: &str, ty: &str) -> Self {
        Self { path: path.to_owned(), name: name.to_owned(), ty: ty.to_owned(), ..Self::default() }
    }
}

const ID: &str = "_id";
const ANY: &str = "any";
/// How one holds or refers to exactly one, perhaps one, and several others.
const HOLDS: [&str; 3] = ["||--||", "||--o|", "||--o{"];
const REFERS: [&str; 3] = ["}o--||", "}o--o|", "}o--o{"];

/// What a shape comes to, through null, arrays and maps.
#[derive(Default)]
struct Look<'a> {
    document: Option<&'a Fields>,
    reference: Option<&'static str>,
    words: Option<&'a [&'static str]>,
    is_nullable: bool,
    is_many: bool,
}

impl<'a> Look<'a> {
    fn at(shape: &'a Shape) -> Self {
        match shape {
            Shape::Document(fields) => match fields.others() {
                Others::Each(of) if fields.iter().len() == 0 => {
                    Self { is_many: true, is_nullable: false, ..Self::at(of) }
                }
                _ if fields.iter().len() == 0 => Self::default(),
                _ => Self { document: Some(fields), ..Self::default() },
            },
            Shape::Array { of, .. } => Self { is_many: true, is_nullable: false, ..Self::at(of) },
            Shape::Reference { to, .. } => Self { reference: Some(to), ..Self::default() },
            Shape::Words(words) => Self { words: Some(words), ..Self::default() },
            Shape::OneOf(several) => {
                let is_nullable = several.contains(&Shape::NULL);
                match *several.iter().filter(|shape| **shape != Shape::NULL).collect::<Vec<_>>() {
                    [only] => Self { is_nullable, ..Self::at(only) },
                    _ => Self { is_nullable, ..Self::default() },
                }
            }
            Shape::Any | Shape::Kind(_) | Shape::Tuple(_) => Self::default(),
        }
    }

    fn tie(&self, field: &FieldShape, ties: [&'static str; 3]) -> &'static str {
        let [one, perhaps, several] = ties;
        if self.is_many {
            several
        } else if self.is_nullable || !field.is_required() {
            perhaps
        } else {
            one
        }
    }
}

/// The type as Mermaid takes one: letters, digits, `_` and brackets.
fn ty(shape: &Shape) -> String {
    match shape {
        Shape::Any => ANY.into(),
        Shape::Kind(kind) => kind::name(*kind).into(),
        Shape::Words(_) => kind::name(kind::STRING).into(),
        Shape::Document(_) => kind::name(kind::DOCUMENT).into(),
        Shape::Array { of, .. } => format!("{}[]", ty(of)),
        Shape::Tuple(_) => kind::name(kind::ARRAY).into(),
        Shape::Reference { id, .. } => ty(id),
        Shape::OneOf(several) => {
            let mut types = Vec::new();
            for shape in several.iter().filter(|shape| **shape != Shape::NULL) {
                let ty = ty(shape);
                if !types.contains(&ty) {
                    types.push(ty);
                }
            }
            types.join("_or_")
        }
    }
}

fn words(field: &FieldShape, looked: &Look<'_>) -> Vec<String> {
    let mut words = Vec::new();
    words.extend(field.rules().words().map(str::to_owned));
    if let Some(values) = looked.words {
        let more = if values.len() > SHOWN { ", ..." } else { "" };
        words.push(format!("{}{more}", values.iter().take(SHOWN).copied().collect::<Vec<_>>().join(", ")));
    }
    match (looked.is_nullable, field.is_required()) {
        (true, true) => words.push("or null".into()),
        (true, false) => words.push("or null, or absent".into()),
        (false, false) => words.push("or absent".into()),
        (false, true) => {}
    }
    words
}

fn is_direction(kind: &IndexKey) -> bool {
    matches!(kind, IndexKey::Ascending | IndexKey::Descending)
}

/// The index in words; those that `UK` says already are left out.
fn index_words(index: &Index, is_key: bool) -> String {
    let key = |(field, kind): (&str, &IndexKey)| match kind_words(kind) {
        Some(kind) => format!("{field} {kind}"),
        None => field.to_owned(),
    };
    let mut words = Vec::new();
    if !is_key {
        let what = if index.is_unique() { "unique index" } else { "index" };
        let keys: Vec<_> = index.keys().collect();
        words.push(match *keys {
            [(_, only)] => kind_words(only).map_or(what.to_owned(), |kind| format!("{kind} {what}")),
            _ => format!("{what} ({})", keys.into_iter().map(key).collect::<Vec<_>>().join(", ")),
        });
    }
    let said =
        [(index.is_sparse(), "sparse"), (index.partial_filter().is_some(), "partial"), (index.is_hidden(), "hidden")];
    words.extend(said.into_iter().filter(|(is_said, _)| *is_said).map(|(_, word)| word.to_owned()));
    words.extend(index.time_to_live().map(|after| format!("expires after {}", time(after))));
    words.join(", ")
}

fn kind_words(kind: &IndexKey) -> Option<&str> {
    match kind {
        IndexKey::Ascending => None,
        IndexKey::Descending => Some("desc"),
        IndexKey::Text => Some("text"),
        IndexKey::Hashed => Some("hashed"),
        IndexKey::TwoD => Some("2d"),
        IndexKey::TwoDSphere => Some("2dsphere"),
        IndexKey::Other(kind) => Some(kind),
    }
}

/// In the largest unit of which it is a whole number.
fn time(after: Duration) -> String {
    const UNITS: [(u64, &str); 3] = [(86_400, "day"), (3_600, "hour"), (60, "minute")];
    let seconds = after.as_secs();
    let unit = UNITS.into_iter().find(|(length, _)| seconds > 0 && seconds.is_multiple_of(*length));
    let (length, unit) = unit.unwrap_or((1, "second"));
    let count = seconds / length;
    format!("{count} {unit}{}", if count == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests;
