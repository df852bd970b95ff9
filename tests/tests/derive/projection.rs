//! Parts of documents: what is asked for, and how it is read.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
};

use mongomancy::{
    BoxFuture, Collection, Document, ErrorKind, Executor, Fields, MongoCollection, MongoDocument, Namespace, Operation,
    Projection, Reply, Result,
    bson::{Bson, DateTime, oid::ObjectId},
    doc,
};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Answers each call with these documents, and keeps what it was asked.
pub(crate) struct Answers {
    documents: Vec<Document>,
    pub(crate) asked: Mutex<Vec<Document>>,
}

impl Executor for Answers {
    fn execute(&self, operation: Operation) -> BoxFuture<'_, Result<Reply>> {
        self.asked.lock().unwrap().push(operation.command().try_into().unwrap());
        let documents = self.documents.clone();
        Box::pin(async { Ok(Reply::cursor([Ok(documents)])) })
    }
}

/// A collection that has these documents, whatever is asked for.
pub(crate) fn holding<T: MongoCollection>(
    documents: impl IntoIterator<Item = Document>,
) -> (Collection<T>, Arc<Answers>) {
    let documents = documents.into_iter().collect();
    let answers = Arc::new(Answers { documents, asked: Mutex::default() });
    (Collection::new(answers.clone(), Namespace::new("game", T::NAME)), answers)
}

impl Answers {
    fn projection(&self) -> Document {
        self.asked.lock().unwrap()[0].get_document("projection").unwrap().clone()
    }
}

/// What is asked for as a `C`, and what is read of the documents.
async fn projected<T: MongoCollection, C: Projection<T>>(
    documents: impl IntoIterator<Item = Document>,
) -> (Document, Result<Vec<C>>) {
    let (collection, answers) = holding::<T>(documents);
    let read = collection.find(doc! {}).project::<C>().try_collect().await;
    (answers.projection(), read)
}

#[derive(Debug, MongoDocument)]
#[serde(rename_all = "camelCase")]
struct Stats {
    total_wins: i32,
    #[serde(default = "ten")]
    lives: i32,
    best: Option<Best>,
}

fn ten() -> i32 {
    10
}

#[derive(Debug, MongoDocument)]
struct Best {
    day: i32,
    rank: Option<i32>,
}

