//! The words of the attributes, so that a misspelt one is an error of this crate.

pub(crate) const ALTERNATE: &str = "alternate";
pub(crate) const BACKWARDS: &str = "backwards";
pub(crate) const BITS: &str = "bits";
pub(crate) const BOUND: &str = "bound";
pub(crate) const CAPPED: &str = "capped";
pub(crate) const CASE_FIRST: &str = "case_first";
pub(crate) const CASE_LEVEL: &str = "case_level";
pub(crate) const CLUSTERED: &str = "clustered";
pub(crate) const CODEC: &str = "codec";
pub(crate) const COLLATION: &str = "collation";
pub(crate) const COLLECTION: &str = "collection";
pub(crate) const CRATE: &str = "crate";
pub(crate) const DATE: &str = "date";
pub(crate) const DECIMAL: &str = "decimal";
pub(crate) const DEFAULT_DOCUMENTS: &str = "default_documents";
pub(crate) const DEFAULT_LANGUAGE: &str = "default_language";
pub(crate) const DESCRIPTION: &str = "description";
pub(crate) const EXCLUSIVE_MAX: &str = "exclusive_max";
pub(crate) const EXCLUSIVE_MIN: &str = "exclusive_min";
pub(crate) const EXPIRE_AFTER: &str = "expire_after";
pub(crate) const GRANULARITY: &str = "granularity";
pub(crate) const HIDDEN: &str = "hidden";
pub(crate) const INDEX: &str = "index";
pub(crate) const JOURNAL: &str = "journal";
pub(crate) const KEY: &str = "key";
pub(crate) const KEYS: &str = "keys";
pub(crate) const LANGUAGE_OVERRIDE: &str = "language_override";
pub(crate) const LOCALE: &str = "locale";
pub(crate) const MAX: &str = "max";
pub(crate) const MAX_LEN: &str = "max_len";
pub(crate) const MAX_VARIABLE: &str = "max_variable";
pub(crate) const META_FIELD: &str = "meta_field";
pub(crate) const MIN: &str = "min";
pub(crate) const MIN_LEN: &str = "min_len";
pub(crate) const MONGO: &str = "mongo";
pub(crate) const NAME: &str = "name";
pub(crate) const NORMALIZATION: &str = "normalization";
pub(crate) const NULLS: &str = "nulls";
pub(crate) const NUMERIC_ORDERING: &str = "numeric_ordering";
pub(crate) const OF: &str = "of";
pub(crate) const OPTIONS: &str = "options";
pub(crate) const PARTIAL: &str = "partial";
pub(crate) const PATCH: &str = "patch";
pub(crate) const PATH: &str = "path";
pub(crate) const PATTERN: &str = "pattern";
pub(crate) const PIPELINE: &str = "pipeline";
pub(crate) const PRE_AND_POST_IMAGES: &str = "pre_and_post_images";
pub(crate) const PROJECTION: &str = "projection";
pub(crate) const RAW: &str = "raw";
pub(crate) const READ_CONCERN: &str = "read_concern";
pub(crate) const READ_PREFERENCE: &str = "read_preference";
pub(crate) const SCHEMA: &str = "schema";
pub(crate) const SERDE: &str = "serde";
pub(crate) const SIZE: &str = "size";
pub(crate) const SKIP: &str = "skip";
pub(crate) const SPARSE: &str = "sparse";
pub(crate) const STRENGTH: &str = "strength";
pub(crate) const TIMEOUT: &str = "timeout";
pub(crate) const TIME_FIELD: &str = "time_field";
pub(crate) const TIME_SERIES: &str = "time_series";
pub(crate) const UNIQUE: &str = "unique";
pub(crate) const UUID: &str = "uuid";
pub(crate) const VALIDATE: &str = "validate";
pub(crate) const VALIDATION_ACTION: &str = "validation_action";
pub(crate) const VALIDATION_LEVEL: &str = "validation_level";
pub(crate) const VIEW: &str = "view";
pub(crate) const W: &str = "w";
pub(crate) const WEIGHTS: &str = "weights";
pub(crate) const WILDCARD: &str = "wildcard";
pub(crate) const WILDCARD_PROJECTION: &str = "wildcard_projection";
pub(crate) const WRITE_CONCERN: &str = "write_concern";

