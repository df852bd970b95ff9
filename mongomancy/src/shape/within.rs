//! Where a type is described: within which others.

use std::cell::Cell;

use super::{Fields, Shape};
use crate::codec::{Encode, MongoDocument};

/// How many types may be described for one: those that hold one another in many ways would have no end.
const MOST: u32 = 1000;

/// What is stored of `T`.
fn describe<T: Encode + ?Sized>() -> Shape {
    T::stored_shape(&Within { name: "", outer: None, left: &Cell::new(MOST) })
}

/// What is stored of the documents of a collection of `T`s.
pub(crate) fn documents<T: MongoDocument>() -> Shape {
    let mut shape = describe::<T>();
    if let (true, Shape::Document(fields)) = (T::ID_MAY_BE_ABSENT, &mut shape) {
        fields.leave_null_id_out();
    }
    shape
}

/// The types within which one is described.
#[derive(Debug)]
pub struct Within<'a> {
    name: &'static str,
    outer: Option<&'a Within<'a>>,
    left: &'a Cell<u32>,
}

impl Within<'_> {
    /// The document that the type of this name is; within itself it is any.
    pub fn document(&self, name: &'static str, describe: &dyn Fn(&Within<'_>, &mut Fields)) -> Shape {
        self.enter(name, Shape::OBJECT, &|within| within.fields(describe))
    }

    /// What else the type of this name is; within itself it may be anything.
    pub fn value(&self, name: &'static str, describe: &dyn Fn(&Within<'_>) -> Shape) -> Shape {
        self.enter(name, Shape::Any, describe)
    }

    /// A document that has no name.
    pub fn fields(&self, describe: &dyn Fn(&Within<'_>, &mut Fields)) -> Shape {
        let mut fields = Fields::default();
        describe(self, &mut fields);
        Shape::Document(fields)
    }

    fn enter(&self, name: &'static str, otherwise: Shape, describe: &dyn Fn(&Within<'_>) -> Shape) -> Shape {
        let Some(left) = self.left.get().checked_sub(1) else { return otherwise };
        let mut around = Some(self);
        while let Some(within) = around {
            if within.name == name {
                return otherwise;
            }
            around = within.outer;
        }
        self.left.set(left);
        describe(&Within { name, outer: Some(self), left: self.left })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_that_hold_one_another_come_to_an_end() {
        const NAMES: [&str; 12] = ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l"];
        fn each(within: &Within<'_>) -> Vec<Shape> {
            NAMES.iter().map(|name| within.document(name, &|within, fields| fill(within, fields))).collect()
        }
        fn fill(within: &Within<'_>, fields: &mut Fields) {
            for (name, shape) in NAMES.iter().zip(each(within)) {
                fields.put(name, shape);
            }
        }
        fn count(shape: &Shape) -> u32 {
            match shape {
                Shape::Document(fields) => 1 + fields.iter().map(|field| count(field.shape())).sum::<u32>(),
                _ => 0,
            }
        }
        let left = Cell::new(MOST);
        let all = each(&Within { name: "", outer: None, left: &left });
        assert_eq!(all.iter().map(count).sum::<u32>(), MOST);
    }
}
