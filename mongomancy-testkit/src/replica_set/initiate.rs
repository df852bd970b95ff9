//! Making running servers a replica set, quickly.

use std::time::Duration;

use mongodb::bson::{Document, doc};

use super::builder::SET_NAME;
use crate::access::User;
use crate::connect::Connection;
use crate::error::Result;
use crate::member::{HELLO_LIMIT, Member};
use crate::settings::Settings;
use crate::wait::wait_until;

const LIMIT: Duration = Duration::from_secs(60);

/// The server's own.
const DEFAULT_ELECTION_TIMEOUT: Duration = Duration::from_secs(10);

/// How often members hear of each other: ten times within an election timeout, within these bounds. The server's own
/// interval is 2 s.
///
/// Members that hear of each other less often than the timeout think each other dead whenever no replication runs
/// between them, and are elected in turns. And while a member is frozen that was the sync source, the reports of progress
/// are stuck with it: heartbeats alone tell the new primary what the others have, so each write with `w: majority` waits
/// for one.
const SHORTEST_INTERVAL: Duration = Duration::from_millis(100);
const LONGEST_INTERVAL: Duration = Duration::from_millis(200);

/// How long a new primary asks the others for writes that it lacks before it takes its own. It waits for the heartbeat of
/// a frozen one, too: without a limit for as long as the heartbeat's, which is 10 s. What a majority has it has anyway.
const CATCH_UP_LIMIT: Duration = Duration::from_millis(500);

/// Gives the members their configuration and waits until the first is primary and the others are secondaries.
pub(super) async fn initiate(members: &[Member], settings: &Settings) -> Result<()> {
    let first = members[0].connect()?;
    let outcome = lead(&first, members, settings).await;
    first.close().await;
    outcome?;
    for member in &members[1..] {
        let connection = member.connect()?;
        let what = format!("the first sync of {}", member.address());
        let synced = wait_until(LIMIT, &what, || async {
            connection.hello(HELLO_LIMIT).await.is_some_and(|hello| is_secondary(&hello)).then_some(())
        });
        let synced = synced.await;
        connection.close().await;
        synced?;
    }
    Ok(())
}

async fn lead(first: &Connection, members: &[Member], settings: &Settings) -> Result<()> {
    first.run(doc! { "replSetInitiate": configuration(members, settings) }).await?;
    wait_until(LIMIT, "the first election", || async {
        if first.hello(HELLO_LIMIT).await.is_some_and(|hello| is_primary(&hello)) {
            return Some(());
        }
        // Without it the members wait for an election timeout first. Refused until a majority has the configuration.
        let _ = first.run(doc! { "replSetStepUp": 1 }).await;
        None
    })
    .await?;
    match &settings.user {
        Some(user) => first.run(create_root(user)).await.map(drop),
        None => Ok(()),
    }
}

fn configuration(members: &[Member], settings: &Settings) -> Document {
    let hosts: Vec<Document> =
        (0_i32..).zip(members).map(|(id, member)| doc! { "_id": id, "host": member.address() }).collect();
    let election_timeout = settings.election_timeout.unwrap_or(DEFAULT_ELECTION_TIMEOUT);
    let options = doc! {
        "electionTimeoutMillis": millis(election_timeout),
        "heartbeatIntervalMillis": millis((election_timeout / 10).clamp(SHORTEST_INTERVAL, LONGEST_INTERVAL)),
        "catchUpTimeoutMillis": millis(CATCH_UP_LIMIT),
    };
    doc! { "_id": SET_NAME, "members": hosts, "settings": options }
}

fn millis(time: Duration) -> i64 {
    i64::try_from(time.as_millis()).unwrap_or(i64::MAX)
}

/// The command that makes the user whom the URIs name.
pub(crate) fn create_root(user: &User) -> Document {
    doc! { "createUser": &user.name, "pwd": &user.password.0, "roles": ["root"] }
}

pub(crate) fn is_primary(hello: &Document) -> bool {
    hello.get_bool("isWritablePrimary").unwrap_or(false)
}

pub(crate) fn is_secondary(hello: &Document) -> bool {
    hello.get_bool("secondary").unwrap_or(false)
}
