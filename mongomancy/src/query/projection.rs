//! A projection: the part of a document that a struct asks for and reads.

mod choose;
mod locate;
mod paths;
mod read;
mod selection;

use std::{
    collections::{BTreeMap, HashMap, VecDeque},
    hash::{BuildHasher, Hash},
};

use bson::RawDocumentBuf;

pub use self::{
    choose::{
        ChoosePart, ChoosePartIfAny, ChooseWhole, ChooseWholeIfAny, IsThere, MayBeAbsent, ReadAs, RefuseAbsent,
        RefuseAbsentPart, RefuseOther,
    },
    locate::locate,
    paths::IntoPaths,
    read::{ReadField, include_field, read_field},
    selection::Selection,
};
use crate::{
    codec::{Decode, value::map::MapKey},
    error::Result,
};

/// A struct that holds a part of documents of type `R`: it says which fields are asked for, and reads them.
///
/// **Derive it: [`#[derive(Projection)]`](derive@crate::Projection) has the reference of its attributes.**
///
/// ```no_run
/// use mongomancy::{Collection, MongoCollection, Projection};
///
/// #[derive(MongoCollection)]
/// struct Player {
///     name: String,
///     score: f64,
/// }
///
/// #[derive(Projection)]
/// #[projection(of = Player)]
/// struct Card {
///     name: String,
/// }
///
/// # async fn example(players: Collection<Player>) -> mongomancy::Result<()> {
/// let p = Player::fields();
/// let cards: Vec<Card> = players.find(p.score.gt(0.0)).project::<Card>().try_collect().await?;
/// # Ok(())
/// # }
/// ```
///
/// A `Vec`, an `Option`, a `Box` and a map of projections is a projection of such a one of the documents. The derive is the
/// only implementor meant.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no projection of `{R}`",
    label = "needs `#[derive(Projection)]` and `#[projection(of = {R})]`",
    note = "`with_type` reads documents as a type that is not checked against `{R}`"
)]
pub trait Projection<R: ?Sized>: Decode {
    /// Adds what is to be asked for below `path`, which is empty for a whole document.
    #[doc(hidden)]
    fn include(path: String, to: &mut Selection);
}

/// How deep projections lie within each other that ask for parts: what is deeper is asked for as a whole, so that one
/// which holds itself comes to an end.
const DEPTH: usize = 8;

/// Adds what `fill` asks for below `path`, or all of it where that is too deep.
pub fn include_part(path: String, to: &mut Selection, fill: impl FnOnce(&str, &mut Selection)) {
    if path.split('.').count() < DEPTH {
        fill(&path, to);
    } else {
        to.put(path, true);
    }
}

/// The projection that asks for the fields of `C`, and for no `_id` unless it is among them.
pub(crate) fn projection_of<R: ?Sized, C: Projection<R>>() -> Result<RawDocumentBuf> {
    let mut selection = Selection::default();
    C::include(String::new(), &mut selection);
    selection.leave_id_out();
    selection.into_raw()
}

macro_rules! containers {
    ($($container:ident),+) => {
        $(impl<F: Projection<T>, T> Projection<$container<T>> for $container<F> {
            fn include(path: String, to: &mut Selection) {
                F::include(path, to);
            }
        })+
    };
}

containers!(Option, Box, Vec, VecDeque);

// Which keys there are is not known, so that nothing can be said of what is below them.
impl<K, F, T, S> Projection<HashMap<K, T, S>> for HashMap<K, F, S>
where
    K: MapKey + Eq + Hash,
    F: Projection<T>,
    S: BuildHasher + Default,
{
    fn include(path: String, to: &mut Selection) {
        to.put(path, true);
    }
}

impl<K: MapKey + Ord, F: Projection<T>, T> Projection<BTreeMap<K, T>> for BTreeMap<K, F> {
    fn include(path: String, to: &mut Selection) {
        to.put(path, true);
    }
}
