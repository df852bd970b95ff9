//! What a reference has to do with collections: it is made of an `_id`, and loads its document.

use super::{Collection, FindOne, IntoId};
use crate::model::{MongoCollection, Ref};

impl<T: MongoCollection<Id: Clone>> Ref<T> {
    /// A reference to the document with this `_id`. Nobody asks whether there is one.
    ///
    /// ```
    /// # use mongomancy::{Id, MongoCollection, Ref};
    /// # #[derive(MongoCollection)] struct Guild { #[serde(rename = "_id")] id: Id<Guild>, name: String }
    /// let red = Guild { id: Id::new(), name: "red".into() };
    /// let guild: Ref<Guild> = Ref::to(red.id);
    /// assert_eq!(*guild.id(), red.id);
    /// ```
    pub fn to(id: impl IntoId<T::Id>) -> Self {
        Self::new(id.with(T::Id::clone))
    }
}

impl<T: MongoCollection> Ref<T> {
    /// Finds the document in `collection`: [`find_by_id`](Collection::find_by_id), with its options. `None` where it is not
    /// there.
    ///
    /// ```no_run
    /// # use mongomancy::{Collection, Id, MongoCollection, Ref};
    /// # #[derive(MongoCollection)] struct Guild { #[serde(rename = "_id")] id: Id<Guild>, name: String }
    /// # async fn example(guilds: Collection<Guild>, guild: Ref<Guild>) -> mongomancy::Result<()> {
    /// if let Some(guild) = guild.load(&guilds).await? {
    ///     println!("{}", guild.name);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// [`Decode`](crate::ErrorKind::Decode) where the document does not fit `T`, and what the server answers.
    ///
    /// # Retries
    /// As a read: repeated until the deadline.
    ///
    /// # Cancellation
    /// Safe: nothing is changed.
    pub fn load(&self, collection: &Collection<T>) -> FindOne<T> {
        collection.find_by_id(self.id())
    }
}
