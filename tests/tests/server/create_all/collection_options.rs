//! Options of collections, as the derive declares them: the server takes them, and has them.

use bson::{DateTime, Document, doc};
use futures_util::TryStreamExt;
use mongomancy::{CollectionDefinition, MongoCollection, Pipeline};
use mongomancy_testkit::TestDatabase;

use super::{anew, database};

#[derive(MongoCollection)]
#[collection(capped(size = "1MiB", max = 1000), collation(locale = "en", strength = 2))]
struct Line {
    text: String,
}

#[derive(MongoCollection)]
#[collection(time_series(time_field = at, meta_field = station, granularity = "minutes"), expire_after = "90 d")]
#[index(station, at = -1)]
#[index(place = "2dsphere")]
struct Weather {
    #[serde(rename = "t")]
    at: DateTime,
    station: String,
    place: Option<Document>,
}

#[derive(MongoCollection)]
#[collection(clustered, expire_after = 3600)]
struct Session {
    #[serde(rename = "_id")]
    started: DateTime,
}

#[derive(MongoCollection)]
#[collection(pre_and_post_images, validation_level = "moderate", validation_action = "warn")]
#[collection(options = { "storageEngine": { "wiredTiger": { "configString": "block_compressor=zstd" } } })]
struct Player {
    name: String,
    score: i64,
}

#[derive(Debug, PartialEq, MongoCollection)]
#[collection(view(of = Player, pipeline = Best::stages), collation(locale = "de"))]
struct Best {
    name: String,
}

impl Best {
    fn stages() -> Pipeline<Player, Self> {
        Pipeline::<Player>::new().match_(|p| p.score.gte(100)).with_type()
    }
}

async fn create(database: &TestDatabase, definition: CollectionDefinition) {
    let anew = anew(database);
    anew.add_collection(definition);
    anew.create_all().await.unwrap();
    let plan = anew.plan().await.unwrap();
    assert!(plan.is_empty(), "{plan}");
}

async fn options(database: &TestDatabase, name: &str) -> Document {
    let client = database.engine().client().await.unwrap();
    let list = doc! { "listCollections": 1, "filter": { "name": name } };
    let listed = client.database(database.name()).run_cursor_command(list).await.unwrap();
    let listed: Vec<Document> = listed.try_collect().await.unwrap();
    listed[0].get_document("options").unwrap().clone()
}

#[tokio::test]
async fn every_option_of_a_collection_is_taken() {
    let database = database().await;
    for definition in
        [Line::definition(), Weather::definition(), Session::definition(), Player::definition(), Best::definition()]
    {
        create(&database, definition.clone()).await;
        let options = options(&database, definition.name()).await;
        for (name, declared) in definition.options() {
            let has = options.get(name).unwrap_or_else(|| panic!("{name} in {options}"));
            match (declared.as_document(), has.as_document()) {
                (Some(declared), Some(has)) => {
                    for (name, value) in declared {
                        assert_eq!(has.get(name), Some(value), "{options}");
                    }
                }
                (None, None) if declared.as_i64().is_some() => {
                    let number = has.as_i64().or(has.as_i32().map(i64::from));
                    assert_eq!(number, declared.as_i64(), "{name} in {options}");
                }
                _ => assert_eq!(has, declared, "{name} in {options}"),
            }
        }
    }
}

#[tokio::test]
async fn a_view_shows_what_its_stages_give() {
    let database = database().await;
    create(&database, Player::definition()).await;
    create(&database, Best::definition()).await;
    let players = ["Ada", "Bob"].into_iter().zip([150, 50]);
    let players: Vec<Player> = players.map(|(name, score)| Player { name: name.into(), score }).collect();
    database.collection::<Player>().insert_many(&players).await.unwrap();
    let best = database.collection::<Best>().find(doc! {}).try_collect().await.unwrap();
    assert_eq!(best, [Best { name: "Ada".into() }]);
}

/// What the derive refuses of a time series, and what it does not, since servers take it of the meta field.
#[tokio::test]
async fn indexes_that_a_time_series_does_not_take_are_refused() {
    let database = database().await;
    create(&database, Weather::definition()).await;
    let client = database.engine().client().await.unwrap();
    let mut wrong = Vec::new();
    for (index, taken) in [
        (doc! { "key": { "station": 1 }, "unique": true }, false),
        (doc! { "key": { "station": "text" } }, false),
        (doc! { "key": { "place": "text" } }, false),
        (doc! { "key": { "place": "hashed" } }, false),
        (doc! { "key": { "place": "2d" } }, false),
        (doc! { "key": { "place.$**": 1 } }, false),
        (doc! { "key": { "$**": 1 } }, false),
        (doc! { "key": { "station": "hashed" } }, true),
        (doc! { "key": { "station": "2d" } }, true),
        (doc! { "key": { "station.$**": 1 } }, true),
    ] {
        let mut index = index;
        index.insert("name", "x");
        let database = client.database(database.name());
        let created = database.run_command(doc! { "createIndexes": Weather::NAME, "indexes": [index.clone()] }).await;
        if created.is_ok() != taken {
            wrong.push((index, created.err().map(|error| error.to_string())));
        }
        let _ = database.run_command(doc! { "dropIndexes": Weather::NAME, "index": "x" }).await;
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
