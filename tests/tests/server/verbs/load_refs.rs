//! `Ref`s, and the documents that they lead to.

use bson::{Bson, Document, bson, doc, oid::ObjectId};
use mongomancy::{
    Collection, Engine, ErrorKind, Id, MongoCollection, Projection, Ref, mongodb::options::ClientOptions,
};
use mongomancy_testkit::unique_database_name;
use mongomancy_tests::{Commands, database, run, shared_uri};

#[derive(Debug, PartialEq, MongoCollection)]
struct Guild {
    #[serde(rename = "_id")]
    id: Id<Guild>,
    name: String,
}

#[derive(Debug, PartialEq, Projection)]
#[projection(of = Guild)]
struct Name {
    name: String,
}

#[derive(Debug, MongoCollection)]
#[index(guild)]
struct Member {
    name: String,
    guild: Ref<Guild>,
    #[index(unique)]
    rival: Option<Ref<Guild>>,
    former: Vec<Ref<Guild>>,
}

fn guild(name: impl Into<String>) -> Guild {
    Guild { id: Id::new(), name: name.into() }
}

/// A collection on an engine of whose commands a record is kept.
async fn recorded<T: MongoCollection>() -> (Engine, Commands, Collection<T>) {
    let mut options = ClientOptions::parse(shared_uri().await).await.unwrap();
    let commands = Commands::default();
    commands.record(&mut options);
    let engine = Engine::connect(options).await.unwrap();
    let collection = engine.database(unique_database_name()).collection_named::<T>("referred");
    (engine, commands, collection)
}

#[tokio::test]
async fn two_and_a_half_thousand_references_take_three_queries() {
    let (engine, commands, guilds) = recorded::<Guild>().await;
    let stored: Vec<Guild> = (0..2_500).map(|number| guild(format!("{number}"))).collect();
    guilds.insert_many(&stored).await.unwrap();
    let gone = [700, 1_800].map(|number: usize| stored[number].id);
    guilds.delete_many(doc! { "_id": { "$in": gone.to_vec() } }).await.unwrap();

    // Not in the order in which they are stored, and some of them twice.
    let refs: Vec<Ref<Guild>> = stored.iter().rev().chain(&stored[..100]).map(|guild| Ref::to(guild.id)).collect();
    let loaded = guilds.load_refs(&refs).await.unwrap();
    assert_eq!((commands.named("find").len(), commands.named("getMore").len()), (3, 0));
    assert_eq!(loaded.len(), 2_600);
    for ((to, document), expected) in loaded.iter().zip(stored.iter().rev().chain(&stored[..100])) {
        assert_eq!(*to.id(), expected.id);
        assert_eq!(document, (!gone.contains(&expected.id)).then_some(expected));
    }
    assert!(loaded.missing().map(|to| *to.id()).eq(gone.into_iter().rev()), "in the order of the references");
    assert_eq!(loaded.get(&Ref::to(stored[7].id)), Some(&stored[7]));
    assert_eq!(*loaded.into_result().unwrap_err().kind(), ErrorKind::Other);

    let names = guilds.load_refs(&refs[2_499..2_501]).project::<Name>().await.unwrap().into_result().unwrap();
    let first = Name { name: "0".into() };
    assert!(names.found().eq([&first, &first]));
    engine.dispose().await;
}

