//! Where a standalone server was there is a replica set the next time.

use std::sync::{Arc, Mutex};

use mongomancy::{Engine, doc};
use mongomancy_testkit::{ReplicaSet, Standalone, wait_until};
use mongomancy_tests::{Commands, LIMIT};
use tokio::{
    io::copy_bidirectional,
    net::{TcpListener, TcpStream},
    task::JoinSet,
};

use super::{Outcome, things};

/// One address, and now this server behind it, now that one.
struct Relay {
    address: String,
    to: Arc<Mutex<String>>,
    passing: Arc<Mutex<JoinSet<()>>>,
}

impl Relay {
    async fn to(server: &str) -> std::io::Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let relay = Self {
            address: listener.local_addr()?.to_string(),
            to: Arc::new(Mutex::new(server.to_owned())),
            passing: Arc::default(),
        };
        let (to, passing) = (Arc::clone(&relay.to), Arc::clone(&relay.passing));
        tokio::spawn(async move {
            while let Ok((mut client, _)) = listener.accept().await {
                let to = to.lock().unwrap().clone();
                passing.lock().unwrap().spawn(async move {
                    if let Ok(mut server) = TcpStream::connect(to).await {
                        let _ = copy_bidirectional(&mut client, &mut server).await;
                    }
                });
            }
        });
        Ok(relay)
    }

    /// Breaks all connections; new ones go to `server`.
    fn turn(&self, server: &str) {
        server.clone_into(&mut self.to.lock().unwrap());
        self.passing.lock().unwrap().abort_all();
    }
}

#[tokio::test]
async fn numbers_are_used_as_soon_as_the_server_takes_them() -> Outcome {
    let standalone = Standalone::start().await?;
    let set = ReplicaSet::builder().members(1).start().await?;
    let relay = Relay::to(standalone.member().address()).await?;
    let commands = Commands::default();
    let record = commands.clone();
    let engine = Engine::builder(format!("mongodb://{}/?directConnection=true", relay.address))
        .configure(move |options| record.record(options))
        .build()?;
    // The call during which the server changes stays what it was; sooner or later the next ones know.
    let inserted = async |numbered: bool| {
        let inserted = things(&engine).insert_one(doc! {}).await;
        let command = commands.named("insert").pop().unwrap();
        (inserted.is_ok() && command.contains_key("txnNumber") == numbered).then_some(())
    };
    let many = || things(&engine).update_many(doc! {}, doc! { "$inc": { "n": 1 } }).exactly_once();
    for _ in 0..2 {
        wait_until(LIMIT, "a write without a number", async || inserted(false).await).await?;
        assert!(many().await.err().unwrap().to_string().contains("standalone"));
        relay.turn(set.members()[0].address());
        wait_until(LIMIT, "a write with a number", async || inserted(true).await).await?;
        many().await?;
        relay.turn(standalone.member().address());
    }
    engine.dispose().await;
    Ok(())
}
