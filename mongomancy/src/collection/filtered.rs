//! A collection and a filter: the verbs that take one, with closures whose argument needs no type.

use std::fmt;

use super::{
    AsDocument, Collection, CountDocuments, DeleteMany, DeleteOne, Distinct, Exists, Find, FindOne, FindOneAndDelete,
    FindOneAndReplace, FindOneAndUpdate, IntoUpdate, ReplaceOne, UpdateMany, UpdateOne, UpsertOne,
};
use crate::{
    codec::Decode,
    model::MongoCollection,
    query::{Fields, Filter},
};

impl<T: MongoCollection> Collection<T> {
    /// The documents of the collection that a filter matches, which a closure makes of the fields.
    ///
    /// Nothing is sent. The verbs of [`Filtered`] are those of the collection that take a filter, for these documents.
    ///
    /// ```no_run
    /// # use mongomancy::{Collection, MongoCollection, doc};
    /// # #[derive(Debug, MongoCollection)]
    /// # struct Player { name: String, guild: Option<String>, score: f64 }
    /// # async fn example(players: Collection<Player>) -> mongomancy::Result<()> {
    /// let mut best = players.filter(|p| p.guild.eq("red") & p.score.gte(10.0)).find().limit(3).await?;
    /// while let Some(player) = best.try_next().await? {
    ///     println!("{}: {}", player.name, player.score);
    /// }
    ///
    /// let ada = players.filter(|p| p.name.eq("Ada"));
    /// if ada.exists().await? {
    ///     ada.update_one(doc! { "$inc": { "score": 5.0 } }).await?;
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn filter<F>(&self, filter: F) -> Filtered<T>
    where
        F: FnOnce(Fields<T>) -> Filter<T>,
    {
        Filtered { collection: self.clone(), filter: filter(T::fields()) }
    }
}

/// The documents of a collection that a [filter](Collection::filter) matches.
///
/// Each verb is the collection's of the same name, with the same options, errors and retries.
#[must_use = "it does nothing by itself: its verbs do"]
pub struct Filtered<T> {
    collection: Collection<T>,
    filter: Filter<T>,
}

impl<T: MongoCollection> Filtered<T> {
    /// Finds the documents, as [`Collection::find`] does.
    pub fn find(&self) -> Find<T> {
        self.collection.find(&self.filter)
    }

    /// Finds one of the documents, as [`Collection::find_one`] does.
    pub fn find_one(&self) -> FindOne<T> {
        self.collection.find_one(&self.filter)
    }

    /// Asks whether there are such documents, as [`Collection::exists`] does.
    pub fn exists(&self) -> Exists<T> {
        self.collection.exists(&self.filter)
    }

    /// Counts the documents, as [`Collection::count_documents`] does.
    pub fn count_documents(&self) -> CountDocuments<T> {
        self.collection.count_documents(&self.filter)
    }

    /// Finds the different values of a field in the documents, as [`Collection::distinct`] does.
    pub fn distinct<V: Decode>(&self, path: impl Into<String>) -> Distinct<V, T> {
        self.collection.distinct(path, &self.filter)
    }

    /// Changes one of the documents, as [`Collection::update_one`] does.
    pub fn update_one(&self, update: impl IntoUpdate<T>) -> UpdateOne<T> {
        self.collection.update_one(&self.filter, update)
    }

    /// Changes the documents, as [`Collection::update_many`] does.
    pub fn update_many(&self, update: impl IntoUpdate<T>) -> UpdateMany<T> {
        self.collection.update_many(&self.filter, update)
    }

    /// Updates one of the documents or inserts one, as [`Collection::upsert_one`] does.
    pub fn upsert_one(&self, update: impl IntoUpdate<T>) -> UpsertOne<T> {
        self.collection.upsert_one(&self.filter, update)
    }

    /// Puts a document in the place of one of these, as [`Collection::replace_one`] does.
    pub fn replace_one(&self, replacement: impl AsDocument<T>) -> ReplaceOne<T> {
        self.collection.replace_one(&self.filter, replacement)
    }

    /// Deletes one of the documents, as [`Collection::delete_one`] does.
    pub fn delete_one(&self) -> DeleteOne<T> {
        self.collection.delete_one(&self.filter)
    }

    /// Deletes the documents, as [`Collection::delete_many`] does.
    pub fn delete_many(&self) -> DeleteMany<T> {
        self.collection.delete_many(&self.filter)
    }

    /// Changes one of the documents and gives it, as [`Collection::find_one_and_update`] does.
    pub fn find_one_and_update(&self, update: impl IntoUpdate<T>) -> FindOneAndUpdate<T> {
        self.collection.find_one_and_update(&self.filter, update)
    }

    /// Puts a document in the place of one of these and gives that, as [`Collection::find_one_and_replace`] does.
    pub fn find_one_and_replace(&self, replacement: impl AsDocument<T>) -> FindOneAndReplace<T> {
        self.collection.find_one_and_replace(&self.filter, replacement)
    }

    /// Deletes one of the documents and gives it, as [`Collection::find_one_and_delete`] does.
    pub fn find_one_and_delete(&self) -> FindOneAndDelete<T> {
        self.collection.find_one_and_delete(&self.filter)
    }
}

impl<T> Clone for Filtered<T> {
    fn clone(&self) -> Self {
        Self { collection: self.collection.clone(), filter: self.filter.clone() }
    }
}

/// Shows the collection, nothing of the filter.
impl<T> fmt::Debug for Filtered<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Filtered").field("collection", &self.collection).finish_non_exhaustive()
    }
}
