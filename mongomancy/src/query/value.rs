//! What is taken as a value of a field.

use std::borrow::Cow;

/// A value for a field of type `T`: a `T`, a `&T`, and what the field's type makes of a text. A field that is an
/// `Option<T>` takes a `T` as well.
///
/// Implemented by this crate alone.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no value of a field of type `{T}`",
    label = "expected a `{T}`, or a reference to one",
    note = "numbers are not converted: a field of type `f64` takes `10.0`, not `10`"
)]
pub trait IntoValue<T> {
    /// Gives the value to `take`.
    #[doc(hidden)]
    fn with<O>(self, take: impl FnOnce(&T) -> O) -> O;
}

impl<T> IntoValue<T> for T {
    #[inline]
    fn with<O>(self, take: impl FnOnce(&T) -> O) -> O {
        take(&self)
    }
}

impl<T> IntoValue<T> for &T {
    #[inline]
    fn with<O>(self, take: impl FnOnce(&T) -> O) -> O {
        take(self)
    }
}

impl<T> IntoValue<Option<T>> for T {
    #[inline]
    fn with<O>(self, take: impl FnOnce(&Option<T>) -> O) -> O {
        take(&Some(self))
    }
}

impl<T: Clone> IntoValue<Option<T>> for &T {
    #[inline]
    fn with<O>(self, take: impl FnOnce(&Option<T>) -> O) -> O {
        take(&Some(self.clone()))
    }
}

macro_rules! text {
    ($($type:ty),+) => {
        $(
            impl IntoValue<$type> for &str {
                #[inline]
                fn with<O>(self, take: impl FnOnce(&$type) -> O) -> O {
                    take(&self.to_owned().into())
                }
            }

            impl IntoValue<Option<$type>> for &str {
                #[inline]
                fn with<O>(self, take: impl FnOnce(&Option<$type>) -> O) -> O {
                    take(&Some(self.to_owned().into()))
                }
            }
        )+
    };
}

text!(String, Box<str>, Cow<'static, str>);
