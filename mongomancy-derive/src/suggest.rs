//! "Did you mean": the nearest of the names that exist.

/// The name nearest to `wrong`, if one is near enough to be what was meant.
pub(crate) fn nearest<'a>(wrong: &str, names: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let limit = (wrong.chars().count() / 3).max(1);
    names
        .into_iter()
        .map(|name| (distance(&wrong.to_lowercase(), &name.to_lowercase()), name))
        .filter(|(distance, _)| *distance <= limit)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, name)| name)
}

/// The same for words that others spell out: `expireAfterSeconds` begins with `expire_after`.
pub(crate) fn meant<'a>(wrong: &str, names: impl Iterator<Item = &'a str> + Clone) -> Option<&'a str> {
    let plain = |name: &str| name.replace('_', "").to_lowercase();
    nearest(wrong, names.clone()).or_else(|| names.into_iter().find(|name| plain(wrong).starts_with(&plain(name))))
}

/// `` `a`, `b` `` for messages.
pub(crate) fn list<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    names.into_iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

/// How many letters are to be added, dropped, replaced or swapped with their neighbour.
fn distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let mut rows = vec![vec![0; b.len() + 1]; a.len() + 1];
    for i in 0..=a.len() {
        for j in 0..=b.len() {
            rows[i][j] = if i == 0 || j == 0 {
                i + j
            } else {
                let swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
                let swap = if swapped { rows[i - 2][j - 2] + 1 } else { usize::MAX };
                let replace = rows[i - 1][j - 1] + usize::from(a[i - 1] != b[j - 1]);
                swap.min(replace).min(rows[i - 1][j] + 1).min(rows[i][j - 1] + 1)
            };
        }
    }
    rows[a.len()][b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_names_are_found_and_far_ones_are_not() {
        let names = ["player_id", "name", "score"];
        for (wrong, right) in [
            ("player_idd", Some("player_id")),
            ("playerid", Some("player_id")),
            ("socre", Some("score")),
            ("Name", Some("name")),
            ("nam", Some("name")),
            ("colour", None),
            ("x", None),
        ] {
            assert_eq!(nearest(wrong, names), right, "{wrong}");
        }
    }

    #[test]
    fn what_others_spell_out_is_found() {
        let options = ["unique", "expire_after"].into_iter();
        for (wrong, right) in
            [("expireAfterSeconds", Some("expire_after")), ("uniqe", Some("unique")), ("partial", None), ("exp", None)]
        {
            assert_eq!(meant(wrong, options.clone()), right, "{wrong}");
        }
    }
}
