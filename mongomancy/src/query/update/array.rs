//! Changes that add elements to an array, or take them out.

use super::{PushEach, Update};
use crate::{
    codec::encode::{Encode, EncodeError},
    query::{
        operators,
        path::{
            Path,
            codec::{Element, ValueCodec},
            container::Growable,
            place::Place,
        },
        value::IntoValue,
    },
};

impl<R: ?Sized, L: Growable, C, P: Place> Path<R, L, C, P>
where
    Element<C, L>: ValueCodec<L::Item>,
{
    /// `$push`: adds an element at the end. A field that is not there becomes an array; one that is null is refused by the
    /// server, for an `Option` of an array too.
    ///
    /// ```
    /// # use mongomancy::{MongoCollection, doc};
    /// # #[derive(MongoCollection)]
    /// # struct Player { tags: Vec<String> }
    /// let p = Player::fields();
    /// assert_eq!(p.tags.push("new").to_document()?, doc! { "$push": { "tags": { "$each": ["new"] } } });
    /// # Ok::<(), mongomancy::Error>(())
    /// ```
    pub fn push(self, element: impl IntoValue<L::Item>) -> Update<R> {
        self.push_each([element]).into()
    }

    /// `$push` with `$each`: adds elements at the end, or at a [position](PushEach::position); what is there then may be
    /// [sorted](PushEach::ascending) and [cut](PushEach::slice).
    ///
    /// ```
    /// # use mongomancy::{MongoCollection, doc};
    /// # #[derive(MongoCollection)]
    /// # struct Player { scores: Vec<i32> }
    /// let p = Player::fields();
    /// let best = p.scores.push_each([80, 95]).descending(|score| score).slice(10);
    /// let document = doc! { "$push": { "scores": { "$each": [80, 95], "$sort": -1, "$slice": 10 } } };
    /// assert_eq!(best.to_document()?, document);
    /// # Ok::<(), mongomancy::Error>(())
    /// ```
    pub fn push_each<V: IntoValue<L::Item>>(self, elements: impl IntoIterator<Item = V>) -> PushEach<R, L::Item> {
        PushEach::new(self.change("$push", |to| {
            operators::document(to, |to| operators::put_array(to, "$each", elements, Self::write_element))
        }))
    }

    /// `$addToSet`: adds an element at the end, unless the array has an equal one.
    ///
    /// ```
    /// # use mongomancy::{MongoCollection, doc};
    /// # #[derive(MongoCollection)]
    /// # struct Player { tags: Vec<String> }
    /// let p = Player::fields();
    /// assert_eq!(p.tags.add_to_set("new").to_document()?, doc! { "$addToSet": { "tags": { "$each": ["new"] } } });
    /// # Ok::<(), mongomancy::Error>(())
    /// ```
    pub fn add_to_set(self, element: impl IntoValue<L::Item>) -> Update<R> {
        self.add_each_to_set([element])
    }

    /// `$addToSet` with `$each`: adds each element at the end, unless the array has an equal one.
    ///
    /// ```
    /// # use mongomancy::{MongoCollection, doc};
    /// # #[derive(MongoCollection)]
    /// # struct Player { tags: Vec<String> }
    /// let p = Player::fields();
    /// let document = doc! { "$addToSet": { "tags": { "$each": ["new", "young"] } } };
    /// assert_eq!(p.tags.add_each_to_set(["new", "young"]).to_document()?, document);
    /// # Ok::<(), mongomancy::Error>(())
    /// ```
    pub fn add_each_to_set<V: IntoValue<L::Item>>(self, elements: impl IntoIterator<Item = V>) -> Update<R> {
        self.change("$addToSet", |to| {
            operators::document(to, |to| operators::put_array(to, "$each", elements, Self::write_element))
        })
    }

    /// `$pullAll`: takes out all elements that are equal to any of the values. [`pull`](Self::pull) takes conditions.
    ///
    /// ```
    /// # use mongomancy::{MongoCollection, doc};
    /// # #[derive(MongoCollection)]
    /// # struct Player { tags: Vec<String> }
    /// let p = Player::fields();
    /// assert_eq!(p.tags.pull_all(["old"]).to_document()?, doc! { "$pullAll": { "tags": ["old"] } });
    /// # Ok::<(), mongomancy::Error>(())
    /// ```
    pub fn pull_all<V: IntoValue<L::Item>>(self, elements: impl IntoIterator<Item = V>) -> Update<R> {
        self.change("$pullAll", |to| operators::array(to, elements, Self::write_element))
    }

    fn write_element(element: impl IntoValue<L::Item>, to: &mut Vec<u8>) -> Result<u8, EncodeError> {
        element.with(|element| Element::<C, L>::write(element, to))
    }
}

impl<R: ?Sized, L: Growable, C, P: Place> Path<R, L, C, P> {
    /// `$pop`: takes out the first element.
    ///
    /// ```
    /// # use mongomancy::{MongoCollection, doc};
    /// # #[derive(MongoCollection)]
    /// # struct Player { tags: Vec<String> }
    /// let p = Player::fields();
    /// assert_eq!(p.tags.pop_first().to_document()?, doc! { "$pop": { "tags": -1 } });
    /// # Ok::<(), mongomancy::Error>(())
    /// ```
    pub fn pop_first(self) -> Update<R> {
        self.change("$pop", |to| (-1_i32).encode_to(to))
    }

    /// `$pop`: takes out the last element.
    ///
    /// ```
    /// # use mongomancy::{MongoCollection, doc};
    /// # #[derive(MongoCollection)]
    /// # struct Player { tags: Vec<String> }
    /// let p = Player::fields();
    /// assert_eq!(p.tags.pop_last().to_document()?, doc! { "$pop": { "tags": 1 } });
    /// # Ok::<(), mongomancy::Error>(())
    /// ```
    pub fn pop_last(self) -> Update<R> {
        self.change("$pop", |to| 1_i32.encode_to(to))
    }
}
