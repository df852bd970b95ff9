//! `push_each`, with what becomes of the array then.

use std::{fmt, marker::PhantomData, ops::Add};

use bson::Document;

use super::{Change, Update};
use crate::{
    codec::{
        element::set_length,
        encode::{Encode, EncodeError},
    },
    error::{Error, Result},
    query::{
        enter::Enter,
        operators,
        path::{
            Path,
            place::{Itself, Place},
        },
    },
};

/// A [`push_each`](crate::Path::push_each) of elements of type `T`: an [`Update`], which may say what becomes of the array.
///
/// First the elements are added, then all are sorted, then the array is cut.
#[must_use = "an update does nothing by itself: it is given to `update_one` or its like"]
pub struct PushEach<R: ?Sized, T> {
    pushed: Update<R>,
    position: Option<i32>,
    sort: Vec<u8>,
    /// By the elements themselves, in this direction.
    direction: Option<i32>,
    slice: Option<i32>,
    of: PhantomData<fn() -> T>,
}

impl<R: ?Sized, T> PushEach<R, T> {
    pub(super) fn new(pushed: Update<R>) -> Self {
        Self { pushed, position: None, sort: Vec::new(), direction: None, slice: None, of: PhantomData }
    }

    /// `$position`: where the elements are added, counted from 0; a negative one counts from the end. Default: at the end.
    ///
    /// ```
    /// # use mongomancy::{MongoCollection, doc};
    /// # #[derive(MongoCollection)]
    /// # struct Player { tags: Vec<String> }
    /// let update = Player::fields().tags.push_each(["new"]).position(0);
    /// assert_eq!(update.to_document()?, doc! { "$push": { "tags": { "$each": ["new"], "$position": 0 } } });
    /// # Ok::<(), mongomancy::Error>(())
    /// ```
    pub fn position(mut self, position: i32) -> Self {
        self.position = Some(position);
        self
    }

    /// `$slice`: how many elements the array keeps, the first ones; with a negative number the last ones. Default: all.
    ///
    /// ```
    /// # use mongomancy::{MongoCollection, doc};
    /// # #[derive(MongoCollection)]
    /// # struct Player { tags: Vec<String> }
    /// let last_ten = Player::fields().tags.push_each(["new"]).slice(-10);
    /// assert_eq!(last_ten.to_document()?, doc! { "$push": { "tags": { "$each": ["new"], "$slice": -10 } } });
    /// # Ok::<(), mongomancy::Error>(())
    /// ```
    pub fn slice(mut self, length: i32) -> Self {
        self.slice = Some(length);
        self
    }

    /// `$sort`: the smallest first, by a field of the elements or by the elements themselves: `|e| e`. Said again, by another
    /// field, it orders what is equal by the first.
    ///
    /// ```
    /// # use mongomancy::{MongoCollection, MongoDocument, doc};
    /// # #[derive(Clone, MongoDocument)]
    /// # struct Item { sku: String, quantity: i32 }
    /// # #[derive(MongoCollection)]
    /// # struct Order { items: Vec<Item> }
    /// let item = Item { sku: "a".into(), quantity: 3 };
    /// let update = Order::fields().items.push_each([item]).descending(|i| i.quantity).ascending(|i| i.sku);
    /// let document = doc! { "$push": { "items": {
    ///     "$each": [{ "sku": "a", "quantity": 3 }],
    ///     "$sort": { "quantity": -1, "sku": 1 },
    /// } } };
    /// assert_eq!(update.to_document()?, document);
    /// # Ok::<(), mongomancy::Error>(())
    /// ```
    pub fn ascending<U, C, P: Place>(self, by: impl FnOnce(T::Fields) -> Path<T, U, C, P>) -> Self
    where
        T: Enter<T, Itself>,
    {
        let by = by(T::enter(&Itself::HERE));
        self.sorted(&by, 1)
    }

    /// `$sort`: the greatest first; else as [`ascending`](Self::ascending).
    pub fn descending<U, C, P: Place>(self, by: impl FnOnce(T::Fields) -> Path<T, U, C, P>) -> Self
    where
        T: Enter<T, Itself>,
    {
        let by = by(T::enter(&Itself::HERE));
        self.sorted(&by, -1)
    }

    fn sorted<U, C, P: Place>(mut self, by: &Path<T, U, C, P>, direction: i32) -> Self {
        let name = by.place.stored();
        if name.is_empty() {
            self.direction = Some(direction);
        } else if let Err(error) = operators::put(&mut self.sort, &name, |to| direction.encode_to(to)) {
            self.pushed.error.get_or_insert(error.into());
        }
        if self.direction.is_some() && !self.sort.is_empty() {
            let message = "elements are sorted by themselves or by their fields, not by both";
            self.pushed.error.get_or_insert(Error::invalid_argument(message));
        }
        self
    }

    /// The update as a document, as the server gets it.
    ///
    /// # Errors
    /// As those of [`Update::to_document`].
    pub fn to_document(&self) -> Result<Document> {
        Update::from(self.clone()).to_document()
    }

    /// Both this and another update: the same as `+`.
    pub fn and(self, other: impl Into<Update<R>>) -> Update<R> {
        Update::from(self).and(other)
    }

    fn put_modifiers(&self, to: &mut Vec<u8>) -> std::result::Result<(), EncodeError> {
        if let Some(position) = self.position {
            operators::put(to, "$position", |to| position.encode_to(to))?;
        }
        if let Some(direction) = self.direction {
            operators::put(to, "$sort", |to| direction.encode_to(to))?;
        } else if !self.sort.is_empty() {
            operators::put_document(to, "$sort", |to| {
                to.extend_from_slice(&self.sort);
                Ok(())
            })?;
        }
        if let Some(slice) = self.slice {
            operators::put(to, "$slice", |to| slice.encode_to(to))?;
        }
        Ok(())
    }
}

impl<R: ?Sized, T> From<PushEach<R, T>> for Update<R> {
    fn from(push: PushEach<R, T>) -> Self {
        let mut modifiers = Vec::new();
        if let Err(error) = push.put_modifiers(&mut modifiers) {
            return Self::failed(error.into());
        }
        let mut pushed = push.pushed;
        let Some((change, _)) = Change::first(&pushed.changes).filter(|_| !modifiers.is_empty()) else { return pushed };
        // The document with `$each` in it is the end of the only change there is.
        let start = change.operator.len() + 1 + 4;
        let document = start + 1 + change.path().len() + 1;
        pushed.changes.pop();
        pushed.changes.extend_from_slice(&modifiers);
        pushed.changes.push(0);
        set_length(&mut pushed.changes, document);
        let length = u32::try_from(pushed.changes.len() - start).unwrap_or(u32::MAX);
        pushed.changes[start - 4..start].copy_from_slice(&length.to_le_bytes());
        pushed
    }
}

/// Both.
impl<R: ?Sized, T, U: Into<Update<R>>> Add<U> for PushEach<R, T> {
    type Output = Update<R>;

    fn add(self, other: U) -> Update<R> {
        self.and(other)
    }
}

impl<R: ?Sized, T> Clone for PushEach<R, T> {
    fn clone(&self) -> Self {
        Self { pushed: self.pushed.clone(), sort: self.sort.clone(), of: PhantomData, ..*self }
    }
}

/// Shows no value and no field.
impl<R: ?Sized, T> fmt::Debug for PushEach<R, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PushEach").field("error", &self.pushed.error).finish_non_exhaustive()
    }
}
