//! What the tokens of a type say: only what cannot be mistaken, the compiler knows the rest.

use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;
use syn::{GenericArgument, PathArguments, PathSegment, Type, ext::IdentExt};

/// Types that are one value and no date, whatever module they come from.
const SCALARS: &[&str] = &[
    "bool", "char", "f32", "f64", "i8", "i16", "i32", "i64", "i128", "isize", "str", "u8", "u16", "u32", "u64", "u128",
    "usize", "ObjectId", "String",
];
/// Types that are stored as arrays.
const ARRAYS: &[&str] = &["BTreeSet", "BinaryHeap", "HashSet", "LinkedList", "Vec", "VecDeque"];
/// Types that are stored as documents under keys of their values.
const MAPS: &[&str] = &["BTreeMap", "HashMap", "IndexMap"];
/// Types of an instant, but for `DateTime`, which is BSON's own where it has no parameter.
const INSTANTS: &[&str] = &["OffsetDateTime", "SystemTime", "Timestamp", "Zoned"];
/// Types that serde writes as what is in them.
const WRAPPERS: &[&str] = &["Box", "Option", "Vec"];

/// `T` of an `Option<T>` that is written as one.
pub(crate) fn option_of(ty: &Type) -> Option<&Type> {
    argument_of(ty, &["Option"])
}

/// Whether the type is well known to be one value, neither a date nor anything with fields.
pub(crate) fn is_scalar(ty: &Type) -> bool {
    if let Some(inner) = argument_of(ty, WRAPPERS) {
        return is_scalar(inner);
    }
    last_segment(ty).is_some_and(|last| last.arguments.is_none() && is_one_of(last, SCALARS))
}

/// Whether the type is one of the language's own that BSON has a form for.
pub(crate) fn is_primitive(ty: &Type) -> bool {
    const PRIMITIVES: &[&str] =
        &["bool", "char", "f32", "f64", "i8", "i16", "i32", "i64", "isize", "u8", "u16", "u32", "u64", "usize"];
    plain_name(ty).is_some_and(|name| PRIMITIVES.contains(&&*name))
}

/// The last name of a type without parameters.
pub(crate) fn plain_name(ty: &Type) -> Option<String> {
    last_segment(ty).filter(|last| last.arguments.is_none()).map(|last| last.ident.unraw().to_string())
}

/// What is in an `Option` or a `Box`.
pub(crate) fn pointed_to(ty: &Type) -> Option<&Type> {
    argument_of(ty, &["Option", "Box"])
}

/// Whether the type is well known to be an id that nobody can make up: a number or a text.
pub(crate) fn is_never_generated(ty: &Type) -> bool {
    last_segment(ty)
        .is_some_and(|last| last.arguments.is_none() && is_one_of(last, SCALARS) && last.ident != "ObjectId")
}

/// Whether the type is `PhantomData`, which stores nothing.
pub(crate) fn is_phantom(ty: &Type) -> bool {
    last_segment(ty).is_some_and(|last| last.ident == "PhantomData")
}

/// Whether the type is, or holds, an instant of a crate for dates, as far as the tokens say.
pub(crate) fn is_instant(ty: &Type) -> bool {
    chrono_date(ty).is_some() || INSTANTS.iter().any(|name| foreign(ty, name).is_some())
}

/// The `DateTime<..>` that the type is or holds: bson's takes no parameter.
pub(crate) fn chrono_date(ty: &Type) -> Option<&Type> {
    let last = last_segment(ty)?;
    if last.ident == "DateTime" && !last.arguments.is_none() {
        return Some(ty);
    }
    arguments(last).find_map(chrono_date)
}

/// The type of that name that the type is or holds, unless it is said to be BSON's own.
pub(crate) fn foreign<'a>(ty: &'a Type, name: &str) -> Option<&'a Type> {
    let last = last_segment(ty)?;
    if last.ident == name && last.arguments.is_none() && !mentions(ty.to_token_stream(), "bson") {
        return Some(ty);
    }
    arguments(last).find_map(|inner| foreign(inner, name))
}

