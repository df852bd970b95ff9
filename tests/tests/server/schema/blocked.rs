//! What cannot be done as things are, and that nothing is changed then.

use mongomancy::{
    Capped, Change, ChangeKind, CollectionDefinition, Document, ErrorKind, Index, doc, options::Collation,
};
use mongomancy_tests::{database, printed};

use super::{command, declaring, lines};

fn unique() -> CollectionDefinition {
    CollectionDefinition::new("c").index(Index::ascending("a").name("i").unique(true))
}

#[tokio::test]
async fn duplicates_are_counted_and_shown_only_to_who_asks() {
    let kept = database().await;
    let documents = vec![
        doc! { "a": "MARK" },
        doc! { "a": "MARK" },
        doc! { "a": "alone" },
        doc! { "a": [1, 1, 2] },
        doc! { "a": [2, 3] },
        doc! { "b": 1 },
        doc! { "a": null },
    ];
    for plain in [None, Some(doc! { "createIndexes": "c", "indexes": [{ "key": { "a": 1 }, "name": "i" }] })] {
        let database = declaring(&kept, unique());
        command(&database, kept.engine(), doc! { "delete": "c", "deletes": [{ "q": {}, "limit": 0 }] }).await;
        command(&database, kept.engine(), doc! { "insert": "c", "documents": documents.clone() }).await;
        if let Some(plain) = plain {
            command(&database, kept.engine(), plain).await;
        }
        let plan = database.plan().await.unwrap();
        let blocked: Vec<_> = plan.blocked().collect();
        assert_eq!(blocked.len(), 1, "{plan}");
        assert_eq!((blocked[0].kind(), blocked[0].documents()), (ChangeKind::Blocked, Some(6)));
        assert!(blocked[0].detail().contains("3 values are shared by documents"), "{plan}");
        let mut examples = blocked[0].examples().to_vec();
        examples.sort_by_key(ToString::to_string);
        assert_eq!(examples, [doc! { "a": "MARK" }, doc! { "a": 2 }, doc! { "a": null }]);
        let shown = format!("{plan} {plan:?} {plan:#?} {}", serde_json::to_string(&plan).unwrap());
        assert!(!shown.contains("MARK"), "{shown}");

        let error = database.apply(plan.clone()).allow(Change::Unique).await.unwrap_err();
        assert_eq!(error.kind(), &ErrorKind::Conflict);
        assert!(!printed(&error).contains("MARK"), "{error}");
        // The rest can be done.
        let report = database.apply(plan).skip_blocked().await.unwrap();
        assert!(report.is_unchanged(), "{report}");
    }
}

#[tokio::test]
async fn a_partial_index_blocks_only_what_it_takes_in() {
    let kept = database().await;
    let filter = doc! { "a": { "$gte": "" } };
    let definition = CollectionDefinition::new("c")
        .index(Index::new([("a", 1), ("b.c", 1)]).name("i").unique(true).partial_filter_expression(filter));
    let database = declaring(&kept, definition);
    let documents =
        vec![doc! { "a": 1 }, doc! { "a": 1 }, doc! { "a": "x", "b": { "c": 1 } }, doc! { "a": "x", "b": { "c": 2 } }];
    command(&database, kept.engine(), doc! { "insert": "c", "documents": documents }).await;
    let plan = database.plan().await.unwrap();
    assert_eq!(plan.blocked().count(), 0, "{plan}");
    command(&database, kept.engine(), doc! { "insert": "c", "documents": [{ "a": "x", "b": { "c": 2 } }] }).await;
    let plan = database.plan().await.unwrap();
    let examples = plan.blocked().next().unwrap().examples();
    assert_eq!(examples, [doc! { "a": "x", "b.c": 2 }]);
}

#[tokio::test]
async fn what_was_prepared_is_taken_back() {
    let kept = database().await;
    let database = declaring(&kept, unique());
    let index = doc! { "key": { "a": 1 }, "name": "i" };
    command(&database, kept.engine(), doc! { "createIndexes": "c", "indexes": [index] }).await;
    let plan = database.plan().await.unwrap();
    // The duplicates come after the plan.
    let twins = || doc! { "insert": "c", "documents": [{ "a": "MARK" }, { "a": "MARK" }] };
    command(&database, kept.engine(), twins()).await;
    let error = database.apply(plan).allow(Change::Unique).await.unwrap_err();
    assert_eq!(error.kind(), &ErrorKind::Conflict);
    assert!(error.to_string().contains("documents that are there share a key"), "{error}");
    assert!(!printed(&error).contains("MARK"), "{error}");
    // It refuses no duplicates, as before.
    command(&database, kept.engine(), twins()).await;
    let plan = database.plan().await.unwrap();
    let shown = "c: index i: on the server it is not unique; 1 value is shared by documents \
                 (4 documents, only under `allow(Change::Unique)`)";
    assert_eq!(lines(&plan), [shown]);
}

