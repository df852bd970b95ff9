//! `benches/RESULTS.md`: the last rows of each mode.

use std::{env, fmt::Write, fs, io, path::PathBuf, thread};

use crate::{
    Outcome, Result,
    arguments::{Arguments, Mode},
    table::figure,
};

const TITLE: &str = "\
# Results

The rows of `cargo run --release -p mongomancy-benches -- MODE --save`, a section for each mode. *ratio* is ours by the
driver's, from medians; *paired* is the median of the ratios of each round. A row that misses its bar stays, and says so.
";

/// Puts the rows of a mode into the file, and leaves those of the others as they are.
///
/// # Errors
/// Where the file cannot be read or written.
pub(crate) fn save(arguments: &Arguments, outcome: &Outcome) -> Result<()> {
    let file = root().join("benches/RESULTS.md");
    let text = match fs::read_to_string(&file) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => TITLE.to_owned(),
        Err(error) => return Err(error.into()),
    };
    fs::write(file, with_section(&text, arguments.mode.name(), &section(arguments, outcome)))?;
    Ok(())
}

/// The root of the workspace that this program was built from.
pub(crate) fn root() -> PathBuf {
    [env!("CARGO_MANIFEST_DIR"), ".."].iter().collect()
}

/// What a mode says of itself, without its heading.
fn section(arguments: &Arguments, outcome: &Outcome) -> String {
    let mut text = String::new();
    let processors = thread::available_parallelism().map_or(1, usize::from);
    let few = if arguments.quick { " With `--quick`: few rounds of few documents." } else { "" };
    let _ = writeln!(text, "{} on {processors} processors ({}).{few}", env::consts::OS, env::consts::ARCH);
    // Where the server writes to decides over the noise of what waits for its journal.
    if arguments.mode != Mode::Instructions
        && let Ok(folder) = env::var("TMPDIR")
    {
        let _ = writeln!(text, "The server's files are in `TMPDIR={folder}`.");
    }
    if !outcome.notes.is_empty() {
        let _ = writeln!(text, "{}", outcome.notes);
    }
    if matches!(arguments.mode, Mode::Mapper | Mode::Odm) {
        let _ = writeln!(text, "\n![The ratios of {0}](../docs/{0}.svg)", arguments.mode.name());
    }
    text.push_str("\n| work | ours | driver | unit | ratio | paired | bar | |\n|---|--:|--:|---|--:|--:|--:|---|\n");
    for summary in &outcome.summaries {
        let missed = if summary.keeps_bar() { "" } else { "**missed**" };
        let _ = writeln!(
            text,
            "| {} | {} | {} | {} | {:.3} | {:.3} | {:.2} | {missed} |",
            summary.work,
            figure(summary.ours),
            figure(summary.driver),
            summary.unit,
            summary.ratio(),
            summary.paired,
            summary.bar
        );
    }
    if !outcome.appendix.is_empty() {
        let _ = write!(text, "\n{}", outcome.appendix);
    }
    text
}

/// The text with `body` as its section `name`: in the place of the one that was there, or at the end.
fn with_section(text: &str, name: &str, body: &str) -> String {
    let heading = format!("## {name}");
    let mut parts: Vec<String> = Vec::new();
    for line in text.lines() {
        match parts.last_mut() {
            Some(part) if !line.starts_with("## ") => {
                part.push_str(line);
                part.push('\n');
            }
            _ => parts.push(format!("{line}\n")),
        }
    }
    let new = format!("{heading}\n\n{}\n", body.trim());
    match parts.iter_mut().find(|part| part.lines().next() == Some(&*heading)) {
        Some(old) => *old = new,
        None => parts.push(new),
    }
    let parts: Vec<&str> = parts.iter().map(|part| part.trim_end()).collect();
    parts.join("\n\n") + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::summary::{Better, Summary};

    #[test]
    fn a_section_takes_the_place_of_the_old_one_and_leaves_the_others() {
        let text = "# Results\n\nWords.\n\n## mapper\n\nold\n\n| a |\n\n## odm\n\nkept\n";
        let expected = "# Results\n\nWords.\n\n## mapper\n\nnew\n\n## odm\n\nkept\n";
        assert_eq!(with_section(text, "mapper", "new\n"), expected);
        assert_eq!(with_section(expected, "mapper", "new"), expected, "saving twice changes nothing");
    }

    #[test]
    fn a_new_section_comes_last() {
        assert_eq!(with_section("# Results\n", "odm", "rows"), "# Results\n\n## odm\n\nrows\n");
        let both = with_section("# Results\n\n## odm\n\nrows\n", "od", "rows");
        assert_eq!(both, "# Results\n\n## odm\n\nrows\n\n## od\n\nrows\n", "a name is not the beginning of another");
    }

    #[test]
    fn a_row_that_misses_its_bar_stays_and_says_so() {
        let arguments =
            Arguments { mode: Mode::Odm, quick: true, json: None, data: None, save: true, rest: Vec::new() };
        let summaries = [0.9, 1.0].map(|ours| Summary::of_pairs("update", [(ours, 1.0)], "MB/s", Better::Higher, 0.97));
        let (notes, appendix) = ("Made documents.".to_owned(), "Percentiles.".to_owned());
        let text = section(&arguments, &Outcome { summaries: summaries.into(), notes, appendix });
        assert!(text.contains("| update | 0.9000 | 1.00 | MB/s | 0.900 | 0.900 | 0.97 | **missed** |\n"), "{text}");
        assert!(text.contains("| update | 1.00 | 1.00 | MB/s | 1.000 | 1.000 | 0.97 |  |\n"), "{text}");
        assert!(text.contains("--quick") && text.contains("Made documents."), "{text}");
        assert!(text.ends_with("\n\nPercentiles."), "{text}");
    }
}
