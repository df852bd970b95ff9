//! What a load of references found.

use std::{collections::HashMap, fmt};

use super::identity::Identity;
use crate::{
    error::{Error, ErrorKind, Result},
    model::{MongoCollection, Ref},
};

/// The documents of many [references](Ref), by [`load_refs`](crate::Collection::load_refs): `T`s, or what they are read as.
///
/// Each document is there once, whatever number of references lead to it; in [`iter`](Self::iter) and
/// [`found`](Self::found) it comes with each of them.
pub struct Loaded<T: MongoCollection, D = T> {
    pub(super) refs: Vec<Ref<T>>,
    /// The number of each reference's document.
    pub(super) places: Vec<usize>,
    pub(super) numbers: HashMap<Identity, usize>,
    /// The documents by number; none where there is no such document.
    pub(super) documents: Vec<Option<D>>,
}

impl<T: MongoCollection, D> Loaded<T, D> {
    /// How many references there were.
    pub fn len(&self) -> usize {
        self.refs.len()
    }

    /// Whether there were no references.
    pub fn is_empty(&self) -> bool {
        self.refs.is_empty()
    }

    /// The document that this reference leads to, if it is among those that were found.
    pub fn get(&self, to: &Ref<T>) -> Option<&D> {
        let id = T::encode_id(to.id()).ok()?;
        self.documents[*self.numbers.get(&Identity::of(id.as_raw_bson_ref()))?].as_ref()
    }

    /// Each reference with its document, in the order in which the references were given.
    pub fn iter(&self) -> impl Iterator<Item = (&Ref<T>, Option<&D>)> {
        self.refs.iter().zip(&self.places).map(|(to, place)| (to, self.documents[*place].as_ref()))
    }

    /// The document of each reference that leads to one, in the order of the references.
    pub fn found(&self) -> impl Iterator<Item = &D> {
        self.iter().filter_map(|(_, document)| document)
    }

    /// The references that lead to no document, each once, in the order of the references.
    pub fn missing(&self) -> impl Iterator<Item = &Ref<T>> {
        // Numbers are given in the order of the references: the next new one is that of a first mention.
        let mut next = 0;
        self.refs.iter().zip(&self.places).filter_map(move |(to, place)| {
            let is_first = *place == next;
            next += usize::from(is_first);
            (is_first && self.documents[*place].is_none()).then_some(to)
        })
    }

    /// The same where no document is missing, else an error.
    ///
    /// ```no_run
    /// # use mongomancy::{Collection, Id, MongoCollection, Ref};
    /// # #[derive(MongoCollection)] struct Guild { #[serde(rename = "_id")] id: Id<Guild>, name: String }
    /// # struct Player { name: String, guild: Ref<Guild> }
    /// # async fn example(guilds: Collection<Guild>, players: Vec<Player>) -> mongomancy::Result<()> {
    /// let loaded = guilds.load_refs(players.iter().map(|player| &player.guild)).await?.into_result()?;
    /// for (player, guild) in players.iter().zip(loaded.found()) {
    ///     println!("{} of {}", player.name, guild.name);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// [`Other`](ErrorKind::Other), which says how many are [`missing`](Self::missing).
    pub fn into_result(self) -> Result<Self> {
        match self.missing().count() {
            0 => Ok(self),
            missing => {
                let all = self.documents.len();
                Err(Error::new(
                    ErrorKind::Other,
                    format!("{missing} of {all} documents that are referred to are not there"),
                ))
            }
        }
    }

    /// The documents that were found, each once, in the order in which they were first referred to.
    pub fn into_documents(self) -> Vec<D> {
        self.documents.into_iter().flatten().collect()
    }
}

impl<T: MongoCollection, D> fmt::Debug for Loaded<T, D> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Loaded")
            .field("refs", &self.refs.len())
            .field("missing", &self.missing().count())
            .finish_non_exhaustive()
    }
}
