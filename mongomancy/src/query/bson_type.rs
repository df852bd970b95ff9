//! BSON's types, as `$type` names them.

macro_rules! types {
    ($($(#[$doc:meta])* $name:ident $word:literal;)+) => {
        /// A type of stored values, for [`Path::type_`](crate::Path::type_).
        ///
        /// ```
        /// use mongomancy::BsonType;
        ///
        /// assert_eq!(BsonType::ObjectId.name(), "objectId");
        /// ```
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum BsonType {
            $($(#[$doc])* $name,)+
        }

        impl BsonType {
            /// The server's name for the type.
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$name => $word,)+
                }
            }
        }
    };
}

types! {
    /// A number with a fraction, of 64 bits.
    Double "double";
    /// A text.
    String "string";
    /// A document.
    Object "object";
    /// An array.
    Array "array";
    /// A binary.
    BinData "binData";
    /// An `ObjectId`.
    ObjectId "objectId";
    /// A truth.
    Bool "bool";
    /// A date.
    Date "date";
    /// Null; a field that is not there is of no type.
    Null "null";
    /// A regular expression.
    Regex "regex";
    /// JavaScript code.
    Javascript "javascript";
    /// An integer of 32 bits.
    Int "int";
    /// A timestamp of the server's own.
    Timestamp "timestamp";
    /// An integer of 64 bits.
    Long "long";
    /// A decimal number.
    Decimal "decimal";
    /// Less than any value.
    MinKey "minKey";
    /// More than any value.
    MaxKey "maxKey";
    /// A number: double, int, long or decimal.
    Number "number";
}

/// One type where several may stand.
impl AsRef<[BsonType]> for BsonType {
    fn as_ref(&self) -> &[BsonType] {
        std::slice::from_ref(self)
    }
}
