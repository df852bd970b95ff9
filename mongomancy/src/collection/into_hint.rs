//! What is taken as a hint.

use bson::{Document, doc};

use crate::{
    definition::{CollectionDefinition, Index},
    error::{Error, Result},
    model::MongoCollection,
    options::Hint,
    query::Sort,
};

/// An index of a collection of `T`s, to be used by a call:
///
/// - the keys of a declared index as a [`Sort`], as in `.hint(p.guild.asc().then(p.score.desc()))`. Where `T`'s definition
///   has no such index, the call is refused before it is sent, as it is where it has several of them;
/// - an [`Index`] by reference, which stands for its name in the call's collection;
/// - the index's name, or its keys as a `doc! {}`, which nothing checks but the server.
///
/// Implemented by this crate alone.
#[diagnostic::on_unimplemented(
    message = "`{Self}` names no index of `{T}`",
    label = "expected the index's keys, as in `p.field.asc()` or `doc! {{ \"field\": 1 }}`, or its name",
    note = "keys are made of `{T}::fields()`: `p.guild.asc().then(p.score.desc())`"
)]
pub trait IntoHint<T> {
    /// The hint, in the collection of this name.
    #[doc(hidden)]
    fn into_hint(self, collection: &str) -> Result<Hint>;
}

impl<T> IntoHint<T> for Hint {
    fn into_hint(self, _: &str) -> Result<Hint> {
        Ok(self)
    }
}

impl<T> IntoHint<T> for Document {
    fn into_hint(self, _: &str) -> Result<Hint> {
        Ok(Hint::Keys(self))
    }
}

impl<T> IntoHint<T> for &Document {
    fn into_hint(self, _: &str) -> Result<Hint> {
        Ok(Hint::Keys(self.clone()))
    }
}

impl<T> IntoHint<T> for &str {
    fn into_hint(self, _: &str) -> Result<Hint> {
        Ok(Hint::Name(self.to_owned()))
    }
}

impl<T> IntoHint<T> for String {
    fn into_hint(self, _: &str) -> Result<Hint> {
        Ok(Hint::Name(self))
    }
}

impl<T> IntoHint<T> for &Index {
    fn into_hint(self, collection: &str) -> Result<Hint> {
        Ok(Hint::Name(self.name_in(collection)))
    }
}

impl<T: MongoCollection> IntoHint<T> for Sort<T> {
    fn into_hint(self, collection: &str) -> Result<Hint> {
        (&self).into_hint(collection)
    }
}

impl<T: MongoCollection> IntoHint<T> for &Sort<T> {
    fn into_hint(self, collection: &str) -> Result<Hint> {
        let keys = self.to_document()?;
        // Documents of any shape come without a definition.
        if T::NAME.is_empty() { Ok(Hint::Keys(keys)) } else { declared(&T::definition(), keys, collection) }
    }
}

/// The declared index with these keys.
fn declared(definition: &CollectionDefinition, keys: Document, collection: &str) -> Result<Hint> {
    let is_meant = |index: &&Index| index.field_for_mongo().iter().eq(&keys);
    let mut meant = definition.indexes().iter().filter(is_meant);
    match (meant.next(), meant.next()) {
        (Some(index), None) => Ok(Hint::Name(index.name_in(collection))),
        // Every collection has this one.
        (None, _) if keys == doc! { "_id": 1 } => Ok(Hint::Keys(keys)),
        (None, _) => {
            let names: Vec<String> = definition.indexes().iter().map(|index| index.name_in(collection)).collect();
            let declared =
                if names.is_empty() { "there is none".to_owned() } else { format!("there are {}", names.join(", ")) };
            Err(Error::invalid_argument(format!("the hint is no declared index of `{collection}`; {declared}")))
        }
        (Some(one), Some(other)) => Err(Error::invalid_argument(format!(
            "the hint's keys are those of several indexes, such as `{}` and `{}`: name the one that is meant",
            one.name_in(collection),
            other.name_in(collection)
        ))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn definition() -> CollectionDefinition {
        CollectionDefinition::new("player")
            .index(Index::new([("guild", 1), ("score", -1)]))
            .index(Index::ascending("email").unique(true))
            .index(Index::ascending("email").sparse(true).name("sparse"))
            .index(Index::new([("place", "2dsphere")]))
    }

    #[test]
    fn an_index_is_found_by_its_keys_in_their_order() {
        let found = declared(&definition(), doc! { "guild": 1, "score": -1 }, "archive");
        assert_eq!(found.unwrap(), Hint::Name("ix__archive__guild_score".into()));
        assert_eq!(declared(&definition(), doc! { "_id": 1 }, "player").unwrap(), Hint::Keys(doc! { "_id": 1 }));
        let named = IntoHint::<Document>::into_hint(&Index::ascending("a").name("x"), "player");
        assert_eq!(named.unwrap(), Hint::Name("x".into()));
    }

    #[test]
    fn what_is_not_declared_once_is_refused() {
        for (keys, told) in [
            (doc! { "score": -1, "guild": 1 }, "there are ix__player__guild_score, ux__player__email, sparse"),
            (doc! { "guild": 1 }, "is no declared index of `player`"),
            (doc! { "_id": -1 }, "is no declared index"),
            (doc! { "place": 1 }, "is no declared index"),
            (doc! { "email": 1 }, "such as `ux__player__email` and `sparse`"),
        ] {
            let error = declared(&definition(), keys, "player").unwrap_err();
            assert!(error.to_string().contains(told), "{error}");
        }
        let error = declared(&CollectionDefinition::new("player"), doc! { "a": 1 }, "player").unwrap_err();
        assert!(error.to_string().contains("there is none"), "{error}");
    }
}
