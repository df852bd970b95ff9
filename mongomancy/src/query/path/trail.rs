//! What is to be known of a way beside its names: whether it leads through `any`, and why nothing can be said of it.

use crate::error::{Error, Result};

/// What steps left behind that have no name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Trail {
    last: Last,
    /// Whether it leads through any of the elements of an array.
    any: bool,
    /// The first mistake on the way: an error of whatever is said of what is there.
    fault: Option<Fault>,
}

/// The last step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Last {
    /// That to a field.
    Name,
    /// That to the element at a position, whose own elements a server does not look at by itself.
    Position,
    /// That to any element: the path is that of the array, and a server looks at the elements by itself.
    Any,
    /// The same of an array at a position, where it does not.
    AnyAtPosition,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fault {
    TooLong,
    /// What is meant is within an array in an array, or within an element itself: the path is that of the outer one.
    Nested,
}

impl Trail {
    pub(super) const NEW: Self = Self { last: Last::Name, any: false, fault: None };

    /// One name further.
    #[inline]
    pub(super) fn named(self) -> Self {
        Self { last: Last::Name, ..self }
    }

    pub(super) fn positioned(self) -> Self {
        Self { last: Last::Position, ..self }
    }

    pub(super) fn through_any(self) -> Self {
        let last = if self.last == Last::Position { Last::AnyAtPosition } else { Last::Any };
        Self { last, any: true, ..self }
    }

    /// To an array as one: that is no element of another, which has no path.
    pub(super) fn at_array(self) -> Self {
        if self.ends_in_any() { self.nested() } else { self }
    }

    pub(super) fn nested(self) -> Self {
        Self { fault: self.fault.or(Some(Fault::Nested)), ..self }
    }

    pub(super) fn too_long(self) -> Self {
        Self { fault: self.fault.or(Some(Fault::TooLong)), ..self }
    }

    /// Whether it leads through `any`.
    pub(in crate::query) fn is_any(self) -> bool {
        self.any
    }

    /// Whether `any` is its last step.
    pub(in crate::query) fn ends_in_any(self) -> bool {
        matches!(self.last, Last::Any | Last::AnyAtPosition)
    }

    /// Whether a position is its last step.
    pub(in crate::query) fn ends_in_position(self) -> bool {
        self.last == Last::Position
    }

    /// Whether names were left out.
    pub(in crate::query) fn is_cut(self) -> bool {
        self.fault == Some(Fault::TooLong)
    }

    /// Why nothing can be said of what is there.
    pub(in crate::query) fn fault(self) -> Option<&'static str> {
        self.fault.map(|fault| match fault {
            Fault::TooLong => "a path of more than 8 fields; `Path::named(\"a.b.c\")` takes one of any length",
            Fault::Nested => NESTED,
        })
    }

    /// The same for a projection, which goes into arrays within arrays.
    pub(in crate::query) fn check_selected(self) -> Result<()> {
        if self.fault == Some(Fault::Nested) { Ok(()) } else { self.check() }
    }

    pub(in crate::query) fn check(self) -> Result<()> {
        self.fault().map_or(Ok(()), |fault| Err(Error::invalid_argument(fault)))
    }

    /// The same for a condition, which a server holds against what stands at the path.
    pub(in crate::query) fn check_condition(self) -> Result<()> {
        let seen = if self.last == Last::AnyAtPosition { self.nested() } else { self };
        seen.check()
    }
}

/// What no path says.
pub(in crate::query) const NESTED: &str = "no path leads to the elements of an array within an array, nor asks something of \
    any such array: in the place of `any`, `elem_match_value(|element| ..)` does";
