//! Types that can be stored in more than one way: which one is said at the field.
//!
//! What serde makes of an instant is a text, on which a time-to-live index never fires, and of a UUID a generic binary,
//! which no other driver reads as one. Neither is chosen in silence.

#[cfg(feature = "chrono-0_4")]
mod chrono;
mod container;
mod date;
mod decimal;
mod feature;
#[cfg(feature = "jiff-0_2")]
mod jiff;
#[cfg(feature = "time-0_3")]
mod time;
mod uuid;

pub use self::{
    date::Date,
    decimal::DecimalCodec,
    feature::{check_chrono, check_decimal, check_jiff, check_time, check_uuid},
    uuid::UuidCodec,
};
use super::field_codec::{NoCodec, Probe};

macro_rules! ambiguous {
    ($($kind:ident, $choose:ident, $decided:ident, $said:literal, $label:literal, [$($note:literal),+];)+) => {
        $(
            #[doc = concat!("A type that can be stored as ", $said, " or in another way, or something with it.")]
            pub trait $kind {}

            #[doc = concat!("The choice for what could be ", $said, ": an error, as it is not made here.")]
            pub trait $choose<T> {
                /// There is no codec.
                fn codec(&self) -> NoCodec
                where
                    T: $decided;
            }

            impl<T: $kind> $choose<T> for &&Probe<T> {
                fn codec(&self) -> NoCodec
                where
                    T: $decided,
                {
                    NoCodec
                }
            }

            /// A type that is stored in one way. Nothing implements it: it is asked for only where there are more.
            #[diagnostic::on_unimplemented(
                message = "`{Self}` can be stored in more than one way",
                label = $label,
                $(note = $note,)+
            )]
            pub trait $decided {}

            container::ambiguous_within!($kind);
        )+
    };
}

ambiguous!(
    AmbiguousDate, ChooseDate, DecidedDate, "a BSON date", "add `#[codec(date)]` to store a BSON date",
    [
        "`#[codec(date)]` stores a BSON date, in milliseconds; it may stand on the struct, too, for all of its fields",
        "`#[serde(with = \"module\")]` stores what the module writes, such as one of `bson::serde_helpers::datetime`",
        "`#[codec(serde)]` stores what serde writes: a text, or an array of numbers, on which a time-to-live index never fires"
    ];
    AmbiguousUuid, ChooseUuid, DecidedUuid, "a BSON UUID", "add `#[codec(uuid)]` to store a BSON UUID",
    [
        "`#[codec(uuid)]` stores a binary of subtype 4, as other drivers do; it may stand on the struct, too, for all of its fields",
        "`#[serde(with = \"module\")]` stores what the module writes, such as one of `bson::serde_helpers::uuid_1`",
        "`#[codec(serde)]` stores what serde writes: a binary of the generic subtype, which is not equal to a UUID"
    ];
    AmbiguousDecimal, ChooseDecimal, DecidedDecimal, "a `Decimal128`", "add `#[codec(decimal)]` to store a `Decimal128`",
    [
        "`#[codec(decimal)]` stores a `Decimal128`; it may stand on the struct, too, for all of its fields",
        "`#[serde(with = \"module\")]` stores what the module writes",
        "`#[codec(serde)]` stores what serde writes: a text, which is not sorted as a number"
    ];
);
