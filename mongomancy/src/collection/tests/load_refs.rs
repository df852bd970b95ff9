//! `load_refs`: the queries that it sends, and which document goes with which reference.

use std::time::Duration;

use bson::{Bson, Decimal128, Document, Regex, bson, doc, oid::ObjectId, raw::cstr};

use super::recorder::{Player, answering};
use crate::{
    Error, ErrorKind, Ref, Reply,
    options::{ReadConcern, ReadPreference},
};

type To = Ref<Document>;

#[expect(clippy::unnecessary_wraps, reason = "what a recorder answers")]
fn documents(ids: impl IntoIterator<Item = Bson>) -> crate::Result<Reply> {
    Ok(Reply::cursor([Ok(ids.into_iter().map(|id| doc! { "_id": id }).collect())]))
}

fn refs(ids: impl IntoIterator<Item = i32>) -> Vec<To> {
    ids.into_iter().map(Ref::to).collect()
}

fn asked(command: &Document) -> &Vec<Bson> {
    command.get_document("filter").unwrap().get_document("_id").unwrap().get_array("$in").unwrap()
}

#[tokio::test]
async fn one_query_is_sent_for_each_thousand_ids() {
    let replies = [0..1_000, 1_000..2_000, 2_000..2_500].map(|ids| documents(ids.rev().map(Bson::from)));
    let (players, sent) = answering::<Document>(replies);
    let refs = refs(0..2_500);
    let loaded = players.load_refs(&refs).await.unwrap();
    let commands = sent.commands();
    assert_eq!(commands.iter().map(|command| asked(command).len()).collect::<Vec<_>>(), [1_000, 1_000, 500]);
    assert_eq!(
        commands.iter().flat_map(asked).cloned().collect::<Vec<_>>(),
        (0..2_500).map(Bson::from).collect::<Vec<_>>()
    );
    assert_eq!(commands[2].get("batchSize"), Some(&Bson::from(501)));
    assert!(loaded.found().map(|found| found.get_i32("_id").unwrap()).eq(0..2_500), "in the order of the references");
    assert_eq!((loaded.len(), loaded.missing().count()), (2_500, 0));
    assert_eq!(loaded.into_result().unwrap().into_documents().len(), 2_500);
}

#[tokio::test]
async fn every_option_is_sent_with_every_query() {
    let (players, sent) = answering::<Document>([documents([]), documents([])]);
    let load = players.load_refs(refs(0..1_001)).allow_partial_results(true).comment("c");
    let load = load.max_time(Duration::from_secs(1)).read_concern(ReadConcern::majority());
    load.read_preference(ReadPreference::SecondaryPreferred { options: None }).await.unwrap();
    let mut second = sent.commands().remove(1);
    second.remove("filter");
    assert_eq!(
        second,
        doc! {
            "find": "player",
            "batchSize": 2,
            "comment": "c",
            "maxTimeMS": 1_000_i64,
            "readConcern": { "level": "majority" },
            "allowPartialResults": true,
        }
    );
    let preference = sent.operation().read_preference().cloned();
    assert!(matches!(preference, Some(ReadPreference::SecondaryPreferred { .. })));
}

#[tokio::test]
async fn parts_of_documents_are_read_as_another_type() {
    let id = |number: u8| ObjectId::from_bytes([number; 12]);
    let found =
        || Ok(Reply::cursor([Ok(vec![doc! { "_id": id(2), "name": "b" }, doc! { "_id": id(1), "name": "a" }])]));
    let (players, sent) = answering::<Document>([found(), found()]);
    let refs = || [1, 2, 3].map(|number| To::to(id(number)));
    let loaded =
        players.load_refs(refs()).projection(doc! { "name": 1, "_id": 0 }).with_type::<Player>().await.unwrap();
    assert!(loaded.found().map(|found| &*found.name).eq(["a", "b"]));
    assert_eq!(loaded.get(&Ref::to(id(2))).map(|found| &*found.name), Some("b"));
    assert!(loaded.missing().eq(&refs()[2..]));
    assert_eq!(loaded.into_documents().len(), 2);
    let name = crate::Path::<Document, String>::named("name");
    players.load_refs(refs()).include(name).with_type::<Player>().await.unwrap();
    for command in sent.commands() {
        assert_eq!(command.get_document("projection").unwrap(), &doc! { "name": 1 });
    }
}

#[tokio::test]
async fn one_deadline_holds_for_all_queries() {
    let (players, sent) = answering::<Document>([documents([]), documents([])]);
    let deadline = Duration::from_secs(60);
    players.load_refs(refs(0..1_001)).deadline(deadline).await.unwrap();
    let deadlines: Vec<Duration> = sent.deadlines().into_iter().flatten().collect();
    assert!(deadlines[0] <= deadline && deadlines[1] < deadlines[0], "{deadlines:?}");
}

