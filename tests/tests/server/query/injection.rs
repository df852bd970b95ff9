//! A value never becomes an operator, wherever it comes from.

use mongomancy::{
    Collection, Filter, MongoCollection,
    bson::{Bson, Document, Regex, bson, doc},
};
use mongomancy_tests::database;
use serde_json::json;

use super::found;

#[derive(Debug, Clone, MongoCollection)]
#[collection(name = "login")]
struct Login {
    #[serde(rename = "_id")]
    id: i32,
    token: Bson,
    claims: Document,
    list: Vec<Bson>,
    /// Known to serde alone.
    json: serde_json::Value,
}

/// What an attacker sends where a secret is expected, and other values that mean something elsewhere.
fn hostile() -> Vec<Bson> {
    let regex = |pattern: &str| {
        Bson::RegularExpression(Regex { pattern: pattern.try_into().unwrap(), options: "i".try_into().unwrap() })
    };
    vec![
        bson!({ "$ne": null }),
        bson!({ "$gt": "" }),
        bson!({ "$gte": { "$minKey": 1 } }),
        bson!({ "$exists": true }),
        bson!({ "$in": ["secret", null] }),
        bson!({ "$nin": [] }),
        bson!({ "$not": { "$eq": 1 } }),
        bson!({ "$regex": ".*" }),
        bson!({ "$regex": ".*", "$options": "i" }),
        bson!({ "$where": "true" }),
        bson!({ "$expr": true }),
        bson!({ "$or": [{}] }),
        bson!({ "$elemMatch": { "$exists": true } }),
        bson!({ "$type": "string" }),
        bson!({ "$eq": "secret" }),
        bson!({ "$nonsense": 1 }),
        bson!({ "$": 1 }),
        bson!({ "a.b": 1 }),
        bson!({ "": 1 }),
        bson!({ "a": { "$ne": 1 } }),
        bson!({ "a": 1, "$ne": null }),
        bson!([{ "$ne": 0 }]),
        bson!(["$ne"]),
        regex(".*"),
        regex(r"^\Qsecret"),
        bson!(".*"),
        bson!("$token"),
        bson!("$$ROOT"),
        Bson::MaxKey,
        Bson::JavaScriptCode("true".into()),
    ]
}

fn login(id: i32, token: &Bson) -> Login {
    Login {
        id,
        token: token.clone(),
        claims: doc! { "token": token.clone() },
        list: vec![token.clone()],
        json: json!([id]),
    }
}

/// Asserts that the filters find the document with this `_id` alone.
async fn only(logins: &Collection<Login>, id: i32, filters: impl IntoIterator<Item = Filter<Login>>) {
    for (number, filter) in filters.into_iter().enumerate() {
        assert_eq!(found(logins, &filter).await, [id], "filter {number}: {}", filter.to_document().unwrap());
    }
}

#[tokio::test]
async fn a_value_from_outside_is_compared_literally() {
    let db = database().await;
    let logins = db.collection::<Login>();
    // The innocent: all that an operator would let in.
    let mut all: Vec<_> =
        [bson!("secret"), bson!(1), bson!({ "a": 1 }), bson!(null), bson!({ "a": { "b": 1 } })].to_vec();
    let innocent = all.len();
    all.extend(hostile());
    let all: Vec<_> = (0..).zip(&all).map(|(id, token)| login(id, token)).collect();
    logins.insert_many(&all).await.unwrap();
    let l = Login::fields();
    for login in &all[innocent..] {
        let (id, token, is_array) = (login.id, &login.token, matches!(login.token, Bson::Array(_)));
        only(
            &logins,
            id,
            [
                l.token.eq(token),
                !l.token.ne(token),
                l.token.in_([token]),
                !l.token.nin([token]),
                l.token.in_([&Bson::from("no token"), token]),
                l.claims.eq(&login.claims),
                l.claims.in_([&login.claims]),
                l.claims.key("token").eq(token),
                l.claims.key("token").in_([token]),
                l.list.eq(&login.list),
                l.list.contains(token),
                l.list.any_of([token]),
                l.list.any_of([&Bson::from("no token"), token]),
                l.list.elem_match_value(|element| element.eq(token)),
                l.list.elem_match_value(|element| element.in_([token])),
                l.list.at(0).eq(token),
            ],
        )
        .await;
        // An array is looked for in arrays, too.
        if !is_array {
            only(&logins, id, [l.list.all([token]), l.list.any().eq(token)]).await;
        }
        // Servers put patterns into no order.
        if !matches!(token, Bson::RegularExpression(_)) {
            only(&logins, id, [l.token.gte(token) & l.token.lte(token)]).await;
        }
    }
    // Beside others, as one of several that are asked for.
    let tokens = [&bson!("secret"), &bson!({ "$ne": null }), &bson!({ "$gt": "" })];
    assert_eq!(found(&logins, &l.token.in_(tokens)).await, [0, all[innocent].id, all[innocent + 1].id]);
    let rest = (0..).take(all.len()).filter(|id| ![0, all[innocent].id, all[innocent + 1].id].contains(id));
    assert_eq!(found(&logins, &l.token.nin(tokens)).await, rest.collect::<Vec<i32>>());
    assert_eq!(found(&logins, &l.list.all([&bson!({ "$ne": null }), &bson!({ "$gt": "" })])).await, [0; 0]);
    let both =
        Login { id: 100, list: vec![bson!({ "$gt": "" }), bson!(1), bson!({ "$ne": null })], ..login(0, &bson!(1)) };
    logins.insert_one(&both).await.unwrap();
    let wanted = [&bson!({ "$ne": null }), &bson!(1), &bson!({ "$gt": "" })];
    assert_eq!(found(&logins, &l.list.all(wanted)).await, [100]);
}

#[tokio::test]
async fn json_from_outside_is_compared_literally() {
    let db = database().await;
    let logins = db.collection::<Login>();
    let values = [
        json!("secret"),
        json!({ "a": 1 }),
        json!({ "a": { "b": 1 } }),
        json!({ "$ne": null }),
        json!({ "$where": "true" }),
        json!({ "$regex": ".*" }),
        json!({ "a.b": 1 }),
        json!({ "$expr": { "$eq": [1, 1] } }),
    ];
    let all = (0..).zip(&values).map(|(id, value)| Login { json: value.clone(), ..login(id, &bson!(1)) });
    logins.insert_many(all.collect::<Vec<_>>()).await.unwrap();
    let l = Login::fields();
    for (id, value) in (0..).zip(&values) {
        only(
            &logins,
            id,
            [l.json.eq(value), l.json.in_([value]), !l.json.nin([value]), l.json.gte(value) & l.json.lte(value)],
        )
        .await;
    }
}
