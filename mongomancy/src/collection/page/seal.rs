//! What is in a page's token, and how one that does not belong here is told: pure.
//!
//! A version, flags, the query's digest, the sort key as BSON, and behind all of it a checksum, or with a secret an
//! HMAC-SHA256; as base64 for URLs, without padding.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use bson::{Bson, Document, RawDocument};
use hmac::Mac;
use sha2::{Digest, Sha256};

use super::{secret::PageSecret, token::PageToken};
use crate::{
    codec::{MongoDocument, kind, reader::Reader},
    collection::keyset::Position,
    error::{Error, Result},
};

/// The first byte; another layout has another one.
const VERSION: u8 = 1;
const BACKWARD: u8 = 1;
const INCLUSIVE: u8 = 2;
const SIGNED: u8 = 4;
/// Where the query's digest begins: behind version and flags.
const DIGEST_AT: usize = 2;
/// How many bytes of the query's SHA-256 are kept.
const DIGEST: usize = 16;
/// How many bytes of SHA-256 are a checksum: it is there for accidents.
const CHECKSUM: usize = 8;
/// How many bytes an HMAC-SHA256 has.
const MAC: usize = 32;

/// Where a page begins.
#[derive(Debug, PartialEq)]
pub(in crate::collection) struct Start {
    pub(in crate::collection) position: Position,
    /// Whether the page is what comes before the position.
    pub(in crate::collection) backward: bool,
    /// Whether what stands at the position belongs to the page.
    pub(in crate::collection) inclusive: bool,
}

/// Makes and reads the tokens of one query.
pub(in crate::collection) struct Seal {
    query: [u8; DIGEST],
    secret: Option<PageSecret>,
}

impl Seal {
    /// For the query that these bytes describe.
    ///
    /// # Errors
    /// `InvalidArgument` for a secret that is too short.
    pub(in crate::collection) fn new(query: &[u8], secret: Option<PageSecret>) -> Result<Self> {
        // With a secret the digest is one that nobody can hold guesses of the filter against.
        let whole: [u8; 32] = match &secret {
            Some(secret) => secret.mac()?.chain_update(b"query").chain_update(query).finalize().into_bytes().into(),
            None => Sha256::digest(query).into(),
        };
        let mut digest = [0; DIGEST];
        digest.copy_from_slice(&whole[..DIGEST]);
        Ok(Self { query: digest, secret })
    }

    /// The token of a page that begins there.
    pub(in crate::collection) fn close(&self, start: &Start) -> Result<PageToken> {
        let mut flags = if self.secret.is_some() { SIGNED } else { 0 };
        for (flag, is_set) in [(BACKWARD, start.backward), (INCLUSIVE, start.inclusive)] {
            if is_set {
                flags |= flag;
            }
        }
        let mut bytes = vec![VERSION, flags];
        bytes.extend_from_slice(&self.query);
        let values = start.position.0.iter().enumerate().map(|(number, value)| (number.to_string(), value.clone()));
        values.collect::<Document>().append_to(&mut bytes)?;
        match &self.secret {
            Some(secret) => {
                let mac = secret.mac()?.chain_update(&bytes).finalize().into_bytes();
                bytes.extend_from_slice(&mac);
            }
            None => bytes.extend_from_slice(&checksum(&bytes)),
        }
        Ok(URL_SAFE_NO_PAD.encode(bytes).into())
    }