#[tokio::test]
async fn each_reference_gets_its_document_and_the_missing_are_told() {
    let (players, sent) = answering::<Document>([documents([bson!(3), bson!(1), bson!(9)])]);
    let loaded = players.load_refs(refs([1, 2, 3, 1, 4, 2])).await.unwrap();
    assert_eq!(asked(&sent.command()), &[1, 2, 3, 4].map(Bson::from), "each once");
    let ids: Vec<_> = loaded.iter().map(|(to, document)| (to.id().as_i32(), document.is_some())).collect();
    assert_eq!(
        ids,
        [(1, true), (2, false), (3, true), (1, true), (4, false), (2, false)].map(|(id, is)| (Some(id), is))
    );
    assert!(loaded.found().map(|found| found.get_i32("_id").unwrap()).eq([1, 3, 1]));
    assert!(loaded.missing().eq(&refs([2, 4])));
    assert_eq!(loaded.get(&Ref::to(3)), Some(&doc! { "_id": 3 }));
    assert_eq!((loaded.get(&Ref::to(2)), loaded.get(&Ref::to(9))), (None, None));
    assert_eq!(format!("{loaded:?}"), "Loaded { refs: 6, missing: 2, .. }");
    let error = loaded.into_result().unwrap_err();
    assert!(error.to_string().contains("2 of 4 documents"), "{error}");
}

#[tokio::test]
async fn numbers_find_their_documents_whatever_the_types() {
    let half = || Bson::Decimal128("0.50".parse::<Decimal128>().unwrap());
    let (players, sent) =
        answering::<Document>([documents([bson!(1_i64), bson!(2.0), half(), bson!({ "shard": 3.0 })])]);
    let ids = [bson!(1_i32), bson!(2_i64), bson!(0.5), bson!({ "shard": 3 }), bson!(1.0)];
    let loaded = players.load_refs(ids.map(|id| To::to(&id))).await.unwrap();
    assert_eq!(asked(&sent.command()).len(), 4);
    assert_eq!(loaded.missing().count(), 0);
    let found: Vec<&Document> = loaded.found().collect();
    assert_eq!(found[0], found[4]);
}

#[tokio::test]
async fn an_id_that_no_document_has_is_missing_and_not_asked_for() {
    let regex = Bson::RegularExpression(Regex { pattern: cstr!(".").into(), options: cstr!("").into() });
    let strange = [regex, bson!({ "$gt": 0 }), bson!([1])];
    let (players, sent) = answering::<Document>([documents([bson!("x")])]);
    let loaded = players.load_refs(strange.iter().cloned().chain([bson!("x")]).map(|id| To::to(&id))).await.unwrap();
    assert_eq!(asked(&sent.command()), &[bson!("x")]);
    assert!(loaded.missing().map(Ref::id).eq(&strange));

    let (players, sent) = answering::<Document>([]);
    assert!(players.load_refs(refs([])).await.unwrap().is_empty());
    assert_eq!(players.load_refs([To::to(bson!([1]))]).await.unwrap().missing().count(), 1);
    assert!(sent.commands().is_empty());
}

#[tokio::test]
async fn ids_that_are_large_are_asked_for_in_more_queries() {
    let (players, sent) = answering::<Document>([documents([]), documents([])]);
    let large = ["a", "b", "c"].map(|letter| To::to(letter.repeat(7 * 1024 * 1024)));
    players.load_refs(&large).await.unwrap();
    assert_eq!(sent.commands().iter().map(|command| asked(command).len()).collect::<Vec<_>>(), [2, 1]);
}

#[tokio::test]
async fn what_fails_ends_it_and_says_where() {
    let unavailable = || Err(Error::for_test(ErrorKind::Unavailable, None, []));
    let (players, sent) = answering::<Document>([documents([]), unavailable(), documents([])]);
    let error = players.load_refs(refs(0..2_500)).await.unwrap_err();
    assert_eq!((error.kind(), sent.commands().len()), (&ErrorKind::Unavailable, 2));

    let id = ObjectId::new();
    let broken = Reply::cursor([Ok(vec![doc! { "_id": id, "name": 1 }])]);
    let (players, _) = answering::<Player>([Ok(broken)]);
    let error = players.load_refs([Ref::<Player>::to(id)]).await.unwrap_err();
    let ErrorKind::Decode(failure) = error.kind() else { panic!("{error}") };
    assert_eq!((failure.collection(), failure.path()), (Some("game.player"), "name"));
    assert_eq!(failure.id(), Some(&*id.to_hex()));
    assert_eq!(error.attempts(), 1);

    let lost = Err(Error::for_test(ErrorKind::CursorLost { documents: 0 }, None, []));
    let (players, _) = answering::<Document>([Ok(Reply::cursor([Ok(vec![doc! { "_id": 1 }]), lost]))]);
    assert!(players.load_refs(refs(0..3)).await.unwrap_err().is_cursor_lost());
}

#[tokio::test]
async fn one_reference_is_a_find_by_id() {
    let id = ObjectId::new();
    let (players, sent) = answering::<Player>([Ok(Reply::cursor([]))]);
    let to: Ref<Player> = Ref::to(id);
    assert!(to.load(&players).comment("c").await.unwrap().is_none());
    let command = sent.command();
    assert_eq!(command.get_document("filter").unwrap(), &doc! { "_id": id });
    assert_eq!(command.get("comment"), Some(&Bson::from("c")));
}