#[derive(Debug, MongoDocument)]
struct Item {
    sku: String,
    #[serde(rename = "q")]
    quantity: u8,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Foreign {
    a: i32,
}

/// Stores a number as a text.
mod text {
    use super::{Deserialize, Deserializer, Serializer};

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde's signature")]
    pub(super) fn serialize<S: Serializer>(value: &i64, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(value)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<i64, D::Error> {
        String::deserialize(from)?.parse().map_err(serde::de::Error::custom)
    }
}

#[expect(clippy::struct_field_names, reason = "as an application would have it")]
#[derive(Debug, MongoCollection)]
struct Player {
    #[serde(rename = "_id")]
    id: Option<ObjectId>,
    #[serde(rename = "playerId")]
    player_id: i64,
    r#type: String,
    email: Option<String>,
    #[serde(default)]
    score: f64,
    #[serde(with = "text")]
    number: i64,
    foreign: Foreign,
    last_seen: DateTime,
    stats: Stats,
    old: Option<Box<Stats>>,
    items: Vec<Item>,
    quests: HashMap<String, Item>,
    attrs: Document,
    #[serde(skip_deserializing)]
    computed: i32,
}

fn ada() -> Document {
    doc! {
        "_id": ObjectId::from_bytes([7; 12]),
        "playerId": 42_i64,
        "type": "human",
        "score": 1.5,
        "number": "77",
        "foreign": { "a": 1 },
        "last_seen": DateTime::from_millis(1000),
        "stats": { "lives": 3, "totalWins": 5, "best": { "day": 9 } },
        "old": null,
        "items": [{ "sku": "s", "q": 2, "more": true }, { "sku": "t" }],
        "quests": { "first": { "sku": "u", "q": 1 } },
        "attrs": { "color": "red" },
        "computed": 5,
    }
}

/// Every field in the model's own type, in an order of its own.
#[derive(Debug, PartialEq, Projection)]
#[projection(of = Player)]
struct Same {
    last_seen: DateTime,
    number: i64,
    player_id: i64,
    r#type: String,
    email: Option<String>,
    score: f64,
    foreign: Foreign,
    attrs: Document,
    computed: i32,
}

#[tokio::test]
async fn fields_are_asked_for_and_read_as_the_model_stores_them() {
    let (asked, read) = projected::<Player, Same>([ada()]).await;
    let expected = doc! {
        "last_seen": 1, "number": 1, "playerId": 1, "type": 1, "email": 1, "score": 1, "foreign": 1, "attrs": 1,
        "computed": 1, "_id": 0,
    };
    assert_eq!(asked, expected);
    let same = Same {
        last_seen: DateTime::from_millis(1000),
        number: 77,
        player_id: 42,
        r#type: "human".into(),
        email: None,
        score: 1.5,
        foreign: Foreign { a: 1 },
        attrs: doc! { "color": "red" },
        // The model never reads it.
        computed: 0,
    };
    assert_eq!(read.unwrap(), [same]);
}

#[derive(Debug, PartialEq, Projection)]
#[projection(of = Player)]
struct Nested {
    id: Option<ObjectId>,
    #[projection(path = stats.total_wins)]
    wins: i32,
    #[projection(path = stats.lives)]
    lives: i32,
    #[projection(path = stats.best.day)]
    best_day: Option<i32>,
    #[projection(path = stats.best.rank)]
    best_rank: Option<i32>,
    #[projection(path = old.total_wins)]
    old_wins: Option<i32>,
    #[projection(path = "attrs.color")]
    color: Option<String>,
}

#[tokio::test]
async fn paths_lead_into_embedded_documents() {
    let without = doc! { "stats": { "totalWins": 1, "best": null }, "old": { "totalWins": 8 }, "attrs": {} };
    let (asked, read) = projected::<Player, Nested>([ada(), without]).await;
    let expected = doc! {
        "_id": 1, "stats.totalWins": 1, "stats.lives": 1, "stats.best.day": 1, "stats.best.rank": 1,
        "old.totalWins": 1, "attrs.color": 1,
    };
    assert_eq!(asked, expected);
    let id = Some(ObjectId::from_bytes([7; 12]));
    let first =
        Nested { id, wins: 5, lives: 3, best_day: Some(9), best_rank: None, old_wins: None, color: Some("red".into()) };
    // What is absent becomes what the model says.
    let second =
        Nested { id: None, wins: 1, lives: 10, best_day: None, best_rank: None, old_wins: Some(8), color: None };
    assert_eq!(read.unwrap(), [first, second]);
}

/// An `Option` of whatever the model has.
#[derive(Debug, PartialEq, Projection)]
#[projection(of = Player)]
struct Maybe {
    player_id: Option<i64>,
    score: Option<f64>,
    number: Option<i64>,
    #[projection(path = stats.total_wins)]
    wins: Option<i32>,
    items: Option<Vec<Sku>>,
}

#[tokio::test]
async fn an_option_is_none_where_there_is_nothing() {
    let nothing = Maybe { player_id: None, score: None, number: None, wins: None, items: None };
    let null = doc! { "playerId": null, "score": null, "number": null, "stats": null, "items": null };
    let (_, read) = projected::<Player, Maybe>([doc! {}, null, ada()]).await;
    let something = Maybe {
        player_id: Some(42),
        score: Some(1.5),
        number: Some(77),
        wins: Some(5),
        items: Some(vec![Sku { sku: "s".into() }, Sku { sku: "t".into() }]),
    };
    assert_eq!(read.unwrap(), [nothing, Maybe { player_id: None, ..empty() }, something]);
}

fn empty() -> Maybe {
    Maybe { player_id: None, score: None, number: None, wins: None, items: None }
}

#[derive(Debug, PartialEq, Projection)]
#[projection(of = Item)]
struct Sku {
    sku: String,
}

#[derive(Debug, PartialEq, Projection)]
#[projection(of = Best)]
struct Rank {
    rank: Option<i32>,
}

#[derive(Debug, PartialEq, Projection)]
#[projection(of = Stats)]
struct Wins {
    total_wins: i32,
    best: Option<Rank>,
}

#[derive(Debug, PartialEq, Projection)]
#[projection(of = Player)]
struct Parts {
    stats: Wins,
    old: Option<Box<Wins>>,
    items: Vec<Sku>,
    quests: HashMap<String, Sku>,
}

#[tokio::test]
async fn parts_of_embedded_documents_are_projections_too() {
    let (asked, read) = projected::<Player, Parts>([ada()]).await;
    let expected = doc! {
        "stats.totalWins": 1, "stats.best.rank": 1, "old.totalWins": 1, "old.best.rank": 1, "items.sku": 1, "quests": 1,
        "_id": 0,
    };
    assert_eq!(asked, expected);
    let sku = |sku: &str| Sku { sku: sku.into() };
    let parts = Parts {
        stats: Wins { total_wins: 5, best: Some(Rank { rank: None }) },
        old: None,
        items: vec![sku("s"), sku("t")],
        quests: HashMap::from([("first".to_owned(), sku("u"))]),
    };
    assert_eq!(read.unwrap(), [parts]);
}

#[tokio::test]
async fn what_does_not_fit_is_told_by_its_stored_path() {
    for (document, path) in [
        (doc! { "stats": { "totalWins": "x" } }, "stats.totalWins"),
        (doc! { "stats": {} }, "stats.totalWins"),
        (doc! {}, "stats.totalWins"),
        (doc! { "stats": [{ "totalWins": 1 }] }, "stats"),
        (doc! { "stats": { "totalWins": 1, "best": { "day": "x" } } }, "stats.best.day"),
    ] {
        let (_, read) = projected::<Player, Nested>([document]).await;
        match read.unwrap_err().kind() {
            ErrorKind::Decode(failure) => assert_eq!(failure.path(), path),
            kind => panic!("{kind}"),
        }
    }
    let (_, read) = projected::<Player, Parts>([doc! {
        "stats": { "totalWins": 1 }, "quests": {}, "items": [{ "sku": "s" }, { "sku": 1 }],
    }])
    .await;
    match read.unwrap_err().kind() {
        ErrorKind::Decode(failure) => assert_eq!(failure.path(), "items[1].sku"),
        kind => panic!("{kind}"),
    }
}

/// A document that holds others of its kind.
#[derive(Debug, MongoCollection)]
struct Node {
    name: String,
    child: Option<Box<Node>>,
}

#[derive(Debug, PartialEq, Projection)]
#[projection(of = Node)]
struct Name {
    name: String,
    child: Option<Box<Name>>,
}

#[tokio::test]
async fn a_projection_may_hold_itself() {
    let (asked, read) = projected::<Node, Name>([doc! { "name": "a", "child": { "name": "b" } }]).await;
    assert!(asked.contains_key("child.child.name"), "{asked}");
    assert_eq!(asked.keys().filter(|key| !key.ends_with("name") && *key != "_id").count(), 1, "{asked}");
    let child = Some(Box::new(Name { name: "b".into(), child: None }));
    assert_eq!(read.unwrap(), [Name { name: "a".into(), child }]);
}

#[derive(Debug, Serialize, Deserialize, MongoDocument)]
struct Address {
    city: String,
}

#[derive(Debug, Default, Serialize, Deserialize, MongoCollection)]
#[serde(default)]
struct Flat {
    #[serde(flatten)]
    address: Option<Address>,
    #[serde(with = "text")]
    number: i64,
    name: String,
}

#[expect(clippy::struct_field_names, reason = "as an application would have it")]
#[derive(Debug, PartialEq, Projection)]
#[projection(of = Flat)]
struct City {
    #[projection(path = address.city)]
    city: Option<String>,
    number: i64,
    name: String,
}

#[tokio::test]
async fn flattened_fields_are_read_from_beside_the_others() {
    let (asked, read) = projected::<Flat, City>([doc! { "number": "3", "city": "Bonn" }]).await;
    assert_eq!(asked, doc! { "city": 1, "number": 1, "name": 1, "_id": 0 });
    assert_eq!(read.unwrap(), [City { city: Some("Bonn".into()), number: 3, name: String::new() }]);
}

/// What functions store is read whole, by them.
#[derive(Debug, Projection)]
#[projection(of = Document)]
struct Untyped {
    #[projection(path = "a.b")]
    b: i32,
    #[projection(path = "a.c")]
    c: Bson,
}

#[tokio::test]
async fn documents_of_any_shape_are_read_by_stored_paths() {
    let (collection, answers) = holding::<Flat>([doc! { "a": { "c": true, "b": 1 } }]);
    let untyped = collection.with_type::<Document>();
    let read = untyped.find_one(doc! {}).project::<Untyped>().await.unwrap().unwrap();
    assert_eq!((read.b, read.c), (1, Bson::Boolean(true)));
    assert_eq!(answers.projection(), doc! { "a.b": 1, "a.c": 1, "_id": 0 });
}

#[tokio::test]
async fn sorts_are_of_the_collections_fields_whatever_is_read() {
    let (players, answers) = holding::<Player>([]);
    let p = Player::fields();
    let read = players.find(doc! {}).project::<Parts>().sort(p.score.desc().then(p.stats().total_wins.asc()));
    assert!(read.try_collect().await.unwrap().is_empty());
    let read = players.find(doc! {}).with_type::<Document>().sort_by(|p| p.old().total_wins.asc());
    assert!(read.try_collect().await.unwrap().is_empty());
    let _ = players.find(doc! {}).sort(|p: Fields<Player>| p.items().any().quantity.desc()).try_collect().await;
    let sorts: Vec<Document> = {
        let asked = answers.asked.lock().unwrap();
        asked.iter().map(|command| command.get_document("sort").unwrap().clone()).collect()
    };
    assert_eq!(
        sorts,
        [doc! { "score": -1, "stats.totalWins": 1 }, doc! { "old.totalWins": 1 }, doc! { "items.q": -1 }]
    );
}

#[tokio::test]
async fn lists_of_fields_are_asked_for() {
    let (players, answers) = holding::<Player>([]);
    let p = Player::fields();
    let included = players.find(doc! {}).include((p.player_id, p.stats().total_wins)).include([p.score]);
    assert!(included.exclude(p.id).with_type::<Document>().try_collect().await.unwrap().is_empty());
    let excluded = players.find(doc! {}).exclude((p.attrs, p.items().any().sku));
    assert!(excluded.try_collect().await.unwrap().is_empty());
    let projections: Vec<Document> = {
        let asked = answers.asked.lock().unwrap();
        asked.iter().map(|command| command.get_document("projection").unwrap().clone()).collect()
    };
    assert_eq!(projections[0], doc! { "playerId": 1, "stats.totalWins": 1, "score": 1, "_id": 0 });
    assert_eq!(projections[1], doc! { "attrs": 0, "items.sku": 0 });
}

#[tokio::test]
async fn lists_that_do_not_go_together_are_told_before_anything_is_sent() {
    let (players, answers) = holding::<Player>([]);
    let p = Player::fields();
    let find = || players.find(doc! {}).with_type::<Document>();
    for (find, told) in [
        (find().include(p.score).exclude(p.player_id), "includes `score` and excludes `playerId`"),
        (find().include((p.stats, p.stats().total_wins)), "names both `stats` and `stats.totalWins`"),
        (find().exclude([p.score, p.score]), "names `score` twice"),
        (find().sort(p.score.desc().then(p.score.asc())), "the sort names `score` twice"),
        (find().hint(p.score.asc()), "is no declared index of `player`; there is none"),
    ] {
        let error = find.try_collect().await.unwrap_err();
        assert_eq!(*error.kind(), ErrorKind::InvalidArgument, "{error}");
        assert!(error.to_string().contains(told), "{error}");
    }
    assert!(answers.asked.lock().unwrap().is_empty());
}
