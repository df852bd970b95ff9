//! The calls that are dropped.

use mongomancy::{Collection, CollectionDefinition, Document, Engine, Result, doc};

/// How many documents a cursor gives, and how many at a time.
const DOCUMENTS: i32 = 12;
const BATCH: u32 = 3;

#[derive(Debug, Clone, Copy)]
pub(super) enum Call {
    FindOne,
    Insert,
    Update,
    ExactlyOnce,
    Scan,
    CreateAll,
}

impl Call {
    pub(super) const ALL: [Self; 6] =
        [Self::FindOne, Self::Insert, Self::Update, Self::ExactlyOnce, Self::Scan, Self::CreateAll];

    pub(super) async fn prepare(engine: &Engine) -> Result<()> {
        documents(engine).insert_many((0..DOCUMENTS).map(|n| doc! { "_id": n, "kind": "scanned" })).await.map(drop)
    }

    /// Makes the call; `number` is one that no call before it ended with.
    pub(super) async fn make(self, engine: &Engine, number: usize) -> Result<()> {
        let documents = documents(engine);
        match self {
            Self::FindOne => documents.find_one(doc! { "_id": 0 }).await.map(drop),
            Self::Insert => documents.insert_one(doc! { "kind": "inserted" }).await.map(drop),
            Self::Update => documents.update_one(doc! { "_id": 0 }, doc! { "$inc": { "n": 1 } }).await.map(drop),
            Self::ExactlyOnce => {
                let scanned = documents.update_many(doc! { "kind": "scanned" }, doc! { "$inc": { "n": 1 } });
                scanned.exactly_once().await.map(drop)
            }
            Self::Scan => {
                let mut cursor = documents.find(doc! { "kind": "scanned" }).batch_size(BATCH).await?;
                while cursor.try_next().await?.is_some() {}
                Ok(())
            }
            Self::CreateAll => {
                let database = engine.database("locked");
                // A new one each time, so that there is something to create and the lock is taken.
                database.add_collection(CollectionDefinition::new(format!("c{number}")));
                database.create_all().await.map(drop)
            }
        }
    }
}

fn documents(engine: &Engine) -> Collection<Document> {
    engine.database("d").collection_named("dropped")
}
