//! The way to a field: the stored names that lead there.

use std::{fmt, sync::Arc};

use super::trail::Trail;
use crate::error::{Error, Result};

/// How many names a way has at most that takes no allocation.
const DEPTH: usize = 8;

/// The way to a field. Implemented by this crate alone.
pub trait Place: Clone + fmt::Debug + Send + Sync + 'static {
    /// The way one name further.
    #[doc(hidden)]
    fn then(self, name: &'static str) -> Self;

    /// The way one name further, which is known at run time only.
    #[doc(hidden)]
    fn then_dynamic(&self, name: &str) -> Keyed;

    /// The way to what a map has under a key. Where no path can name the key, it is one that everything refuses.
    #[doc(hidden)]
    fn then_key(&self, key: &str) -> Keyed {
        let is_name = !key.is_empty() && !key.starts_with('$') && !key.contains(['.', '\0']);
        self.then_dynamic(if is_name { key } else { "\0" })
    }

    /// The way to the element at a position of the array that is here.
    #[doc(hidden)]
    fn then_position(self, position: u32) -> Keyed {
        self.at_array().then_dynamic(&position.to_string()).marked(Trail::positioned)
    }

    /// The way to any of the elements of what is here: conditions look there, and updates have nothing to change.
    #[doc(hidden)]
    fn then_any(self) -> Self {
        self.marked(Trail::through_any)
    }

    /// The same way, to the array that is here as one: what follows is about it, or goes into it.
    #[doc(hidden)]
    fn at_array(self) -> Self {
        self.marked(Trail::at_array)
    }

    /// What is to be known of the way beside its names.
    #[doc(hidden)]
    fn trail(&self) -> Trail;

    #[doc(hidden)]
    fn marked(self, mark: fn(Trail) -> Trail) -> Self;

    /// Appends the names with dots between them.
    #[doc(hidden)]
    fn write(&self, to: &mut Vec<u8>);

    /// The names with dots between them.
    #[doc(hidden)]
    fn stored(&self) -> String {
        let mut bytes = Vec::new();
        self.write(&mut bytes);
        String::from_utf8_lossy(&bytes).into_owned()
    }

    /// The same of a way that leads somewhere.
    #[doc(hidden)]
    fn checked(&self) -> Result<String> {
        self.trail().check()?;
        let path = self.stored();
        if path.contains('\0') { Err(no_key()) } else { Ok(path) }
    }
}

/// Why nothing can be said of what [`then_key`](Place::then_key) made of a key.
pub(in crate::query) fn no_key() -> Error {
    Error::invalid_argument("a map's key is empty, begins with `$`, or has a dot or a zero in it")
}

/// A way whose names are all known at compile time: eight at most, each field of a struct being one.
#[derive(Debug, Clone, Copy)]
pub struct Fixed {
    names: [&'static str; DEPTH],
    length: u8,
    trail: Trail,
}

impl Fixed {
    /// The document itself.
    #[doc(hidden)]
    pub const EMPTY: Self = Self { names: [""; DEPTH], length: 0, trail: Trail::NEW };

    /// The key at this depth, counted from 0. A name with dots in it is several.
    pub(in crate::query) fn key(&self, depth: usize) -> Option<&'static str> {
        let names = self.names[..usize::from(self.length)].iter();
        names.flat_map(|name| name.split('.')).nth(depth)
    }
}

impl Place for Fixed {
    #[inline]
    fn then(mut self, name: &'static str) -> Self {
        // Fields are made before anyone asks for them, so too many names are no mistake yet.
        if let Some(place) = self.names.get_mut(usize::from(self.length)) {
            *place = name;
            self.length += 1;
            self.trail = self.trail.named();
        } else {
            self.trail = self.trail.too_long();
        }
        self
    }

    fn then_dynamic(&self, name: &str) -> Keyed {
        let mut before = self.stored();
        push(&mut before, name);
        Keyed { before: before.into(), after: Self { trail: self.trail.named(), ..Self::EMPTY } }
    }

    fn trail(&self) -> Trail {
        self.trail
    }

    fn marked(self, mark: fn(Trail) -> Trail) -> Self {
        Self { trail: mark(self.trail), ..self }
    }

    #[inline]
    fn write(&self, to: &mut Vec<u8>) {
        for (position, name) in self.names[..usize::from(self.length)].iter().enumerate() {
            if position > 0 {
                to.push(b'.');
            }
            to.extend_from_slice(name.as_bytes());
        }
    }
}

/// A way with names that are known at run time only: a map's keys, positions in an array.
#[derive(Debug, Clone)]
pub struct Keyed {
    before: Arc<str>,
    after: Fixed,
}

impl Place for Keyed {
    fn then(mut self, name: &'static str) -> Self {
        if usize::from(self.after.length) == DEPTH {
            return self.then_dynamic(name);
        }
        self.after = self.after.then(name);
        self
    }

    fn then_dynamic(&self, name: &str) -> Self {
        let mut before = self.stored();
        push(&mut before, name);
        Self { before: before.into(), after: Fixed { trail: self.after.trail.named(), ..Fixed::EMPTY } }
    }

    fn trail(&self) -> Trail {
        self.after.trail
    }

    fn marked(self, mark: fn(Trail) -> Trail) -> Self {
        Self { after: self.after.marked(mark), ..self }
    }

