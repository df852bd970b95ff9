//! The fields of a document.

use super::{Shape, rules::Rules};

/// What a document has, and may have.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Fields {
    pub(super) fields: Vec<FieldShape>,
    pub(super) others: Others,
}

/// What fields there may be that have no place of their own.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) enum Others {
    /// Any.
    #[default]
    Any,
    /// None.
    None,
    /// Such.
    Each(Box<Shape>),
}

/// One field.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct FieldShape {
    name: &'static str,
    shape: Shape,
    required: bool,
    rules: Rules,
}

impl Fields {
    /// Adds a field that is always written.
    pub fn put(&mut self, name: &'static str, shape: Shape) -> &mut Rules {
        self.add(name, shape, true)
    }

    /// Adds a field that is left out at times.
    pub fn put_some(&mut self, name: &'static str, shape: Shape) -> &mut Rules {
        self.add(name, shape, false)
    }

    /// Says that there are no other fields.
    pub fn deny_others(&mut self) {
        self.others = Others::None;
    }

    /// An `_id` that is null is left out of a collection's document.
    pub(super) fn leave_null_id_out(&mut self) {
        for field in self.fields.iter_mut().filter(|field| field.name == "_id") {
            if let Shape::OneOf(several) = &mut field.shape {
                field.shape = Shape::one_of(several.drain(..).filter(|shape| *shape != Shape::NULL));
            }
        }
    }

    pub(super) fn put_first(&mut self, name: &'static str, shape: Shape) {
        self.fields.retain(|field| field.name != name);
        self.fields.insert(0, FieldShape { name, shape, required: true, rules: Rules::default() });
    }

    fn add(&mut self, name: &'static str, shape: Shape, required: bool) -> &mut Rules {
        let position = self.fields.len();
        self.fields.push(FieldShape { name, shape, required, rules: Rules::default() });
        &mut self.fields[position].rules
    }

    pub(crate) fn iter(&self) -> std::slice::Iter<'_, FieldShape> {
        self.fields.iter()
    }

    pub(crate) fn others(&self) -> &Others {
        &self.others
    }

    pub(super) fn problem(&self) -> Option<String> {
        let within = |field: &FieldShape| {
            let rule = field.rules.problem(&field.shape).map(|rule| format!("`{}` {rule}", field.name));
            rule.or_else(|| Some(format!("in `{}`, {}", field.name, field.shape.problem()?)))
        };
        let others = match &self.others {
            Others::Each(shape) => shape.problem(),
            Others::Any | Others::None => None,
        };
        self.fields.iter().find_map(within).or(others)
    }
}

impl FieldShape {
    pub(crate) fn name(&self) -> &'static str {
        self.name
    }

    pub(crate) fn shape(&self) -> &Shape {
        &self.shape
    }

    /// Whether it is always there.
    pub(crate) fn is_required(&self) -> bool {
        self.required
    }

    pub(crate) fn rules(&self) -> &Rules {
        &self.rules
    }
}
