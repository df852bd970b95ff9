//! Typed pipelines against a server: each stage, and what comes out.

use mongomancy::{
    Collection, Database, ErrorKind, Id, MongoCollection, MongoDocument, Pipeline,
    accumulator::{add_to_set, avg, count, first, last, max, min, push, sum},
    doc,
    expression::{concat, cond, if_null, raw, size, value},
};
use mongomancy_testkit::unique_database_name;
use mongomancy_tests::shared_uri;
use serde::Deserialize;

type Outcome = Result<(), Box<dyn std::error::Error>>;

#[derive(Debug, Clone, PartialEq, MongoCollection)]
#[collection(name = "guilds")]
struct Guild {
    #[serde(rename = "_id")]
    id: Id<Guild>,
    #[serde(rename = "guildName")]
    name: String,
}

#[derive(Debug, Clone, PartialEq, MongoCollection)]
#[collection(name = "players")]
struct Player {
    #[serde(rename = "_id")]
    id: i32,
    #[serde(rename = "fullName")]
    name: String,
    guild: Option<Id<Guild>>,
    score: f64,
    wins: i32,
    tags: Vec<String>,
}

/// Five players in two guilds and in none.
async fn filled() -> Result<(Database, Collection<Player>, [Guild; 2]), Box<dyn std::error::Error>> {
    let engine = mongomancy::Engine::connect(shared_uri().await).await?;
    let database = engine.database(unique_database_name());
    let guilds = ["red", "blue"].map(|name| Guild { id: Id::new(), name: name.to_owned() });
    database.collection::<Guild>().insert_many(&guilds).await?;
    let [red, blue] = [Some(guilds[0].id), Some(guilds[1].id)];
    let players = [
        ("Ada", red, 10.0, 1, &["a", "b"][..]),
        ("Bob", red, 30.0, 2, &["b"]),
        ("Cyd", blue, 20.0, 3, &[]),
        ("Dan", blue, 5.0, 4, &["a", "c"]),
        ("Eve", None, 1.0, 5, &["c"]),
    ];
    let players: Vec<Player> = (0..)
        .zip(players)
        .map(|(id, (name, guild, score, wins, tags))| Player {
            id,
            name: name.to_owned(),
            guild,
            score,
            wins,
            tags: tags.iter().map(|tag| (*tag).to_owned()).collect(),
        })
        .collect();
    let collection = database.collection::<Player>();
    collection.insert_many(&players).await?;
    Ok((database, collection, guilds))
}

#[derive(Debug, PartialEq, MongoDocument)]
struct ByGuild {
    #[serde(rename = "_id")]
    guild: Option<Id<Guild>>,
    players: i64,
    total: f64,
    mean: f64,
    best: f64,
    worst: f64,
    first_name: String,
    last_name: String,
    all: Vec<String>,
    wins: Vec<i32>,
}

#[tokio::test]
async fn a_group_comes_to_what_its_accumulators_say() -> Outcome {
    let (database, players, [red, blue]) = filled().await?;
    let grouped = Pipeline::<Player>::new()
        .match_(|p| p.guild.ne(None))
        .sort(|p| p.name.asc())
        .group::<ByGuild, _>(|p, g| {
            [
                g.guild.is(p.guild),
                g.players.is(count()),
                g.total.is(sum(p.score)),
                g.mean.is(avg(p.score)),
                g.best.is(max(p.score)),
                g.worst.is(min(p.score)),
                g.first_name.is(first(p.name)),
                g.last_name.is(last(p.name)),
                g.all.is(push(p.name)),
                g.wins.is(add_to_set(p.wins)),
            ]
        })
        .sort(|g| g.best.desc());
    let mut found: Vec<ByGuild> = players.aggregate(&grouped).try_collect().await?;
    for guild in &mut found {
        guild.wins.sort_unstable();
    }
    let text = |texts: [&str; 2]| texts.map(str::to_owned).to_vec();
    let expected = [
        ByGuild {
            guild: Some(red.id),
            players: 2,
            total: 40.0,
            mean: 20.0,
            best: 30.0,
            worst: 10.0,
            first_name: "Ada".into(),
            last_name: "Bob".into(),
            all: text(["Ada", "Bob"]),
            wins: vec![1, 2],
        },
        ByGuild {
            guild: Some(blue.id),
            players: 2,
            total: 25.0,
            mean: 12.5,
            best: 20.0,
            worst: 5.0,
            first_name: "Cyd".into(),
            last_name: "Dan".into(),
            all: text(["Cyd", "Dan"]),
            wins: vec![3, 4],
        },
    ];
    assert_eq!(found, expected);
    database.drop().await?;
    Ok(())
}

#[derive(Debug, PartialEq, MongoDocument)]
struct Key {
    guild: Option<Id<Guild>>,
    good: bool,
}

#[derive(Debug, PartialEq, MongoDocument)]
struct ByKey {
    #[serde(rename = "_id")]
    key: Key,
    n: i32,
}

#[tokio::test]
async fn a_key_of_several_fields_is_a_document() -> Outcome {
    let (database, players, [red, _]) = filled().await?;
    let grouped = Pipeline::<Player>::new().group::<ByKey, _>(|p, g| {
        let good = p.score.expr().gte(value(10.0));
        [g.key().guild.is(p.guild), g.key().good.is(good), g.n.is(count())]
    });
    let reds = grouped.match_(move |g| g.key().guild.eq(red.id));
    let found: Vec<ByKey> = players.aggregate(reds).try_collect().await?;
    assert_eq!(found, [ByKey { key: Key { guild: Some(red.id), good: true }, n: 2 }]);
    database.drop().await?;
    Ok(())
}

#[derive(Debug, PartialEq, MongoDocument)]
struct Line {
    name: String,
    total: f64,
    rank: String,
    tags: i32,
    guild: Option<Id<Guild>>,
}

