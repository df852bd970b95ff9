//! What lies behind an error, without anything that a document or a filter said.

use std::fmt;

/// The cause of an [`Error`](crate::Error): the driver's kind of error, the server's code, its name and the labels.
///
/// The server's message is left out: it quotes keys and documents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cause {
    what: &'static str,
    code: Option<i32>,
    code_name: Option<String>,
    labels: Vec<String>,
}

impl Cause {
    pub(crate) fn new(what: &'static str, code: Option<i32>, code_name: Option<String>, labels: Vec<String>) -> Self {
        let code_name = code_name.filter(|name| !name.is_empty());
        Self { what, code, code_name, labels }
    }

    /// The driver's kind of error, in a few words.
    pub fn what(&self) -> &'static str {
        self.what
    }

    /// The server's error code.
    pub fn code(&self) -> Option<i32> {
        self.code
    }

    /// The name that the server gave with the code, or is known to have for it.
    pub fn code_name(&self) -> Option<&str> {
        self.code_name.as_deref()
    }

    /// The error labels.
    pub fn labels(&self) -> &[String] {
        &self.labels
    }
}

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.what)?;
        if let Some(code) = self.code {
            write!(f, " {code}")?;
        }
        if let Some(name) = &self.code_name {
            write!(f, " {name}")?;
        }
        if !self.labels.is_empty() {
            write!(f, " [{}]", self.labels.join(", "))?;
        }
        Ok(())
    }
}

impl std::error::Error for Cause {}
