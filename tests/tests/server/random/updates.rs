//! Random updates leave what the same updates by `doc!` leave.

use std::collections::BTreeMap;

use mongomancy::{Document, MongoCollection, Update, doc};
use mongomancy_testkit::unique_database_name;
use mongomancy_tests::shared_uri;

use super::{change::Change, numbers::Numbers, thing::Thing};

const DOCUMENTS: i32 = 60;
const UPDATES: usize = 400;
/// How many updates with each operator change something.
const ENOUGH: usize = 10;
const OPERATORS: [&str; 13] = [
    "$set",
    "$unset",
    "$inc",
    "$mul",
    "$min",
    "$max",
    "$bit",
    "$push",
    "$addToSet",
    "$pop",
    "$pull",
    "$pullAll",
    "$setOnInsert",
];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn random_updates_leave_what_they_say() -> Result<(), Box<dyn std::error::Error>> {
    let engine = mongomancy::Engine::connect(shared_uri().await).await?;
    let database = engine.database(unique_database_name());
    let typed = database.collection::<Thing>();
    let untyped = database.collection_named::<Document>("by_document");
    let stored = typed.clone().with_type::<Document>();
    let mut numbers = Numbers::new();
    let things: Vec<Thing> = (0..DOCUMENTS).map(|id| Thing::random(id, &mut numbers)).collect();
    typed.insert_many(&things).await?;
    untyped.insert_many(stored.find(doc! {}).sort(doc! { "_id": 1 }).try_collect().await?).await?;
    let mut telling: BTreeMap<&str, usize> = BTreeMap::new();
    for tried in 0..UPDATES {
        // Some are for a document that is not there yet, and make it.
        let id = numbers.between(0, DOCUMENTS - 1);
        let id = if tried % 20 == 0 { DOCUMENTS + i32::try_from(tried)? } else { id };
        let (changes, update) = changes(&mut numbers);
        let both = changes.iter().fold(Document::new(), merged);
        let filter = Thing::fields().id.eq(id);
        let ours = typed.update_one(filter, &update).upsert(true).await?;
        let theirs = untyped.update_one(doc! { "_id": id }, both.clone()).upsert(true).await?;
        let sent = update.to_document()?;
        assert_eq!(
            (ours.matched_count, ours.modified_count, ours.upserted_id.is_some()),
            (theirs.matched_count, theirs.modified_count, theirs.upserted_id.is_some()),
            "{sent} and {both}"
        );
        let (ours_now, theirs_now) = (stored.find_one(doc! { "_id": id }).await?, untyped.find_by_id(id).await?);
        assert_eq!(ours_now, theirs_now, "{sent} and {both}");
        if ours.modified_count == 1 || ours.upserted_id.is_some() {
            for change in &changes {
                *telling.entry(change.operator).or_default() += 1;
            }
        }
    }
    let lacking: Vec<_> =
        OPERATORS.iter().filter(|operator| telling.get(*operator).is_none_or(|count| *count < ENOUGH)).collect();
    assert!(lacking.is_empty(), "{lacking:?} changed hardly anything: {telling:?}");
    database.drop().await?;
    Ok(())
}

/// Up to three changes of different fields, and all of them together.
fn changes(numbers: &mut Numbers) -> (Vec<Change>, Update<Thing>) {
    let first = numbers.below(Change::FIELDS);
    let count = 1 + numbers.below(3);
    let fields = (0..count).map(|step| (first + 2 * step) % Change::FIELDS);
    let changes: Vec<Change> = fields.map(|field| Change::of_field(field, numbers)).collect();
    let update = changes.iter().fold(Update::none(), |all, change| all + change.typed.clone());
    (changes, update)
}

/// The update with one more change.
fn merged(mut update: Document, change: &Change) -> Document {
    for (operator, fields) in &change.untyped {
        let fields = fields.as_document().unwrap().clone();
        match update.get_document_mut(operator) {
            Ok(there) => there.extend(fields),
            Err(_) => drop(update.insert(operator, fields)),
        }
    }
    update
}