    /// Where the page of the token begins, in an order of so many keys.
    ///
    /// # Errors
    /// `InvalidArgument` for every token that this query and this secret did not make.
    pub(in crate::collection) fn open(&self, token: &PageToken, keys: usize) -> Result<Start> {
        let bytes = URL_SAFE_NO_PAD.decode(token.as_str()).map_err(|_| damaged("it is no base64 for URLs"))?;
        match bytes.first() {
            Some(&VERSION) => {}
            Some(_) => return Err(refused("is of another version")),
            None => return Err(damaged("it is empty")),
        }
        let flags = *bytes.get(1).ok_or_else(cut_short)?;
        if flags & !(BACKWARD | INCLUSIVE | SIGNED) != 0 {
            return Err(damaged("it has unknown flags"));
        }
        let body = self.unsealed(&bytes, flags & SIGNED != 0)?;
        let (query, values) =
            body.get(DIGEST_AT..).and_then(|rest| rest.split_at_checked(DIGEST)).ok_or_else(cut_short)?;
        if query != self.query {
            return Err(refused(
                "belongs to another query: the collection, the filter, the sort or the collation is not the same",
            ));
        }
        Ok(Start {
            position: position(values, keys)?,
            backward: flags & BACKWARD != 0,
            inclusive: flags & INCLUSIVE != 0,
        })
    }

    /// What stands before the signature or the checksum, which fits.
    fn unsealed<'a>(&self, bytes: &'a [u8], signed: bool) -> Result<&'a [u8]> {
        match (&self.secret, signed) {
            (Some(secret), true) => {
                let (body, mac) = bytes.split_last_chunk::<MAC>().ok_or_else(cut_short)?;
                // Compares in constant time.
                let verified = secret.mac()?.chain_update(body).verify_slice(mac);
                verified.map_err(|_| refused("is damaged, or signed with another secret"))?;
                Ok(body)
            }
            (None, false) => {
                let (body, sum) = bytes.split_last_chunk::<CHECKSUM>().ok_or_else(cut_short)?;
                if checksum(body) == *sum { Ok(body) } else { Err(damaged("its checksum does not fit")) }
            }
            (Some(_), false) => Err(refused("is not signed, and this query has a `page_secret`")),
            (None, true) => Err(refused("is signed, and this query has no `page_secret`")),
        }
    }
}

/// The sort key that a token holds. Without a secret anybody can make one, so nothing is taken on trust.
fn position(values: &[u8], keys: usize) -> Result<Position> {
    let unreadable = || damaged("its sort key cannot be read");
    let values = RawDocument::from_bytes(values).map_err(|_| unreadable())?;
    // Refuses what lies too deep; what follows would go down to the stack's end.
    Reader::new(values).skip(kind::DOCUMENT).map_err(|_| unreadable())?;
    // No codec: to those `{"$oid": ..}` is another value, which may stand elsewhere.
    let values = Document::try_from(values).map_err(|_| unreadable())?;
    let numbered = values.keys().enumerate().all(|(number, key)| *key == number.to_string());
    if !numbered || values.len() != keys || values.values().any(|value| matches!(value, Bson::Array(_))) {
        return Err(damaged("its sort key does not fit the sort"));
    }
    Ok(Position(values.into_iter().map(|(_, value)| value).collect()))
}

fn checksum(body: &[u8]) -> [u8; CHECKSUM] {
    let mut sum = [0; CHECKSUM];
    sum.copy_from_slice(&Sha256::digest(body)[..CHECKSUM]);
    sum
}

fn refused(why: &str) -> Error {
    Error::invalid_argument(format!("the page token {why}"))
}

fn damaged(how: &str) -> Error {
    refused(&format!("is damaged: {how}"))
}

fn cut_short() -> Error {
    damaged("it is cut short")
}

#[cfg(test)]
mod tests {
    use bson::{Decimal128, Regex, Timestamp, doc, oid::ObjectId};

    use super::*;
    use crate::error::ErrorKind;

    const SECRET: &[u8] = b"0123456789abcdef-SECRET";

    fn seal(query: &[u8], secret: Option<&[u8]>) -> Seal {
        Seal::new(query, secret.map(PageSecret::new)).unwrap()
    }

    /// One that keeps a checksum, and one that signs.
    fn both() -> [Seal; 2] {
        [seal(b"query", None), seal(b"query", Some(SECRET))]
    }

    fn start(values: impl IntoIterator<Item = Bson>) -> Start {
        Start { position: Position(values.into_iter().collect()), backward: false, inclusive: false }
    }

    fn bytes(token: &PageToken) -> Vec<u8> {
        URL_SAFE_NO_PAD.decode(token.as_str()).unwrap()
    }