/// The stored name of a document's id.
pub(crate) const ID: &str = "_id";

/// The key that stands for every field.
pub(crate) const ALL_FIELDS: &str = "$**";

/// serde's own words.
pub(crate) mod serde {
    pub(crate) const ALIAS: &str = "alias";
    pub(crate) const BORROW: &str = "borrow";
    pub(crate) const BOUND: &str = "bound";
    pub(crate) const CONTENT: &str = "content";
    pub(crate) const CRATE: &str = "crate";
    pub(crate) const DEFAULT: &str = "default";
    pub(crate) const DENY_UNKNOWN_FIELDS: &str = "deny_unknown_fields";
    pub(crate) const DESERIALIZE: &str = "deserialize";
    pub(crate) const DESERIALIZE_WITH: &str = "deserialize_with";
    pub(crate) const EXPECTING: &str = "expecting";
    pub(crate) const FIELD_IDENTIFIER: &str = "field_identifier";
    pub(crate) const FLATTEN: &str = "flatten";
    pub(crate) const FROM: &str = "from";
    pub(crate) const GETTER: &str = "getter";
    pub(crate) const INTO: &str = "into";
    pub(crate) const OTHER: &str = "other";
    pub(crate) const REMOTE: &str = "remote";
    pub(crate) const RENAME: &str = "rename";
    pub(crate) const RENAME_ALL: &str = "rename_all";
    pub(crate) const RENAME_ALL_FIELDS: &str = "rename_all_fields";
    pub(crate) const SERDE: &str = "serde";
    pub(crate) const SERIALIZE: &str = "serialize";
    pub(crate) const SERIALIZE_WITH: &str = "serialize_with";
    pub(crate) const SKIP: &str = "skip";
    pub(crate) const SKIP_DESERIALIZING: &str = "skip_deserializing";
    pub(crate) const SKIP_SERIALIZING: &str = "skip_serializing";
    pub(crate) const SKIP_SERIALIZING_IF: &str = "skip_serializing_if";
    pub(crate) const TAG: &str = "tag";
    pub(crate) const TRANSPARENT: &str = "transparent";
    pub(crate) const TRY_FROM: &str = "try_from";
    pub(crate) const UNTAGGED: &str = "untagged";
    pub(crate) const VARIANT_IDENTIFIER: &str = "variant_identifier";
    pub(crate) const WITH: &str = "with";

    /// Every word that a container takes.
    pub(crate) const ON_CONTAINER: &[&str] = &[
        BOUND,
        CONTENT,
        CRATE,
        DEFAULT,
        DENY_UNKNOWN_FIELDS,
        EXPECTING,
        FROM,
        INTO,
        REMOTE,
        RENAME,
        RENAME_ALL,
        RENAME_ALL_FIELDS,
        TAG,
        TRANSPARENT,
        TRY_FROM,
        UNTAGGED,
    ];

    /// Every word that a field takes.
    pub(crate) const ON_FIELD: &[&str] = &[
        ALIAS,
        BORROW,
        BOUND,
        DEFAULT,
        DESERIALIZE_WITH,
        FLATTEN,
        RENAME,
        SERIALIZE_WITH,
        SKIP,
        SKIP_DESERIALIZING,
        SKIP_SERIALIZING,
        SKIP_SERIALIZING_IF,
        WITH,
    ];

    /// Every word that a variant takes.
    pub(crate) const ON_VARIANT: &[&str] = &[
        ALIAS,
        BORROW,
        BOUND,
        DESERIALIZE_WITH,
        OTHER,
        RENAME,
        RENAME_ALL,
        SERIALIZE_WITH,
        SKIP,
        SKIP_DESERIALIZING,
        SKIP_SERIALIZING,
        UNTAGGED,
        WITH,
    ];
}
