//! A field of a patch, and `#[patch(path = stats.wins)]` and `#[patch(skip)]` on it.

use syn::{Field, Ident, Token, Type, ext::IdentExt, parse::ParseStream};

use super::attr::unknown;
use crate::{
    attr::{self, Slot, path::FieldPath},
    context::Context,
    symbol, ty,
};

pub(super) struct PatchField<'a> {
    pub(super) ident: &'a Ident,
    pub(super) ty: &'a Type,
    /// Whether it is an option of a reference, which is copied.
    pub(super) is_borrowed: bool,
    pub(super) path: Segments,
}

/// The Rust names that lead to the field of the document: one at least.
pub(super) struct Segments(Vec<Ident>);

impl Segments {
    pub(super) fn before(&self) -> &[Ident] {
        &self.0[..self.0.len() - 1]
    }

    pub(super) fn last(&self) -> &Ident {
        &self.0[self.0.len() - 1]
    }
}

impl<'a> PatchField<'a> {
    /// The field, unless it is left out or wrong.
    pub(super) fn parse(cx: &Context, field: &'a Field) -> Option<Self> {
        let before = cx.count();
        let ident = field.ident.as_ref()?;
        let mut path = Slot::empty();
        let mut skip = Slot::empty();
        for attr in field.attrs.iter().filter(|attr| attr.path().is_ident(symbol::PATCH)) {
            attr::each_item(cx, attr, |input| item(cx, input, &mut path, &mut skip));
        }
        if skip.is_set() {
            if let Some(word) = path.word() {
                cx.error(word, "a field with `skip` changes nothing, so it has no `path`");
            }
            return None;
        }
        let inner = ty::option_of(&field.ty);
        if inner.is_none() {
            let message =
                "a patch's field is an `Option<..>`, whose `None` changes nothing; `#[patch(skip)]` leaves it out";
            cx.error(&field.ty, message);
        }
        let is_borrowed = matches!(inner, Some(Type::Reference(inner)) if inner.mutability.is_none());
        let segments = path.get().cloned().unwrap_or_else(|| vec![ident.clone()]);
        (cx.count() == before).then_some(Self { ident, ty: &field.ty, is_borrowed, path: Segments(segments) })
    }

    /// Whether one of the two fields of documents is the other, or in it.
    pub(super) fn meets(&self, other: &Self) -> bool {
        self.path.0.iter().zip(&other.path.0).all(|(one, other)| one.unraw() == other.unraw())
    }

    /// The path as it was written.
    pub(super) fn shown(&self) -> String {
        self.path.0.iter().map(|segment| segment.unraw().to_string()).collect::<Vec<_>>().join(".")
    }
}

fn item(cx: &Context, input: ParseStream, path: &mut Slot<Vec<Ident>>, skip: &mut Slot<()>) -> syn::Result<()> {
    let word = input.call(Ident::parse_any)?;
    if word == symbol::SKIP {
        skip.set(cx, &word, ());
    } else if word == symbol::PATH {
        let wanted = "`path` takes Rust names with dots between them: `path = stats.wins`";
        if !input.peek(Token![=]) {
            return Err(syn::Error::new(word.span(), wanted));
        }
        input.parse::<Token![=]>()?;
        match FieldPath::parse(input)? {
            FieldPath::Rust(segments) => path.set(cx, &word, segments),
            FieldPath::Stored(literal) => return Err(syn::Error::new(literal.span(), wanted)),
        }
    } else {
        return Err(unknown(&word, &[symbol::PATH, symbol::SKIP], "on a field"));
    }
    Ok(())
}
