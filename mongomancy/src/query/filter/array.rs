//! Conditions on arrays.

use super::{Filter, compare::Literals};
use crate::{
    codec::encode::EncodeError,
    query::{
        enter::Enter,
        operators,
        path::{
            Path,
            codec::{Element, ValueCodec},
            container::Sequence,
            place::{Itself, Place},
        },
        stored_as::StoredAsItself,
        value::IntoValue,
    },
};

impl<R: ?Sized, T, C, P: Place> Path<R, T, C, P> {
    /// `$elemMatch` of `$eq`: an array with an element that is equal to the value.
    ///
    /// ```
    /// # use mongomancy::{MongoCollection, doc};
    /// # #[derive(MongoCollection)]
    /// # struct Player { tags: Vec<String> }
    /// let p = Player::fields();
    /// assert_eq!(p.tags.contains("new").to_document()?, doc! { "tags": { "$elemMatch": { "$eq": "new" } } });
    /// # Ok::<(), mongomancy::Error>(())
    /// ```
    pub fn contains(self, value: impl IntoValue<T::Item>) -> Filter<R>
    where
        T: Sequence,
        Element<C, T>: ValueCodec<T::Item>,
    {
        self.elem_match_value(|element| element.eq(value))
    }

    /// `$elemMatch` of `$in`: an array with an element that is equal to any of the values; without any, no array.
    ///
    /// ```
    /// # use mongomancy::{MongoCollection, doc};
    /// # #[derive(MongoCollection)]
    /// # struct Player { tags: Vec<String> }
    /// let p = Player::fields();
    /// let document = doc! { "tags": { "$elemMatch": { "$in": ["new", "old"] } } };
    /// assert_eq!(p.tags.any_of(["new", "old"]).to_document()?, document);
    /// # Ok::<(), mongomancy::Error>(())
    /// ```
    pub fn any_of<V: IntoValue<T::Item>>(self, values: impl IntoIterator<Item = V>) -> Filter<R>
    where
        T: Sequence,
        Element<C, T>: ValueCodec<T::Item>,
    {
        self.elem_match_value(|element| element.in_(values))
    }

    /// `$all`: an array with an element equal to each of the values, in any order; without any value, no array.
    ///
    /// ```
    /// # use mongomancy::{MongoCollection, doc};
    /// # #[derive(MongoCollection)]
    /// # struct Player { tags: Vec<String> }
    /// let p = Player::fields();
    /// assert_eq!(p.tags.all(["a", "b"]).to_document()?, doc! { "tags": { "$all": ["a", "b"] } });
    /// # Ok::<(), mongomancy::Error>(())
    /// ```
    pub fn all<V: IntoValue<T::Item>>(self, values: impl IntoIterator<Item = V>) -> Filter<R>
    where
        T: Sequence,
        Element<C, T>: ValueCodec<T::Item>,
    {
        let Literals { mut plain, alone } = match Path::<R, T::Item, Element<C, T>, P>::literals(values) {
            Ok(literals) => literals,
            Err(error) => return Filter::failed(error.below(self.place.stored()).into()),
        };
        if self.place.trail().ends_in_position() || self.place.stored().is_empty() {
            // An element is compared as one: its own are looked at only where that is said.
            plain.extend(alone);
            return self.array(|to| operators::put_array(to, "$all", &plain, contains));
        }
        // In an array of values, these would be patterns and operators.
        let alone = alone.iter().map(|value| self.array(|to| elem_match_eq(value, to)));
        if plain.is_empty() && alone.len() > 0 {
            return Filter::and(alone);
        }
        self.array(|to| operators::put_array(to, "$all", &plain, operators::written)) & Filter::and(alone)
    }

    /// `$size`: an array of so many elements.
    ///
    /// ```
    /// # use mongomancy::{MongoCollection, doc};
    /// # #[derive(MongoCollection)]
    /// # struct Player { tags: Vec<String> }
    /// let p = Player::fields();
    /// assert_eq!(p.tags.size(3).to_document()?, doc! { "tags": { "$size": 3_i64 } });
    /// # Ok::<(), mongomancy::Error>(())
    /// ```
    pub fn size(self, elements: u32) -> Filter<R>
    where
        T: Sequence,
    {
        self.array(|to| operators::put_plain(to, "$size", &i64::from(elements)))
    }

