//! The rules of a collation, as its builder would make them by hand.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote};
use syn::Path;

use crate::{
    attr::{Slot, collation::CollationAttr},
    symbol,
};

/// An expression of the type `Collation`.
pub(super) fn expand(private: &Path, rules: &CollationAttr) -> TokenStream {
    let locale = rules.locale.get();
    let mut built = quote!(#private::Collation::builder().locale(#locale));
    let variants = [
        (symbol::STRENGTH, "CollationStrength", &rules.strength),
        (symbol::CASE_FIRST, "CollationCaseFirst", &rules.case_first),
        (symbol::ALTERNATE, "CollationAlternate", &rules.alternate),
        (symbol::MAX_VARIABLE, "CollationMaxVariable", &rules.max_variable),
    ];
    for (setter, ty, said) in variants {
        if let Some(variant) = said.get() {
            let (setter, ty) = (name(setter), name(ty));
            let variant = format_ident!("{variant}");
            built = quote!(#built.#setter(#private::#ty::#variant));
        }
    }
    let flags: [(&str, &Slot<bool>); 4] = [
        (symbol::CASE_LEVEL, &rules.case_level),
        (symbol::NUMERIC_ORDERING, &rules.numeric_ordering),
        (symbol::NORMALIZATION, &rules.normalization),
        (symbol::BACKWARDS, &rules.backwards),
    ];
    for (setter, said) in flags {
        if let Some(said) = said.get() {
            let setter = name(setter);
            built = quote!(#built.#setter(#said));
        }
    }
    quote!(#built.build())
}

fn name(name: &str) -> Ident {
    Ident::new(name, Span::call_site())
}
