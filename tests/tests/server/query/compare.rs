//! Comparisons, and filters made of filters.

use mongomancy::{Filter, MongoCollection};
use mongomancy_tests::database;

use super::{each_finds, found};

#[derive(Debug, Clone, MongoCollection)]
struct Player {
    #[serde(rename = "_id")]
    id: i32,
    score: f64,
    guild: Option<String>,
}

fn player(id: i32, guild: Option<&str>) -> Player {
    Player { id, score: f64::from(id), guild: guild.map(str::to_owned) }
}

#[tokio::test]
async fn values_are_compared() {
    let db = database().await;
    let players = db.collection::<Player>();
    let all = [player(1, Some("red")), player(2, None), player(3, Some("blue")), player(4, Some("red"))];
    players.insert_many(&all).await.unwrap();
    let p = Player::fields();
    each_finds(
        &players,
        [
            (p.score.eq(2.0), vec![2]),
            (p.score.ne(2.0), vec![1, 3, 4]),
            (p.score.gt(2.0), vec![3, 4]),
            (p.score.gte(2.0), vec![2, 3, 4]),
            (p.score.lt(2.0), vec![1]),
            (p.score.lte(2.0), vec![1, 2]),
            (p.score.in_([1.0, 4.0, 9.0]), vec![1, 4]),
            (p.score.nin([1.0, 4.0, 9.0]), vec![2, 3]),
            (p.guild.eq("red"), vec![1, 4]),
            (p.guild.eq(None), vec![2]),
            (p.guild.ne("red"), vec![2, 3]),
            (p.guild.in_([None, Some("blue".to_owned())]), vec![2, 3]),
        ],
    )
    .await;
    assert_eq!(found(&players, &p.score.in_([0.0; 0])).await, [0; 0]);
    assert_eq!(found(&players, &p.score.nin([0.0; 0])).await, [1, 2, 3, 4]);
}

#[tokio::test]
async fn filters_are_combined() {
    let db = database().await;
    let players = db.collection::<Player>();
    let all = [player(1, Some("red")), player(2, None), player(3, Some("blue")), player(4, Some("red"))];
    players.insert_many(&all).await.unwrap();
    let p = Player::fields();
    let is = |id: i32| p.id.eq(id);
    each_finds(
        &players,
        [
            (p.guild.eq("red") & p.score.gt(2.0), vec![4]),
            (p.guild.eq("blue") | p.score.lt(2.0), vec![1, 3]),
            (!p.guild.eq("red"), vec![2, 3]),
            (!(p.guild.eq("red") & p.score.gt(2.0)), vec![1, 2, 3]),
            (!(is(1) | is(2)), vec![3, 4]),
            (!!(is(1) | is(2)), vec![1, 2]),
            ((is(1) | is(2)) & (is(2) | is(3)), vec![2]),
            ((is(1) & p.score.gt(0.0)) | (is(4) & p.score.gt(9.0)), vec![1]),
            (Filter::and([p.score.gt(1.0), p.score.gt(2.0), p.score.lt(4.0)]), vec![3]),
            (Filter::or([is(1), is(3), is(9)]), vec![1, 3]),
            (Filter::all() & is(3), vec![3]),
        ],
    )
    .await;
    assert_eq!(found(&players, &Filter::all()).await, [1, 2, 3, 4]);
    assert_eq!(found(&players, &Filter::and([])).await, [1, 2, 3, 4]);
    assert_eq!(found(&players, &Filter::or([])).await, [0; 0]);
}
