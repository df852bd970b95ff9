//! The table as `docs/guarantees.md` publishes it.

use super::{CURSORS, Class, Failure, Group, Outcome, TABLE, When};

/// The generated parts of the document, each under the name that its markers have.
pub fn parts() -> [(&'static str, String); 2] {
    [("failures", failures()), ("cursors", cursors())]
}

/// `text` with its generated parts as they should be.
///
/// # Panics
/// Where a marker is missing.
pub fn updated(text: &str) -> String {
    parts().iter().fold(text.to_owned(), |text, (name, part)| {
        let (begin, end) = (format!("<!-- {name}: generated -->\n"), format!("<!-- {name}: end -->"));
        let (before, rest) = text.split_once(&begin).unwrap_or_else(|| panic!("no `{begin}`"));
        let (_, after) = rest.split_once(&end).unwrap_or_else(|| panic!("no `{end}`"));
        format!("{before}{begin}\n{part}\n{end}{after}")
    })
}

fn failures() -> String {
    let mut lines = vec![
        "| class | the command | answered by | read | numbered | replayable | not replayable \
         | transaction: statement | transaction: commit |"
            .to_owned(),
        "|---|---|---|---|---|---|---|---|---|".to_owned(),
    ];
    lines.extend(TABLE.iter().map(line));
    lines.join("\n") + "\n"
}

fn line(group: &Group) -> String {
    let class = match group.class {
        Class::NothingSent => "nothing sent",
        Class::Refused => "refused",
        Class::Ambiguous => "ambiguous",
        Class::Surface => "surface",
    };
    let when = match group.when {
        When::Before => "did not run",
        When::After => "ran",
    };
    let outcomes = [group.read, group.numbered, group.replayable, group.not_replayable, group.statement, group.commit]
        .map(outcome);
    format!("| {class} | {when} | {} | {} |", together(group.failures), outcomes.join(" | "))
}

fn cursors() -> String {
    let mut lines = vec![
        "| `getMore` is answered by | the cursor ends with | a resumable one |".to_owned(),
        "|---|---|---|".to_owned(),
    ];
    for group in CURSORS {
        let resumable = if group.goes_on { "goes on" } else { "ends too" };
        lines.push(format!("| {} | `{:?}` | {resumable} |", together(group.failures), group.ends));
    }
    lines.join("\n") + "\n"
}

/// The failures in words, those of one manner together.
fn together(failures: &[Failure]) -> String {
    let mut manners: Vec<(String, Vec<String>)> = Vec::new();
    for failure in failures {
        let manner = failure.manner();
        match manners.iter_mut().find(|(known, _)| *known == manner) {
            Some((_, codes)) => codes.extend(failure.named()),
            None => manners.push((manner, failure.named().into_iter().collect())),
        }
    }
    let in_words = |(manner, codes): &(String, Vec<String>)| match &codes[..] {
        [] => manner.clone(),
        codes => format!("{manner}: {}", codes.join(", ")),
    };
    manners.iter().map(in_words).collect::<Vec<_>>().join("; ")
}

fn outcome(outcome: Outcome) -> String {
    match outcome {
        Outcome::Answered => "answered".to_owned(),
        Outcome::Replayed => "answered, `replayed()`".to_owned(),
        Outcome::Failed(kind) => format!("`{kind:?}`"),
        Outcome::MaybeApplied(kind) => format!("`{kind:?}`, `maybe_applied()`"),
        Outcome::Never => "–".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use std::{env, fs, path::Path};

    use super::*;

    /// Set to `overwrite` to have the document written.
    const VARIABLE: &str = "MONGOMANCY_GUARANTEES";

    fn published() -> (std::path::PathBuf, String) {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/guarantees.md");
        let text = fs::read_to_string(&path).unwrap();
        (path, text)
    }

    #[test]
    fn the_published_tables_are_those_that_are_tested() {
        let (path, text) = published();
        let wanted = updated(&text);
        if env::var(VARIABLE).is_ok_and(|value| value == "overwrite") {
            fs::write(path, wanted).unwrap();
            return;
        }
        assert!(
            text == wanted,
            "docs/guarantees.md differs from the table; \
             run `{VARIABLE}=overwrite cargo test -p mongomancy-tests --lib` to update it"
        );
    }

    #[test]
    fn a_changed_cell_shows() {
        let (_, text) = published();
        let changed = text.replacen("| answered |", "| lost |", 1);
        assert!(changed != text && updated(&changed) == updated(&text));
    }

    /// The document names the tests that prove what it says.
    #[test]
    fn the_named_tests_are_there() {
        let (_, text) = published();
        let named: Vec<&str> = text.split('`').filter(|word| word.starts_with("failover::")).collect();
        assert!(named.len() > 10, "{named:?}");
        for test in named {
            let (file, function) = test.rsplit_once("::").unwrap();
            let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/{}.rs", file.replace("::", "/")));
            let source = fs::read_to_string(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
            assert!(source.contains(&format!("async fn {function}()")), "{test} is not there");
        }
    }
}
