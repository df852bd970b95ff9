//! The secret that the members of a set with authentication share.

use std::fmt::Write as _;
use std::fs::File;
use std::io::Write as _;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use crate::access::Secret;
use crate::error::{Error, Result};

/// Writes a new random key. The server refuses a keyfile that others may read.
pub(crate) fn write(folder: &Path) -> Result<(PathBuf, Secret)> {
    let path = folder.join("keyfile");
    let bytes: [u8; 48] = rand::random();
    let mut key = String::with_capacity(96);
    for byte in bytes {
        let _ = write!(key, "{byte:02x}");
    }
    File::options()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(&path)
        .and_then(|mut file| file.write_all(key.as_bytes()))
        .map_err(Error::file("cannot write the keyfile", &path))?;
    Ok((path, Secret(key)))
}
