//! Values at random, those at the edges more often than others.

use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet, HashMap, HashSet, VecDeque},
    hash::{BuildHasher, Hash},
    marker::PhantomData,
};

use proptest::{prelude::Rng, test_runner::TestRng};

/// A type of which there are values at random.
pub(crate) trait Sample: Sized {
    fn sample(rng: &mut TestRng) -> Self;
}

/// A value of whatever type is wanted.
pub(crate) fn of<T: Sample>(rng: &mut TestRng) -> T {
    T::sample(rng)
}

/// A number less than `end`.
pub(crate) fn below(rng: &mut TestRng, end: usize) -> usize {
    usize::try_from(rng.next_u32()).unwrap() % end
}

/// One of them.
pub(crate) fn one_of<T: Clone>(rng: &mut TestRng, values: &[T]) -> T {
    values[below(rng, values.len())].clone()
}

/// Makes values of a type from those of its fields: `sample!(Struct { a, b })`, or one way for each variant:
/// `sample!(Enum: rng => Enum::A, Enum::B(of(rng)))`.
macro_rules! sample {
    ($type:ident { $($field:ident),* $(,)? }) => {
        impl crate::sample::Sample for $type {
            fn sample(rng: &mut proptest::test_runner::TestRng) -> Self {
                let _ = &rng;
                Self { $($field: crate::sample::of(rng),)* }
            }
        }
    };
    ($type:ident: $rng:ident => $($way:expr),+ $(,)?) => {
        impl crate::sample::Sample for $type {
            fn sample($rng: &mut proptest::test_runner::TestRng) -> Self {
                let ways: &[fn(&mut proptest::test_runner::TestRng) -> Self] = &[$(|$rng| { let _ = &$rng; $way }),+];
                crate::sample::one_of($rng, ways)($rng)
            }
        }
    };
}
pub(crate) use sample;

macro_rules! integers {
    ($($type:ty),*) => {$(
        impl Sample for $type {
            #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_possible_wrap, reason = "any")]
            fn sample(rng: &mut TestRng) -> Self {
                match below(rng, 4) {
                    0 => one_of(rng, &[0, 1, <$type>::MAX, <$type>::MIN, 100]),
                    1 => i32::sample_any(rng) as $type,
                    2 => (rng.next_u32() % 128) as $type,
                    _ => rng.next_u64() as $type,
                }
            }
        }
    )*};
}

integers!(i8, i16, i32, i64, isize, u8, u16, u32, u64, usize, i128, u128);

trait SampleAny {
    fn sample_any(rng: &mut TestRng) -> Self;
}

impl SampleAny for i32 {
    fn sample_any(rng: &mut TestRng) -> Self {
        rng.next_u32().cast_signed()
    }
}

impl Sample for f64 {
    fn sample(rng: &mut TestRng) -> Self {
        const EDGES: [f64; 9] =
            [0.0, -0.0, 1.5, f64::MAX, f64::MIN_POSITIVE, f64::INFINITY, f64::NEG_INFINITY, f64::NAN, 1e300];
        if below(rng, 2) == 0 { one_of(rng, &EDGES) } else { Self::from_bits(rng.next_u64()) }
    }
}

impl Sample for f32 {
    fn sample(rng: &mut TestRng) -> Self {
        const EDGES: [f32; 6] = [0.0, -0.0, 1.1, f32::MAX, f32::INFINITY, f32::NAN];
        if below(rng, 2) == 0 { one_of(rng, &EDGES) } else { Self::from_bits(rng.next_u32()) }
    }
}

impl Sample for bool {
    fn sample(rng: &mut TestRng) -> Self {
        below(rng, 2) == 0
    }
}

impl Sample for char {
    fn sample(rng: &mut TestRng) -> Self {
        one_of(rng, &['a', '\0', '\u{7f}', '\u{e9}', '\u{20ac}', '\u{1f600}', char::MAX])
    }
}

