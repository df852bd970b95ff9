//! A `bson::Document` is a document as it stands.

use bson::{Document, RawDocument, RawDocumentBuf};

use super::{MongoDocument, decode_failure};
use crate::error::{Error, ErrorKind, Result};

impl MongoDocument for Document {
    type Fields = ();

    fn encode(&self) -> Result<RawDocumentBuf> {
        RawDocumentBuf::try_from(self)
            .map_err(|_| Error::new(ErrorKind::Encode, "the document has a key that BSON cannot hold"))
    }

    fn decode(document: &RawDocument) -> Result<Self> {
        Self::try_from(document).map_err(|_| decode_failure::malformed())
    }
}
