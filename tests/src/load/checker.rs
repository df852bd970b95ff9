//! Holds the log of a load against what is stored in the end.

use std::{
    collections::BTreeMap,
    fmt,
    ops::{Range, RangeInclusive},
};

use super::{
    Kind,
    call::own,
    log::{Entry, Log, Scanned},
    workers,
};

/// What is stored in the end: the numbers of the documents of each name.
pub type Stored = BTreeMap<String, Vec<i64>>;

/// Something that is not as it must be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Finding {
    /// An error reached the caller.
    Failed(Kind, String),
    /// A call was answered unlike a server without faults answers it.
    Answered(Kind, String),
    /// Of an acknowledged write nothing is stored.
    Lost(String),
    /// A write was applied more than once, or never made.
    Doubled(String),
    /// A scan left documents out.
    Hole(Range<i64>),
    /// A scan gave a document again, or out of order.
    Repeated(i64),
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Failed(kind, error) => write!(f, "{kind:?} failed: {error}"),
            Self::Answered(kind, what) => write!(f, "{kind:?} was answered wrongly: {what}"),
            Self::Lost(what) => write!(f, "lost: {what}"),
            Self::Doubled(what) => write!(f, "doubled: {what}"),
            Self::Hole(numbers) => write!(f, "a scan left out {numbers:?}"),
            Self::Repeated(number) => write!(f, "a scan gave {number} out of turn"),
        }
    }
}

/// Everything that is wrong with a load whose scans are over `scanned` documents.
pub fn check(log: &Log, stored: &Stored, scanned: i64) -> Vec<Finding> {
    let mut findings: Vec<Finding> = log.entries.iter().filter_map(judge).collect();
    let accounts = accounts(log);
    for (name, account) in &accounts {
        findings.extend(account.hold_against(name, stored.get(name).map_or(&[], Vec::as_slice)));
    }
    let strangers = stored.keys().filter(|name| !accounts.contains_key(*name));
    findings.extend(strangers.map(|name| Finding::Doubled(format!("{name} is stored, and nobody wrote it"))));
    findings.extend(log.scans.iter().flat_map(|scan| follow(scan, scanned)));
    findings
}

fn judge(entry: &Entry) -> Option<Finding> {
    let kind = entry.call.kind;
    match &entry.outcome {
        Err(error) => Some(Finding::Failed(kind, error.clone())),
        Ok(answer) if *answer != entry.call.expected() => {
            let what = format!("call {} with {answer}, not {}", entry.call.number, entry.call.expected());
            Some(Finding::Answered(kind, what))
        }
        Ok(_) => None,
    }
}

/// What may be stored under one name. A call that failed may have been applied or not, so both ends are kept.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Account {
    documents: RangeInclusive<u64>,
    number: RangeInclusive<i64>,
}

impl Account {
    fn new(documents: RangeInclusive<u64>) -> Self {
        Self { documents, number: 0..=0 }
    }

    fn hold_against(&self, name: &str, numbers: &[i64]) -> Option<Finding> {
        let count = numbers.len() as u64;
        let what = |is: &dyn fmt::Debug, should: &dyn fmt::Debug| format!("{name}: {is:?}, not {should:?}");
        if count < *self.documents.start() {
            return Some(Finding::Lost(what(&count, &self.documents)));
        }
        if count > *self.documents.end() {
            return Some(Finding::Doubled(what(&count, &self.documents)));
        }
        let wrong = numbers.iter().find(|number| !self.number.contains(number))?;
        let what = what(wrong, &self.number);
        Some(if wrong < self.number.start() { Finding::Lost(what) } else { Finding::Doubled(what) })
    }
}

fn accounts(log: &Log) -> BTreeMap<String, Account> {
    let stocked = workers().filter(|(kind, _)| kind.stock() > 0);
    let mut accounts: BTreeMap<String, Account> =
        stocked.map(|(kind, worker)| (own(kind, worker), Account::new(kind.stock()..=kind.stock()))).collect();
    for entry in &log.entries {
        book(&mut accounts, entry);
    }
    accounts
}

fn book(accounts: &mut BTreeMap<String, Account>, entry: &Entry) {
    let (call, applied) = (entry.call, entry.outcome.is_ok());
    let Some(account) = accounts.get_mut(&call.own()) else {
        let documents = match (call.kind, applied) {
            (Kind::Insert | Kind::InsertMany, true) => 1..=1,
            (Kind::DeleteMany, true) => 0..=0,
            _ => 0..=1,
        };
        accounts.extend(call.new_names().into_iter().map(|name| (name, Account::new(documents.clone()))));
        return;
    };
    let (least, most) = account.number.clone().into_inner();
    match call.kind {
        Kind::Increment | Kind::FindAndIncrement | Kind::IncrementMany => {
            account.number = least + i64::from(applied)..=most + 1
        }
        Kind::Set | Kind::Replace | Kind::SetMany if applied => account.number = call.number..=call.number,
        Kind::Set | Kind::Replace | Kind::SetMany => account.number = least..=call.number,
        Kind::DeleteOne if !applied => {
            let (least, most) = account.documents.clone().into_inner();
            account.documents = least.saturating_sub(1)..=most + 1;
        }
        _ => {}
    }
}

/// What is wrong with a scan that must give the numbers from 0 in their order.
fn follow(scan: &Scanned, all: i64) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut next = 0;
    for &number in &scan.found {
        if number < next {
            findings.push(Finding::Repeated(number));
            continue;
        }
        if number > next {
            findings.push(Finding::Hole(next..number));
        }
        next = number + 1;
    }
    if scan.complete && next < all {
        findings.push(Finding::Hole(next..all));
    }
    findings
}

#[cfg(test)]
mod tests;