    /// `$elemMatch`: an array with one element that all the conditions hold for.
    ///
    /// Of embedded documents the closure is given the fields, of other elements the element itself; without a condition,
    /// any element will do.
    ///
    /// ```
    /// use mongomancy::{MongoCollection, MongoDocument, doc};
    ///
    /// #[derive(MongoDocument)]
    /// struct Item {
    ///     sku: String,
    ///     quantity: i32,
    /// }
    ///
    /// #[derive(MongoCollection)]
    /// struct Order {
    ///     items: Vec<Item>,
    ///     scores: Vec<i32>,
    /// }
    /// let o = Order::fields();
    /// let filter = o.items.elem_match(|item| item.sku.eq("apple") & item.quantity.gte(3));
    /// let document = doc! { "items": { "$elemMatch": { "$and": [
    ///     { "sku": { "$eq": "apple" } },
    ///     { "quantity": { "$gte": 3 } },
    /// ] } } };
    /// assert_eq!(filter.to_document()?, document);
    ///
    /// let filter = o.scores.elem_match(|score| score.gte(80) & score.lt(85));
    /// assert_eq!(filter.to_document()?, doc! { "scores": { "$elemMatch": { "$gte": 80, "$lt": 85 } } });
    /// # Ok::<(), mongomancy::Error>(())
    /// ```
    pub fn elem_match<F>(self, conditions: F) -> Filter<R>
    where
        T: Sequence<Item: Enter<T::Item, Itself>>,
        C: ValueCodec<T, Stored: StoredAsItself<T>>,
        F: FnOnce(<T::Item as Enter<T::Item, Itself>>::Fields) -> Filter<T::Item>,
    {
        self.element_is(conditions(<T::Item as Enter<T::Item, Itself>>::enter(&Itself::HERE)).seen_from())
    }

    /// `$elemMatch` on the elements as whole values, which are written as the field stores them: for elements whose form
    /// `#[codec(..)]` or `#[serde(with)]` says.
    ///
    /// ```
    /// # use mongomancy::{MongoCollection, bson::DateTime, doc};
    /// # #[derive(MongoCollection)]
    /// # struct Player { logins: Vec<DateTime> }
    /// let p = Player::fields();
    /// let (from, to) = (DateTime::from_millis(0), DateTime::now());
    /// let filter = p.logins.elem_match_value(|login| login.gte(from) & login.lt(to));
    /// let document = doc! { "logins": { "$elemMatch": { "$gte": from, "$lt": to } } };
    /// assert_eq!(filter.to_document()?, document);
    /// # Ok::<(), mongomancy::Error>(())
    /// ```
    ///
    /// It goes into arrays within arrays, which have no path:
    ///
    /// ```
    /// # use mongomancy::{MongoCollection, doc};
    /// # #[derive(MongoCollection)]
    /// # struct Board { grid: Vec<Vec<i32>> }
    /// let b = Board::fields();
    /// let filter = b.grid.elem_match_value(|row| row.size(3) & row.contains(5));
    /// let document = doc! { "grid": { "$elemMatch": { "$size": 3_i64, "$elemMatch": { "$eq": 5 } } } };
    /// assert_eq!(filter.to_document()?, document);
    /// # Ok::<(), mongomancy::Error>(())
    /// ```
    pub fn elem_match_value<F>(self, conditions: F) -> Filter<R>
    where
        T: Sequence,
        F: FnOnce(Path<T::Item, T::Item, Element<C, T>, Itself>) -> Filter<T::Item>,
    {
        self.element_is(conditions(Path::new(Itself::HERE)).seen_from())
    }

    fn element_is(&self, mut conditions: Filter<R>) -> Filter<R> {
        if let Some(error) = conditions.take_error() {
            return Filter::failed(error);
        }
        self.array(|to| {
            operators::put_document(to, "$elemMatch", |to| {
                if conditions.is_all() {
                    // An empty document would ask for a document or an array.
                    return operators::put(to, "$exists", |to| operators::truth(true, to));
                }
                conditions.append_elements(to);
                Ok(())
            })
        })
    }

    /// A condition on the array as one.
    pub(super) fn array(&self, fill: impl FnOnce(&mut Vec<u8>) -> Result<(), EncodeError>) -> Filter<R> {
        Path::<R, T, C, P>::new(self.place.clone().at_array()).condition(fill)
    }
}

/// Appends `$elemMatch` of `$eq`.
fn elem_match_eq(value: &(u8, Vec<u8>), to: &mut Vec<u8>) -> Result<(), EncodeError> {
    operators::put_document(to, "$elemMatch", |to| operators::put(to, "$eq", |to| operators::written(value, to)))
}

fn contains(value: &(u8, Vec<u8>), to: &mut Vec<u8>) -> Result<u8, EncodeError> {
    operators::document(to, |to| elem_match_eq(value, to))
}
