//! Paths of one document that get in each other's way.

/// The first two paths of which one is the other, or leads on from it: the outer one first.
pub(super) fn collision(mut paths: Vec<&[u8]>) -> Option<(&[u8], &[u8])> {
    // By their names, so that what is in a field comes right after the field.
    paths.sort_unstable_by(|one, other| names(one).cmp(names(other)));
    let pair = paths.windows(2).find(|pair| is_within(pair[1], pair[0]))?;
    Some((pair[0], pair[1]))
}

fn names(path: &[u8]) -> impl Iterator<Item = &[u8]> {
    path.split(|byte| *byte == b'.')
}

fn is_within(path: &[u8], field: &[u8]) -> bool {
    path.strip_prefix(field).is_some_and(|rest| rest.first().is_none_or(|next| *next == b'.'))
}
