//! Runs all families of documents past a type.

use std::fmt::Write;

use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

use crate::{
    family::{corrupted, positional, shape, substituted, written},
    subject::Subject,
};

/// A document at which serde and we differ, and how.
pub(crate) struct Difference {
    pub(crate) bytes: Vec<u8>,
    pub(crate) how: String,
}

type Family = fn(&Subject, &mut TestRunner) -> Result<(), Difference>;

const FAMILIES: [(&str, Family); 5] = [
    ("written", written::run),
    ("shape", shape::run),
    ("substituted", substituted::run),
    ("positional", positional::run),
    ("corrupted", corrupted::run),
];

/// Fails with one document of each family at which serde and we differ.
pub(crate) fn check(subjects: &[Subject]) {
    let mut told = String::new();
    for subject in subjects {
        for (family, run) in FAMILIES {
            if let Err(Difference { bytes, how }) = run(subject, &mut runner()) {
                let bytes = crate::subject::hex(&bytes);
                _ = writeln!(told, "\n== {}, {family}:\n  {bytes}\n{how}", subject.name);
            }
        }
    }
    assert!(told.is_empty(), "{told}");
}

/// Few cases, and the same ones each time; `PROPTEST_CASES` asks for more, and for others.
pub(crate) fn runner() -> TestRunner {
    const CASES: u32 = 32;
    let config = Config { failure_persistence: None, max_shrink_iters: 2_000, ..Config::default() };
    if std::env::var_os("PROPTEST_CASES").is_some() {
        return TestRunner::new(config);
    }
    TestRunner::new_with_rng(Config { cases: CASES, ..config }, TestRng::deterministic_rng(RngAlgorithm::ChaCha))
}

/// Tests of types that are documents: `documents! { test: Type, other_test: OtherType }`. Each is read by itself and as
/// the field of another.
macro_rules! documents {
    ($($test:ident: $type:ident),* $(,)?) => {
        $(
            mod $test {
                #[allow(unused_imports, reason = "a primitive type needs none")]
                use super::*;

                crate::check::field!([$type]);

                #[test]
                fn as_serde() {
                    crate::check::check(&[
                        crate::subject::Subject::of::<$type>(stringify!($type)),
                        crate::subject::Subject::of::<Field>(concat!("a field of ", stringify!($type))),
                    ]);
                }

                #[test]
                fn passes_its_validator() {
                    crate::validated::check(&[
                        crate::subject::Subject::of::<$type>(stringify!($type)),
                        crate::subject::Subject::of::<Field>(concat!("a field of ", stringify!($type))),
                    ]);
                }
            }
        )*
    };
}
pub(crate) use documents;

/// Tests of types that are values in documents: `fields! { test: [Type], other_test: [OtherType] }`.
macro_rules! fields {
    ($($test:ident: [$($type:tt)+]),* $(,)?) => {
        $(
            mod $test {
                #[allow(unused_imports, reason = "a primitive type needs none")]
                use super::*;

                crate::check::field!([$($type)+]);

                #[test]
                fn as_serde() {
                    let name = stringify!($($type)+);
                    crate::check::check(&[crate::subject::Subject::of::<Field>(name)]);
                }

                #[test]
                fn passes_its_validator() {
                    crate::validated::check(&[crate::subject::Subject::of::<Field>(stringify!($($type)+))]);
                }
            }
        )*
    };
}
pub(crate) use fields;

/// A document with a type in each place where the way of reading it is chosen anew.
macro_rules! field {
    ([$($type:tt)+]) => {
        #[derive(Debug, serde::Serialize, serde::Deserialize, mongomancy::MongoDocument)]
        struct Field {
            alone: $($type)+,
            option: Option<$($type)+>,
            several: Vec<$($type)+>,
            behind: i32,
        }
        crate::sample::sample!(Field { alone, option, several, behind });
    };
}
pub(crate) use field;
