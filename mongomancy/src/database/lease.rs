//! The lock's document: what it says, and the updates that change it. Pure; all times are the server's.
//!
//! `{ _id: "master", locked: true, owner: <ours>, expires_at: <date> }`; free is `locked: false` without the others.
//! Other programs know `locked` alone. Where they set it, the document has no owner: whoever waits then writes
//! `seen_at`, and `watched_at` again and again, so that a stamp which nobody watched any more counts for nothing.

use std::time::Duration;

use bson::{Bson, DateTime, Document, doc, oid::ObjectId};

/// How long a lease lasts unless it is renewed.
pub(super) const LEASE: Duration = Duration::from_secs(60);
/// No lease ends later than this: one that does was written by a wrong clock, and lasts as one without an owner does.
/// What is above [`LEASE`] is for clocks of a set's members that are a little apart.
const LONGEST: Duration = Duration::from_secs(LEASE.as_secs() + 30);
/// How long a stamp on a lock without an owner counts after the last look at it.
const WATCH: Duration = Duration::from_secs(15);

/// How the lock stands for one who would take it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Standing {
    /// Nobody has it, or whoever had it let the lease run out.
    Free,
    /// The asking owner has it.
    Ours,
    /// Somebody has it.
    Held {
        /// As messages name the holder.
        by: String,
    },
    /// Somebody has it who left no name; it must be watched to run out.
    Nameless,
}

/// Reads the document; `now` in it is the server's time.
pub(super) fn standing(lock: Option<&Document>, owner: ObjectId) -> Standing {
    let Some(lock) = lock else { return Standing::Free };
    if !lock.get("locked").is_some_and(is_true) {
        return Standing::Free;
    }
    let now = lock.get_datetime("now").ok();
    let has_passed = |end: DateTime| now.is_some_and(|now| end <= *now);
    match (lock.get("owner"), lock.get_datetime("expires_at")) {
        (Some(Bson::ObjectId(theirs)), _) if *theirs == owner => Standing::Ours,
        (None | Some(Bson::Null), _) | (_, Err(_)) => watched(lock, has_passed),
        // Where the server tells no time, the stamp tells that an acquire found the end to be too late.
        (_, Ok(end)) if now.map_or(lock.contains_key("seen_at"), |now| *end > later(*now, LONGEST)) => {
            watched(lock, has_passed)
        }
        (_, Ok(end)) if has_passed(*end) => Standing::Free,
        (Some(owner), Ok(end)) => {
            let owner = owner.as_object_id().map_or_else(|| "a foreign owner".to_owned(), ObjectId::to_hex);
            let end = end.try_to_rfc3339_string().unwrap_or_default();
            Standing::Held { by: format!("{owner} until {end} unless it is renewed") }
        }
    }
}

/// Of a holder who left no name, or whose lease ends when none can: it is over once it was watched for so long.
fn watched(lock: &Document, has_passed: impl Fn(DateTime) -> bool) -> Standing {
    match (lock.get_datetime("seen_at"), is_watched(lock)) {
        (Ok(seen), true) if has_passed(later(*seen, LEASE)) => Standing::Free,
        _ => Standing::Nameless,
    }
}

/// Takes the lock where it is free, and stamps it where its holder left no name, or a time that cannot be; else it changes nothing.
pub(super) fn acquire(owner: ObjectId) -> Vec<Document> {
    let has_name = doc! { "$and": [
        { "$gt": ["$owner", Bson::Null] },
        { "$eq": [{ "$type": "$expires_at" }, "date"] },
        { "$lte": ["$expires_at", { "$add": ["$$NOW", millis(LONGEST)] }] },
    ] };
    let watched = doc! { "$gt": ["$watched_at", { "$subtract": ["$$NOW", millis(WATCH)] }] };
    let seen_at = doc! { "$cond": [watched, { "$ifNull": ["$seen_at", "$$NOW"] }, "$$NOW"] };
    let end = doc! { "$cond": [&has_name, "$expires_at", { "$add": ["$seen_at", millis(LEASE)] }] };
    let free = doc! { "$or": [
        { "$not": ["$locked"] },
        { "$eq": ["$owner", owner] },
        { "$lte": [end, "$$NOW"] },
    ] };
    let unless_free = |taken: Bson, kept: &str| doc! { "$cond": ["$free", taken, { "$ifNull": [kept, "$$REMOVE"] }] };
    let stamp = |value: &str| doc! { "$cond": [{ "$or": ["$free", &has_name] }, "$$REMOVE", value] };
    vec![
        doc! { "$set": { "seen_at": seen_at } },
        doc! { "$set": { "free": free } },
        doc! { "$set": {
            "locked": unless_free(Bson::Boolean(true), "$locked"),
            "owner": unless_free(Bson::ObjectId(owner), "$owner"),
            "expires_at": unless_free(lease_end(), "$expires_at"),
            "seen_at": stamp("$seen_at"),
            "watched_at": stamp("$$NOW"),
        } },
        doc! { "$unset": "free" },
    ]
}

