//! How an index treats one of its fields.

use bson::Bson;

/// How an index treats one of its fields.
///
/// `1` and `-1` convert into directions, the server's words (`"text"`, `"hashed"`, `"2d"`, `"2dsphere"`) into their
/// kinds.
///
/// ```
/// use mongomancy::IndexKey;
///
/// assert_eq!(IndexKey::from(-1), IndexKey::Descending);
/// assert_eq!(IndexKey::from("2dsphere"), IndexKey::TwoDSphere);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum IndexKey {
    /// From small to large: `1`.
    Ascending,
    /// From large to small: `-1`.
    Descending,
    /// Words of a text: `"text"`.
    Text,
    /// A hash of the value: `"hashed"`.
    Hashed,
    /// Points on a plane: `"2d"`.
    TwoD,
    /// Shapes on a sphere: `"2dsphere"`.
    TwoDSphere,
    /// A kind that this crate has no name for.
    Other(String),
}

impl From<i32> for IndexKey {
    fn from(direction: i32) -> Self {
        if direction < 0 { Self::Descending } else { Self::Ascending }
    }
}

impl From<&str> for IndexKey {
    fn from(kind: &str) -> Self {
        match kind {
            "text" => Self::Text,
            "hashed" => Self::Hashed,
            "2d" => Self::TwoD,
            "2dsphere" => Self::TwoDSphere,
            other => Self::Other(other.to_owned()),
        }
    }
}

impl From<Bson> for IndexKey {
    fn from(key: Bson) -> Self {
        match key {
            Bson::Int32(direction) => direction.into(),
            Bson::Int64(direction) => i32::try_from(direction.signum()).unwrap_or(1).into(),
            Bson::Double(direction) => if direction < 0.0 { -1 } else { 1 }.into(),
            Bson::String(kind) => kind.as_str().into(),
            other => Self::Other(other.to_string()),
        }
    }
}

impl From<IndexKey> for Bson {
    fn from(key: IndexKey) -> Self {
        match key {
            IndexKey::Ascending => Self::Int32(1),
            IndexKey::Descending => Self::Int32(-1),
            IndexKey::Text => "text".into(),
            IndexKey::Hashed => "hashed".into(),
            IndexKey::TwoD => "2d".into(),
            IndexKey::TwoDSphere => "2dsphere".into(),
            IndexKey::Other(kind) => kind.into(),
        }
    }
}
