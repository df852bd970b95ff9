//! The collection's name.

use mongomancy::MongoCollection;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, MongoCollection)]
struct HTTPRequestLog2 {
    id: i32,
}

#[derive(Serialize, Deserialize, MongoCollection)]
#[collection(name = "game.players")]
struct Player {
    id: i32,
}

#[test]
fn it_is_the_given_one_or_the_types_in_snake_case() {
    assert_eq!(HTTPRequestLog2::NAME, "http_request_log2");
    assert_eq!(Player::NAME, "game.players");
    assert_eq!(Player::definition().name(), "game.players");
    Player::definition().check().unwrap();
}
