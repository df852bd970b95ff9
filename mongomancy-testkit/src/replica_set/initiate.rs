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
    let mut options = Document::new();
    if let Some(timeout) = settings.election_timeout {
        options.insert("electionTimeoutMillis", i64::try_from(timeout.as_millis()).unwrap_or(i64::MAX));
    }
    doc! { "_id": SET_NAME, "members": hosts, "settings": options }
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