    fn token(bytes: &[u8]) -> PageToken {
        URL_SAFE_NO_PAD.encode(bytes).into()
    }

    /// The message of the refusal, which names neither values nor the secret.
    fn refusal(seal: &Seal, token: &PageToken, keys: usize) -> String {
        let error = seal.open(token, keys).unwrap_err();
        assert_eq!(*error.kind(), ErrorKind::InvalidArgument);
        let told = format!("{error} {error:?}");
        assert!(!told.contains("Ada") && !told.contains("SECRET"), "{told}");
        assert!(token.as_str().len() < 8 || !told.contains(token.as_str()), "{told}");
        error.to_string()
    }

    #[test]
    fn what_goes_in_comes_out() {
        let regex = Regex { pattern: "x".try_into().unwrap(), options: "i".try_into().unwrap() };
        let values = [
            Bson::Null,
            Bson::Undefined,
            Bson::MinKey,
            Bson::MaxKey,
            f64::NAN.into(),
            (-0.0).into(),
            7.into(),
            7_i64.into(),
            "NaN".parse::<Decimal128>().unwrap().into(),
            "Ada".into(),
            Bson::Symbol("s".into()),
            doc! { "$a": [1, { "b": Bson::Null }] }.into(),
            doc! { "$oid": "0123456789abcdef01234567" }.into(),
            doc! { "a": { "$numberLong": "5" } }.into(),
            ObjectId::from_bytes([7; 12]).into(),
            true.into(),
            Timestamp { time: 1, increment: 2 }.into(),
            regex.into(),
            Bson::JavaScriptCode("x".into()),
        ];
        for seal in both() {
            for (backward, inclusive) in [(false, false), (false, true), (true, false), (true, true)] {
                let start = Start { backward, inclusive, ..start(values.clone()) };
                let token = seal.close(&start).unwrap();
                let is_url_safe = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
                assert!(token.as_str().chars().all(is_url_safe), "{token}");
                let opened = seal.open(&token, values.len()).unwrap();
                assert_eq!(format!("{opened:?}"), format!("{start:?}"));
            }
        }
    }

    #[test]
    fn a_flipped_bit_is_told_wherever_it_is() {
        for seal in both() {
            let made = seal.close(&start(["Ada".into(), 7.into()])).unwrap();
            let whole = bytes(&made);
            for (at, bit) in (0..whole.len()).flat_map(|at| (0..8).map(move |bit| (at, bit))) {
                let mut flipped = whole.clone();
                flipped[at] ^= 1 << bit;
                refusal(&seal, &token(&flipped), 2);
            }
            // The same of the text, where most flips leave the alphabet, and the last letter has bits of no byte.
            for (at, bit) in (0..made.as_str().len()).flat_map(|at| (0..7).map(move |bit| (at, bit))) {
                let mut flipped = made.as_str().as_bytes().to_vec();
                flipped[at] ^= 1 << bit;
                refusal(&seal, &String::from_utf8(flipped).unwrap().into(), 2);
            }
        }
    }

    #[test]
    fn what_is_missing_or_too_much_is_told() {
        for seal in both() {
            let made = seal.close(&start(["Ada".into()])).unwrap();
            for end in 0..made.as_str().len() {
                refusal(&seal, &made.as_str()[..end].into(), 1);
            }
            for more in ["A", "AA", "AAAA", "=", " ", "\n", "é"] {
                refusal(&seal, &format!("{made}{more}").into(), 1);
                refusal(&seal, &format!("{more}{made}").into(), 1);
            }
            for none in ["", "x", "../..", "AQ", "null"] {
                refusal(&seal, &none.into(), 1);
            }
        }
        assert!(refusal(&both()[0], &"".into(), 1).contains("it is empty"));
        assert!(refusal(&both()[0], &"a+b/".into(), 1).contains("base64"));
    }

    /// The token's body with the checksum that belongs to it: anybody can make that.
    fn forged(body: &[u8]) -> PageToken {
        token(&[body, &checksum(body)].concat())
    }