#[tokio::test]
async fn a_projection_computes() -> Outcome {
    let (database, players, [red, _]) = filled().await?;
    let lines = Pipeline::<Player>::new()
        .match_(|p| p.wins.expr().with_type::<f64>().lt(p.score).holds())
        .set(|p| [p.score.is((p.score.expr() - value(1.0)) / value(3.0))])
        .sort(|p| p.name.asc())
        .skip(1)
        .limit(1)
        .project::<Line, _>(|p, l| {
            let rank = cond(p.score.expr().gt(value(5.0)), value("high".to_owned()), value("low".to_owned()));
            [
                l.name.is(concat([p.name.expr(), value("!".to_owned())])),
                l.total.is(p.score.expr() * value(2.0)),
                l.rank.is(rank),
                l.tags.is(size(p.tags)),
                l.guild.is(p.guild),
            ]
        });
    let found: Vec<Line> = players.aggregate(lines).try_collect().await?;
    let total = (30.0 - 1.0) / 3.0 * 2.0;
    let expected = Line { name: "Bob!".into(), total, rank: "high".into(), tags: 1, guild: Some(red.id) };
    assert_eq!(found, [expected]);
    database.drop().await?;
    Ok(())
}

#[derive(Debug, PartialEq, MongoDocument)]
struct WithGuild {
    #[serde(rename = "fullName")]
    name: String,
    guilds: Vec<Guild>,
}

#[tokio::test]
async fn a_lookup_joins_two_collections() -> Outcome {
    let (database, players, [red, _]) = filled().await?;
    let joined = Pipeline::<Player>::new()
        .match_(|p| p.name.in_(["Ada", "Eve"]))
        .lookup::<Guild, WithGuild, _, _, _>(|p| p.guild, |g| g.id, |w| w.guilds)
        .sort(|w| w.name.asc());
    let found: Vec<WithGuild> = players.aggregate(joined).try_collect().await?;
    let expected =
        [WithGuild { name: "Ada".into(), guilds: vec![red] }, WithGuild { name: "Eve".into(), guilds: Vec::new() }];
    assert_eq!(found, expected);
    database.drop().await?;
    Ok(())
}

#[derive(Debug, PartialEq, MongoDocument)]
struct ByTag {
    #[serde(rename = "_id")]
    tag: String,
    n: i32,
}

#[derive(Debug, PartialEq, MongoDocument)]
struct Count {
    n: i64,
}

#[derive(Debug, PartialEq, MongoDocument)]
struct Facets {
    tags: Vec<ByTag>,
    good: Vec<Count>,
}

#[derive(Debug, PartialEq, MongoDocument)]
struct Unwound {
    tags: String,
}

#[tokio::test]
async fn elements_are_unwound_and_counted_in_facets() -> Outcome {
    let (database, players, _) = filled().await?;
    let from = Pipeline::<Player>::new;
    let tags = from()
        .unwind(|p| p.tags)
        .with_type::<Unwound>()
        .group::<ByTag, _>(|u, t| [t.tag.is(u.tags), t.n.is(count())])
        .sort(|t| t.tag.asc());
    let good = from().match_(|p| p.score.gte(10.0)).count::<Count, _>(|c| c.n);
    let facets = from().facet::<Facets, _>(|f| [f.tags.of(tags), f.good.of(good)]);
    let found: Vec<Facets> = players.aggregate(facets).try_collect().await?;
    let tag = |tag: &str| ByTag { tag: tag.to_owned(), n: 2 };
    assert_eq!(found, [Facets { tags: vec![tag("a"), tag("b"), tag("c")], good: vec![Count { n: 3 }] }]);
    database.drop().await?;
    Ok(())
}

#[derive(Debug, PartialEq, Deserialize)]
struct Rounded {
    n: f64,
}

#[tokio::test]
async fn raw_stages_and_types_of_serde_alone_go_with_the_rest() -> Outcome {
    let (database, players, _) = filled().await?;
    let rounded = Pipeline::<Player>::new()
        .match_(|p| p.name.eq("Cyd"))
        .set(|p| [p.score.is(raw::<Player, f64>(doc! { "$round": [{ "$divide": ["$score", 3.0] }, 1] }))])
        .unset(|p| p.tags)
        .raw(doc! { "$project": { "_id": 0, "n": "$score" } });
    let found: Vec<Rounded> = players.aggregate(rounded).with_serde().try_collect().await?;
    assert_eq!(found, [Rounded { n: 6.7 }]);

    // A value is never taken for an expression.
    let dollar = Pipeline::<Player>::new()
        .match_(|p| p.id.eq(0))
        .set(|p| [p.name.is(value("$guild".to_owned())), p.guild.is(if_null(p.guild, value(Id::new())))]);
    let found: Vec<Player> = players.aggregate(dollar).try_collect().await?;
    assert_eq!(found[0].name, "$guild");
    database.drop().await?;
    Ok(())
}

#[tokio::test]
async fn what_cannot_be_is_told_before_anything_is_sent() -> Outcome {
    let (database, players, _) = filled().await?;
    let from = Pipeline::<Player>::new;
    let wrong = [
        from().group::<ByKey, _>(|p, g| [g.key().guild.is(p.guild), g.n.is(p.wins)]),
        from().group::<ByKey, _>(|_, g| [g.n.is(count()), g.n.is(count())]),
        from().limit(0).with_type(),
        from().skip(u64::MAX).with_type(),
    ];
    for pipeline in wrong {
        let error = players.aggregate(pipeline).await.unwrap_err();
        assert_eq!((error.kind(), error.attempts()), (&ErrorKind::InvalidArgument, 0), "{error}");
    }
    database.drop().await?;
    Ok(())
}
