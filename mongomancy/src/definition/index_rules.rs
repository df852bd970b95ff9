//! What no server takes of an index, or what would not do what it says.

use bson::{Bson, Document};

use super::{Index, IndexKey};

/// The most fields that one index may have.
const MAX_KEYS: usize = 32;
/// The longest time to live that the server takes, in seconds.
const MAX_EXPIRE_AFTER: u64 = i32::MAX as u64;
/// Options of one kind of index, and the kind in words.
const OF_TEXT: [&str; 3] = ["weights", "default_language", "language_override"];
const OF_PLANE: [&str; 3] = ["bits", "min", "max"];
const WILDCARD_PROJECTION: &str = "wildcardProjection";

/// The rule that the index breaks, to be read behind "the index `name`".
pub(super) fn check(index: &Index) -> Result<(), String> {
    check_keys(index)?;
    check_name(index)?;
    if index.is_sparse() && index.partial_filter().is_some() {
        return Err("is both sparse and partial; a server takes one of them".into());
    }
    check_expiry(index)?;
    if index.is_unique() && has_kind(index, &IndexKey::Hashed) {
        return Err("is hashed and unique: two values may have one hash".into());
    }
    check_wildcard(index)?;
    check_kind_options(index)
}

/// Whether it is over words of texts, of which a collection has one index at most.
pub(super) fn is_text(index: &Index) -> bool {
    has_kind(index, &IndexKey::Text)
}

fn check_keys(index: &Index) -> Result<(), String> {
    let keys: Vec<&str> = index.keys().map(|(field, _)| field).collect();
    if keys.is_empty() {
        return Err("has no keys".into());
    }
    if keys.len() > MAX_KEYS {
        return Err(format!("has {} keys; a server takes {MAX_KEYS}", keys.len()));
    }
    for (position, field) in keys.iter().enumerate() {
        if field.is_empty() || field.split('.').any(str::is_empty) || field.contains('\0') {
            return Err(format!("has the key {field:?}, which is no field path"));
        }
        if keys[..position].contains(field) {
            return Err(format!("names the field `{field}` twice"));
        }
        let wrong = field.split('.').enumerate().find(|(at, name)| {
            let is_last = *at + 1 == field.split('.').count();
            name.starts_with('$') && !(is_last && *name == "$**")
        });
        if wrong.is_some() {
            return Err(format!("has the key `{field}`: a name that begins with `$` is no field"));
        }
    }
    if keys == ["_id"] && index.keys().all(|(_, key)| matches!(key, IndexKey::Ascending | IndexKey::Descending)) {
        return Err(if index.is_hidden() {
            "hides `_id`, which no server does".into()
        } else {
            "is over `_id` alone, of which every collection has an index already".into()
        });
    }
    Ok(())
}

fn check_name(index: &Index) -> Result<(), String> {
    match index.given_name() {
        Some(name) if name.is_empty() || name == "*" || name == "_id_" || name.contains('\0') => {
            Err("has a name that no server takes".into())
        }
        _ => Ok(()),
    }
}

fn check_expiry(index: &Index) -> Result<(), String> {
    let count = index.keys().len();
    if index.others().contains_key("expireAfterSeconds") {
        return Err("expires after what is no whole number of seconds".into());
    }
    match index.time_to_live() {
        Some(_) if count > 1 => Err(format!("expires, but has {count} keys instead of one")),
        Some(after) if after.as_secs() > MAX_EXPIRE_AFTER => {
            Err(format!("expires after more than {MAX_EXPIRE_AFTER} seconds"))
        }
        Some(after) if after.subsec_nanos() > 0 => Err("expires after a fraction of a second".into()),
        _ => Ok(()),
    }
}

fn check_wildcard(index: &Index) -> Result<(), String> {
    let kinds = [
        (index.is_unique(), "unique"),
        (index.is_sparse(), "sparse: it leaves out what is not there by itself"),
        (index.time_to_live().is_some(), "one that expires"),
    ];
    if let Some((field, _)) = index.keys().find(|(field, _)| is_wildcard(field))
        && let Some((_, kind)) = kinds.into_iter().find(|(is, _)| *is)
    {
        return Err(format!("is over `{field}`, which no server makes {kind}"));
    }
    let over_all = index.keys().any(|(field, _)| field == "$**");
    if index.others().contains_key(WILDCARD_PROJECTION) && !over_all {
        return Err("has a wildcard projection, which only an index over `$**` takes".into());
    }
    Ok(())
}