    #[test]
    fn another_version_is_told_whatever_comes_behind_it() {
        for seal in both() {
            let mut body = bytes(&seal.close(&start([7.into()])).unwrap());
            for version in [0, VERSION + 1, 255] {
                body[0] = version;
                assert!(refusal(&seal, &forged(&body), 1).ends_with("is of another version"));
                assert!(refusal(&seal, &token(&[version]), 1).ends_with("is of another version"));
            }
        }
    }

    #[test]
    fn another_query_is_told() {
        for secret in [None, Some(SECRET)] {
            let made = seal(b"query", secret).close(&start([7.into()])).unwrap();
            assert!(refusal(&seal(b"querz", secret), &made, 1).contains("belongs to another query"));
            assert!(refusal(&seal(b"", secret), &made, 1).contains("belongs to another query"));
        }
    }

    #[test]
    fn a_signature_is_asked_for_and_held_against_the_secret() {
        let [plain, signed] = both();
        let other = seal(b"query", Some(b"0123456789abcdeg-SECRET"));
        let start = start(["Ada".into()]);
        let made = signed.close(&start).unwrap();
        assert!(refusal(&other, &made, 1).ends_with("is damaged, or signed with another secret"));
        assert!(refusal(&plain, &made, 1).contains("has no `page_secret`"));
        assert!(refusal(&signed, &plain.close(&start).unwrap(), 1).contains("is not signed"));
        // One without a secret that says it has a signature.
        let mut body = bytes(&plain.close(&start).unwrap());
        body[1] |= SIGNED;
        for signature in [&[][..], &[0; MAC], &checksum(&body)] {
            refusal(&signed, &token(&[&body[..], signature].concat()), 1);
        }
        assert_ne!(plain.query, signed.query);
    }

    #[test]
    fn a_forged_sort_key_is_not_trusted() {
        let [seal, _] = both();
        let body = |flags: u8, values: &[u8]| [&[VERSION, flags], &seal.query[..], values].concat();
        let values = |values: Document| values.encode().unwrap().into_bytes();
        let fits = values(doc! { "0": 1, "1": 2 });
        assert_eq!(seal.open(&forged(&body(0, &fits)), 2).unwrap(), start([1.into(), 2.into()]));
        assert!(refusal(&seal, &forged(&body(8, &fits)), 2).contains("flags"));
        for keys in [0, 1, 3] {
            assert!(refusal(&seal, &forged(&body(0, &fits)), keys).contains("does not fit the sort"));
        }
        for wrong in [doc! { "0": 1, "2": 2 }, doc! { "1": 1, "0": 2 }, doc! { "0": 1, "1": [2] }] {
            assert!(refusal(&seal, &forged(&body(0, &values(wrong))), 2).contains("does not fit the sort"));
        }
        // Deeper than any stack: each level is a length, the type and the key of the next one, and a zero behind it.
        let mut bytes = Vec::new();
        let levels = 5000_i32;
        (0..levels)
            .for_each(|level| bytes.extend([&(5 + (levels - level) * 8).to_le_bytes()[..], b"\x030\0"].concat()));
        bytes.extend([5, 0, 0, 0]);
        bytes.extend(vec![0; 5001]);
        let mut cut = fits.clone();
        cut.pop();
        for wrong in [bytes, cut, Vec::new(), b"no document".to_vec()] {
            assert!(refusal(&seal, &forged(&body(0, &wrong)), 1).contains("cannot be read"));
        }
    }

    #[test]
    fn a_short_secret_is_refused_and_none_is_shown() {
        let error = Seal::new(b"query", Some(PageSecret::new("SECRET"))).map(drop).unwrap_err();
        assert_eq!(error.to_string(), "invalid argument: `page_secret` has fewer than 16 bytes");
        Seal::new(b"query", Some(PageSecret::new("0123456789abcdef"))).map(drop).unwrap();
        assert!(!format!("{:?}", PageSecret::new(SECRET)).contains("SECRET"));
    }
}
