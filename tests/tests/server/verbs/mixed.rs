//! Documents with values of every type in their sort keys, and numbers by chance that are the same on each run.

use bson::{
    Binary, Bson, DateTime, Decimal128, Document, JavaScriptCodeWithScope, Regex, Timestamp, doc, oid::ObjectId,
    spec::BinarySubtype,
};
use mongomancy::{Collection, Engine};
use mongomancy_testkit::unique_database_name;

/// A small generator of its own: the same numbers on each run.
pub(super) struct Numbers(pub(super) u64);

impl Numbers {
    pub(super) fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % limit
    }

    pub(super) fn one_of<V: Clone>(&mut self, values: &[V]) -> V {
        values[self.below(values.len())].clone()
    }
}

/// Values of every type that a field can be sorted by, many of them equal or near each other, and none for a missing
/// field.
fn values() -> Vec<Option<Bson>> {
    let regex = |pattern: &str| Regex { pattern: pattern.try_into().unwrap(), options: "".try_into().unwrap() };
    let binary = |bytes: &[u8]| Binary { subtype: BinarySubtype::Generic, bytes: bytes.to_vec() };
    let code = |code: &str| JavaScriptCodeWithScope { code: code.into(), scope: doc! { "x": 1 } };
    let values: Vec<Bson> = vec![
        Bson::Null,
        Bson::Undefined,
        Bson::MinKey,
        Bson::MaxKey,
        f64::NAN.into(),
        f64::NEG_INFINITY.into(),
        (-0.0).into(),
        0.into(),
        1.into(),
        1_i64.into(),
        1.5.into(),
        (i64::MAX - 1).into(),
        "1.5".parse::<Decimal128>().unwrap().into(),
        "NaN".parse::<Decimal128>().unwrap().into(),
        "".into(),
        "a".into(),
        "A".into(),
        "b".into(),
        "$a".into(),
        doc! {}.into(),
        doc! { "a": 1 }.into(),
        doc! { "a": "A" }.into(),
        doc! { "a": [1] }.into(),
        binary(&[]).into(),
        binary(&[1, 2]).into(),
        ObjectId::from_bytes([1; 12]).into(),
        ObjectId::from_bytes([2; 12]).into(),
        false.into(),
        true.into(),
        DateTime::from_millis(-1).into(),
        DateTime::from_millis(1).into(),
        Timestamp { time: 1, increment: 1 }.into(),
        regex("a").into(),
        regex("b").into(),
        Bson::JavaScriptCode("a".into()),
        code("a").into(),
    ];
    // Missing fields and the plain types are the frequent ones.
    let frequent = [None, None, Some(Bson::Null), Some(1.into()), Some("a".into())];
    values.into_iter().map(Some).chain(frequent).collect()
}

/// A collection of its own, and the engine behind it.
pub(super) async fn collection() -> (Engine, Collection<Document>) {
    let engine = mongomancy_tests::engine().await;
    let collection = engine.database(unique_database_name()).collection_named("mixed");
    (engine, collection)
}

/// Values as they are, bit by bit: NaN is equal to itself.
pub(super) fn printed(documents: &[Document]) -> Vec<String> {
    documents.iter().map(|document| format!("{document:?}")).collect()
}

/// So many documents with the fields `a`, `b` and `c.d`, each of which may be missing.
pub(super) fn documents(numbers: &mut Numbers, count: i32) -> Vec<Document> {
    let values = values();
    let documents = (0..count).map(|id| {
        let mut document = doc! { "_id": id, "text": "x" };
        for field in ["a", "b"] {
            document.extend(numbers.one_of(&values).map(|value| (field.to_owned(), value)));
        }
        match numbers.below(4) {
            0 => {}
            1 => drop(document.insert("c", 5)),
            _ => drop(document.insert("c", doc! { "d": numbers.one_of(&values) })),
        }
        document
    });
    documents.collect()
}