fn check_kind_options(index: &Index) -> Result<(), String> {
    let others = index.others();
    let given = |options: [&'static str; 3]| options.into_iter().find(|option| others.contains_key(option));
    if let Some(option) = given(OF_TEXT).filter(|_| !is_text(index)) {
        return Err(format!("has `{option}`, which only a text index takes"));
    }
    if let Some(option) = given(OF_PLANE).filter(|_| !has_kind(index, &IndexKey::TwoD)) {
        return Err(format!("has `{option}`, which only a `2d` index takes"));
    }
    if let Some(bits) = number(others, "bits").filter(|bits| !(1.0..=32.0).contains(bits)) {
        return Err(format!("has {bits} `bits`; a server takes 1 to 32"));
    }
    let weights = others.get_document("weights").ok().into_iter().flatten();
    for (field, weight) in weights {
        if !index.keys().any(|(key, kind)| key == field && *kind == IndexKey::Text)
            && !index.keys().any(|(key, _)| key == "$**")
        {
            return Err(format!("weighs `{field}`, which is no text key of it"));
        }
        if !weight.as_i32().is_some_and(|weight| (1..100_000).contains(&weight)) {
            return Err(format!("weighs `{field}` otherwise than by 1 to 99,999"));
        }
    }
    Ok(())
}

fn is_wildcard(field: &str) -> bool {
    field == "$**" || field.ends_with(".$**")
}

fn has_kind(index: &Index, kind: &IndexKey) -> bool {
    index.keys().any(|(_, key)| key == kind)
}

fn number(options: &Document, name: &str) -> Option<f64> {
    match options.get(name)? {
        Bson::Int32(number) => Some(f64::from(*number)),
        Bson::Double(number) => Some(*number),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use bson::doc;

    use super::*;

    #[test]
    fn each_rule_is_told() {
        let day = Duration::from_secs(86_400);
        let text = || Index::new([("t", IndexKey::Text)]);
        for (index, told) in [
            (Index::new::<&str, i32>([]), "has no keys"),
            (Index::new((0..33).map(|field| (format!("f{field}"), 1))), "has 33 keys"),
            (Index::ascending("a..b"), "which is no field path"),
            (Index::ascending("a\0"), "which is no field path"),
            (Index::new([("a", 1), ("a", -1)]), "names the field `a` twice"),
            (Index::ascending("$a"), "begins with `$`"),
            (Index::ascending("a.$**.b"), "begins with `$`"),
            (Index::ascending("_id").hidden(true), "hides `_id`"),
            (Index::ascending("_id"), "is over `_id` alone"),
            (Index::descending("_id").unique(true), "is over `_id` alone"),
            (Index::ascending("a").name("_id_"), "a name that no server takes"),
            (Index::raw(doc! { "key": { "a": 1 }, "expireAfterSeconds": 60.7 }), "no whole number of seconds"),
            (Index::ascending("a").name("*"), "a name that no server takes"),
            (
                Index::ascending("a").sparse(true).partial_filter_expression(doc! { "a": 1 }),
                "is both sparse and partial",
            ),
            (Index::new([("a", 1), ("b", 1)]).expire_after(day), "has 2 keys instead of one"),
            (Index::ascending("a").expire_after(Duration::from_millis(1500)), "a fraction of a second"),
            (Index::ascending("a").expire_after(Duration::MAX), "expires after more than"),
            (Index::new([("a", IndexKey::Hashed)]).unique(true), "hashed and unique"),
            (Index::ascending("$**").unique(true), "is over `$**`, which no server makes unique"),
            (Index::ascending("a.$**").sparse(true), "is over `a.$**`, which no server makes sparse"),
            (Index::ascending("$**").expire_after(day), "which no server makes one that expires"),
            (Index::ascending("a.$**").wildcard_projection(doc! { "b": 1 }), "only an index over `$**` takes"),
            (Index::ascending("a").weights([("a", 2)]), "has `weights`, which only a text index takes"),
            (Index::ascending("a").default_language("german"), "has `default_language`, which only a text"),
            (text().weights([("u", 2)]), "weighs `u`, which is no text key"),
            (text().weights([("t", 0)]), "weighs `t` otherwise"),
            (Index::ascending("a").bits(26), "has `bits`, which only a `2d` index takes"),
            (Index::new([("p", IndexKey::TwoD)]).bits(33), "has 33 `bits`"),
        ] {
            let rule = check(&index).unwrap_err();
            assert!(rule.contains(told), "{rule}");
        }
    }

    #[test]
    fn what_servers_take_passes() {
        for index in [
            Index::ascending("$**").wildcard_projection(doc! { "a": 1 }),
            Index::ascending("a.$**").hidden(true),
            Index::new([("t", IndexKey::Text), ("u", IndexKey::Text)]).weights([("t", 10)]).default_language("german"),
            Index::new([("$**", IndexKey::Text)]).weights([("t", 10)]),
            Index::new([("p", IndexKey::TwoD)]).bits(20).min(0.0).max(100.0),
            Index::new([("_id", IndexKey::Hashed)]),
            Index::raw(doc! { "key": { "a": 1 }, "unique": 1.0, "expireAfterSeconds": 60.0 }),
            Index::raw(doc! { "key": { "a": -1.0 }, "storageEngine": { "wiredTiger": {} } }),
        ] {
            check(&index).unwrap();
        }
    }
}
