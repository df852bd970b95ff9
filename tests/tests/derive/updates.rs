//! Updates by paths: the documents that they become.

use std::collections::{BTreeSet, HashMap};

use mongomancy::{
    Document, ErrorKind, MongoCollection, MongoDocument, Path, Update,
    bson::{Bson, DateTime, Decimal128, Regex, Timestamp, oid::ObjectId},
    doc,
};
use serde::{Deserialize, Deserializer, Serializer};

#[derive(Debug, Clone, PartialEq, MongoDocument)]
struct Item {
    sku: String,
    #[serde(rename = "q")]
    quantity: u8,
    tags: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, MongoDocument)]
struct Stats {
    wins: i32,
}

/// Stores numbers as texts.
mod text {
    use super::{Deserialize, Deserializer, Serializer};

    pub(super) fn serialize<S: Serializer>(value: &[i64], to: S) -> Result<S::Ok, S::Error> {
        to.collect_seq(value.iter().map(i64::to_string))
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<i64>, D::Error> {
        let texts = Vec::<String>::deserialize(from)?;
        texts.iter().map(|text| text.parse().map_err(serde::de::Error::custom)).collect()
    }
}

#[derive(Debug, Clone, PartialEq, MongoCollection)]
struct Player {
    #[serde(rename = "_id")]
    id: Option<ObjectId>,
    name: String,
    #[serde(rename = "nick")]
    nickname: Option<String>,
    score: f64,
    lives: u8,
    total: i64,
    rank: Option<i32>,
    money: Decimal128,
    flags: i32,
    seen: Option<DateTime>,
    stamp: Timestamp,
    stats: Stats,
    items: Vec<Item>,
    grades: Vec<i32>,
    spare: Option<Vec<i32>>,
    labels: BTreeSet<String>,
    wins: HashMap<String, i32>,
    documents: Vec<Document>,
    anything: Vec<Bson>,
    #[serde(with = "text")]
    numbers: Vec<i64>,
}

fn p() -> mongomancy::Fields<Player> {
    Player::fields()
}

#[track_caller]
#[expect(clippy::needless_pass_by_value, reason = "a `doc!` stands there")]
fn becomes(update: impl Into<Update<Player>>, expected: Document) {
    assert_eq!(update.into().to_document().unwrap(), expected);
}

#[track_caller]
fn refused(update: impl Into<Update<Player>>) -> String {
    let error = update.into().to_document().unwrap_err();
    assert_eq!(*error.kind(), ErrorKind::InvalidArgument, "{error}");
    error.to_string()
}

#[test]
fn values_are_set_as_the_fields_store_them() {
    let now = DateTime::now();
    becomes(p().name.set("Ada"), doc! { "$set": { "name": "Ada" } });
    becomes(p().nickname.set("A"), doc! { "$set": { "nick": "A" } });
    becomes(p().nickname.set(None), doc! { "$set": { "nick": null } });
    becomes(p().nickname.set_opt(Some(None)), doc! { "$set": { "nick": null } });
    becomes(p().nickname.set_opt(None::<&str>), doc! {});
    becomes(p().lives.set(3), doc! { "$set": { "lives": 3 } });
    becomes(p().stats.set(Stats { wins: 1 }), doc! { "$set": { "stats": { "wins": 1 } } });
    becomes(p().stats().wins.set(1), doc! { "$set": { "stats.wins": 1 } });
    becomes(p().seen.set(now), doc! { "$set": { "seen": now } });
    becomes(p().numbers.set(vec![7, 8]), doc! { "$set": { "numbers": ["7", "8"] } });
    becomes(p().items.at(0).set(item("a", 1)), doc! { "$set": { "items.0": stored("a", 1) } });
    becomes(p().items().each().quantity.set(2), doc! { "$set": { "items.$[].q": 2 } });
    becomes(p().items().first_matched().sku.set("b"), doc! { "$set": { "items.$.sku": "b" } });
    becomes(p().wins.key("chess").set(2), doc! { "$set": { "wins.chess": 2 } });
    becomes(p().total.set_on_insert(4), doc! { "$setOnInsert": { "total": 4_i64 } });
    becomes(p().score.min(1.0) + p().total.min(1), doc! { "$min": { "score": 1.0, "total": 1_i64 } });
    becomes(p().name.max("b"), doc! { "$max": { "name": "b" } });
    becomes(p().nickname.unset(), doc! { "$unset": { "nick": "" } });
    becomes(p().wins.key("go").unset(), doc! { "$unset": { "wins.go": "" } });
    becomes(p().score.with_type::<Option<f64>>().unset(), doc! { "$unset": { "score": "" } });
    becomes(Path::<Player, String>::named("old").rename(p().name), doc! { "$rename": { "old": "name" } });
    becomes(p().seen.current_date(), doc! { "$currentDate": { "seen": true } });
    becomes(p().stamp.current_date(), doc! { "$currentDate": { "stamp": { "$type": "timestamp" } } });
}

#[test]
fn numbers_are_counted_with_in_their_own_type() {
    let three: Decimal128 = "-3.5".parse().unwrap();
    becomes(p().lives.inc(1), doc! { "$inc": { "lives": 1 } });
    becomes(p().lives.dec(1), doc! { "$inc": { "lives": -1 } });
    becomes(p().total.dec(1), doc! { "$inc": { "total": -1_i64 } });
    becomes(p().score.dec(1.5), doc! { "$inc": { "score": -1.5 } });
    becomes(p().rank.inc(2), doc! { "$inc": { "rank": 2 } });
    becomes(p().money.dec("3.5".parse::<Decimal128>().unwrap()), doc! { "$inc": { "money": three } });
    becomes(p().score.mul(1.1), doc! { "$mul": { "score": 1.1 } });
    becomes(p().flags.bit_and(6), doc! { "$bit": { "flags": { "and": 6 } } });
    becomes(p().total.bit_or(6), doc! { "$bit": { "total": { "or": 6_i64 } } });
    becomes(p().flags.bit_xor(6), doc! { "$bit": { "flags": { "xor": 6 } } });
    for update in [p().rank.inc(None), p().total.dec(i64::MIN), p().flags.dec(i32::MIN), p().rank.bit_or(None)] {
        assert_eq!(*update.to_document().unwrap_err().kind(), ErrorKind::Encode);
    }
}

fn item(sku: &str, quantity: u8) -> Item {
    Item { sku: sku.into(), quantity, tags: Vec::new() }
}

fn stored(sku: &str, quantity: i32) -> Document {
    doc! { "sku": sku, "q": quantity, "tags": [] }
}

#[test]
fn elements_are_added_and_taken_out_in_literal_forms() {
    becomes(p().grades.push(3), doc! { "$push": { "grades": { "$each": [3] } } });
    becomes(p().spare.push(3), doc! { "$push": { "spare": { "$each": [3] } } });
    becomes(p().numbers.push(3), doc! { "$push": { "numbers": { "$each": ["3"] } } });
    becomes(p().items.push(item("a", 1)), doc! { "$push": { "items": { "$each": [stored("a", 1)] } } });
    becomes(p().items().each().tags.push("t"), doc! { "$push": { "items.$[].tags": { "$each": ["t"] } } });
    becomes(
        p().grades.push_each([3, 4]).slice(-5).position(0).ascending(|grade| grade),
        doc! { "$push": { "grades": { "$each": [3, 4], "$position": 0, "$sort": 1, "$slice": -5 } } },
    );
    becomes(
        p().name.set("Ada")
            + p().items.push_each([item("a", 1)]).descending(|i| i.quantity).ascending(|i| i.sku)
            + p().rank.inc(1),
        doc! {
            "$set": { "name": "Ada" },
            "$push": { "items": { "$each": [stored("a", 1)], "$sort": { "q": -1, "sku": 1 } } },
            "$inc": { "rank": 1 },
        },
    );
    becomes(p().labels.add_to_set("l"), doc! { "$addToSet": { "labels": { "$each": ["l"] } } });
    becomes(p().labels.add_each_to_set(["l", "m"]), doc! { "$addToSet": { "labels": { "$each": ["l", "m"] } } });
    becomes(p().grades.pop_first(), doc! { "$pop": { "grades": -1 } });
    becomes(p().grades.pop_last(), doc! { "$pop": { "grades": 1 } });
    becomes(p().numbers.pull_all([1, 2]), doc! { "$pullAll": { "numbers": ["1", "2"] } });
    becomes(p().grades.pull(|g| g.gte(3) & g.lt(5)), doc! { "$pull": { "grades": { "$gte": 3, "$lt": 5 } } });
    becomes(p().grades.pull(|g| g.ne(3)), doc! { "$pull": { "grades": { "$exists": true, "$not": { "$eq": 3 } } } });
    becomes(p().spare.pull(|g| g.eq(3)), doc! { "$pull": { "spare": { "$eq": 3 } } });
    becomes(p().items.pull(|i| i.sku.eq("a")), doc! { "$pull": { "items": { "sku": { "$eq": "a" } } } });
    becomes(
        p().items.pull(|i| i.sku.eq("a") | i.quantity.gt(1)),
        doc! { "$pull": { "items": { "$or": [{ "sku": { "$eq": "a" } }, { "q": { "$gt": 1 } }] } } },
    );
    assert!(refused(p().grades.pull(|_| mongomancy::Filter::all())).contains("without a condition"));
    let unsayable = |_| Path::<i32, i32>::named("$x").eq(1);
    let update = p().items.push_each([item("a", 1)]).ascending(|i| i.sku).and(p().grades.pull(unsayable));
    assert!(refused(update).contains("the condition of `pull`"));
}

#[test]
fn a_value_is_never_an_operator() {
    let evil = || doc! { "$each": [1] };
    let pattern =
        || Bson::RegularExpression(Regex { pattern: ".*".try_into().unwrap(), options: "".try_into().unwrap() });
    becomes(p().documents.push(evil()), doc! { "$push": { "documents": { "$each": [{ "$each": [1] }] } } });
    becomes(p().anything.push(Bson::from(evil())), doc! { "$push": { "anything": { "$each": [{ "$each": [1] }] } } });
    becomes(p().documents.add_to_set(evil()), doc! { "$addToSet": { "documents": { "$each": [{ "$each": [1] }] } } });
    becomes(p().anything.pull_all([pattern()]), doc! { "$pullAll": { "anything": [pattern()] } });
    becomes(p().documents.pull_all([doc! { "$gte": 1 }]), doc! { "$pullAll": { "documents": [{ "$gte": 1 }] } });
    becomes(
        p().anything.pull(|e| e.eq(Bson::from(doc! { "$gte": 1 }))),
        doc! { "$pull": { "anything": { "$eq": { "$gte": 1 } } } },
    );
    becomes(p().anything.at(0).set(Bson::from(evil())), doc! { "$set": { "anything.0": { "$each": [1] } } });
}

#[test]
fn changes_are_grouped_by_their_operators() {
    let update = p().name.set("Ada") + p().rank.inc(1) + p().lives.set(3) + p().total.inc(2);
    let expected = doc! { "$set": { "name": "Ada", "lives": 3 }, "$inc": { "rank": 1, "total": 2_i64 } };
    assert_eq!(update.to_document().unwrap(), expected);
    let raw = Update::<Player>::raw(doc! { "$set": { "a": "b", "c.d": { "e": [1, 2.0, null] } }, "$inc": { "f": 1 } });
    becomes(raw.clone(), doc! { "$set": { "a": "b", "c.d": { "e": [1, 2.0, null] } }, "$inc": { "f": 1 } });
    becomes(
        p().rank.inc(1) + raw,
        doc! { "$inc": { "rank": 1, "f": 1 }, "$set": { "a": "b", "c.d": { "e": [1, 2.0, null] } } },
    );
    assert_eq!(
        ["a", "b"].iter().map(|key| p().wins.key(key).inc(1)).sum::<Update<_>>().to_document().unwrap(),
        doc! { "$inc": { "wins.a": 1, "wins.b": 1 } }
    );
    assert!(Update::<Player>::none().is_none());
    refused(Update::raw(doc! { "name": "Ada" }));
    refused(Update::raw(doc! { "$set": 1 }));
}

#[test]
fn changes_that_meet_are_refused() {
    for (update, one, other) in [
        (p().name.set("a") + p().name.set("b"), "`name`", "`name`"),
        (p().rank.inc(1) + p().rank.set_on_insert(1), "`rank`", "`rank`"),
        (p().stats().wins.inc(1) + p().stats.set(Stats { wins: 1 }), "`stats`", "`stats.wins`"),
        (p().items().each().quantity.inc(1) + p().items.push(item("a", 1)), "`items`", "`items.$[].q`"),
        (p().nickname.rename(p().nickname), "`nick`", "`nick`"),
        (Path::named("old").rename(p().name) + p().name.set("a"), "`name`", "`name`"),
        (p().name.set("a") + Update::raw(doc! { "$unset": { "name.x": "" } }), "`name`", "`name.x`"),
        (p().grades.push_each([1]).slice(1) + p().grades.pop_last(), "`grades`", "`grades`"),
    ] {
        let message = refused(update);
        assert!(message.contains(&format!("{one} and {other}")), "{message}");
    }
}

#[test]
fn what_names_no_field_is_refused() {
    for key in ["", "$[]", "a.b", "$where"] {
        assert!(refused(p().wins.key(key).inc(1)).contains("key"), "{key}");
    }
    assert!(refused(p().grades.any().set(1)).contains("any"));
    assert!(refused(p().items().any().quantity.inc(1)).contains("any"));
    assert!(refused(p().name.rename(Path::named("$a"))).contains('$'));
    let error = Document::fields().with_type::<i32>().set(1).to_document().unwrap_err();
    assert_eq!(*error.kind(), ErrorKind::InvalidArgument);
}

#[test]
fn array_filters_are_carried_along() -> mongomancy::Result<()> {
    let few = |update: Update<Player>| {
        update.array_filter(p().items.matching("few"), |few| few.quantity.lt(3) & few.sku.ne("b"))
    };
    let update = few(p().items().matching("few").quantity.inc(1)) + few(p().items().matching("few").sku.set("a"));
    let update =
        update.and(p().grades.matching("high").set(5)).array_filter(p().grades.matching("high"), |high| high.gt(5));
    assert_eq!(
        update.to_document()?,
        doc! { "$inc": { "items.$[few].q": 1 }, "$set": { "items.$[few].sku": "a", "grades.$[high]": 5 } }
    );
    let both = doc! { "$and": [{ "few.q": { "$lt": 3 } }, { "few.sku": { "$not": { "$eq": "b" } } }] };
    assert_eq!(update.to_array_filters()?, [both, doc! { "high": { "$gt": 5 } }]);
    let high = || p().grades.matching("high").set(5);
    refused(high().array_filter(p().grades.matching("High"), |high| high.gt(5)));
    refused(high().array_filter(p().grades.matching("h.x"), |high| high.gt(5)));
    refused(high().array_filter(p().grades.at(0), |high| high.gt(5)));
    refused(high().array_filter(p().grades.matching("high"), |_| mongomancy::Filter::all()));
    Ok(())
}

#[test]
fn debug_shows_no_value() {
    let update = p().name.set("MARK") + p().numbers.push(77_123);
    let shown = format!("{update:?} {:?}", p().grades.push_each([77_123]).slice(77_123));
    assert!(!shown.contains("MARK") && !shown.contains("77"), "{shown}");
}
