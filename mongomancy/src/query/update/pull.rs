//! The change that takes out the elements for which a condition holds.

use super::Update;
use crate::{
    codec::encode::EncodeError,
    error::Error,
    query::{
        enter::Enter,
        filter::Filter,
        operators,
        path::{
            Path,
            codec::ValueCodec,
            container::Growable,
            place::{Itself, Place},
        },
        stored_as::StoredAsItself,
    },
};

impl<R: ?Sized, L, C, P: Place> Path<R, L, C, P>
where
    L: Growable<Item: Enter<L::Item, Itself>>,
    C: ValueCodec<L, Stored: StoredAsItself<L>>,
{
    /// `$pull`: takes out all elements for which a condition holds. The closure is given the fields of an element, or the
    /// element itself where it has none. [`pull_all`](Self::pull_all) takes values.
    ///
    /// A condition that says nothing is refused: an array is emptied by `set`.
    ///
    /// ```
    /// # use mongomancy::{MongoCollection, MongoDocument, doc};
    /// # #[derive(MongoDocument)]
    /// # struct Item { sku: String, quantity: i32 }
    /// # #[derive(MongoCollection)]
    /// # struct Order { items: Vec<Item>, grades: Vec<i32> }
    /// let o = Order::fields();
    /// let update = o.items.pull(|item| item.quantity.lte(0)) + o.grades.pull(|grade| grade.gte(3) & grade.lt(5));
    /// let document = doc! { "$pull": {
    ///     "items": { "quantity": { "$lte": 0 } },
    ///     "grades": { "$gte": 3, "$lt": 5 },
    /// } };
    /// assert_eq!(update.to_document()?, document);
    /// # Ok::<(), mongomancy::Error>(())
    /// ```
    pub fn pull(
        self,
        condition: impl FnOnce(<L::Item as Enter<L::Item, Itself>>::Fields) -> Filter<L::Item>,
    ) -> Update<R> {
        let mut condition = condition(L::Item::enter(&Itself::HERE));
        if let Some(error) = condition.take_error() {
            return Update::failed(error.within("the condition of `pull`"));
        }
        let mut elements = Vec::new();
        condition.append_elements(&mut elements);
        if elements.is_empty() {
            return Update::failed(Error::invalid_argument("`pull` without a condition; an array is emptied by `set`"));
        }
        self.change("$pull", |to| {
            operators::document(to, |to| {
                if is_negation(&elements) {
                    operators::put(to, "$exists", |to| operators::truth(true, to))?;
                }
                to.extend_from_slice(&elements);
                Ok::<_, EncodeError>(())
            })
        })
    }
}

/// Whether the operators begin with `$not`: a server then takes them for a document's condition, which knows no `$not`.
fn is_negation(elements: &[u8]) -> bool {
    elements[1..].starts_with(b"$not\0")
}
