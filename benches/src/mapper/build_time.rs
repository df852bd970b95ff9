//! What the derive costs at build time: `cargo build` of a crate alone with 200 structs of 12 fields.

use std::{
    env,
    fmt::Write,
    fs, io,
    path::{Path, PathBuf},
    process::Command,
};

use crate::{
    Result, results,
    rounds::{self, Rounds, Work},
    summary::{Summary, Unit},
};

const STRUCTS: u32 = 200;
const BAR: f64 = 1.5;
/// How much of what cargo says of a failure is told: 200 structs fail alike.
const LINES: usize = 20;
/// What stands at the head of both crates' structs.
const OURS: &str = "#[derive(mongomancy::MongoCollection)]";
const SERDE: &str = "#[derive(serde::Serialize, serde::Deserialize)]";
const FIELDS: &str = "\
    pub _id: bson::oid::ObjectId,
    pub number: i64,
    pub name: String,
    pub email: Option<String>,
    pub guild: Option<bson::oid::ObjectId>,
    pub score: f64,
    pub level: i32,
    pub active: bool,
    pub last_seen: bson::DateTime,
    pub tags: Vec<String>,
    pub counts: std::collections::HashMap<String, i64>,
    pub note: String,
";

pub(super) async fn run(rounds: Rounds) -> Result<Summary> {
    let workspace = results::root().join("target/build-time");
    let ours = Crate { workspace: workspace.clone(), name: "ours", derive: OURS };
    let serde = Crate { workspace, name: "serde-alone", derive: SERDE };
    write_workspace(&[&ours, &serde])?;
    let taken = rounds::alternate(rounds, &ours, &serde).await?;
    Ok(Summary::of_times("cargo build of 200 derives", &taken, |took| took.wall, Unit::MILLIS, BAR))
}

/// One of the two crates, which differ in the derive alone.
#[derive(Clone)]
struct Crate {
    workspace: PathBuf,
    name: &'static str,
    derive: &'static str,
}

impl Crate {
    fn write_source(&self) -> Result<()> {
        Ok(fs::write(self.workspace.join(self.name).join("src/lib.rs"), source(self.derive))?)
    }
}

impl Work for Crate {
    type Given = ();
    type Answer = ();

    /// Cargo takes what was written anew for changed.
    async fn prepare(&self) -> Result<()> {
        self.write_source()
    }

    /// Dependencies are built by the first round, which is not measured.
    async fn work(&self, _: u32) -> Result<()> {
        let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let built = Command::new(cargo)
            .args(["build", "--quiet", "--package", self.name])
            .current_dir(&self.workspace)
            .env("CARGO_TARGET_DIR", self.workspace.join("target"))
            // What was compiled before must not be taken again.
            .env("CARGO_INCREMENTAL", "0")
            .env_remove("CARGO_PROFILE_DEV_DEBUG")
            .output()?;
        if built.status.success() {
            return Ok(());
        }
        let said = String::from_utf8_lossy(&built.stderr);
        let said: Vec<&str> = said.lines().take(LINES).collect();
        Err(format!("the crate `{}` does not build:\n{}", self.name, said.join("\n")).into())
    }

    async fn answer(&self, (): ()) -> Result<()> {
        Ok(())
    }
}

fn write_workspace(crates: &[&Crate; 2]) -> Result<()> {
    let [ours, serde] = crates;
    let folder = &ours.workspace;
    for each in crates {
        fs::create_dir_all(folder.join(each.name).join("src"))?;
        each.write_source()?;
    }
    let members = format!("[workspace]\nresolver = \"3\"\nmembers = [\"{}\", \"{}\"]\n", ours.name, serde.name);
    fs::write(folder.join("Cargo.toml"), members)?;
    let mongomancy = fs::canonicalize(results::root())?.join("mongomancy");
    fs::write(folder.join(ours.name).join("Cargo.toml"), manifest(ours.name, Some(&mongomancy)))?;
    fs::write(folder.join(serde.name).join("Cargo.toml"), manifest(serde.name, None))?;
    // The versions that this program was built with, where they are known.
    match fs::copy(results::root().join("Cargo.lock"), folder.join("Cargo.lock")) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error.into()),
        _ => Ok(()),
    }
}

fn manifest(name: &str, mongomancy: Option<&Path>) -> String {
    let mut manifest = format!(
        "[package]\nname = \"{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[dependencies]\n\
         bson = {{ version = \"3.1\", default-features = false, features = [\"compat-3-0-0\", \"serde\"] }}\n\
         serde = {{ version = \"1\", features = [\"derive\"] }}\n"
    );
    if let Some(path) = mongomancy {
        // A literal string of TOML takes a path as it is.
        let _ = writeln!(manifest, "mongomancy = {{ path = '{}' }}", path.display());
    }
    manifest
}

fn source(derive: &str) -> String {
    (0..STRUCTS).fold(String::new(), |mut source, number| {
        let _ = writeln!(source, "{derive}\npub struct Struct{number} {{\n{FIELDS}}}\n");
        source
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_are_200_structs_of_12_fields() {
        for derive in [OURS, SERDE] {
            let source = source(derive);
            assert_eq!(source.matches("pub struct ").count(), 200);
            assert_eq!(source.matches(": ").count(), 200 * 12);
        }
    }
}
