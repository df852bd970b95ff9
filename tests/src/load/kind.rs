//! The kinds of calls that a load makes.

/// One kind of calls.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// `find_one`.
    Find,
    /// `count_documents`.
    Count,
    /// `insert_one` of a new document without an `_id`.
    Insert,
    /// `insert_many` of three such documents.
    InsertMany,
    /// `update_one` with `$inc`.
    Increment,
    /// `find_one_and_update` with `$inc`.
    FindAndIncrement,
    /// `update_one` with `$set`.
    Set,
    /// `replace_one`.
    Replace,
    /// `delete_one` of any document of a stock, to which one was added just before.
    DeleteOne,
    /// `update_many` with `$set`.
    SetMany,
    /// `update_many` with `$inc`, exactly once.
    IncrementMany,
    /// `delete_many` of a document that was inserted just before.
    DeleteMany,
    /// The next documents of a scan over a fixed set, in order.
    Scan,
}

impl Kind {
    /// All of them.
    pub const ALL: [Self; 13] = [
        Self::Find,
        Self::Count,
        Self::Insert,
        Self::InsertMany,
        Self::Increment,
        Self::FindAndIncrement,
        Self::Set,
        Self::Replace,
        Self::DeleteOne,
        Self::SetMany,
        Self::IncrementMany,
        Self::DeleteMany,
        Self::Scan,
    ];

    /// How many tasks make such calls. One scan at a time is work enough; a deletion is two calls, so it has more.
    pub(super) fn workers(self) -> usize {
        match self {
            Self::Scan => 1,
            Self::DeleteOne | Self::DeleteMany => 4,
            _ => 2,
        }
    }

    /// How many documents there are for each worker of this kind before its first call.
    pub(super) fn stock(self) -> u64 {
        match self {
            Self::Insert | Self::InsertMany | Self::DeleteMany | Self::Scan => 0,
            Self::Find | Self::Count | Self::Increment | Self::FindAndIncrement | Self::Set | Self::Replace => 1,
            Self::SetMany | Self::IncrementMany => 5,
            Self::DeleteOne => 10,
        }
    }
}
