//! The way to a field: the stored names that lead there.

use std::{fmt, sync::Arc};

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

    /// The way to any of the elements of what is here: conditions look there, and updates have nothing to change.
    #[doc(hidden)]
    fn then_any(self) -> Self;

    /// Whether the way leads through [`then_any`](Self::then_any).
    #[doc(hidden)]
    fn is_any(&self) -> bool;

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
}

/// A way whose names are all known at compile time: eight at most, each field of a struct being one.
#[derive(Debug, Clone, Copy)]
pub struct Fixed {
    names: [&'static str; DEPTH],
    length: u8,
    any: bool,
}

impl Fixed {
    /// The document itself.
    #[doc(hidden)]
    pub const EMPTY: Self = Self { names: [""; DEPTH], length: 0, any: false };

    /// The key at this depth, counted from 0. A name with dots in it is several.
    pub(in crate::query) fn key(&self, depth: usize) -> Option<&'static str> {
        let names = self.names[..usize::from(self.length)].iter();
        names.flat_map(|name| name.split('.')).nth(depth)
    }
}

impl Place for Fixed {
    #[inline]
    #[track_caller]
    fn then(mut self, name: &'static str) -> Self {
        let length = usize::from(self.length);
        assert!(length < DEPTH, "a path of more than {DEPTH} fields");
        self.names[length] = name;
        self.length += 1;
        self
    }

    fn then_dynamic(&self, name: &str) -> Keyed {
        let mut before = self.stored();
        push(&mut before, name);
        Keyed { before: before.into(), after: Self { any: self.any, ..Self::EMPTY } }
    }

    fn then_any(self) -> Self {
        Self { any: true, ..self }
    }

    fn is_any(&self) -> bool {
        self.any
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
        self.after = self.after.then(name);
        self
    }

    fn then_dynamic(&self, name: &str) -> Self {
        let mut before = self.stored();
        push(&mut before, name);
        Self { before: before.into(), after: Fixed { any: self.after.any, ..Fixed::EMPTY } }
    }

    fn then_any(self) -> Self {
        Self { after: self.after.then_any(), ..self }
    }

    fn is_any(&self) -> bool {
        self.after.any
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
        Self(self.0.then_any())
    }

    fn is_any(&self) -> bool {
        self.0.any
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
        assert!(any.is_any() && any.then_dynamic("k").is_any() && any.then_dynamic("k").then("c").is_any());
        assert!(!Fixed::EMPTY.then("a").then_dynamic("k").is_any());
        assert!(any.then_dynamic("k").then_dynamic("l").is_any());
    }

    #[test]
    #[should_panic(expected = "more than 8 fields")]
    fn a_way_too_long_is_told() {
        (0..9).fold(Fixed::EMPTY, |way, _| way.then("a"));
    }
}
