//! Sorts and hints made of fields, as the server understands them.

use bson::{Document, doc, oid::ObjectId};
use mongomancy::{Collection, ErrorKind, Fields, MongoCollection, MongoDocument, Sort, options::ReturnDocument};

#[derive(Debug, MongoDocument)]
struct Stats {
    #[serde(rename = "w")]
    wins: i32,
}

#[derive(Debug, MongoCollection)]
#[collection(name = "sorted")]
#[index(guild, score = -1)]
#[index(stats.wins)]
#[index(keys(text = "text"))]
#[index(keys(name), unique, name = "by_name")]
struct Player {
    #[serde(rename = "_id")]
    id: Option<ObjectId>,
    name: String,
    guild: String,
    score: i32,
    text: String,
    stats: Stats,
}

fn player(name: &str, guild: &str, score: i32, wins: i32, text: &str) -> Player {
    let stats = Stats { wins };
    Player { id: None, name: name.into(), guild: guild.into(), score, text: text.into(), stats }
}

/// The players, with the indexes that are declared.
async fn players() -> (mongomancy_testkit::TestDatabase, Collection<Player>) {
    let database = mongomancy_tests::database().await;
    database.register::<Player>();
    database.create_all().await.unwrap();
    let players = database.collection::<Player>();
    let all = [
        player("Ada", "red", 1, 9, "fox"),
        player("Bob", "blue", 2, 5, "fox fox fox"),
        player("Cyd", "red", 3, 5, "fox fox"),
        player("Dan", "blue", 2, 1, "hen"),
    ];
    players.insert_many(all).await.unwrap();
    (database, players)
}

fn names(players: &[Player]) -> Vec<&str> {
    players.iter().map(|player| &*player.name).collect()
}

#[tokio::test]
async fn documents_come_in_the_order_of_fields() {
    let (_database, players) = players().await;
    let p = Player::fields();
    let orders: [(Sort<Player>, [&str; 4]); 4] = [
        (p.score.desc().then(p.name.asc()), ["Cyd", "Bob", "Dan", "Ada"]),
        (p.guild.asc().then(p.score.asc()).then(p.name.desc()), ["Dan", "Bob", "Ada", "Cyd"]),
        (p.stats().wins.asc().then(p.score.desc()), ["Dan", "Cyd", "Bob", "Ada"]),
        (p.id.desc(), ["Dan", "Cyd", "Bob", "Ada"]),
    ];
    for (sort, expected) in orders {
        let found = players.find(doc! {}).sort(&sort).try_collect().await.unwrap();
        assert_eq!(names(&found), expected, "{:?}", sort.to_document());
        let one = players.find_one(doc! {}).sort(sort).await.unwrap().unwrap();
        assert_eq!(one.name, expected[0]);
    }
    let found = players.find(doc! {}).sort_by(|p| p.stats().wins.desc().then(p.name.desc())).try_collect().await;
    assert_eq!(names(&found.unwrap()), ["Ada", "Cyd", "Bob", "Dan"]);
    let found = players.find(doc! {}).sort(|p: Fields<Player>| p.name.desc()).limit(1).try_collect().await;
    assert_eq!(names(&found.unwrap()), ["Dan"]);
}

#[tokio::test]
async fn the_best_match_of_a_text_comes_first() {
    let (_database, players) = players().await;
    let fox = doc! { "$text": { "$search": "fox" } };
    let found = players.find(&fox).sort(Sort::text_score()).try_collect().await.unwrap();
    assert_eq!(names(&found).len(), 3);
    let scores = |found: &[Player]| -> Vec<usize> { found.iter().map(|player| player.text.len()).collect() };
    let mut sorted = scores(&found);
    sorted.sort_unstable();
    sorted.reverse();
    assert_eq!(scores(&found), sorted);
}

#[tokio::test]
async fn a_sort_says_which_document_is_changed() {
    let (_database, players) = players().await;
    let p = Player::fields();
    let best = players
        .find_one_and_update(doc! { "guild": "blue" }, doc! { "$inc": { "score": 10 } })
        .sort(p.stats().wins.asc())
        .return_document(ReturnDocument::After)
        .await;
    assert_eq!(best.unwrap().map(|player| (player.name, player.score)), Some(("Dan".into(), 12)));
    let gone = players.find_one_and_delete(doc! {}).sort_by(|p| p.score.desc()).await.unwrap();
    assert_eq!(gone.unwrap().name, "Dan");
}

#[tokio::test]
async fn a_hint_is_a_declared_index() {
    let (_database, players) = players().await;
    let p = Player::fields();
    let all = || players.find(doc! { "guild": { "$gte": "" }, "name": { "$gte": "" }, "stats.w": { "$gte": 0 } });
    let by_keys = all().hint(p.guild.asc().then(p.score.desc())).explain().await.unwrap();
    assert!(by_keys.uses_index("ix__sorted__guild_score"), "{by_keys}");
    let nested = all().hint(p.stats().wins.asc()).explain().await.unwrap();
    assert!(nested.uses_index("ix__sorted__stats.w"), "{nested}");
    let definition = Player::definition();
    let named = definition.indexes().iter().find(|index| index.is_unique()).unwrap();
    let by_index = all().hint(named).explain().await.unwrap();
    assert!(by_index.uses_index("by_name"), "{by_index}");
    let by_id = all().hint(p.id.asc()).explain().await.unwrap();
    assert!(by_id.uses_index("_id_"), "{by_id}");
    assert_eq!(players.count_documents(doc! {}).hint(p.name.asc()).await.unwrap(), 4);

    for undeclared in [p.score.asc(), p.score.desc().then(p.guild.asc()), p.text.asc()] {
        let error = all().hint(undeclared).try_collect().await.unwrap_err();
        assert_eq!(*error.kind(), ErrorKind::InvalidArgument, "{error}");
        assert!(error.to_string().contains("there are ix__sorted__guild_score"), "{error}");
    }
    // Of a document of any shape nothing is declared: the server knows.
    let untyped = players.with_type::<Document>();
    let path = mongomancy::Path::<Document, String>::named("name");
    assert_eq!(untyped.find(doc! {}).hint(path.asc()).try_collect().await.unwrap().len(), 4);
}
