//! Remainders and bits.

use mongomancy::{
    ErrorKind, MongoCollection,
    bson::{Binary, spec::BinarySubtype},
};
use mongomancy_tests::database;

use super::each_finds;

#[derive(Debug, Clone, MongoCollection)]
struct Player {
    #[serde(rename = "_id")]
    id: i32,
    level: i64,
    score: f64,
    small: Option<u8>,
    bytes: Binary,
}

fn player(id: i32, level: i64) -> Player {
    #[expect(clippy::cast_precision_loss, reason = "small numbers")]
    let score = level as f64 + 0.5;
    let bytes = Binary { subtype: BinarySubtype::Generic, bytes: level.to_le_bytes().to_vec() };
    Player { id, level, score, small: u8::try_from(level).ok(), bytes }
}

#[tokio::test]
async fn remainders_and_bits_are_matched() {
    let db = database().await;
    let players = db.collection::<Player>();
    let all = [player(1, 0b0101), player(2, 0b0110), player(3, 0), player(4, -1), player(5, i64::MIN)];
    players.insert_many(&all).await.unwrap();
    let p = Player::fields();
    let highest = 1 << 63;
    each_finds(
        &players,
        [
            (p.level.mod_(5, 0), vec![1, 3]),
            (p.level.mod_(5, 1), vec![2]),
            (p.level.mod_(5, -1), vec![4]),
            (p.score.mod_(5, 1), vec![2]),
            (p.small.mod_(2, 0), vec![2, 3]),
            (p.level.bits_all_set(0b0101), vec![1, 4]),
            (p.level.bits_any_set(0b0011), vec![1, 2, 4]),
            (p.level.bits_all_clear(0b0011), vec![3, 5]),
            (p.level.bits_any_clear(0b0011), vec![1, 2, 3, 5]),
            (p.level.bits_all_set(highest), vec![4, 5]),
            (p.level.bits_all_clear(highest | 1), vec![2, 3]),
            (p.small.bits_all_set(0b0100), vec![1, 2]),
            (p.bytes.bits_all_set(0b0101), vec![1, 4]),
            (p.bytes.bits_any_set(highest), vec![4, 5]),
        ],
    )
    .await;
}

#[tokio::test]
async fn a_divisor_of_zero_is_refused() {
    let db = database().await;
    let error = db.collection::<Player>().find_one(Player::fields().level.mod_(0, 1)).await.unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::InvalidArgument), "{error}");
}
