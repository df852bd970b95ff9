//! The error bag: every mistake of a struct in one compile.

use std::{cell::RefCell, fmt::Display, thread};

use proc_macro2::TokenStream;
use quote::ToTokens;

/// Collects errors until [`finish`](Self::finish). Dropping it unfinished panics, so that none is forgotten.
pub(crate) struct Context {
    errors: RefCell<Option<Vec<syn::Error>>>,
}

impl Context {
    pub(crate) fn new() -> Self {
        Self { errors: RefCell::new(Some(Vec::new())) }
    }

    /// Adds an error at the tokens `at`.
    pub(crate) fn error(&self, at: impl ToTokens, message: impl Display) {
        self.push(syn::Error::new_spanned(at, message));
    }

    /// Adds an error that knows its place.
    pub(crate) fn push(&self, error: syn::Error) {
        if let Some(errors) = self.errors.borrow_mut().as_mut() {
            errors.push(error);
        }
    }

    /// How many errors there are by now.
    pub(crate) fn count(&self) -> usize {
        self.errors.borrow().as_ref().map_or(0, Vec::len)
    }

    /// The errors as tokens, one `compile_error!` each; `None` where there are none.
    pub(crate) fn finish(self) -> Option<TokenStream> {
        let errors = self.errors.borrow_mut().take().unwrap_or_default();
        (!errors.is_empty()).then(|| errors.iter().map(syn::Error::to_compile_error).collect())
    }
}

impl Drop for Context {
    fn drop(&mut self) {
        assert!(thread::panicking() || self.errors.borrow().is_none(), "the errors of a derive were never looked at");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_error_is_told() {
        let cx = Context::new();
        cx.error(quote::quote!(a), "one");
        cx.error(quote::quote!(b), "two");
        assert_eq!(cx.count(), 2);
        let told = cx.finish().unwrap().to_string();
        assert!(told.contains("one") && told.contains("two"), "{told}");
        assert!(Context::new().finish().is_none());
    }

    #[test]
    #[should_panic(expected = "never looked at")]
    fn none_can_be_forgotten() {
        drop(Context::new());
    }
}