/// Words that fields, variants and tags of the tests are named by.
pub(crate) const WORDS: [&str; 22] = [
    "", "a", "b", "id", "_id", "x", "first", "second", "alias", "another", "type", "content", "t", "c", "Unit",
    "Newtype", "Tuple", "Struct", "Other", "$oid", "0", "1",
];

impl Sample for String {
    fn sample(rng: &mut TestRng) -> Self {
        match below(rng, 4) {
            0 => one_of(rng, &["", "\0", "a\0b", "\u{20ac}\u{1f600}", "true", "12", "-1.5", "null"]).into(),
            1 => one_of(rng, &WORDS).into(),
            _ => (0..below(rng, 20)).map(|_| of::<char>(rng)).collect(),
        }
    }
}

/// A text that can be a key.
pub(crate) fn key(rng: &mut TestRng) -> String {
    String::sample(rng).replace('\0', "_")
}

impl Sample for () {
    fn sample(_: &mut TestRng) -> Self {}
}

impl<T> Sample for PhantomData<T> {
    fn sample(_: &mut TestRng) -> Self {
        Self
    }
}

impl<T: Sample> Sample for Option<T> {
    fn sample(rng: &mut TestRng) -> Self {
        (below(rng, 3) > 0).then(|| of(rng))
    }
}

impl<T: Sample> Sample for Box<T> {
    fn sample(rng: &mut TestRng) -> Self {
        Self::new(of(rng))
    }
}

impl Sample for Box<str> {
    fn sample(rng: &mut TestRng) -> Self {
        String::sample(rng).into()
    }
}

impl<T: Sample> Sample for Box<[T]> {
    fn sample(rng: &mut TestRng) -> Self {
        Vec::sample(rng).into()
    }
}

impl Sample for Cow<'static, str> {
    fn sample(rng: &mut TestRng) -> Self {
        if below(rng, 2) == 0 { Cow::Borrowed("borrowed") } else { Cow::Owned(of(rng)) }
    }
}

impl<T: Sample, const N: usize> Sample for [T; N] {
    fn sample(rng: &mut TestRng) -> Self {
        std::array::from_fn(|_| of(rng))
    }
}

/// Mostly few, and now and then so many that indices have two digits.
fn several<T>(rng: &mut TestRng, mut make: impl FnMut(&mut TestRng) -> T) -> Vec<T> {
    let count = if below(rng, 16) == 0 { 12 } else { below(rng, 4) };
    (0..count).map(|_| make(rng)).collect()
}

impl<T: Sample> Sample for Vec<T> {
    fn sample(rng: &mut TestRng) -> Self {
        several(rng, of)
    }
}

impl<T: Sample> Sample for VecDeque<T> {
    fn sample(rng: &mut TestRng) -> Self {
        several(rng, of).into()
    }
}

impl<T: Sample + Ord> Sample for BTreeSet<T> {
    fn sample(rng: &mut TestRng) -> Self {
        several(rng, of).into_iter().collect()
    }
}

impl<T: Sample + Eq + Hash, S: BuildHasher + Default> Sample for HashSet<T, S> {
    fn sample(rng: &mut TestRng) -> Self {
        several(rng, of).into_iter().collect()
    }
}

impl<K: From<String> + Ord, V: Sample> Sample for BTreeMap<K, V> {
    fn sample(rng: &mut TestRng) -> Self {
        several(rng, |rng| (key(rng).into(), of(rng))).into_iter().collect()
    }
}

impl<K: From<String> + Eq + Hash, V: Sample, S: BuildHasher + Default> Sample for HashMap<K, V, S> {
    fn sample(rng: &mut TestRng) -> Self {
        several(rng, |rng| (key(rng).into(), of(rng))).into_iter().collect()
    }
}

macro_rules! tuples {
    ($($($name:ident)+;)*) => {$(
        impl<$($name: Sample),+> Sample for ($($name,)+) {
            fn sample(rng: &mut TestRng) -> Self {
                ($($name::sample(rng),)+)
            }
        }
    )*};
}

tuples! {
    A;
    A B;
    A B C;
    A B C D;
    A B C D E F G H I J K L;
}
