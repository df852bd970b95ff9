//! `push_each`, with what becomes of the array then.

use std::{fmt, marker::PhantomData, ops::Add};

use bson::Document;

use super::{Change, Update};
use crate::{
    codec::{element::set_length, encode::Encode, kind},
    error::Result,
    query::{enter::Enter, operators, path::place::Itself, sort::Sort},
};

/// A [`push_each`](crate::Path::push_each) of elements of type `T`: an [`Update`], which may say what becomes of the array.
///
/// First the elements are added, then all are sorted, then the array is cut.
#[must_use = "an update does nothing by itself: it is given to `update_one` or its like"]
pub struct PushEach<R: ?Sized, T> {
    pushed: Update<R>,
    position: Option<i32>,
    sort: Option<Sort<T>>,
    slice: Option<i32>,
    of: PhantomData<fn() -> T>,
}

impl<R: ?Sized, T> PushEach<R, T> {
    pub(super) fn new(pushed: Update<R>) -> Self {
        Self { pushed, position: None, sort: None, slice: None, of: PhantomData }
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

    /// `$sort`: the order of all elements, by fields of theirs or by the elements themselves: `|e| e.asc()`. Default: as they
    /// are.
    ///
    /// ```
    /// # use mongomancy::{MongoCollection, MongoDocument, doc};
    /// # #[derive(Clone, MongoDocument)]
    /// # struct Item { sku: String, quantity: i32 }
    /// # #[derive(MongoCollection)]
    /// # struct Order { items: Vec<Item> }
    /// let item = Item { sku: "a".into(), quantity: 3 };
    /// let update = Order::fields().items.push_each([item]).sort(|i| i.quantity.desc().then(i.sku.asc()));
    /// let document = doc! { "$push": { "items": {
    ///     "$each": [{ "sku": "a", "quantity": 3 }],
    ///     "$sort": { "quantity": -1, "sku": 1 },
    /// } } };
    /// assert_eq!(update.to_document()?, document);
    /// # Ok::<(), mongomancy::Error>(())
    /// ```
    pub fn sort<F>(mut self, by: F) -> Self
    where
        T: Enter<T, Itself>,
        F: FnOnce(<T as Enter<T, Itself>>::Fields) -> Sort<T>,
    {
        self.sort = Some(by(T::enter(&Itself::HERE)));
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

    fn put_modifiers(&self, to: &mut Vec<u8>) -> Result<()> {
        if let Some(position) = self.position {
            operators::put(to, "$position", |to| position.encode_to(to))?;
        }
        match self.sort.as_ref().map(|sort| (sort, sort.of_elements())) {
            Some((_, Some(direction))) => operators::put(to, "$sort", |to| direction.encode_to(to))?,
            Some((sort, None)) => {
                let sort = sort.to_raw().map_err(|error| error.within("the sort of `push_each`"))?;
                operators::put(to, "$sort", |to| {
                    to.extend_from_slice(sort.as_bytes());
                    Ok(kind::DOCUMENT)
                })?;
            }
            None => {}
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
            return Self::failed(error);
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
