//! The secret that signs tokens of pages.

use std::{fmt, sync::Arc};

use hmac::{Hmac, KeyInit};
use sha2::Sha256;

use crate::error::{Error, Result};

/// The shortest secret that is taken: with a shorter one, whoever holds a token could try them all.
const MIN_BYTES: usize = 16;

/// The bytes that were given, checked where they are used.
#[derive(Clone)]
pub(crate) struct PageSecret(Arc<[u8]>);

impl PageSecret {
    pub(crate) fn new(secret: impl AsRef<[u8]>) -> Self {
        Self(Arc::from(secret.as_ref()))
    }

    /// Begins to sign.
    ///
    /// # Errors
    /// `InvalidArgument` where the secret is too short.
    pub(super) fn mac(&self) -> Result<Hmac<Sha256>> {
        let too_short = || Error::invalid_argument(format!("`page_secret` has fewer than {MIN_BYTES} bytes"));
        if self.0.len() < MIN_BYTES {
            return Err(too_short());
        }
        Hmac::new_from_slice(&self.0).map_err(|_| too_short())
    }
}

impl fmt::Debug for PageSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PageSecret").finish_non_exhaustive()
    }
}
