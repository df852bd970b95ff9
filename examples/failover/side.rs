//! The calls of the application, written twice: for the bare driver as its documentation does, and for mongomancy. They
//! are the same lines; what differs is what an `Err` means.

use mongomancy::{Collection, Error, doc, mongodb};

use crate::item::{Item, Kind};

/// A collection that the application works on.
pub(crate) trait Side: Clone + Send + Sync + 'static {
    type Error;

    /// One call of a worker, the `number`th.
    fn call(&self, kind: Kind, owner: &str, number: i64) -> impl Future<Output = Result<(), Self::Error>> + Send;
}

impl Side for mongodb::Collection<Item> {
    type Error = mongodb::error::Error;

    async fn call(&self, kind: Kind, owner: &str, number: i64) -> mongodb::error::Result<()> {
        let (id, increment) = (doc! { "_id": format!("{owner}-0") }, doc! { "$inc": { "n": 1_i64 } });
        match kind {
            Kind::Find => drop(self.find_one(id).await?),
            Kind::Insert => drop(self.insert_one(Item::new(owner, number, 0)).await?),
            Kind::Increment => drop(self.update_one(id, increment).await?),
            Kind::FindAndIncrement => drop(self.find_one_and_update(id, increment).await?),
            Kind::SetMany => drop(self.update_many(doc! { "owner": owner }, doc! { "$set": { "n": number } }).await?),
        }
        Ok(())
    }
}

impl Side for Collection<Item> {
    type Error = Error;

    async fn call(&self, kind: Kind, owner: &str, number: i64) -> mongomancy::Result<()> {
        let (id, increment) = (doc! { "_id": format!("{owner}-0") }, doc! { "$inc": { "n": 1_i64 } });
        match kind {
            Kind::Find => drop(self.find_one(id).await?),
            Kind::Insert => drop(self.insert_one(Item::new(owner, number, 0)).await?),
            Kind::Increment => drop(self.update_one(id, increment).await?),
            Kind::FindAndIncrement => drop(self.find_one_and_update(id, increment).await?),
            Kind::SetMany => drop(self.update_many(doc! { "owner": owner }, doc! { "$set": { "n": number } }).await?),
        }
        Ok(())
    }
}
