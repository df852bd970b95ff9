//! What a collection holds, in a number.

use std::hash::{DefaultHasher, Hash, Hasher};

use bson::{RawDocumentBuf, doc};
use futures_util::TryStreamExt;

use crate::{Result, clients::Clients};

/// How many documents a collection holds, and a hash of their bytes in the order of their `_id`s.
pub(crate) async fn stored(clients: &Clients, collection: &str) -> Result<(u64, u64)> {
    let (mut count, mut hasher) = (0, DefaultHasher::new());
    let mut documents = clients.driver::<RawDocumentBuf>(collection).find(doc! {}).sort(doc! { "_id": 1 }).await?;
    while let Some(document) = documents.try_next().await? {
        count += 1;
        document.as_bytes().hash(&mut hasher);
    }
    Ok((count, hasher.finish()))
}
