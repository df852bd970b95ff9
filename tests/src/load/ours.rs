//! A load's calls through mongomancy.

use mongomancy::{Collection, Cursor, Database, Document, Error, Result, doc, options::ReturnDocument};

use super::{BATCH, Call, DOCUMENTS, Kind, SCANNED, Scan, Side, document, number};

/// The way through mongomancy.
#[derive(Debug, Clone)]
pub struct Ours {
    documents: Collection<Document>,
    scanned: Collection<Document>,
}

impl Ours {
    /// The way to the load's collections in this database.
    pub fn new(database: &Database) -> Self {
        Self { documents: database.collection_named(DOCUMENTS), scanned: database.collection_named(SCANNED) }
    }

    async fn answer(&self, call: Call) -> Result<i64> {
        let (documents, own) = (&self.documents, doc! { "name": call.own() });
        let mut new = call.new_names().into_iter().map(|name| document(&name, 0));
        let increment = doc! { "$inc": { "n": 1_i64 } };
        let set = doc! { "$set": { "n": call.number } };
        Ok(match call.kind {
            Kind::Find => documents.find_one(own).await?.map_or(-1, |found| number(&found)),
            Kind::Count => count(documents.count_documents(own).await?),
            Kind::Insert => documents.insert_one(new.next().unwrap_or_default()).await.map(|_| 1)?,
            Kind::InsertMany => count(documents.insert_many(new).await?.ids().len() as u64),
            Kind::Increment => count(documents.update_one(own, increment).await?.modified_count),
            Kind::FindAndIncrement => {
                let found =
                    documents.find_one_and_update(own, increment).return_document(ReturnDocument::After).await?;
                found.map_or(-1, |found| number(&found))
            }
            Kind::Set => count(documents.update_one(own, set).await?.modified_count),
            Kind::Replace => {
                count(documents.replace_one(own, document(&call.own(), call.number)).await?.modified_count)
            }
            Kind::DeleteOne => {
                documents.insert_one(new.next().unwrap_or_default()).await?;
                count(documents.delete_one(own).await?.deleted_count)
            }
            // The second time it finds what the first has set, so it modifies nothing.
            Kind::SetMany => count(documents.update_many(own, set).await?.matched_count),
            Kind::IncrementMany => count(documents.update_many(own, increment).exactly_once().await?.matched_count),
            Kind::DeleteMany => {
                let new = new.next().unwrap_or_default();
                let name = doc! { "name": new.get_str("name").unwrap_or_default() };
                documents.insert_one(new).await?;
                let deleted = documents.delete_many(name).await?;
                // The second time there is nothing left to delete.
                if deleted.replayed() { 1 } else { count(deleted.deleted_count) }
            }
            Kind::Scan => unreachable!("a scan is no single call"),
        })
    }
}

fn count(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

impl Side for Ours {
    type Scan = Cursor<Document>;

    async fn call(&self, call: Call) -> std::result::Result<i64, String> {
        self.answer(call).await.map_err(|error| said(&error))
    }

    async fn scan(&self) -> std::result::Result<Self::Scan, String> {
        self.scanned
            .find(doc! {})
            .sort(doc! { "_id": 1 })
            .resumable()
            .batch_size(BATCH)
            .await
            .map_err(|error| said(&error))
    }
}

impl Scan for Cursor<Document> {
    async fn next(&mut self) -> std::result::Result<Option<i64>, String> {
        Ok(self.try_next().await.map_err(|error| said(&error))?.map(|found| found.get_i64("_id").unwrap_or(-1)))
    }
}

fn said(error: &Error) -> String {
    format!("{error:?}")
}
