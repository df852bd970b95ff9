//! What a user of the set would do: connect by its URI and write.

use mongodb::Client;
use mongodb::bson::{Document, doc};
use mongodb::error::Result;

#[expect(clippy::disallowed_methods, reason = "these tests look at the servers with the bare driver")]
pub(crate) async fn connect(uri: &str) -> Result<Client> {
    // What is wrong is to show soon: not after the driver's 30 s.
    let uri = format!("{uri}&serverSelectionTimeoutMS=5000");
    Client::with_uri_str(uri).await
}

/// Writes and reads over a client of its own.
pub(crate) async fn round_trip(uri: &str) -> Result<()> {
    let client = connect(uri).await?;
    let collection = client.database("testkit").collection::<Document>("round_trip");
    collection.insert_one(doc! { "x": 1 }).await?;
    assert!(collection.find_one(doc! { "x": 1 }).await?.is_some());
    client.shutdown().immediate(true).await;
    Ok(())
}