#[tokio::test]
async fn a_document_refers_to_others_of_another_collection() {
    let db = database().await;
    db.register::<Guild>().register::<Member>().create_all().await.unwrap();
    let (guilds, members) = (db.collection::<Guild>(), db.collection::<Member>());
    let (red, blue, gone) = (guild("red"), guild("blue"), guild("gone"));
    guilds.insert_many([&red, &blue]).await.unwrap();
    let member = |name: &str, guild: &Guild, rival: Option<&Guild>| Member {
        name: name.into(),
        guild: Ref::to(guild.id),
        rival: rival.map(|rival| Ref::to(rival.id)),
        former: vec![Ref::to(red.id), Ref::to(gone.id)],
    };
    let all = [member("Ada", &red, Some(&blue)), member("Bob", &blue, None), member("Cyd", &red, None)];
    members.insert_many(&all).await.unwrap();
    let taken = members.insert_one(member("Dee", &red, Some(&blue))).await.unwrap_err();
    assert!(taken.is_duplicate_key(), "a unique reference: {taken}");

    let of_red = members.find(doc! { "guild": all[0].guild }).sort(doc! { "name": 1 }).try_collect().await.unwrap();
    assert!(of_red.iter().map(|member| &*member.name).eq(["Ada", "Cyd"]));
    let stored = db.collection_named::<Document>(Member::NAME).find_one(doc! { "name": "Ada" }).await.unwrap().unwrap();
    assert_eq!(stored.get_object_id("guild").unwrap(), ObjectId::from(red.id));

    assert_eq!(of_red[0].guild.load(&guilds).await.unwrap().as_ref(), Some(&red));
    assert_eq!(of_red[0].former[1].load(&guilds).await.unwrap(), None);
    let rivals = guilds.load_refs(all.iter().flat_map(|member| &member.rival)).await.unwrap();
    assert_eq!(rivals.into_result().unwrap().into_documents(), [blue]);
    let former = guilds.load_refs(of_red.into_iter().flat_map(|member| member.former)).await.unwrap();
    assert!(former.found().eq([&red, &red]));
    assert!(former.missing().eq(&[Ref::to(gone.id)]));
}

#[tokio::test]
async fn the_server_takes_the_same_ids_for_the_same() {
    let (engine, commands, documents) = recorded::<Document>().await;
    let decimal = |text: &str| Bson::Decimal128(text.parse().unwrap());
    let stored = [
        bson!(1_i64),
        bson!(2.0),
        decimal("3.0"),
        bson!(0.5),
        decimal("0.1"),
        bson!(1e300),
        bson!({ "shard": 1_i32, "number": 7_i64 }),
        bson!("text"),
        bson!({ "a": [] }),
    ];
    documents.insert_many(stored.iter().map(|id| doc! { "_id": id })).await.unwrap();
    let asked = [
        (bson!(1_i32), true),
        (bson!(2_i64), true),
        (bson!(3.0), true),
        (decimal("0.50"), true),
        (bson!(0.1), false),
        (bson!(1e300), true),
        (bson!({ "shard": 1.0, "number": 7_i32 }), true),
        (bson!({ "number": 7_i32, "shard": 1.0 }), false),
        (bson!("Text"), false),
        (bson!("text"), true),
        (Bson::Null, false),
        (bson!({ "a": [] }), true),
        (bson!({ "$ne": null }), false),
        (bson!({ "$gt": 0 }), false),
        (bson!(1.0), true),
    ];
    let loaded = documents.load_refs(asked.iter().map(|(id, _)| Ref::to(id))).await.unwrap();
    assert_eq!(commands.named("find").len(), 1);
    for ((to, document), (id, there)) in loaded.iter().zip(&asked) {
        assert_eq!((to.id(), document.is_some()), (id, *there), "what was found");
        assert_eq!(to.load(&documents).await.unwrap().as_ref(), document, "what is found by `find_by_id`");
    }
    engine.dispose().await;
}

#[tokio::test]
async fn no_document_can_have_an_id_that_is_not_asked_for() {
    let db = database().await;
    for id in [bson!({ "$gt": 0 }), bson!({ "a": 1, "$b": 2 }), bson!([1]), Bson::Undefined] {
        let insert = doc! { "insert": "strange", "documents": [{ "_id": id.clone() }] };
        let reply = run(db.engine(), db.name(), insert).await;
        let is_refused = reply.as_ref().map_or(true, |reply| reply.contains_key("writeErrors"));
        assert!(is_refused, "{id}: {reply:?}");
    }
}
