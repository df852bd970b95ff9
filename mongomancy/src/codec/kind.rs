//! BSON's types by their numbers, and the server's names for them.

/// The number of no type: what is stored cannot be seen.
pub(crate) const UNSEEN: u8 = 0x00;
pub(crate) const DOUBLE: u8 = 0x01;
pub(crate) const STRING: u8 = 0x02;
/// An embedded document.
pub const DOCUMENT: u8 = 0x03;
/// An array.
/// An array.
pub const ARRAY: u8 = 0x04;
pub(crate) const BINARY: u8 = 0x05;
pub(crate) const UNDEFINED: u8 = 0x06;
pub(crate) const OBJECT_ID: u8 = 0x07;
pub(crate) const BOOLEAN: u8 = 0x08;
pub(crate) const DATE_TIME: u8 = 0x09;
/// Null.
pub const NULL: u8 = 0x0A;
pub(crate) const REGULAR_EXPRESSION: u8 = 0x0B;
pub(crate) const DB_POINTER: u8 = 0x0C;
pub(crate) const JAVASCRIPT: u8 = 0x0D;
pub(crate) const SYMBOL: u8 = 0x0E;
pub(crate) const JAVASCRIPT_WITH_SCOPE: u8 = 0x0F;
pub(crate) const INT32: u8 = 0x10;
pub(crate) const TIMESTAMP: u8 = 0x11;
pub(crate) const INT64: u8 = 0x12;
pub(crate) const DECIMAL128: u8 = 0x13;
pub(crate) const MAX_KEY: u8 = 0x7F;
pub(crate) const MIN_KEY: u8 = 0xFF;

/// The server's name for a type.
pub(crate) fn name(kind: u8) -> &'static str {
    match kind {
        DOUBLE => "double",
        STRING => "string",
        DOCUMENT => "object",
        ARRAY => "array",
        BINARY => "binData",
        UNDEFINED => "undefined",
        OBJECT_ID => "objectId",
        BOOLEAN => "bool",
        DATE_TIME => "date",
        NULL => "null",
        REGULAR_EXPRESSION => "regex",
        DB_POINTER => "dbPointer",
        JAVASCRIPT => "javascript",
        SYMBOL => "symbol",
        JAVASCRIPT_WITH_SCOPE => "javascriptWithScope",
        INT32 => "int",
        TIMESTAMP => "timestamp",
        INT64 => "long",
        DECIMAL128 => "decimal",
        MAX_KEY => "maxKey",
        MIN_KEY => "minKey",
        _ => "no BSON type",
    }
}