    fn write(&self, to: &mut Vec<u8>) {
        to.extend_from_slice(self.before.as_bytes());
        if self.after.length > 0 {
            to.push(b'.');
            self.after.write(to);
        }
    }
}

/// An element of an array, seen from itself: it has no name, so its conditions stand alone.
#[derive(Debug, Clone, Copy)]
pub struct Itself(Fixed);

impl Itself {
    /// The element.
    pub(in crate::query) const HERE: Self = Self(Fixed::EMPTY);
}

impl Place for Itself {
    fn then(self, name: &'static str) -> Self {
        Self(self.0.then(name))
    }

    fn then_dynamic(&self, name: &str) -> Keyed {
        self.0.then_dynamic(name)
    }

    fn then_any(self) -> Self {
        // The conditions would be about the element, which is not asked for those in it.
        let has_name = self.0.length > 0;
        self.marked(if has_name { Trail::through_any } else { Trail::nested })
    }

    fn then_position(self, position: u32) -> Keyed {
        let has_name = self.0.length > 0;
        // In an element itself, servers take positions for names.
        if has_name { self.0.then_position(position) } else { self.then_dynamic(&position.to_string()) }
    }

    fn trail(&self) -> Trail {
        self.0.trail
    }

    fn marked(self, mark: fn(Trail) -> Trail) -> Self {
        Self(self.0.marked(mark))
    }

    fn write(&self, to: &mut Vec<u8>) {
        self.0.write(to);
    }
}

fn push(path: &mut String, name: &str) {
    if !path.is_empty() {
        path.push('.');
    }
    path.push_str(name);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_joined_by_dots() {
        let way = Fixed::EMPTY.then("a").then("b");
        assert_eq!((Fixed::EMPTY.stored(), way.stored()), (String::new(), "a.b".to_owned()));
        let keyed = way.then_dynamic("k").then("c").then("d");
        assert_eq!(keyed.stored(), "a.b.k.c.d");
        assert_eq!(keyed.then_dynamic("0").stored(), "a.b.k.c.d.0");
        assert_eq!(Itself::HERE.then("a").stored(), "a");
        assert_eq!(Itself::HERE.then_dynamic("a").then("b").stored(), "a.b");
    }

    #[test]
    fn a_key_that_is_no_name_leads_nowhere() {
        assert_eq!(Fixed::EMPTY.then("a").then_key("k$").stored(), "a.k$");
        for key in ["", "$", "$[]", "b.c", "b\0"] {
            assert_eq!(Fixed::EMPTY.then("a").then_key(key).stored(), "a.\0", "{key:?}");
        }
    }

    #[test]
    fn a_way_through_any_element_stays_one() {
        let any = Fixed::EMPTY.then("a").then_any().then("b");
        assert_eq!(any.stored(), "a.b");
        let ways = [any.then_dynamic("k"), any.then_dynamic("k").then("c"), any.then_dynamic("k").then_dynamic("l")];
        assert!(any.trail().is_any() && ways.iter().all(|way| way.trail().is_any()));
        assert!(!Fixed::EMPTY.then("a").then_dynamic("k").trail().is_any());
    }

    #[test]
    fn a_way_too_long_leads_nowhere() {
        let way = (0..8).fold(Fixed::EMPTY, |way, _| way.then("a"));
        way.checked().unwrap();
        assert!(way.then("a").trail().is_cut());
        // Whatever comes behind it.
        for told in [
            way.then("a").checked(),
            way.then("a").then_any().then("b").checked(),
            way.then("a").then_dynamic("k").then("b").checked(),
            (0..9).fold(Itself::HERE, |way, _| way.then("a")).checked(),
        ] {
            assert!(told.unwrap_err().to_string().contains("more than 8 fields"));
        }
        // Where it allocates in any case, it has no end.
        let keyed = (0..20).fold(way.then_dynamic("k"), |way, _| way.then("b"));
        assert_eq!(keyed.checked().unwrap(), format!("a.a.a.a.a.a.a.a.k{}", ".b".repeat(20)));
    }

    #[test]
    fn what_is_in_an_element_without_a_name_is_nowhere() {
        let a = Fixed::EMPTY.then("a");
        let any = a.then_any();
        for nowhere in [any.at_array(), any.at_array().then_any(), any.at_array().then("b").then_any()] {
            assert!(nowhere.checked().unwrap_err().to_string().contains("elem_match_value"));
        }
        for nowhere in [a.then_position(0).then_any(), Itself::HERE.then("a").then_position(0).then_any()] {
            nowhere.checked().unwrap();
            assert!(nowhere.trail().check_condition().is_err());
            assert!(nowhere.then("b").trail().check_condition().is_ok());
        }
        Itself::HERE.then_position(0).then_any().trail().check_condition().unwrap();
        for nowhere in [Itself::HERE.then_any(), Itself::HERE.then_any().then("a")] {
            assert!(nowhere.checked().unwrap_err().to_string().contains("elem_match_value"));
        }
        for way in [a.at_array(), any, any.then("b").at_array().then_any()] {
            way.checked().unwrap();
        }
        any.then_dynamic("k").then("b").at_array().then_any().checked().unwrap();
        Itself::HERE.at_array().checked().unwrap();
        Itself::HERE.then("a").at_array().then_any().checked().unwrap();
    }
}
