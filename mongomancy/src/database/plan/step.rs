//! What is sent for a change.

use bson::Document;

use crate::definition::{DefaultDocument, Index};

/// What is sent for one change, in the terms of the server's commands.
#[derive(Clone, PartialEq)]
pub(crate) enum Step {
    /// `create` with these options.
    CreateCollection(Document),
    /// `collMod` with each of these, one after the other.
    Modify(Vec<Document>),
    /// Makes the index of this name unique, in the server's two steps.
    MakeUnique(String),
    CreateIndex(Box<Index>),
    Rebuild(Box<Rebuild>),
    /// Drops the index that another one has replaced, in a rebuild that was broken off.
    FinishRebuild(DropIndex),
    DropIndex(DropIndex),
    Insert(Box<DefaultDocument>),
    /// Nothing that could be sent would do it.
    Nothing,
}

/// An index that goes.
#[derive(Clone, PartialEq)]
pub(crate) struct DropIndex {
    pub(crate) name: String,
    /// What it was when it was looked at: another one of its name is not meant.
    pub(crate) specification: Document,
}

/// An index that takes another one's place.
#[derive(Clone, PartialEq)]
pub(crate) struct Rebuild {
    /// The name of the one that goes.
    pub(crate) old: String,
    /// How it is made, should the other one fail.
    pub(crate) old_specification: Document,
    pub(crate) new: Index,
    /// Whether both can be there at once, so that the new one comes before the old one goes.
    pub(crate) new_first: bool,
}
