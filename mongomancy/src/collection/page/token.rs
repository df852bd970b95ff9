//! The token of a page, and what is taken as one.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Where a [page](crate::action::Find::page) begins or ends: an opaque string of letters, digits, `-` and `_`, which goes
/// into a URL as it is.
///
/// Give it back by [`after`](crate::action::FindPage::after) or [`before`](crate::action::FindPage::before). It is checked
/// there and not before; so any string can be made one.
///
/// It holds the sort key of one document, **readable by whoever has it**: it is encoded, not encrypted. Its `Debug` shows
/// nothing of it.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PageToken(String);

impl PageToken {
    /// The string.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<String> for PageToken {
    fn from(token: String) -> Self {
        Self(token)
    }
}

impl From<&str> for PageToken {
    fn from(token: &str) -> Self {
        Self(token.to_owned())
    }
}

impl From<PageToken> for String {
    fn from(token: PageToken) -> Self {
        token.0
    }
}

impl AsRef<str> for PageToken {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for PageToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl fmt::Debug for PageToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PageToken").finish_non_exhaustive()
    }
}

/// The token of a page, or none: a [`PageToken`] or a string, by value or by reference, or an `Option` of one.
///
/// Implemented by this crate alone.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no token of a page",
    label = "expected a `PageToken`, a string, or an `Option` of one"
)]
pub trait IntoPageToken {
    /// The token, if there is one.
    #[doc(hidden)]
    fn into_page_token(self) -> Option<PageToken>;
}

macro_rules! into_page_token {
    ($($from:ty: $token:ident => $make:expr;)+) => {$(
        impl IntoPageToken for $from {
            fn into_page_token(self) -> Option<PageToken> {
                let $token = self;
                Some($make)
            }
        }

        // One for each: a general one would have the compiler look for options in options.
        impl IntoPageToken for Option<$from> {
            fn into_page_token(self) -> Option<PageToken> {
                self.and_then(IntoPageToken::into_page_token)
            }
        }
    )+};
}

into_page_token! {
    PageToken: token => token;
    &PageToken: token => token.clone();
    String: token => token.into();
    &String: token => token.as_str().into();
    &str: token => token.into();
}

impl IntoPageToken for &Option<PageToken> {
    fn into_page_token(self) -> Option<PageToken> {
        self.clone()
    }
}

impl IntoPageToken for &Option<String> {
    fn into_page_token(self) -> Option<PageToken> {
        self.as_deref().map(PageToken::from)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_comes_as_whatever_a_request_holds() {
        fn token(from: impl IntoPageToken) -> Option<String> {
            from.into_page_token().map(String::from)
        }
        let (text, made) = ("abc".to_owned(), PageToken::from("abc"));
        let (maybe_text, maybe_made) = (Some(text.clone()), Some(made.clone()));
        let all = [
            token("abc"),
            token(&text),
            token(text.clone()),
            token(&made),
            token(made.clone()),
            token(Some("abc")),
            token(Some(&text)),
            token(&maybe_text),
            token(Some(text.clone())),
            token(Some(&made)),
            token(&maybe_made),
        ];
        assert!(all.iter().all(|token| token.as_deref() == Some("abc")), "{all:?}");
        assert_eq!(token(None::<&str>), None);
        assert_eq!(token(&None::<String>), None);
    }

    #[test]
    fn debug_shows_nothing_and_serde_the_string() {
        let token = PageToken::from("abc");
        assert!(!format!("{token:?}").contains("abc"));
        assert_eq!(token.to_string(), "abc");
        assert_eq!(serde_json::to_string(&token).unwrap(), "\"abc\"");
        assert_eq!(serde_json::from_str::<PageToken>("\"abc\"").unwrap(), token);
    }
}
