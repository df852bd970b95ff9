//! One call of a load as plain data: which documents it is about, and what a server without faults answers.

use super::{Kind, STRETCH};

/// One call. Its documents are known by their names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Call {
    /// What it does.
    pub kind: Kind,
    /// Who makes it; each worker of a kind has documents of its own.
    pub worker: usize,
    /// Counts the worker's calls, from 1.
    pub number: i64,
}

impl Call {
    /// The name of the worker's own documents, which are there from the start.
    pub fn own(self) -> String {
        own(self.kind, self.worker)
    }

    /// The names of the documents that the call brings.
    pub fn new_names(self) -> Vec<String> {
        let name = format!("{}/{}", self.own(), self.number);
        match self.kind {
            Kind::Insert | Kind::DeleteMany => vec![name],
            Kind::InsertMany => (0..3).map(|part| format!("{name}/{part}")).collect(),
            Kind::DeleteOne => vec![self.own()],
            _ => Vec::new(),
        }
    }

    /// The answer that is right: what was found, or how many documents it was about.
    pub fn expected(self) -> i64 {
        match self.kind {
            Kind::Find => 0,
            Kind::InsertMany => 3,
            Kind::SetMany | Kind::IncrementMany => 5,
            Kind::FindAndIncrement => self.number,
            Kind::Scan => STRETCH,
            _ => 1,
        }
    }
}

/// The name of the documents that a worker has from the start.
pub(super) fn own(kind: Kind, worker: usize) -> String {
    format!("{kind:?}/{worker}")
}
