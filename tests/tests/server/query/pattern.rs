//! Patterns and beginnings of texts.

use std::borrow::Cow;

use mongomancy::{MongoCollection, doc};
use mongomancy_tests::{database, run};

use super::{each_finds, found};

#[derive(Debug, Clone, MongoCollection)]
struct Player {
    #[serde(rename = "_id")]
    id: i32,
    #[index]
    name: String,
    nick: Option<Box<str>>,
    tags: Vec<String>,
    motto: Cow<'static, str>,
}

fn player(id: i32, name: &str, tags: &[&str]) -> Player {
    Player {
        id,
        name: name.into(),
        nick: Some(name.into()),
        tags: tags.iter().map(|tag| (*tag).to_owned()).collect(),
        motto: name.to_owned().into(),
    }
}

#[tokio::test]
async fn texts_are_matched() {
    let db = database().await;
    let players = db.collection::<Player>();
    let all = [player(1, "Ada", &["new", "a.b"]), player(2, "ada", &["old", "axb"]), player(3, "Bob\nAda", &[])];
    players.insert_many(&all).await.unwrap();
    let p = Player::fields();
    each_finds(
        &players,
        [
            (p.name.regex("^Ad", ""), vec![1]),
            (p.name.regex("^ad", "i"), vec![1, 2]),
            (p.name.regex("^Ad", "m"), vec![1, 3]),
            (p.nick.regex("^.da$", ""), vec![1, 2]),
            (p.motto.regex("o", ""), vec![3]),
            (p.tags.any().regex("^a.b$", ""), vec![1, 2]),
            (p.tags.any().starts_with("a."), vec![1]),
            (p.name.starts_with("Ad"), vec![1]),
            (p.nick.starts_with("B"), vec![3]),
            (p.motto.starts_with("a"), vec![2]),
            (!p.name.starts_with("A"), vec![2, 3]),
            (p.name.regex("a", "") & p.name.regex("^A", ""), vec![1]),
        ],
    )
    .await;
}

#[tokio::test]
async fn a_beginning_is_no_pattern() {
    let db = database().await;
    let players = db.collection::<Player>();
    let names = [
        "Ada", ".*", "^A", "A|B", "a.b", "axb", "[a]", "(a)", "a$", "a+", "aa", "a?", "{1}", r"\Q", r"\E", r"\d", "5",
        "é", "e", "#x", " x", "-", "$ne", "\0", "a\0b", "/i", "(?i)ada", "ada", "\n", "a\nb",
    ];
    let all: Vec<_> = (0..).zip(names).map(|(id, name)| player(id, name, &[])).collect();
    players.insert_many(&all).await.unwrap();
    let p = Player::fields();
    for beginning in names.into_iter().chain(["", "a", r"\"]) {
        let begin_so = all.iter().filter(|player| player.name.starts_with(beginning)).map(|player| player.id);
        let begin_so: Vec<_> = begin_so.collect();
        assert_eq!(found(&players, &p.name.starts_with(beginning)).await, begin_so, "{beginning:?}");
    }
}

#[tokio::test]
async fn an_index_serves_a_beginning() {
    let db = database().await;
    db.register::<Player>().create_all().await.unwrap();
    let players = db.collection::<Player>();
    let all: Vec<_> = (0..50).map(|id| player(id, &format!("{}.{id}", id % 5), &[])).collect();
    players.insert_many(&all).await.unwrap();
    let filter = Player::fields().name.starts_with("3.");
    let find = doc! { "find": Player::NAME, "filter": filter.to_document().unwrap() };
    let explained = run(db.engine(), db.name(), doc! { "explain": find, "verbosity": "executionStats" }).await.unwrap();
    let stats = explained.get_document("executionStats").unwrap();
    assert_eq!(stats.get_i32("nReturned").unwrap(), 10);
    assert!(stats.get_i32("totalKeysExamined").unwrap() <= 11, "{stats}");
}
