//! What is taken as several fields: paths of whatever types.

use crate::{
    error::Result,
    query::path::{Path, place::Place},
};

/// Fields of documents of `R`: a [`Path`], or several in a tuple or an array, as in `(p.name, p.stats().wins)`.
///
/// Implemented by this crate alone.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no field of `{R}`",
    label = "expected a path, `p.name`, or several in parentheses, `(p.name, p.score)`",
    note = "paths are made of `{R}::fields()`"
)]
pub trait IntoPaths<R: ?Sized> {
    /// The stored paths.
    #[doc(hidden)]
    fn into_paths(self) -> Result<Vec<String>>;
}

impl<R: ?Sized, T, C, P: Place> IntoPaths<R> for Path<R, T, C, P> {
    fn into_paths(self) -> Result<Vec<String>> {
        self.place.trail().check_selected()?;
        Ok(vec![self.place.stored()])
    }
}

impl<R: ?Sized, I: IntoPaths<R>, const N: usize> IntoPaths<R> for [I; N] {
    fn into_paths(self) -> Result<Vec<String>> {
        concatenated(self)
    }
}

impl<R: ?Sized, I: IntoPaths<R>> IntoPaths<R> for Vec<I> {
    fn into_paths(self) -> Result<Vec<String>> {
        concatenated(self)
    }
}

fn concatenated<R: ?Sized, I: IntoPaths<R>>(several: impl IntoIterator<Item = I>) -> Result<Vec<String>> {
    several.into_iter().try_fold(Vec::new(), |mut paths, one| {
        paths.extend(one.into_paths()?);
        Ok(paths)
    })
}

macro_rules! tuples {
    ($($($name:ident)+;)+) => {
        $(impl<R: ?Sized, $($name: IntoPaths<R>),+> IntoPaths<R> for ($($name,)+) {
            fn into_paths(self) -> Result<Vec<String>> {
                #[allow(non_snake_case, reason = "each is named after its type")]
                let ($($name,)+) = self;
                let mut paths = Vec::new();
                $(paths.extend($name.into_paths()?);)+
                Ok(paths)
            }
        })+
    };
}

tuples! {
    A;
    A B;
    A B C;
    A B C D;
    A B C D E;
    A B C D E F;
    A B C D E F G;
    A B C D E F G H;
    A B C D E F G H I;
    A B C D E F G H I J;
    A B C D E F G H I J K;
    A B C D E F G H I J K L;
}
