//! Texts.

use std::borrow::Cow;

use crate::check::fields;

fields! {
    character: [char],
    string: [String],
    boxed: [Box<str>],
    cow: [Cow<'static, str>],
}
