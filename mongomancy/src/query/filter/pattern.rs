//! Conditions on texts: patterns and beginnings.

use super::Filter;
use crate::query::{
    operators,
    path::{Path, codec::ValueCodec, place::Place},
    stored_as::StoredAsText,
};

impl<R: ?Sized, T, C, P: Place> Path<R, T, C, P> {
    /// `$regex`: a text in which a Perl-compatible pattern is found, under options such as `"i"`; `""` for none.
    ///
    /// The pattern is the one argument of a filter that is no mere value. What comes from outside does not belong there:
    /// it may match what it should not, and take long. [`starts_with`](Self::starts_with) takes any text.
    ///
    /// Elements of an array are matched by `p.tags.any().regex(..)`.
    ///
    /// ```
    /// # use mongomancy::{MongoCollection, doc};
    /// # #[derive(MongoCollection)]
    /// # struct Player { name: String }
    /// let p = Player::fields();
    /// let document = doc! { "name": { "$regex": "^a.a$", "$options": "i" } };
    /// assert_eq!(p.name.regex("^a.a$", "i").to_document()?, document);
    /// # Ok::<(), mongomancy::Error>(())
    /// ```
    pub fn regex(self, pattern: &str, options: &str) -> Filter<R>
    where
        C: ValueCodec<T, Stored: StoredAsText>,
    {
        self.condition(|to| {
            operators::put_plain(to, "$regex", pattern)?;
            if options.is_empty() { Ok(()) } else { operators::put_plain(to, "$options", options) }
        })
    }

    /// A text that begins with these characters, whatever they are; an index on the field serves.
    ///
    /// ```
    /// # use mongomancy::{MongoCollection, doc};
    /// # #[derive(MongoCollection)]
    /// # struct Player { name: String }
    /// let p = Player::fields();
    /// assert_eq!(p.name.starts_with("A.").to_document()?, doc! { "name": { "$regex": r"^A\." } });
    /// # Ok::<(), mongomancy::Error>(())
    /// ```
    pub fn starts_with(self, beginning: &str) -> Filter<R>
    where
        C: ValueCodec<T, Stored: StoredAsText>,
    {
        self.condition(|to| operators::put_plain(to, "$regex", beginning_with(beginning).as_str()))
    }
}

/// The pattern of texts that begin like this.
fn beginning_with(text: &str) -> String {
    let mut pattern = String::with_capacity(text.len() + 8);
    pattern.push('^');
    for character in text.chars() {
        match character {
            // Servers take no pattern with a zero in it.
            '\0' => pattern.push_str(r"\x00"),
            // A letter or a digit behind a backslash has a meaning, nothing else has.
            _ if character.is_ascii_punctuation() => pattern.extend(['\\', character]),
            _ => pattern.push(character),
        }
    }
    pattern
}

#[cfg(test)]
mod tests {
    use super::beginning_with;

    #[test]
    fn every_character_stands_for_itself() {
        let cases = [
            ("", "^"),
            ("Ada", "^Ada"),
            ("a.b", r"^a\.b"),
            (r"^$.|?*+()[]{}\/-#", r"^\^\$\.\|\?\*\+\(\)\[\]\{\}\\\/\-\#"),
            (r"\Q.*\E", r"^\\Q\.\*\\E"),
            ("é ß", "^é ß"),
            ("a\0b\n", "^a\\x00b\n"),
        ];
        for (text, pattern) in cases {
            assert_eq!(beginning_with(text), pattern);
        }
    }
}