#[tokio::test]
async fn an_index_that_was_dropped_for_one_that_cannot_be_had_is_made_again() {
    let kept = database().await;
    let database = declaring(&kept, unique());
    let sparse = doc! { "key": { "a": 1 }, "name": "i", "sparse": true };
    command(&database, kept.engine(), doc! { "createIndexes": "c", "indexes": [sparse] }).await;
    let plan = database.plan().await.unwrap();
    let before = lines(&plan);
    command(&database, kept.engine(), doc! { "insert": "c", "documents": [{ "a": 1 }, { "a": 1 }] }).await;
    let error = database.apply(plan).allow(Change::Rebuild).allow(Change::Unique).await.unwrap_err();
    assert!(error.is_duplicate_key(), "{error}");
    let plan = database.plan().await.unwrap();
    assert!(
        plan.blocked().count() == 1 && lines(&plan)[0].starts_with(before[0].split(" (").next().unwrap()),
        "{plan}"
    );
}

#[tokio::test]
async fn what_no_server_changes_is_said() {
    let french = || Collation::builder().locale("fr").build();
    let new = || CollectionDefinition::new("c");
    for (declared, by_hand, shown) in [
        (new().capped(Capped::new(4096)), doc! { "create": "c" }, "option capped: it is not capped"),
        (new().collation(french()), doc! { "create": "c" }, "option collation: it has no collation"),
        (
            new().collation(french()),
            doc! { "create": "c", "collation": { "locale": "fr", "strength": 1 } },
            "option collation: its collation is another one",
        ),
        (new().clustered(), doc! { "create": "c" }, "option clusteredIndex: it is not clustered"),
        (
            CollectionDefinition::view("c", "d", []),
            doc! { "create": "c" },
            "it is a collection on the server, declared is a view",
        ),
        (new(), doc! { "create": "c", "viewOn": "d", "pipeline": [] }, "it is a view on the server"),
    ] {
        let kept = database().await;
        let database = declaring(&kept, declared);
        command(&database, kept.engine(), by_hand).await;
        let plan = database.plan().await.unwrap();
        assert!(plan.blocked().count() == 1 && lines(&plan)[0].contains(shown), "{shown}\n{plan}");
        let error = database.apply(plan).await.unwrap_err().to_string();
        assert!(error.contains("nothing is changed") && error.contains(shown), "{error}");
        assert!(database.create_all().await.unwrap_err().to_string().contains(shown));
    }
}

/// What is blocked is just what the server refuses, and what it would build is not.
#[tokio::test]
async fn what_is_blocked_is_what_the_server_refuses() {
    let two = |one: Document, other: Document| vec![one, other];
    for (keys, documents, told) in [
        (&["a"][..], two(doc! { "a": [] }, doc! {}), true),
        (&["a"], two(doc! { "a": [] }, doc! { "a": null }), true),
        (&["a"], two(doc! { "a": [] }, doc! { "a": [] }), true),
        (&["a"], two(doc! { "a": null }, doc! {}), true),
        (&["a"], two(doc! { "a": 1 }, doc! { "a": 1.0 }), true),
        (&["a"], two(doc! { "a": [1, 2] }, doc! { "a": [[1, 2]] }), true),
        (&["a"], two(doc! { "a": { "x": 1, "y": 2 } }, doc! { "a": { "y": 2, "x": 1 } }), true),
        (&["a", "b"], two(doc! { "a": [1, 2], "b": 1 }, doc! { "a": [2, 3], "b": 2 }), true),
        (&["a", "b"], two(doc! { "a": [1, 2], "b": 1 }, doc! { "a": [2, 3], "b": 1 }), true),
        (&["a.b"], two(doc! { "a": { "b": 1 } }, doc! { "a": [{ "b": 1 }, { "b": 2 }] }), true),
        (&["a.0"], two(doc! { "a": [1] }, doc! { "a": [2] }), false),
        (&["a.b", "a.c"], two(doc! { "a": [{ "b": 1, "c": 1 }] }, doc! { "a": [{ "b": 1, "c": 2 }] }), false),
    ] {
        let kept = database().await;
        let index = Index::new(keys.iter().map(|key| (*key, 1))).name("i").unique(true);
        let database = declaring(&kept, CollectionDefinition::new("c").index(index));
        command(&database, kept.engine(), doc! { "insert": "c", "documents": documents.clone() }).await;
        let plan = database.plan().await.unwrap();
        let is_blocked = plan.blocked().count() == 1;
        let is_refused = database.create_all().await.is_err();
        assert_eq!(is_blocked, is_refused, "{keys:?} {documents:?}\n{plan}");
        assert_eq!(plan.changes()[0].documents().is_some(), told, "{keys:?}");
    }
}
