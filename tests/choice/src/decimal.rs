//! Decimals are decimals, and are read from the texts that serde would have written.

use bson::Decimal128;
use mongomancy::MongoDocument;
use rust_decimal::Decimal;
use serde::Serialize;

use crate::is_stored_as;

#[derive(Debug, PartialEq, MongoDocument)]
struct Ours {
    #[codec(decimal)]
    one: Decimal,
    #[codec(decimal)]
    option: Option<Decimal>,
}

#[derive(Serialize)]
struct Serde<T> {
    one: T,
    option: Option<T>,
}

#[test]
fn of_rust_decimal() {
    for text in ["0", "1.50", "-12.345", "79228162514264337593543950335", "0.0000000000000000000000000001"] {
        let (ours, like): (Decimal, Decimal128) = (text.parse().unwrap(), text.parse().unwrap());
        is_stored_as(
            &Ours { one: ours, option: Some(ours) },
            &Serde { one: like, option: Some(like) },
            &Serde { one: ours, option: Some(ours) },
        );
    }
}
