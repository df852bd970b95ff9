//! Types of other crates that look like one with a choice, where the feature that knows the crate is off.

macro_rules! features {
    ($($feature:literal, $trait:ident, $check:ident, $label:literal, $note:literal;)+) => {
        $(
            #[doc = concat!("A type that is not taken for one that the feature `", $feature, "` is for.")]
            #[cfg(not(feature = $feature))]
            #[diagnostic::on_unimplemented(
                message = "`{Self}` can be stored in more than one way",
                label = $label,
                note = "`#[serde(with = \"module\")]` stores what the module writes",
                note = $note
            )]
            pub trait $trait {}

            #[cfg(not(feature = $feature))]
            #[diagnostic::do_not_recommend]
            impl<T: crate::codec::Encode> $trait for T {}

            /// Asserts that the type is none of these, or that the feature is on.
            #[cfg(not(feature = $feature))]
            pub const fn $check<T: $trait>() {}

            /// Asserts that the type is none of these, or that the feature is on.
            #[cfg(feature = $feature)]
            pub const fn $check<T>() {}
        )+
    };
}

features!(
    "chrono-0_4", NoChrono, check_chrono,
    "switch on mongomancy's feature `chrono-0_4` and add `#[codec(date)]` to store a BSON date",
    "`#[codec(serde)]` stores what serde writes: a text, on which a time-to-live index never fires";
    "time-0_3", NoTime, check_time,
    "switch on mongomancy's feature `time-0_3` and add `#[codec(date)]` to store a BSON date",
    "`#[codec(serde)]` stores what serde writes: an array of numbers, on which a time-to-live index never fires";
    "jiff-0_2", NoJiff, check_jiff,
    "switch on mongomancy's feature `jiff-0_2` and add `#[codec(date)]` to store a BSON date",
    "`#[codec(serde)]` stores what serde writes: a text, on which a time-to-live index never fires";
    "uuid-1", NoUuid, check_uuid,
    "switch on mongomancy's feature `uuid-1` and add `#[codec(uuid)]` to store a BSON UUID",
    "`#[codec(serde)]` stores what serde writes: a binary of the generic subtype, which is not equal to a UUID";
    "rust_decimal-1", NoDecimal, check_decimal,
    "switch on mongomancy's feature `rust_decimal-1` and add `#[codec(decimal)]` to store a `Decimal128`",
    "`#[codec(serde)]` stores what serde writes: a text, which is not sorted as a number";
);
