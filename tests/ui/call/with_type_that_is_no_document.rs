use mongomancy::{Collection, Document, Result, doc};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize)]
struct Plain {
    name: String,
}

async fn find(players: Collection<Document>) -> Result<()> {
    let _ = players.find(doc! {}).with_type::<Plain>().await?.try_next().await?;
    let _ = players.find_one(doc! {}).with_type::<Plain>().await?;
    let _ = players.aggregate([]).with_type::<Plain>().try_collect().await?;
    Ok(())
}

fn main() {}
