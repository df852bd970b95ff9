//! What is decoded from arbitrary bytes, as several types, by mongomancy and by serde.

mod types;

use std::fmt::Debug;

use bson::RawDocument;
use mongomancy::MongoDocument;
use serde::{Serialize, de::DeserializeOwned};

use self::types::{Enums, Flat, Maps, Numbers, Untyped, Wide};

/// Decodes the bytes, made a document on the outside.
///
/// # Panics
/// Where serde reads something else.
pub fn decode(bytes: &[u8]) {
    const SMALLEST: usize = 5;
    let mut bytes = bytes.to_vec();
    bytes.resize(bytes.len().max(SMALLEST), 0);
    let length = i32::try_from(bytes.len()).expect("the fuzzer's documents are small");
    bytes[..4].copy_from_slice(&length.to_le_bytes());
    *bytes.last_mut().expect("a length and a zero") = 0;
    let document = RawDocument::from_bytes(&bytes).expect("a document on the outside");
    decode_as::<Wide>(document);
    decode_as::<Numbers>(document);
    decode_as::<Enums>(document);
    decode_as::<Maps>(document);
    decode_as::<Untyped>(document);
    decode_as::<Flat>(document);
    decode_as::<bson::Document>(document);
}

fn decode_as<T: MongoDocument + Serialize + DeserializeOwned + Debug>(document: &RawDocument) {
    let ours = T::decode(document);
    if ours.as_ref().is_err_and(|error| error.to_string().contains("too deep")) {
        return;
    }
    let serde = bson::deserialize_from_slice::<T>(document.as_bytes());
    match (&ours, &serde) {
        (Ok(ours), Ok(serde)) => {
            let written = |value: &T| bson::serialize_to_vec(value).ok();
            assert_eq!(format!("{ours:?}"), format!("{serde:?}"), "read differently");
            assert_eq!(written(ours), written(serde), "read differently");
        }
        (Err(_), Err(_)) => {}
        _ => panic!("we read {ours:?}, serde reads {serde:?}"),
    }
}
