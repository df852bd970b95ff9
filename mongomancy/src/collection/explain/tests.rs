//! Answers of servers, shortened to what matters, and what is read of them. Those of 6.0 are recorded; those of 8.0 and of
//! sharded clusters follow their servers' sources.

use std::time::Duration;

use bson::{Bson, Document, doc};

use super::Explained;
use crate::ErrorKind;

/// What is expected of an answer.
#[derive(Debug, Default, PartialEq)]
struct Said {
    indexes: Vec<&'static str>,
    scan: bool,
    covered: bool,
    sort: bool,
    keys: Option<u64>,
    documents: Option<u64>,
    returned: Option<u64>,
}

fn ran(indexes: &[&'static str], keys: u64, documents: u64, returned: u64) -> Said {
    Said {
        indexes: indexes.to_vec(),
        keys: Some(keys),
        documents: Some(documents),
        returned: Some(returned),
        ..Said::default()
    }
}

fn check(name: &str, answer: Document, expected: &Said) {
    let explained = Explained::read(answer).unwrap();
    assert_eq!(explained.indexes(), expected.indexes, "{name}");
    assert_eq!(explained.index(), expected.indexes.first().copied(), "{name}");
    assert!(expected.indexes.iter().all(|index| explained.uses_index(index)), "{name}");
    assert!(!explained.uses_index("another"), "{name}");
    assert_eq!(explained.is_collection_scan(), expected.scan, "{name}: scan");
    assert_eq!(explained.is_covered(), expected.covered, "{name}: covered");
    assert_eq!(explained.sorts_in_memory(), expected.sort, "{name}: sort");
    assert_eq!(explained.keys_examined(), expected.keys, "{name}: keys");
    assert_eq!(explained.documents_examined(), expected.documents, "{name}: documents");
    assert_eq!(explained.returned(), expected.returned, "{name}: returned");
}

/// An answer with a winning plan and the counts of its run.
fn found(plan: impl Into<Bson>, keys: i32, documents: i32, returned: i32) -> Document {
    let rejected = fetch(index("another"));
    doc! {
        "explainVersion": "1",
        "queryPlanner": { "namespace": "game.player", "winningPlan": plan.into(), "rejectedPlans": [rejected.clone()] },
        "executionStats": {
            "executionSuccess": true,
            "nReturned": returned,
            "executionTimeMillis": 2,
            "totalKeysExamined": keys,
            "totalDocsExamined": documents,
            "executionStages": { "stage": "COLLSCAN", "indexName": "another" },
            "allPlansExecution": [{ "totalKeysExamined": 9, "executionStages": rejected }],
        },
        "ok": 1,
    }
}

fn index(name: &str) -> Document {
    doc! { "stage": "IXSCAN", "keyPattern": { "indexName": 1 }, "indexName": name, "direction": "forward" }
}

fn fetch(within: Document) -> Document {
    doc! { "stage": "FETCH", "filter": { "stage": { "$eq": "COLLSCAN" } }, "inputStage": within }
}

fn scan() -> Document {
    doc! { "stage": "COLLSCAN", "filter": { "indexName": { "$eq": "another" } }, "direction": "forward" }
}

#[test]
fn plans_of_the_classic_engine_are_read() {
    let or = doc! { "stage": "OR", "inputStages": [index("a"), index("b"), index("a")] };
    let near = doc! {
        "stage": "GEO_NEAR_2DSPHERE", "indexName": "geo", "inputStages": [fetch(index("geo")), fetch(index("geo"))],
    };
    let text = doc! { "stage": "TEXT_MATCH", "indexName": "txt", "inputStage": fetch(index("txt")) };
    let covered = doc! { "stage": "PROJECTION_COVERED", "transformBy": { "stage": 1 }, "inputStage": index("a") };
    let merged = doc! { "stage": "SORT_MERGE", "sortPattern": { "s": 1 }, "inputStages": [index("a"), index("a")] };
    let sorted = doc! { "stage": "SORT", "type": "simple", "inputStage": fetch(index("a")) };
    let counted = doc! { "stage": "COUNT", "inputStage": { "stage": "COUNT_SCAN", "indexName": "a" } };
    let updated = doc! { "stage": "UPDATE", "inputStage": fetch(index("a")) };
    for (name, plan, expected) in [
        ("scan", scan(), Said { scan: true, ..ran(&[], 0, 20, 3) }),
        ("index", fetch(index("a")), ran(&["a"], 3, 3, 3)),
        ("covered", covered.clone(), Said { covered: true, ..ran(&["a"], 3, 0, 3) }),
        // Where documents were examined, the plan is not what it seems.
        ("not covered", covered, ran(&["a"], 3, 1, 3)),
        ("nothing matches", fetch(index("a")), ran(&["a"], 0, 0, 0)),
        ("or", doc! { "stage": "SUBPLAN", "inputStage": fetch(or) }, ran(&["a", "b"], 3, 3, 3)),
        ("sort", sorted, Said { sort: true, ..ran(&["a"], 3, 3, 3) }),
        ("sort merge", fetch(merged), ran(&["a"], 3, 3, 3)),
        ("_id", doc! { "stage": "IDHACK" }, ran(&["_id_"], 1, 1, 1)),
        ("clustered", doc! { "stage": "CLUSTERED_IXSCAN", "minRecord": 2 }, ran(&[], 0, 2, 1)),
        ("nothing", doc! { "stage": "EOF" }, ran(&[], 0, 0, 0)),
        ("text", text, ran(&["txt"], 1, 1, 1)),
        ("near", near, ran(&["geo"], 8, 5, 5)),
        ("count", counted, Said { covered: true, ..ran(&["a"], 11, 0, 0) }),
        ("fast count", doc! { "stage": "RECORD_STORE_FAST_COUNT" }, ran(&[], 0, 0, 0)),
        ("update", updated, ran(&["a"], 3, 3, 0)),
    ] {
        let (keys, documents) = (expected.keys.unwrap(), expected.documents.unwrap());
        let counts = [keys, documents, expected.returned.unwrap()].map(|count| i32::try_from(count).unwrap());
        check(name, found(plan, counts[0], counts[1], counts[2]), &expected);
    }
}

#[test]
fn express_plans_say_themselves_what_they_read() {
    let express = |index: &str, covered: Option<bool>| {
        let mut plan =
            doc! { "isCached": false, "stage": "EXPRESS_IXSCAN", "keyPattern": "{ a: 1 }", "indexName": index };
        if let Some(covered) = covered {
            plan.extend(doc! { "projection": { "a": 1 }, "projectionCovered": covered });
        }
        plan
    };
    check("_id", found(express("_id_", None), 1, 1, 1), &ran(&["_id_"], 1, 1, 1));
    check("unique", found(express("a", Some(false)), 1, 1, 1), &ran(&["a"], 1, 1, 1));
    check("covered", found(express("a", Some(true)), 1, 0, 1), &Said { covered: true, ..ran(&["a"], 1, 0, 1) });
    check("clustered", found(doc! { "stage": "EXPRESS_CLUSTERED_IXSCAN" }, 0, 1, 1), &ran(&[], 0, 1, 1));
    let delete = doc! { "stage": "EXPRESS_DELETE", "indexName": "_id_" };
    check("delete", found(delete, 1, 1, 0), &ran(&["_id_"], 1, 1, 0));
}

#[test]
fn plans_of_the_slot_based_engine_are_read_by_their_query_plan() {
    let slots = |plan: Document| doc! { "queryPlan": plan, "slotBasedPlan": { "stages": "[1] ixseek", "slots": "" } };
    let lookup = |strategy: &str, index_name: Option<&str>| {
        let mut lookup = doc! { "stage": "EQ_LOOKUP", "strategy": strategy, "inputStage": fetch(index("a")) };
        lookup.extend(index_name.map(|name| ("indexName".to_owned(), name.into())));
        slots(lookup)
    };
    let projected = doc! { "stage": "PROJECTION_COVERED", "transformBy": { "g": true }, "inputStage": index("a") };
    let grouped = slots(doc! { "stage": "GROUP", "planNodeId": 3, "inputStage": projected });
    check("group", found(grouped, 10, 0, 1), &Said { covered: true, ..ran(&["a"], 10, 0, 1) });
    check("scan", found(slots(scan()), 0, 20, 3), &Said { scan: true, ..ran(&[], 0, 20, 3) });
    let joined = lookup("IndexedLoopJoin", Some("_id_"));
    check("indexed lookup", found(joined, 11, 11, 10), &ran(&["a", "_id_"], 11, 11, 10));
    for strategy in ["HashJoin", "NestedLoopJoin"] {
        let expected = Said { scan: true, ..ran(&["a"], 10, 13, 10) };
        check(strategy, found(lookup(strategy, None), 10, 13, 10), &expected);
    }
}

#[test]
fn pipelines_are_read_stage_by_stage() {
    let cursor = |plan: Document, keys, documents, returned: i32| {
        let mut cursor = found(plan, keys, documents, returned);
        cursor.remove("ok");
        doc! { "$cursor": cursor, "nReturned": i64::from(returned) }
    };
    let first = || cursor(fetch(index("a")), 10, 10, 10);
    let pipeline = |stages: Vec<Document>| doc! { "explainVersion": "1", "stages": stages, "ok": 1 };
    let lookup = |scans: i64, indexes: &[&str], examined: i64| {
        doc! {
            "$lookup": { "from": "guild", "as": "guild" },
            "totalDocsExamined": examined, "totalKeysExamined": examined, "collectionScans": scans,
            "indexesUsed": indexes, "nReturned": 10_i64,
        }
    };
    let near = doc! { "$geoNearCursor": first().get("$cursor").unwrap(), "nReturned": 2_i64 };
    let id = cursor(doc! { "stage": "IDHACK" }, 1, 1, 1);
    let union = doc! { "$unionWith": { "coll": "other", "pipeline": [id] }, "nReturned": 11_i64 };
    let sort = doc! { "$sort": { "sortKey": { "a": 1 } }, "nReturned": 20_i64 };
    let facet = doc! { "$facet": { "best": [{ "$internalFacetTeeConsumer": {} }, sort.clone()] }, "nReturned": 1_i64 };
    let counted = cursor(doc! { "stage": "COUNT_SCAN", "indexName": "a" }, 11, 0, 10);
    let group = doc! { "$group": { "_id": "$g" }, "nReturned": 1_i64 };
    let out = doc! { "$out": { "coll": "best" }, "nReturned": 0_i64 };
    for (name, stages, expected) in [
        ("group", vec![counted, group], Said { covered: true, ..ran(&["a"], 11, 0, 1) }),
        ("sort", vec![first(), sort], Said { sort: true, ..ran(&["a"], 10, 10, 20) }),
        ("lookup", vec![first(), lookup(0, &["_id_"], 4)], ran(&["a", "_id_"], 14, 14, 10)),
        ("lookup by scans", vec![first(), lookup(20, &[], 5)], Said { scan: true, ..ran(&["a"], 15, 15, 10) }),
        ("union", vec![first(), union], ran(&["a", "_id_"], 11, 11, 11)),
        ("facet", vec![first(), facet], Said { sort: true, ..ran(&["a"], 10, 10, 1) }),
        ("near", vec![near], ran(&["a"], 10, 10, 2)),
        ("out", vec![first(), out], ran(&["a"], 10, 10, 0)),
    ] {
        check(name, pipeline(stages), &expected);
    }
    let unplanned = pipeline(vec![doc! { "$indexStats": {}, "nReturned": 4_i64 }]);
    check("no query", unplanned, &Said { returned: Some(4), ..Said::default() });
    // What the planner took over as a whole has the form of a find's answer.
    let mut pushed_down = found(fetch(index("a")), 3, 3, 3);
    pushed_down.get_document_mut("queryPlanner").unwrap().insert("optimizedPipeline", true);
    check("pushed down", pushed_down, &ran(&["a"], 3, 3, 3));
}

#[test]
fn the_shards_plans_are_taken_together() {
    let shard = |name: &str, plan: Document| doc! { "shardName": name, "winningPlan": plan, "rejectedPlans": [] };
    let filtered = doc! { "stage": "SHARDING_FILTER", "inputStage": index("a") };
    let merged = doc! { "stage": "SHARD_MERGE", "shards": [shard("s1", fetch(filtered)), shard("s2", scan())] };
    check("find", found(merged, 3, 23, 6), &Said { scan: true, ..ran(&["a"], 3, 23, 6) });

    let aggregate = |split: Bson| {
        let pipeline = doc! { "host": "b:1", "stages": [{ "$cursor": found(scan(), 0, 20, 9), "nReturned": 3_i64 }] };
        doc! { "splitPipeline": split, "shards": { "s1": found(fetch(index("a")), 2, 2, 2), "s2": pipeline }, "ok": 1 }
    };
    check("aggregate", aggregate(Bson::Null), &Said { scan: true, ..ran(&["a"], 2, 22, 5) });
    let split = aggregate(doc! { "shardsPart": [], "mergerPart": [] }.into());
    check("merged", split, &Said { scan: true, returned: None, ..ran(&["a"], 2, 22, 0) });
}

#[test]
fn what_was_not_run_has_no_counts() {
    let mut planned = found(fetch(index("a")), 1, 1, 1);
    planned.remove("executionStats");
    check("planned", planned.clone(), &Said { indexes: vec!["a"], ..Said::default() });
    let planned = Explained::read(planned).unwrap();
    assert_eq!(planned.execution_time(), None);
    assert_eq!(planned.to_string(), "index `a`");
    let sorted = Explained::read(found(doc! { "stage": "SORT", "inputStage": scan() }, 0, 20, 3)).unwrap();
    let line = "collection scan, sort in memory; 0 keys and 20 documents examined, 3 returned, in 2 ms";
    assert_eq!(sorted.to_string(), line);

    let pipeline = doc! { "stages": [{ "$cursor": { "queryPlanner": { "winningPlan": scan() } } }, { "$sort": {} }] };
    check("pipeline", pipeline, &Said { scan: true, sort: true, ..Said::default() });
}

#[test]
fn a_run_that_failed_is_an_error() {
    let failed = || doc! { "executionSuccess": false, "errorMessage": "MARK", "errorCode": 292 };
    let plan = || doc! { "stage": "SORT", "inputStage": scan() };
    let mut whole = found(plan(), 0, 53, 0);
    whole.get_document_mut("executionStats").unwrap().extend(failed());
    let mut shard = found(plan(), 0, 53, 0);
    let stats = shard.get_document_mut("executionStats").unwrap();
    stats
        .insert("executionStages", doc! { "stage": "SHARD_MERGE", "shards": [{ "executionSuccess": true }, failed()] });
    for answer in [whole.clone(), shard, doc! { "stages": [{ "$cursor": whole.clone() }] }] {
        let error = Explained::read(answer).unwrap_err();
        assert_eq!(error.code(), Some(292));
        assert!(!format!("{error} {error:?}").contains("MARK"));
    }
    whole.get_document_mut("executionStats").unwrap().insert("errorCode", 50);
    assert_eq!(*Explained::read(whole.clone()).unwrap_err().kind(), ErrorKind::DeadlineExceeded);
    // Without a code it is a failure all the same.
    whole.get_document_mut("executionStats").unwrap().remove("errorCode");
    assert_eq!(Explained::read(whole).unwrap_err().code(), Some(0));
}

#[test]
fn neither_form_of_printing_shows_what_is_asked_for() {
    let mut plan = fetch(index("a"));
    plan.insert("filter", doc! { "MARK": { "$eq": "MARK" } });
    let explained = Explained::read(found(plan, 1, 1, 1)).unwrap();
    let printed = format!("{explained} {explained:?} {explained:#?}");
    assert!(printed.contains("index `a`; 1 keys and 1 documents examined, 1 returned, in 2 ms"), "{printed}");
    assert_eq!(explained.execution_time(), Some(Duration::from_millis(2)));
    assert!(!printed.contains("MARK"), "{printed}");
    assert!(explained.document().to_string().contains("MARK"));
    assert_eq!(explained.document().clone(), explained.into_document());
}

#[test]
fn what_is_no_explanation_is_an_error() {
    let error = Explained::read(doc! { "ok": 1, "n": 3 }).unwrap_err();
    assert_eq!(*error.kind(), ErrorKind::Other);
}
