//! Conditions that compare a field with values.

use super::Filter;
use crate::{
    codec::{encode::EncodeError, kind, reader::Reader},
    query::{
        operators,
        path::{Path, codec::ValueCodec, place::Place},
        value::IntoValue,
    },
};

/// Writes each condition that takes one value.
macro_rules! comparisons {
    ($($(#[$doc:meta])* $name:ident $operator:literal;)+) => {
        $(
            $(#[$doc])*
            ///
            /// ```
            /// # use mongomancy::{MongoCollection, doc};
            /// # #[derive(MongoCollection)]
            /// # struct Player { score: f64 }
            /// let p = Player::fields();
            #[doc = concat!(
                "assert_eq!(p.score.", stringify!($name), "(10.0).to_document()?, doc! { \"score\": { \"", $operator,
                "\": 10.0 } });"
            )]
            /// # Ok::<(), mongomancy::Error>(())
            /// ```
            pub fn $name(self, value: impl IntoValue<T>) -> Filter<R> {
                self.condition(|to| operators::put(to, $operator, |to| Self::write(value, to)))
            }
        )+
    };
}

impl<R: ?Sized, T, C: ValueCodec<T>, P: Place> Path<R, T, C, P> {
    comparisons! {
        /// `$eq`: equal to a value. `None` is equal to null, and to a field that is not there. An array is equal to an array,
        /// and an element of it to the value.
        eq "$eq";
        /// `$gt`: greater than a value, of the same BSON type.
        gt "$gt";
        /// `$gte`: greater than a value, of the same BSON type, or equal to it.
        gte "$gte";
        /// `$lt`: less than a value, of the same BSON type.
        lt "$lt";
        /// `$lte`: less than a value, of the same BSON type, or equal to it.
        lte "$lte";
    }

    /// `$ne`: not equal to a value, as where the field is not there.
    ///
    /// ```
    /// # use mongomancy::{MongoCollection, doc};
    /// # #[derive(MongoCollection)]
    /// # struct Player { score: f64 }
    /// let p = Player::fields();
    /// assert_eq!(p.score.ne(10.0).to_document()?, doc! { "score": { "$not": { "$eq": 10.0 } } });
    /// # Ok::<(), mongomancy::Error>(())
    /// ```
    pub fn ne(self, value: impl IntoValue<T>) -> Filter<R> {
        // `$ne` takes no regular expression, which is a value like any other here.
        self.condition(|to| {
            operators::put_document(to, "$not", |to| operators::put(to, "$eq", |to| Self::write(value, to)))
        })
    }

    /// `$in`: equal to any of the values.
    ///
    /// ```
    /// # use mongomancy::{MongoCollection, doc};
    /// # #[derive(MongoCollection)]
    /// # struct Player { guild: Option<String> }
    /// let p = Player::fields();
    /// let document = doc! { "guild": { "$in": ["red", "blue"] } };
    /// assert_eq!(p.guild.in_(["red", "blue"]).to_document()?, document);
    /// # Ok::<(), mongomancy::Error>(())
    /// ```
    pub fn in_<V: IntoValue<T>>(self, values: impl IntoIterator<Item = V>) -> Filter<R> {
        self.among(values, "$in", |plain, alone| plain | alone)
    }

    /// `$nin`: equal to none of the values, as where the field is not there.
    ///
    /// ```
    /// # use mongomancy::{MongoCollection, doc};
    /// # #[derive(MongoCollection)]
    /// # struct Player { guild: Option<String> }
    /// let p = Player::fields();
    /// let document = doc! { "guild": { "$nin": ["red", "blue"] } };
    /// assert_eq!(p.guild.nin(["red", "blue"]).to_document()?, document);
    /// # Ok::<(), mongomancy::Error>(())
    /// ```
    pub fn nin<V: IntoValue<T>>(self, values: impl IntoIterator<Item = V>) -> Filter<R> {
        self.among(values, "$nin", |plain, alone| plain & !alone)
    }

    /// `operator` for the values that are taken for what they are there, and the others one by one: in an array of values a
    /// regular expression would be a pattern, and a document with an operator in it is refused.
    fn among<V: IntoValue<T>>(
        self,
        values: impl IntoIterator<Item = V>,
        operator: &str,
        join: fn(Filter<R>, Filter<R>) -> Filter<R>,
    ) -> Filter<R> {
        let Literals { plain, alone } = match Self::literals(values) {
            Ok(literals) => literals,
            Err(error) => return Filter::failed(error.below(self.place.stored()).into()),
        };
        let plain = self.condition(|to| operators::put_array(to, operator, &plain, operators::written));
        if alone.is_empty() {
            return plain;
        }
        let alone = alone
            .iter()
            .map(|value| self.condition(|to| operators::put(to, "$eq", |to| operators::written(value, to))));
        join(plain, Filter::or(alone))
    }

    /// The values, written.
    pub(super) fn literals<V: IntoValue<T>>(values: impl IntoIterator<Item = V>) -> Result<Literals, EncodeError> {
        let mut literals = Literals { plain: Vec::new(), alone: Vec::new() };
        for value in values {
            let mut bytes = Vec::new();
            let kind = Self::write(value, &mut bytes)?;
            let among = if is_pattern(kind, &bytes) { &mut literals.alone } else { &mut literals.plain };
            among.push((kind, bytes));
        }
        Ok(literals)
    }
}

/// Values with their types, as they are written.
pub(super) struct Literals {
    /// Those that may stand in an array of values.
    pub(super) plain: Vec<(u8, Vec<u8>)>,
    /// Those that would be operators or patterns there.
    pub(super) alone: Vec<(u8, Vec<u8>)>,
}

/// Whether a server would take the value in an array of values for something to match by.
fn is_pattern(kind: u8, value: &[u8]) -> bool {
    match kind {
        kind::REGULAR_EXPRESSION => true,
        // Its first key begins with `$`.
        kind::DOCUMENT => value.get(5) == Some(&b'$'),
        _ => false,
    }
}

/// Whether one of the operators of this document compares with an array.
pub(super) fn compares_arrays(operators: &[u8]) -> bool {
    elements(operators).any(|(name, kind, value)| match name {
        "$eq" | "$gt" | "$gte" | "$lt" | "$lte" => kind == kind::ARRAY,
        "$in" | "$nin" => elements(value).any(|(_, kind, _)| kind == kind::ARRAY),
        "$not" => compares_arrays(value),
        _ => false,
    })
}

/// The names, types and values of a document's elements.
fn elements(document: &[u8]) -> impl Iterator<Item = (&str, u8, &[u8])> {
    let mut reader = Reader::within(document.get(4..).unwrap_or_default());
    std::iter::from_fn(move || {
        let (kind, name) = reader.key().ok()?;
        Some((name, kind, reader.value(kind).ok()?))
    })
}
