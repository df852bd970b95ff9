//! Which way a projection reads a field of its model, found where both types are known: by the order in which methods are
//! looked up, `(&&&&&&&ReadAs::<F>::of(|p: P| p.field)).way()`.

use std::{fmt, marker::PhantomData};

use super::{
    Projection,
    read::{NoWay, Part, PartIfAny, Whole, WholeIfAny},
};
use crate::{
    model::Field,
    query::path::{
        Path,
        codec::{ReadCodec, ValueCodec},
    },
};

/// A projection's field of type `F`.
pub struct ReadAs<F>(PhantomData<fn() -> F>);

impl<F> ReadAs<F> {
    /// It, read from where a path leads. The closure is there for its type, and never called.
    pub fn of<M, R: ?Sized, T, C, P>(_: impl FnOnce(M) -> Path<R, T, C, P>) -> Choice<F, T, C> {
        Choice(PhantomData)
    }

    /// It, where the way there leads through something.
    pub fn through<M, E: Enterable>(_: impl FnOnce(M) -> E) -> Through<F, E::Value> {
        Through(PhantomData)
    }
}

/// The field of type `F` that is read from one of type `T`, which `C` reads.
#[expect(clippy::type_complexity, reason = "three types, none of them there")]
pub struct Choice<F, T, C>(PhantomData<fn() -> (F, T, C)>);

/// The field of type `F` that is read through one of type `T`.
pub struct Through<F, T>(PhantomData<fn() -> (F, T)>);

impl<F> fmt::Debug for ReadAs<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ReadAs")
    }
}

impl<F, T, C> fmt::Debug for Choice<F, T, C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Choice")
    }
}

impl<F, T> fmt::Debug for Through<F, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Through")
    }
}

/// The first choice: the model's own type.
pub trait ChooseWhole<T, C> {
    /// The way.
    fn way(&self) -> Whole<T, C>;
}

impl<T, C: ReadCodec<T>> ChooseWhole<T, C> for &&&&&&Choice<T, T, C> {
    fn way(&self) -> Whole<T, C> {
        Whole::NEW
    }
}

/// The second: an `Option` of it.
pub trait ChooseWholeIfAny<T, C> {
    /// The way.
    fn way(&self) -> WholeIfAny<T, C>;
}

impl<T, C: ReadCodec<T>> ChooseWholeIfAny<T, C> for &&&&&Choice<Option<T>, T, C> {
    fn way(&self) -> WholeIfAny<T, C> {
        WholeIfAny::NEW
    }
}

/// The third: a projection of it, where it is stored as its type says.
pub trait ChoosePart<F, T> {
    /// The way.
    fn way(&self) -> Part<F, T>;
}

impl<F: Projection<T>, T, C: ValueCodec<T, Stored = T>> ChoosePart<F, T> for &&&&Choice<F, T, C> {
    fn way(&self) -> Part<F, T> {
        Part::NEW
    }
}

/// The fourth: an `Option` of a projection.
pub trait ChoosePartIfAny<F, T> {
    /// The way.
    fn way(&self) -> PartIfAny<F, T>;
}

impl<F: Projection<T>, T, C: ValueCodec<T, Stored = T>> ChoosePartIfAny<F, T> for &&&Choice<Option<F>, T, C> {
    fn way(&self) -> PartIfAny<F, T> {
        PartIfAny::NEW
    }
}

/// A compile error: the model's type in an `Option`, without it.
pub trait RefuseAbsent<F> {
    /// There is no way.
    fn way(&self) -> NoWay
    where
        F: AlwaysThere;
}

impl<T, C> RefuseAbsent<T> for &&Choice<T, Option<T>, C> {
    fn way(&self) -> NoWay
    where
        T: AlwaysThere,
    {
        NoWay
    }
}

/// A compile error: a projection of what is in an `Option`, without it.
pub trait RefuseAbsentPart<F> {
    /// There is no way.
    fn way(&self) -> NoWay
    where
        F: AlwaysThere;
}

impl<F: Projection<T>, T, C> RefuseAbsentPart<F> for &Choice<F, Option<T>, C> {
    fn way(&self) -> NoWay
    where
        F: AlwaysThere,
    {
        NoWay
    }
}

/// What is left: a compile error.
pub trait RefuseOther<F, T> {
    /// There is no way.
    fn way(&self) -> NoWay
    where
        F: ReadFrom<T>;
}

impl<F, T, C> RefuseOther<F, T> for Choice<F, T, C> {
    fn way(&self) -> NoWay
    where
        F: ReadFrom<T>,
    {
        NoWay
    }
}

/// A value that is in every document. Nothing implements it: it is asked for only where there is an `Option`.
#[diagnostic::on_unimplemented(
    message = "the model's field is an `Option`: a document may have no `{Self}` there",
    label = "expected `Option<{Self}>`"
)]
pub trait AlwaysThere {}

/// A type that a field of type `T` can be read as. Nothing implements it: it is asked for only where there is no way.
#[diagnostic::on_unimplemented(
    message = "a field of type `{T}` cannot be read as `{Self}`",
    label = "expected `{T}`",
    note = "of an embedded document, a struct with `#[derive(Projection)]` and `#[projection(of = ..)]` reads a part",
    note = "a field that functions read, such as those of `#[serde(with)]`, is read as the model's type alone"
)]
pub trait ReadFrom<T> {}

/// What a path goes through: an embedded document, or one whose fields stand beside others.
pub trait Enterable {
    /// Its type.
    type Value;
}

impl<R: ?Sized, T, C, P> Enterable for Path<R, T, C, P> {
    type Value = T;
}

impl<T> Enterable for Field<T> {
    type Value = T;
}

/// What is on the way may be absent: `(&&ReadAs::<F>::through(|p: P| p.field)).check()`.
pub trait MayBeAbsent<F> {
    /// Asks for a field that may be absent.
    fn check(&self)
    where
        F: TakesAbsent;
}

impl<F, T> MayBeAbsent<F> for &Through<F, Option<T>> {
    fn check(&self)
    where
        F: TakesAbsent,
    {
    }
}

/// What is on the way is always there.
pub trait IsThere {
    /// Asks for nothing.
    fn check(&self);
}

impl<F, T> IsThere for Through<F, T> {
    fn check(&self) {}
}

/// An `Option`.
#[diagnostic::on_unimplemented(
    message = "the path leads through an `Option`: a document may have no `{Self}` there",
    label = "expected `Option<{Self}>`"
)]
pub trait TakesAbsent {}

impl<T> TakesAbsent for Option<T> {}
