//! Pieces of other modes that run in a process of their own.

use crate::{Result, instructions, mapper::growth};

/// Does the piece that these words name.
///
/// # Errors
/// Where there is no such piece, or where it fails.
pub(crate) async fn run(words: &[String]) -> Result<()> {
    match words.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["scan", uri, documents] => growth::scan(uri, documents.parse()?).await,
        ["codec", codec, direction, passes] => instructions::pass(codec, direction, passes.parse()?),
        _ => Err("there is no such part".into()),
    }
}
