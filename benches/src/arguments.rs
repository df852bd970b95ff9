//! The command line.

use std::path::PathBuf;

use lexopt::{Arg, Parser, ValueExt};

use crate::measure::Effort;

pub(crate) const USAGE: &str = "\
usage: mongomancy-benches MODE [--quick] [--json FILE]

modes:
  engine       find_one, insert_one and update_one through Collection<T>, against the driver's Collection<T>

options:
  --quick      few rounds: whether it runs, not how fast
  --json FILE  write the rows to FILE as well";

/// What is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mode {
    Engine,
}

#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Arguments {
    pub(crate) mode: Mode,
    pub(crate) quick: bool,
    pub(crate) json: Option<PathBuf>,
}

impl Arguments {
    /// The arguments; none where only help is asked for.
    pub(crate) fn read(mut parser: Parser) -> Result<Option<Self>, lexopt::Error> {
        let (mut mode, mut quick, mut json) = (None, false, None);
        while let Some(argument) = parser.next()? {
            match argument {
                Arg::Long("quick") => quick = true,
                Arg::Long("json") => json = Some(PathBuf::from(parser.value()?)),
                Arg::Long("help") | Arg::Short('h') => return Ok(None),
                Arg::Value(value) if mode.is_none() => mode = Some(value.parse_with(Mode::of)?),
                other => return Err(other.unexpected()),
            }
        }
        let mode = mode.ok_or("a mode is missing")?;
        Ok(Some(Self { mode, quick, json }))
    }

    pub(crate) fn effort(&self) -> Effort {
        if self.quick { Effort::quick() } else { Effort::full() }
    }
}

impl Mode {
    fn of(name: &str) -> Result<Self, &'static str> {
        match name {
            "engine" => Ok(Self::Engine),
            _ => Err("there is no such mode"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(arguments: &[&str]) -> Result<Option<Arguments>, lexopt::Error> {
        Arguments::read(Parser::from_args(arguments))
    }

    #[test]
    fn flags_stand_on_either_side_of_the_mode() {
        let expected = Arguments { mode: Mode::Engine, quick: true, json: Some("rows.json".into()) };
        assert_eq!(read(&["--quick", "engine", "--json", "rows.json"]).unwrap(), Some(expected));
        assert_eq!(read(&["engine"]).unwrap(), Some(Arguments { mode: Mode::Engine, quick: false, json: None }));
        assert_eq!(read(&["engine", "--help"]).unwrap(), None);
    }

    #[test]
    fn what_is_not_known_is_refused() {
        for arguments in [&[][..], &["engines"], &["engine", "engine"], &["engine", "--json"], &["engine", "--fast"]] {
            assert!(read(arguments).is_err(), "{arguments:?}");
        }
    }
}
