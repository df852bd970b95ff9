//! What the program is told on its command line.

use std::path::PathBuf;

/// Below it there is no time for an election.
const LEAST_SECONDS: u64 = 6;

const USAGE: &str = "usage: failover [--out FILE] [--seconds N]";

/// The settings of a run.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Arguments {
    /// Where the picture goes.
    pub(crate) out: PathBuf,
    /// How long the load runs; the primary is killed halfway.
    pub(crate) seconds: u64,
}

impl Arguments {
    /// Reads them from the words after the program's name.
    pub(crate) fn parse(mut words: impl Iterator<Item = String>) -> Result<Self, String> {
        let mut parsed = Self { out: "failover.svg".into(), seconds: 24 };
        while let Some(word) = words.next() {
            let mut value = || words.next().ok_or_else(|| format!("{word} needs a value; {USAGE}"));
            match word.as_str() {
                "--out" => parsed.out = value()?.into(),
                "--seconds" => {
                    parsed.seconds =
                        value()?.parse().map_err(|_| format!("--seconds takes a whole number; {USAGE}"))?;
                }
                _ => return Err(format!("{word} is not known; {USAGE}")),
            }
        }
        if parsed.seconds < LEAST_SECONDS {
            return Err(format!("--seconds is at least {LEAST_SECONDS}, so that there is time for an election"));
        }
        Ok(parsed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_line_is_read() {
        let parse = |words: &str| Arguments::parse(words.split_whitespace().map(str::to_owned));
        assert_eq!(parse(""), Ok(Arguments { out: "failover.svg".into(), seconds: 24 }));
        assert_eq!(parse("--seconds 8 --out a.svg"), Ok(Arguments { out: "a.svg".into(), seconds: 8 }));
        for (words, says) in [
            ("--out", "--out needs a value"),
            ("--seconds -1", "takes a whole number"),
            ("--seconds 5", "at least 6"),
            ("--help", "usage: failover"),
        ] {
            assert!(parse(words).is_err_and(|error| error.contains(says)), "{words}");
        }
    }
}
