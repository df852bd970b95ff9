//! The same calls through the bare driver, to compare with.

use mongomancy::{
    Document, doc,
    mongodb::{self, Collection, Cursor, Database, error::Result, options::ReturnDocument},
};

use super::{BATCH, Call, DOCUMENTS, Kind, SCANNED, Scan, Side, document, number};

/// The way through the driver alone.
#[derive(Debug, Clone)]
pub struct Bare {
    documents: Collection<Document>,
    scanned: Collection<Document>,
}

impl Bare {
    /// The way to the load's collections in this database.
    pub fn new(database: &Database) -> Self {
        Self { documents: database.collection(DOCUMENTS), scanned: database.collection(SCANNED) }
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
            Kind::InsertMany => count(documents.insert_many(new).await?.inserted_ids.len() as u64),
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
            Kind::SetMany => count(documents.update_many(own, set).await?.matched_count),
            // What it takes to have it once.
            Kind::IncrementMany => {
                let mut session = documents.client().start_session().await?;
                session.start_transaction().await?;
                let updated = documents.update_many(own, increment).session(&mut session).await?;
                session.commit_transaction().await?;
                count(updated.matched_count)
            }
            Kind::DeleteMany => {
                let new = new.next().unwrap_or_default();
                let name = doc! { "name": new.get_str("name").unwrap_or_default() };
                documents.insert_one(new).await?;
                count(documents.delete_many(name).await?.deleted_count)
            }
            Kind::Scan => unreachable!("a scan is no single call"),
        })
    }
}

fn count(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

impl Side for Bare {
    type Scan = Cursor<Document>;

    async fn call(&self, call: Call) -> std::result::Result<i64, String> {
        self.answer(call).await.map_err(|error| said(&error))
    }

    async fn scan(&self) -> std::result::Result<Self::Scan, String> {
        self.scanned.find(doc! {}).sort(doc! { "_id": 1 }).batch_size(BATCH).await.map_err(|error| said(&error))
    }
}

impl Scan for Cursor<Document> {
    async fn next(&mut self) -> std::result::Result<Option<i64>, String> {
        if !self.advance().await.map_err(|error| said(&error))? {
            return Ok(None);
        }
        self.deserialize_current().map(|found| Some(found.get_i64("_id").unwrap_or(-1))).map_err(|error| said(&error))
    }
}

fn said(error: &mongodb::error::Error) -> String {
    format!("{error:?}")
}
