//! Updates that are written as documents.

use bson::{Document, RawBsonRef, RawDocument};

use super::{Change, Update};
use crate::{
    codec::MongoDocument,
    error::{Error, Result},
};

impl<R: ?Sized> Update<R> {
    /// An update that is written as a document of operators, to be combined with others.
    ///
    /// ```
    /// # use mongomancy::{MongoCollection, Update, doc};
    /// # #[derive(MongoCollection)]
    /// # struct Player { score: f64 }
    /// let update = Player::fields().score.inc(5.0) + Update::raw(doc! { "$inc": { "games": 1 } });
    /// assert_eq!(update.to_document()?, doc! { "$inc": { "score": 5.0, "games": 1 } });
    /// # Ok::<(), mongomancy::Error>(())
    /// ```
    #[expect(clippy::needless_pass_by_value, reason = "a `doc! {}` stands there")]
    pub fn raw(document: Document) -> Self {
        let changes = document.encode().map_err(|error| error.within("the update")).and_then(|raw| changes(&raw));
        match changes {
            Ok(changes) => Self { changes, ..Self::none() },
            Err(error) => Self::failed(error),
        }
    }
}

fn changes(document: &RawDocument) -> Result<Vec<u8>> {
    let mut changes = Vec::with_capacity(document.as_bytes().len() + 32);
    for entry in document {
        let Ok((operator, RawBsonRef::Document(fields))) = entry else {
            return Err(Error::invalid_argument("an update's operators stand before documents of fields"));
        };
        if !operator.as_str().starts_with('$') {
            return Err(Error::invalid_argument("an update's operators begin with `$`"));
        }
        let mut rest = &fields.as_bytes()[4..fields.as_bytes().len() - 1];
        for element in fields.iter_elements() {
            let Ok(element) = element else { return Err(Error::invalid_argument("the update is no document")) };
            // Type, key, zero, value.
            let length = 1 + element.key().as_str().len() + 1 + element.size();
            let Some((bytes, after)) = rest.split_at_checked(length) else {
                return Err(Error::invalid_argument("the update is no document"));
            };
            Change::append(&mut changes, operator.as_str(), |to| {
                to.extend_from_slice(bytes);
                Ok::<_, Error>(())
            })?;
            rest = after;
        }
    }
    Ok(changes)
}