fn arguments(segment: &PathSegment) -> impl Iterator<Item = &Type> {
    let arguments = match &segment.arguments {
        PathArguments::AngleBracketed(arguments) => Some(&arguments.args),
        _ => None,
    };
    arguments.into_iter().flatten().filter_map(|argument| match argument {
        GenericArgument::Type(ty) => Some(ty),
        _ => None,
    })
}

/// Whether the type is a map, whose keys are values.
pub(crate) fn is_map(ty: &Type) -> bool {
    if let Some(inner) = argument_of(ty, WRAPPERS) {
        return is_map(inner);
    }
    last_segment(ty).is_some_and(|last| !last.arguments.is_none() && is_one_of(last, MAPS))
}

/// Whether serde writes the type as an array, as far as the tokens say.
pub(crate) fn is_array(ty: &Type) -> bool {
    match ty {
        Type::Group(group) => is_array(&group.elem),
        Type::Paren(paren) => is_array(&paren.elem),
        Type::Array(_) | Type::Slice(_) => true,
        Type::Tuple(tuple) => !tuple.elems.is_empty(),
        _ => {
            last_segment(ty).is_some_and(|last| !last.arguments.is_none() && is_one_of(last, ARRAYS))
                || argument_of(ty, &["Box"]).is_some_and(is_array)
        }
    }
}

/// Whether the type is an `Id` of the struct `name`.
pub(crate) fn is_id_of(ty: &Type, name: &str) -> bool {
    argument_of(ty, &["Id"])
        .and_then(|of| last_segment(of))
        .is_some_and(|of| of.arguments.is_none() && (of.ident == "Self" || of.ident.unraw() == *name))
}

/// The type as its author would write it.
pub(crate) fn shown(ty: &Type) -> String {
    let mut text = ty.to_token_stream().to_string();
    for (loose, tight) in
        [(" :: ", "::"), (" < ", "<"), (" >", ">"), (" ,", ","), ("& ", "&"), ("[ ", "["), (" ]", "]")]
    {
        text = text.replace(loose, tight);
    }
    text
}

/// The type's tokens with `Self` spelt out, for use outside of the struct.
pub(crate) fn without_self(tokens: TokenStream, this: &TokenStream) -> TokenStream {
    let mut tokens = tokens.into_iter().peekable();
    let mut spelt = TokenStream::new();
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Ident(word) if word == "Self" => {
                let enters = matches!(tokens.peek(), Some(TokenTree::Punct(colon)) if colon.as_char() == ':');
                spelt.extend(if enters { quote::quote!(<#this>) } else { this.clone() });
            }
            TokenTree::Group(group) => {
                let mut inner = proc_macro2::Group::new(group.delimiter(), without_self(group.stream(), this));
                inner.set_span(group.span());
                spelt.extend([TokenTree::Group(inner)]);
            }
            other => spelt.extend([other]),
        }
    }
    spelt
}

/// Whether the tokens mention the word `name`.
pub(crate) fn mentions(tokens: TokenStream, name: &str) -> bool {
    tokens.into_iter().any(|token| match token {
        TokenTree::Ident(word) => word == name,
        TokenTree::Group(group) => mentions(group.stream(), name),
        _ => false,
    })
}

fn argument_of<'a>(ty: &'a Type, names: &[&str]) -> Option<&'a Type> {
    let last = last_segment(ty).filter(|last| is_one_of(last, names))?;
    let PathArguments::AngleBracketed(arguments) = &last.arguments else { return None };
    match arguments.args.first() {
        Some(GenericArgument::Type(inner)) if arguments.args.len() == 1 => Some(inner),
        _ => None,
    }
}

fn is_one_of(segment: &PathSegment, names: &[&str]) -> bool {
    names.iter().any(|name| segment.ident == name)
}

fn last_segment(ty: &Type) -> Option<&PathSegment> {
    match ty {
        Type::Group(group) => last_segment(&group.elem),
        Type::Paren(paren) => last_segment(&paren.elem),
        Type::Path(path) if path.qself.is_none() => path.path.segments.last(),
        _ => None,
    }
}
