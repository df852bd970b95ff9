//! One set for all test processes of a machine.
//!
//! The first process starts it, on a lifeline at a path; the others hold that lifeline too, so it lasts as long as any of
//! them. They find it by a link in the cache folder. While the set is to be had, its folder has a file `open`, which holds
//! the URI.
//!
//! A process may come just when the last one has gone. So a watcher that sees the end of the lifeline first removes `open`
//! and then looks at the lifeline once more; and a process first takes hold of the lifeline and then reads `open`. If it
//! could read it, every watcher looks again after it took hold, and stays. If not, it starts a set of its own.

use std::fs::{self, DirBuilder, File};
use std::os::unix::fs::{DirBuilderExt, symlink};
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use crate::error::{Error, Kind, Result};
use crate::finder::Finder;
use crate::home::{Home, fresh_path};
use crate::lifeline::{self, Lifeline};
use crate::lock::lock;
use crate::replica_set::ReplicaSet;

/// What this process holds of the machine's set until it ends.
enum Held {
    Joined(#[expect(dead_code, reason = "held for being open")] File),
    Started(#[expect(dead_code, reason = "held for not being dropped")] ReplicaSet),
}

static HELD: Mutex<Option<Held>> = Mutex::new(None);

/// The URI of the machine's set, which is started if there is none.
pub(super) async fn uri() -> Result<String> {
    let Some(cache) = Finder::from_env().cache_folder().map(Path::to_owned) else {
        return Ok(ReplicaSet::shared().await?.uri());
    };
    fs::create_dir_all(&cache).map_err(Error::file("cannot make the cache folder", &cache))?;
    // Versions of the kit that could read each other's folders wrongly must not meet.
    let link = cache.join(concat!("shared-set-", env!("CARGO_PKG_VERSION")));
    let _lock = wait_for_lock(cache.join("shared-set.lock")).await?;
    let (held, uri) = match join(&link) {
        Some(joined) => joined,
        None => start(&link).await?,
    };
    *HELD.lock().unwrap_or_else(std::sync::PoisonError::into_inner) = Some(held);
    Ok(uri)
}

fn join(link: &Path) -> Option<(Held, String)> {
    let folder = fs::read_link(link).ok()?;
    let held = lifeline::join(&folder.join("alive"))?;
    let uri = fs::read_to_string(folder.join("open")).ok()?;
    Some((Held::Joined(held), uri))
}

async fn start(link: &Path) -> Result<(Held, String)> {
    let folder = fresh_path();
    let failed = |path: &Path| Error::file("cannot prepare the shared set", path);
    DirBuilder::new().mode(0o700).create(&folder).map_err(failed(&folder))?;
    let lifeline = Lifeline::shared(&folder.join("alive")).map_err(failed(&folder))?;
    let set = ReplicaSet::builder().start_in(Home::keep(folder.clone(), lifeline)?).await?;
    let uri = set.uri();
    fs::write(folder.join("open"), &uri).map_err(failed(&folder))?;
    let _ = fs::remove_file(link);
    symlink(&folder, link).map_err(failed(link))?;
    Ok((Held::Started(set), uri))
}

async fn wait_for_lock(path: PathBuf) -> Result<File> {
    let blocking = move || lock(&path).map_err(Error::file("cannot lock the shared set", &path));
    match tokio::task::spawn_blocking(blocking).await {
        Ok(locked) => locked,
        Err(error) => Err(Kind::Spawn { program: "the wait for a lock".to_owned(), source: error.into() }.into()),
    }
}
