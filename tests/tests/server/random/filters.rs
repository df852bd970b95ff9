//! Random filters find exactly what they mean.

use std::collections::BTreeMap;

use mongomancy_testkit::unique_database_name;
use mongomancy_tests::shared_uri;

use super::{condition::Condition, numbers::Numbers, thing::Thing};

const DOCUMENTS: i32 = 1000;
const FILTERS: usize = 700;
/// How many filters with each operator find some documents and not all.
const ENOUGH: usize = 20;
const OPERATORS: [&str; 25] = [
    "eq",
    "ne",
    "gt",
    "gte",
    "lt",
    "lte",
    "in_",
    "nin",
    "exists",
    "type_",
    "is_null",
    "starts_with",
    "regex",
    "mod_",
    "all",
    "size",
    "elem_match",
    "contains",
    "any_of",
    "bits_all_set",
    "bits_any_set",
    "bits_all_clear",
    "bits_any_clear",
    "!",
    "|",
];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn random_filters_find_what_they_mean() -> Result<(), Box<dyn std::error::Error>> {
    let engine = mongomancy::Engine::connect(shared_uri().await).await?;
    let database = engine.database(unique_database_name());
    let things = database.collection::<Thing>();
    let mut numbers = Numbers::new();
    let stored: Vec<Thing> = (0..DOCUMENTS).map(|id| Thing::random(id, &mut numbers)).collect();
    things.insert_many(&stored).await?;
    let mut telling: BTreeMap<&str, usize> = BTreeMap::new();
    let lacking = |telling: &BTreeMap<&str, usize>| {
        OPERATORS.iter().any(|operator| telling.get(operator).is_none_or(|count| *count < ENOUGH))
    };
    let mut tried = 0;
    // Some operators tell nothing in most filters, so there may have to be more.
    while tried < FILTERS || (tried < 10 * FILTERS && lacking(&telling)) {
        tried += 1;
        let condition = Condition::random(&mut numbers, 2);
        let expected: Vec<i32> =
            stored.iter().filter(|thing| (condition.matches)(thing)).map(|thing| thing.id).collect();
        let found = things.find(&condition.filter).try_collect().await?;
        let mut found: Vec<i32> = found.into_iter().map(|thing| thing.id).collect();
        found.sort_unstable();
        let filter = condition.filter.to_document()?;
        assert!(found == expected, "{filter} found {found:?} instead of {expected:?}");
        if !expected.is_empty() && expected.len() < stored.len() {
            for operator in condition.operators {
                *telling.entry(operator).or_default() += 1;
            }
        }
    }
    assert!(!lacking(&telling), "some operators were hardly tried: {telling:?}");
    database.drop().await?;
    Ok(())
}
