//! The command line.

use std::path::PathBuf;

use lexopt::{Arg, Parser, ValueExt};

use crate::{measure::Effort, rounds::Rounds};

pub(crate) const USAGE: &str = "\
usage: mongomancy-benches MODE [--quick] [--json FILE] [--data DIR] [--save]

modes:
  mapper        typed reads and writes, the codec, memory and build time, against the driver's Collection<T>
  odm           the MongoDB ODM Performance Benchmark 1.0, against the driver's Collection<T>
  engine        find_one, insert_one and update_one, alone and many at a time, against the driver's Collection<T>
  queries       building a typed filter and encoding it, against `doc!`
  schema        create_all on databases that are up to date and empty, against the time it may take
  instructions  what decoding and encoding one document takes, counted by valgrind, against bson's serde

options:
  --quick       few rounds of few documents: whether it runs, not how fast
  --json FILE   write the rows to FILE as well
  --data DIR    odm: take small_doc.json, large_doc.json and large_doc_nested.json from DIR instead of made ones
  --save        write the rows into benches/RESULTS.md, and those of mapper and odm as pictures into docs";

/// What is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mode {
    Mapper,
    Odm,
    Engine,
    Queries,
    Schema,
    Instructions,
    /// A piece of another mode in a process of its own, started by that mode.
    Part,
}

#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Arguments {
    pub(crate) mode: Mode,
    pub(crate) quick: bool,
    pub(crate) json: Option<PathBuf>,
    pub(crate) data: Option<PathBuf>,
    pub(crate) save: bool,
    /// What follows the mode, for a part.
    pub(crate) rest: Vec<String>,
}

impl Arguments {
    /// The arguments; none where only help is asked for.
    pub(crate) fn read(mut parser: Parser) -> Result<Option<Self>, lexopt::Error> {
        let (mut mode, mut rest) = (None, Vec::new());
        let (mut quick, mut save, mut json, mut data) = (false, false, None, None);
        while let Some(argument) = parser.next()? {
            match argument {
                Arg::Long("quick") => quick = true,
                Arg::Long("save") => save = true,
                Arg::Long("json") => json = Some(PathBuf::from(parser.value()?)),
                Arg::Long("data") => data = Some(PathBuf::from(parser.value()?)),
                Arg::Long("help") | Arg::Short('h') => return Ok(None),
                Arg::Value(value) if mode.is_none() => mode = Some(value.parse_with(Mode::of)?),
                Arg::Value(value) if mode == Some(Mode::Part) => rest.push(value.string()?),
                other => return Err(other.unexpected()),
            }
        }
        let mode = mode.ok_or("a mode is missing")?;
        if data.is_some() && mode != Mode::Odm {
            return Err("only `odm` takes --data".into());
        }
        Ok(Some(Self { mode, quick, json, data, save, rest }))
    }

    /// How often calls are measured that take less than a round each.
    pub(crate) fn effort(&self) -> Effort {
        if self.quick { Effort::quick() } else { Effort::full() }
    }

    /// How often work is measured that is a round by itself.
    pub(crate) fn rounds(&self) -> Rounds {
        Rounds::exactly(if self.quick { 7 } else { 15 })
    }
}

impl Mode {
    const ALL: [Self; 7] =
        [Self::Mapper, Self::Odm, Self::Engine, Self::Queries, Self::Schema, Self::Instructions, Self::Part];

    fn of(name: &str) -> Result<Self, &'static str> {
        Self::ALL.into_iter().find(|mode| mode.name() == name).ok_or("there is no such mode")
    }

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Mapper => "mapper",
            Self::Odm => "odm",
            Self::Engine => "engine",
            Self::Queries => "queries",
            Self::Schema => "schema",
            Self::Instructions => "instructions",
            Self::Part => "part",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(arguments: &[&str]) -> Result<Option<Arguments>, lexopt::Error> {
        Arguments::read(Parser::from_args(arguments))
    }

    fn plain(mode: Mode) -> Arguments {
        Arguments { mode, quick: false, json: None, data: None, save: false, rest: Vec::new() }
    }

    #[test]
    fn flags_stand_on_either_side_of_the_mode() {
        let expected = Arguments { quick: true, json: Some("rows.json".into()), ..plain(Mode::Engine) };
        assert_eq!(read(&["--quick", "engine", "--json", "rows.json"]).unwrap(), Some(expected));
        let expected = Arguments { data: Some("files".into()), save: true, ..plain(Mode::Odm) };
        assert_eq!(read(&["--save", "odm", "--data", "files"]).unwrap(), Some(expected));
        assert_eq!(read(&["engine", "--help"]).unwrap(), None);
    }

    #[test]
    fn each_mode_goes_by_its_name() {
        for mode in Mode::ALL {
            assert_eq!(read(&[mode.name()]).unwrap(), Some(plain(mode)));
        }
    }

    #[test]
    fn only_a_part_takes_more_words() {
        let expected = Arguments { rest: vec!["scan".into(), "10".into()], ..plain(Mode::Part) };
        assert_eq!(read(&["part", "scan", "10"]).unwrap(), Some(expected));
        assert!(read(&["mapper", "scan"]).is_err());
    }

    #[test]
    fn what_is_not_known_is_refused() {
        for arguments in [
            &[][..],
            &["engines"],
            &["engine", "engine"],
            &["engine", "--json"],
            &["engine", "--fast"],
            &["mapper", "--data", "files"],
        ] {
            assert!(read(arguments).is_err(), "{arguments:?}");
        }
    }
}
