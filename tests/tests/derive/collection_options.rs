//! Every option of a collection, against the definition by hand.

use std::time::Duration;

use bson::{DateTime, Document, doc, oid::ObjectId};
use mongomancy::{
    Capped, CollectionDefinition, Index, MongoCollection, Pipeline, TimeSeries,
    options::{Collation, CollationStrength, TimeseriesGranularity, ValidationAction, ValidationLevel},
};

#[derive(MongoCollection)]
#[collection(name = "log", capped(size = "16MiB", max = 1000), pre_and_post_images)]
#[collection(collation(locale = "en", strength = 2), options = { "storageEngine": { "wiredTiger": {} } })]
struct Line {
    text: String,
}

#[derive(MongoCollection)]
#[collection(capped(size = 4096), validation_level = "moderate", validation_action = "warn")]
struct Small {
    text: String,
}

#[derive(MongoCollection)]
#[collection(time_series(time_field = at, meta_field = station, granularity = "minutes"), expire_after = "90 d")]
#[index(station, at = -1)]
#[index(place = "2dsphere")]
#[index(station = "hashed", name = "spread")]
struct Weather {
    #[serde(rename = "t")]
    at: DateTime,
    #[serde(rename = "s")]
    station: String,
    place: Option<Document>,
}

#[derive(MongoCollection)]
#[collection(time_series(time_field = at))]
struct Tick {
    #[serde(with = "bson::serde_helpers::datetime::FromI64")]
    at: i64,
}

#[derive(MongoCollection)]
#[collection(time_series(time_field = "at", meta_field = "source"))]
struct Raw {
    value: f64,
}

#[derive(MongoCollection)]
#[collection(clustered, expire_after = 60)]
struct Session {
    #[serde(rename = "_id")]
    started: DateTime,
}

#[derive(MongoCollection)]
#[collection(clustered, pre_and_post_images = false)]
struct Event {
    kind: String,
}

#[derive(MongoCollection)]
struct Player {
    #[serde(rename = "_id")]
    id: ObjectId,
    name: String,
    score: f64,
}

/// What the best players show of themselves.
#[derive(MongoCollection)]
#[collection(name = "best", view(of = Player, pipeline = Best::stages), collation(locale = "de"))]
#[collection(read_preference = "nearest")]
struct Best {
    name: String,
    score: f64,
}

impl Best {
    fn stages() -> Pipeline<Player, Self> {
        Pipeline::<Player>::new().match_(|p| p.score.gte(100.0)).with_type()
    }
}

#[derive(MongoCollection)]
#[collection(view(of = self::Best, pipeline = names))]
struct Name {
    name: String,
}

fn names() -> Vec<Document> {
    vec![doc! { "$project": { "name": 1 } }]
}

#[test]
fn the_derive_says_what_the_constructors_say() {
    let english = Collation::builder().locale("en").strength(CollationStrength::Secondary).build();
    let german = Collation::builder().locale("de").build();
    let weather = TimeSeries::new("t").meta_field("s").granularity(TimeseriesGranularity::Minutes);
    let new = CollectionDefinition::new;
    for (derived, by_hand) in [
        (
            Line::definition(),
            new("log")
                .origin::<Line>()
                .documents_of::<Line>()
                .capped(Capped::new(16 << 20).max_documents(1000))
                .collation(english)
                .change_stream_pre_and_post_images(true)
                .option("storageEngine", doc! { "wiredTiger": {} }),
        ),
        (
            Small::definition(),
            new("small")
                .origin::<Small>()
                .documents_of::<Small>()
                .capped(Capped::new(4096))
                .validation_level(ValidationLevel::Moderate)
                .validation_action(ValidationAction::Warn),
        ),
        (
            Weather::definition(),
            new("weather")
                .origin::<Weather>()
                .documents_of::<Weather>()
                .time_series(weather)
                .expire_after(Duration::from_secs(90 * 86_400))
                .index(Index::new([("s", 1), ("t", -1)]))
                .index(Index::new([("place", mongomancy::IndexKey::TwoDSphere)]))
                .index(Index::new([("s", mongomancy::IndexKey::Hashed)]).name("spread")),
        ),
        (Tick::definition(), new("tick").origin::<Tick>().documents_of::<Tick>().time_series(TimeSeries::new("at"))),
        (
            Session::definition(),
            new("session")
                .origin::<Session>()
                .documents_of::<Session>()
                .clustered()
                .expire_after(Duration::from_secs(60)),
        ),
        (
            Event::definition(),
            new("event").origin::<Event>().documents_of::<Event>().clustered().change_stream_pre_and_post_images(false),
        ),
        (
            Best::definition(),
            CollectionDefinition::view("best", "player", [doc! { "$match": { "score": { "$gte": 100.0 } } }])
                .origin::<Best>()
                .documents_of::<Best>()
                .collation(german),
        ),
        (
            Name::definition(),
            CollectionDefinition::view("name", "best", [doc! { "$project": { "name": 1 } }])
                .origin::<Name>()
                .documents_of::<Name>(),
        ),
    ] {
        assert_eq!(derived, by_hand);
        derived.check().unwrap();
    }
    assert_eq!(Raw::definition().options().get_document("timeseries").unwrap().get_str("timeField").unwrap(), "at");
}

#[test]
fn a_view_whose_stages_cannot_be_sent_says_why() {
    #[derive(MongoCollection)]
    #[collection(view(of = Player, pipeline = broken))]
    struct Broken {
        name: String,
    }

    fn broken() -> Pipeline<Player, Broken> {
        Pipeline::new().raw(doc! { "a\0b": 1 }).with_type()
    }

    let error = Broken::definition().check().unwrap_err().to_string();
    assert!(error.contains("the pipeline"), "{error}");
}
