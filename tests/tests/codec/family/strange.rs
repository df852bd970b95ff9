//! A value of each kind, and of those that pass for others.

use std::sync::LazyLock;

use bson::{
    Binary, Bson, DateTime, Decimal128, JavaScriptCodeWithScope, Regex, Timestamp, bson, doc, oid::ObjectId,
    spec::BinarySubtype,
};

use crate::tree::{self, Element, Value};

/// The values, without keys.
pub(crate) static VALUES: LazyLock<Vec<Element>> = LazyLock::new(values);

fn values() -> Vec<Element> {
    let id = ObjectId::from_bytes(*b"\x01twelve bytes"[..12].first_chunk().unwrap());
    let binary = |subtype: u8, bytes: &[u8]| Binary { subtype: BinarySubtype::from(subtype), bytes: bytes.to_vec() };
    let decimal: Decimal128 = "1.5".parse().unwrap();
    let regex = Regex { pattern: "^a".try_into().unwrap(), options: "i".try_into().unwrap() };
    let code = JavaScriptCodeWithScope { code: "f()".into(), scope: doc! { "a": 1 } };
    let time = Timestamp { time: 7, increment: 8 };
    let mut values: Vec<Bson> = Vec::new();
    values.extend([0, 1, -1, 7, 97, 128, 256, 65_536, i32::MAX, i32::MIN].map(Bson::from));
    values.extend([0, 1, -1, 127, 1 << 31, 1 << 32, (1 << 53) + 1, i64::MAX, i64::MIN].map(Bson::from));
    values.extend([0.0, -0.0, 1.0, 1.5, 1e300, 3.4e38, f64::NAN, f64::INFINITY].map(Bson::from));
    values.extend(crate::sample::WORDS.map(Bson::from));
    values.extend(["A", "true", "12", "1.5", "2020-01-01T00:00:00Z", "\u{20ac}", "a\0b"].map(Bson::from));
    values.extend(
        ["01746865206e6578742062797", "017477656c76652062797465", "936da01f-9abd-4d9d-80c7-02af85c822a8"]
            .map(Bson::from),
    );
    values.extend([true, false].map(Bson::from));
    values.extend([Bson::Null, Bson::Undefined, Bson::MinKey, Bson::MaxKey]);
    values.extend([
        bson!([]),
        bson!([1]),
        bson!([1, 2]),
        bson!(["a", 1]),
        bson!(["Unit"]),
        bson!([null]),
        bson!([[1, 2]]),
    ]);
    values.extend([bson!([1, "a", true]), bson!({ "0": 1, "1": 2 }), bson!({ "a": 1 }), bson!({ "a": 1, "b": 2 })]);
    values.extend([bson!({}), bson!({ "": null }), bson!({ "a": {} }), bson!({ "Unit": null }), bson!({ "Unit": {} })]);
    values.extend([
        bson!({ "Unit": [] }),
        bson!({ "Newtype": 1 }),
        bson!({ "Tuple": [1, "a"] }),
        bson!({ "Struct": {} }),
    ]);
    values.extend([bson!({ "t": "Unit" }), bson!({ "t": "Unit", "c": null }), bson!({ "c": 1, "t": "Newtype" })]);
    values.extend([bson!({ "t": 0 }), bson!({ "t": 1 }), bson!({ "t": null }), bson!({ "t": "Unknown", "x": 1 })]);
    values.extend([bson!({ "$oid": "017477656c76652062797465" }), bson!({ "$oid": 1 }), bson!({ "$oid": id })]);
    values.extend([bson!({ "$date": { "$numberLong": "5" } }), bson!({ "$date": "2020-01-01T00:00:00Z" })]);
    values.extend([bson!({ "$date": 5_i64 }), bson!({ "$numberLong": "5" }), bson!({ "$numberInt": "5" })]);
    values.extend([bson!({ "$numberDouble": "1.5" }), bson!({ "$numberDecimal": "1.5" }), bson!({ "$symbol": "a" })]);
    values.extend([bson!({ "$binary": { "base64": "AAEC", "subType": "00" } }), bson!({ "$undefined": true })]);
    values.extend([bson!({ "$binary": { "base64": "AAEC", "subType": "80" } }), bson!({ "$uuid": "x" })]);
    values.extend([bson!({ "$timestamp": { "t": 1, "i": 2 } }), bson!({ "$minKey": 1 }), bson!({ "$maxKey": 1 })]);
    values.extend([bson!({ "$regularExpression": { "pattern": "a", "options": "" } }), bson!({ "$code": "f()" })]);
    values
        .extend([bson!({ "$code": "f()", "$scope": { "a": 1 } }), bson!({ "$dbPointer": { "$ref": "a", "$id": id } })]);
    values.extend([Bson::ObjectId(id), Bson::DateTime(DateTime::from_millis(5)), Bson::DateTime(DateTime::MAX)]);
    values.extend([Bson::DateTime(DateTime::MIN), Bson::DateTime(DateTime::from_millis(-1)), Bson::Timestamp(time)]);
    values.extend([Bson::Decimal128(decimal), Bson::RegularExpression(regex), Bson::JavaScriptCode("f()".into())]);
    values.extend([Bson::JavaScriptCodeWithScope(code), Bson::Symbol("a".into()), Bson::Symbol("Unit".into())]);
    for subtype in [0, 1, 2, 3, 4, 5, 6, 7, 9, 0x80, 0xFF] {
        values.push(Bson::Binary(binary(subtype, b"0123456789abcdef")));
    }
    values.extend([
        Bson::Binary(binary(0, b"")),
        Bson::Binary(binary(0, b"123456789012")),
        Bson::Binary(binary(4, b"1")),
    ]);
    let document = doc! { "values": values };
    let elements = tree::read(&bson::serialize_to_vec(&document).unwrap());
    let Value::Nested(mut values) = elements.into_iter().next().unwrap().value else { unreachable!("it is an array") };
    // What bson reads and does not let be made, and what is no value at all.
    values.push(plain(0x0C, &[b"\x04\0\0\0a.b\0".as_slice(), &id.bytes()].concat()));
    values.push(plain(0x08, &[2]));
    values.push(plain(0x14, &[]));
    values.push(plain(0x02, b"\x02\0\0\0\xFF\0"));
    values.push(plain(0x02, b"\x02\0\0\0ab"));
    values.push(plain(0x02, b"\0\0\0\0"));
    values.push(plain(0x05, b"\x06\0\0\0\x02\x02\0\0\0ab"));
    values.push(plain(0x05, b"\x06\0\0\0\x02\x03\0\0\0ab"));
    values
}

fn plain(kind: u8, value: &[u8]) -> Element {
    Element { kind, key: Vec::new(), value: Value::Plain(value.to_vec()) }
}
