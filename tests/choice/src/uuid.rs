//! UUIDs are binaries of subtype 4, and are read from the generic ones that serde would have written.

use mongomancy::MongoDocument;
use serde::Serialize;
use uuid::Uuid;

use crate::is_stored_as;

#[derive(Debug, PartialEq, MongoDocument)]
#[codec(uuid)]
struct Ours {
    one: Uuid,
    option: Option<Uuid>,
    several: Vec<Uuid>,
}

#[derive(Serialize)]
struct Serde<T> {
    one: T,
    option: Option<T>,
    several: Vec<T>,
}

#[test]
fn of_the_uuid_crate() {
    for number in [0, 1, u128::MAX, 0x936d_a01f_9abd_4d9d_80c7_02af_85c8_22a8] {
        let ours = Uuid::from_u128(number);
        let like = bson::Uuid::from_bytes(ours.into_bytes());
        is_stored_as(
            &Ours { one: ours, option: Some(ours), several: vec![ours] },
            &Serde { one: like, option: Some(like), several: vec![like] },
            &Serde { one: ours, option: Some(ours), several: vec![ours] },
        );
        let text = ours.to_string();
        is_stored_as(
            &Ours { one: ours, option: None, several: Vec::new() },
            &Serde { one: like, option: None, several: Vec::new() },
            &Serde { one: text, option: None, several: Vec::new() },
        );
    }
}
