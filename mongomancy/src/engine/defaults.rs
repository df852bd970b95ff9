//! What commands get that do not say it themselves, as the client's options have it.

use std::time::Duration;

use bson::{Document, RawDocumentBuf, raw::cstr};
use mongodb::options::{Acknowledgment, ClientOptions, ReadConcern, SelectionCriteria, WriteConcern};

use super::options::SELECTION_SLICE;
use crate::error::{Error, Result};

/// What commands get that do not say it themselves.
pub(super) struct Defaults {
    pub(super) write_concern: Document,
    /// The same as it is sent, encoded once.
    pub(super) encoded_write_concern: RawDocumentBuf,
    pub(super) read_concern: Option<RawDocumentBuf>,
    pub(super) read_preference: Option<SelectionCriteria>,
    /// The limit of the connection string for "no server at all".
    pub(super) selection_limit: Option<Duration>,
}

impl Defaults {
    /// Reads them, and refuses options that no client can work with.
    pub(super) fn of(options: &ClientOptions) -> Result<Self> {
        check_pool(options)?;
        let majority = WriteConcern::builder().w(Acknowledgment::Majority).build();
        let encoded = write_concern(options.write_concern.as_ref().unwrap_or(&majority))?;
        Ok(Self {
            write_concern: Document::try_from(&*encoded).unwrap_or_default(),
            encoded_write_concern: encoded,
            read_concern: options.read_concern.as_ref().map(read_concern).transpose()?,
            read_preference: options.selection_criteria.clone(),
            selection_limit: options.server_selection_timeout,
        })
    }

    /// How long a server is looked for at a time.
    pub(super) fn selection_slice(&self) -> Duration {
        self.selection_limit.map_or(SELECTION_SLICE, |limit| limit.min(SELECTION_SLICE))
    }
}

fn check_pool(options: &ClientOptions) -> Result<()> {
    match (options.min_pool_size, options.max_pool_size) {
        (_, Some(0)) => Err(Error::invalid_argument("a pool of at most 0 connections can send nothing")),
        (Some(least), Some(most)) if least > most => {
            Err(Error::invalid_argument(format!("a pool of at least {least} and at most {most} connections")))
        }
        _ => Ok(()),
    }
}

fn write_concern(concern: &WriteConcern) -> Result<RawDocumentBuf> {
    let mut document = RawDocumentBuf::new();
    match &concern.w {
        Some(Acknowledgment::Nodes(0)) => {
            return Err(Error::invalid_argument("`w: 0` gives no answer, so no write could be told from a lost one"));
        }
        Some(Acknowledgment::Nodes(nodes)) => document.append(cstr!("w"), i64::from(*nodes)),
        Some(Acknowledgment::Custom(tag)) => document.append(cstr!("w"), tag.as_str()),
        Some(_) | None => document.append(cstr!("w"), "majority"),
    }
    if let Some(journal) = concern.journal {
        document.append(cstr!("j"), journal);
    }
    if let Some(limit) = concern.w_timeout {
        document.append(cstr!("wtimeout"), i64::try_from(limit.as_millis()).unwrap_or(i64::MAX));
    }
    Ok(document)
}

fn read_concern(concern: &ReadConcern) -> Result<RawDocumentBuf> {
    bson::serialize_to_raw_document_buf(concern)
        .map_err(|_| Error::invalid_argument("the read concern has no BSON form"))
}
