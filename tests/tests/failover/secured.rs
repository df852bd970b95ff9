//! The main job over TLS with SCRAM.

use mongomancy::{Engine, MongoCollection, doc};
use mongomancy_testkit::ReplicaSet;
use serde::{Deserialize, Serialize};

#[derive(Debug, PartialEq, Serialize, Deserialize, MongoCollection)]
#[default_documents(Color::defaults, key(name))]
struct Color {
    #[index(unique)]
    name: String,
    hex: String,
}

impl Color {
    fn defaults() -> [Self; 2] {
        [("red", "#f00"), ("blue", "#00f")].map(|(name, hex)| Self { name: name.into(), hex: hex.into() })
    }
}

#[tokio::test]
async fn the_main_job_runs_over_tls_with_a_password() -> Result<(), Box<dyn std::error::Error>> {
    let set = ReplicaSet::builder().authentication("root", "a p@ss/word").tls(true).start().await?;
    assert!(set.uri().contains("tls=true"));
    let engine = Engine::connect(set.uri()).await?;
    let db = engine.database("d");
    let report = db.register::<Color>().create_all().await?;
    assert!(!report.is_unchanged());
    assert!(db.create_all().await?.is_unchanged());
    let colors = db.collection::<Color>();
    colors.insert_one(Color { name: "green".into(), hex: "#0f0".into() }).await?;
    set.step_down().await?;
    colors.update_one(doc! { "name": "red" }, doc! { "$set": { "hex": "#e00" } }).await?;
    let found = colors.find(doc! {}).sort(doc! { "name": 1 }).try_collect().await?;
    let expected = [("blue", "#00f"), ("green", "#0f0"), ("red", "#e00")];
    assert_eq!(found, expected.map(|(name, hex)| Color { name: name.into(), hex: hex.into() }));

    let uri = set.uri();
    let without_tls = uri.split("&tls=").next().unwrap();
    let plain = Engine::builder(without_tls).deadline(std::time::Duration::from_secs(3)).build()?;
    assert!(plain.ping().await.is_err());
    engine.dispose().await;
    Ok(())
}
