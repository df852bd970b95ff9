//! The words of the attributes, so that a misspelt one is an error of this crate.

pub(crate) const COLLECTION: &str = "collection";
pub(crate) const CRATE: &str = "crate";
pub(crate) const DEFAULT_DOCUMENTS: &str = "default_documents";
pub(crate) const EXPIRE_AFTER: &str = "expire_after";
pub(crate) const INDEX: &str = "index";
pub(crate) const KEY: &str = "key";
pub(crate) const KEYS: &str = "keys";
pub(crate) const MONGO: &str = "mongo";
pub(crate) const NAME: &str = "name";
pub(crate) const NULLS: &str = "nulls";
pub(crate) const SPARSE: &str = "sparse";
pub(crate) const UNIQUE: &str = "unique";

/// The stored name of a document's id.
pub(crate) const ID: &str = "_id";

/// serde's own words.
pub(crate) mod serde {
    pub(crate) const SERDE: &str = "serde";

    pub(crate) const DENY_UNKNOWN_FIELDS: &str = "deny_unknown_fields";
    pub(crate) const DESERIALIZE: &str = "deserialize";
    pub(crate) const FLATTEN: &str = "flatten";
    pub(crate) const INTO: &str = "into";
    pub(crate) const REMOTE: &str = "remote";
    pub(crate) const RENAME: &str = "rename";
    pub(crate) const RENAME_ALL: &str = "rename_all";
    pub(crate) const SERIALIZE: &str = "serialize";
    pub(crate) const SERIALIZE_WITH: &str = "serialize_with";
    pub(crate) const SKIP: &str = "skip";
    pub(crate) const SKIP_DESERIALIZING: &str = "skip_deserializing";
    pub(crate) const SKIP_SERIALIZING: &str = "skip_serializing";
    pub(crate) const TAG: &str = "tag";
    pub(crate) const TRANSPARENT: &str = "transparent";
    pub(crate) const WITH: &str = "with";

    /// What a container may say without changing where a field is stored.
    pub(crate) const BRIDGED_ON_CONTAINER: &[&str] =
        &["bound", "crate", "default", "expecting", "from", "rename", "try_from"];
    /// What a field may say without changing where it is stored.
    pub(crate) const BRIDGED_ON_FIELD: &[&str] =
        &["alias", "borrow", "bound", "default", "deserialize_with", "getter", "skip_serializing_if"];
    /// Every word that is followed on a container.
    pub(crate) const FOLLOWED_ON_CONTAINER: &[&str] =
        &[DENY_UNKNOWN_FIELDS, INTO, REMOTE, RENAME_ALL, TAG, TRANSPARENT];
    /// Every word that is followed on a field.
    pub(crate) const FOLLOWED_ON_FIELD: &[&str] =
        &[FLATTEN, RENAME, SERIALIZE_WITH, SKIP, SKIP_DESERIALIZING, SKIP_SERIALIZING, WITH];
}