/// Lets the lease begin anew.
pub(super) fn renew() -> Vec<Document> {
    vec![doc! { "$set": { "expires_at": lease_end() } }]
}

/// Frees the lock.
pub(super) fn release() -> Document {
    let nobody = doc! { "owner": "", "expires_at": "", "seen_at": "", "watched_at": "" };
    doc! { "$set": { "locked": false }, "$unset": nobody }
}

fn lease_end() -> Bson {
    doc! { "$add": ["$$NOW", millis(LEASE)] }.into()
}

fn is_watched(lock: &Document) -> bool {
    match (lock.get_datetime("watched_at"), lock.get_datetime("now")) {
        (Ok(watched), Ok(now)) => later(*watched, WATCH) > *now,
        _ => false,
    }
}

/// As the server's expressions see it.
fn is_true(value: &Bson) -> bool {
    !matches!(value, Bson::Boolean(false) | Bson::Null | Bson::Undefined | Bson::Int32(0) | Bson::Int64(0))
        && *value != Bson::Double(0.0)
}

fn later(date: DateTime, by: Duration) -> DateTime {
    DateTime::from_millis(date.timestamp_millis().saturating_add(millis(by)))
}

fn millis(duration: Duration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> DateTime {
        DateTime::from_millis(seconds * 1000)
    }

    #[test]
    fn the_document_tells_who_may_take_the_lock() {
        let (us, them) = (ObjectId::new(), ObjectId::new());
        let now = at(1000);
        let held = Standing::Held { by: format!("{them} until 1970-01-01T00:16:41Z unless it is renewed") };
        for (lock, expected) in [
            (doc! {}, Standing::Free),
            (doc! { "locked": false }, Standing::Free),
            (doc! { "locked": 0.0, "owner": them, "expires_at": at(2000) }, Standing::Free),
            (doc! { "locked": true, "owner": us, "expires_at": at(1) }, Standing::Ours),
            (doc! { "locked": true, "owner": them, "expires_at": at(1001) }, held.clone()),
            (doc! { "locked": 1, "owner": them, "expires_at": at(1001) }, held),
            (doc! { "locked": true, "owner": them, "expires_at": at(1000) }, Standing::Free),
            (doc! { "locked": true, "owner": them }, Standing::Nameless),
            (doc! { "locked": true }, Standing::Nameless),
            (doc! { "locked": true, "seen_at": at(939), "watched_at": at(999) }, Standing::Free),
            (doc! { "locked": true, "seen_at": at(941), "watched_at": at(999) }, Standing::Nameless),
            // A clock that is wrong: too early, and so late that no lease ends then.
            (doc! { "locked": true, "owner": them, "expires_at": at(-1) }, Standing::Free),
            (doc! { "locked": true, "owner": them, "expires_at": at(9000) }, Standing::Nameless),
            (
                doc! { "locked": true, "owner": them, "expires_at": at(9000), "seen_at": at(939), "watched_at": at(999) },
                Standing::Free,
            ),
            // Nobody watched: another holder may have come since.
            (doc! { "locked": true, "seen_at": at(1), "watched_at": at(984) }, Standing::Nameless),
            (doc! { "locked": true, "seen_at": at(1) }, Standing::Nameless),
        ] {
            let mut document = lock.clone();
            document.insert("now", now);
            assert_eq!(standing(Some(&document), us), expected, "{lock}");
        }
        assert_eq!(standing(None, us), Standing::Free);
    }

    #[test]
    fn a_server_that_tells_no_time_frees_nothing() {
        let lock = doc! { "locked": true, "owner": ObjectId::new(), "expires_at": at(0) };
        assert!(matches!(standing(Some(&lock), ObjectId::new()), Standing::Held { .. }));
    }
}
