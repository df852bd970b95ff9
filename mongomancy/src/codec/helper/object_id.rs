//! Ids as hexadecimal texts, and the other way round.

use bson::{oid::ObjectId, serde_helpers::object_id};

super::helpers! {
    object_id::AsHexString: ObjectId => String as STRING,
        |id| Some(id.to_hex()),
        |hex| ObjectId::parse_str(hex).ok();
    object_id::FromHexString: String => ObjectId as OBJECT_ID,
        |hex| ObjectId::parse_str(hex).ok(),
        |id| Some(id.to_hex());
}
