//! The names that indexes have when nobody names them.

/// `ux__` or `ix__`, the collection, and the fields joined by `_`.
pub(super) fn derived<'a>(collection: &str, fields: impl Iterator<Item = &'a str>, unique: bool) -> String {
    let fields: Vec<&str> = fields.collect();
    format!("{}__{collection}__{}", if unique { "ux" } else { "ix" }, fields.join("_"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_those_of_databases_that_exist() {
        assert_eq!(derived("player", ["player_id"].into_iter(), true), "ux__player__player_id");
        assert_eq!(derived("player", ["guild", "score"].into_iter(), false), "ix__player__guild_score");
    }
}
