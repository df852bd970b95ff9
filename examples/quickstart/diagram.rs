//! The picture of the models, as the README shows it.

use std::{fs, path::Path};

use super::{Color, Engine, Player};

#[tokio::test]
async fn the_readme_shows_it() -> mongomancy::Result<()> {
    // Nothing is sent there.
    let db = Engine::builder("mongodb://127.0.0.1:9").build()?.database("game");
    db.register::<Player>().register::<Color>();
    let drawn = db.diagram().to_string();
    let readme = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../README.md")).unwrap_or_default();
    let block = format!("```mermaid\n{drawn}```\n");
    assert!(readme.replace("\r\n", "\n").contains(&block), "the README does not show\n{block}");
    Ok(())
}
