//! Paths that may lead to functions of bson's own types for `with`, such as `datetime::FromI64`.
//!
//! A name proves nothing: it only says that the path is one of a type, which the compiler is then asked for.

use syn::{ExprPath, Path, PathSegment};

/// bson's types by their modules.
const HELPERS: [(&str, &[&str]); 6] = [
    (
        "datetime",
        &[
            "AsRfc3339String",
            "FromChrono04DateTime",
            "FromI64",
            "FromJiff02Timestamp",
            "FromRfc3339String",
            "FromTime03OffsetDateTime",
        ],
    ),
    ("object_id", &["AsHexString", "FromHexString"]),
    ("timestamp", &["AsU32", "FromU32"]),
    ("u32", &["AsF64", "AsI32", "AsI64"]),
    ("u64", &["AsF64", "AsI32", "AsI64"]),
    ("uuid_1", &["AsBinary", "AsCSharpLegacyBinary", "AsJavaLegacyBinary", "AsPythonLegacyBinary", "FromBson"]),
];

/// Names that tell enough without a module. The others are as good for a trait, whose functions `with` may name as well;
/// asked for a type, it would not compile.
const BY_THEMSELVES: [&str; 10] = [
    "AsCSharpLegacyBinary",
    "AsHexString",
    "AsJavaLegacyBinary",
    "AsPythonLegacyBinary",
    "AsRfc3339String",
    "FromChrono04DateTime",
    "FromHexString",
    "FromJiff02Timestamp",
    "FromRfc3339String",
    "FromTime03OffsetDateTime",
];

/// The type that `function` is of, if its path ends as one of bson's does, with the function's own `name` behind.
pub(crate) fn of(function: &ExprPath, name: &str) -> Option<Path> {
    let plain = |segment: &PathSegment| segment.arguments.is_none();
    if function.qself.is_some() || !function.path.segments.iter().all(plain) {
        return None;
    }
    let mut path = function.path.clone();
    let called = path.segments.pop()?;
    path.segments.pop_punct();
    let mut segments = path.segments.iter().rev();
    let helper = &segments.next()?.ident;
    let known = match segments.next() {
        Some(PathSegment { ident: module, .. }) => {
            HELPERS.iter().any(|(of, helpers)| module == of && helpers.iter().any(|name| helper == name))
        }
        None => BY_THEMSELVES.iter().any(|name| helper == name),
    };
    (called.ident == name && known).then_some(path)
}

#[cfg(test)]
mod tests {
    use quote::ToTokens;

    use super::{BY_THEMSELVES, HELPERS, of};

    #[test]
    fn a_path_is_looked_at_from_its_end() {
        for (function, helper) in [
            ("bson::serde_helpers::datetime::FromI64::serialize", Some("bson::serde_helpers::datetime::FromI64")),
            (
                "::mongomancy::bson::serde_helpers::u32::AsF64::serialize",
                Some("::mongomancy::bson::serde_helpers::u32::AsF64"),
            ),
            ("u32::AsF64::serialize", Some("u32::AsF64")),
            ("u32::AsF64::deserialize", None),
            ("u32::AsF64::serialize::<S>", None),
            ("<u32::AsF64>::serialize", None),
            ("u32::FromI64::serialize", None),
            ("object_id::AsHexString::serialize", Some("object_id::AsHexString")),
            ("AsHexString::serialize", Some("AsHexString")),
            ("mine::AsHexString::serialize", None),
            ("AsI64::serialize", None),
            ("object_id::serialize", None),
            ("serialize", None),
        ] {
            let found = of(&syn::parse_str(function).unwrap(), "serialize");
            let found = found.map(|path| path.to_token_stream().to_string().replace(' ', ""));
            assert_eq!(found.as_deref(), helper, "{function}");
        }
    }

    #[test]
    fn what_tells_enough_by_itself_is_one() {
        for name in BY_THEMSELVES {
            assert_eq!(HELPERS.iter().filter(|(_, helpers)| helpers.contains(&name)).count(), 1, "{name}");
        }
    }
}
