//! Fields whose types look like those of crates that mongomancy knows by its features: the derive cannot see the features,
//! and the runtime not the tokens.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::{Path, Type, spanned::Spanned};

use super::field;
use crate::{
    ast::{Field, Input},
    ty,
};

/// Finds the type within a field's.
type Look = fn(&Type) -> Option<&Type>;

/// What looks like a type with a choice, and the runtime's check of its feature.
const LOOKS: [(Look, &str); 6] = [
    (ty::chrono_date, "check_chrono"),
    (|ty| ty::foreign(ty, "OffsetDateTime"), "check_time"),
    (|ty| ty::foreign(ty, "Timestamp"), "check_jiff"),
    (|ty| ty::foreign(ty, "Zoned"), "check_jiff"),
    (|ty| ty::foreign(ty, "Uuid"), "check_uuid"),
    (|ty| ty::foreign(ty, "Decimal"), "check_decimal"),
];

/// Asserts for each of them that its feature is on, where nothing says how it is stored.
pub(super) fn checks(input: &Input<'_>, private: &Path) -> TokenStream {
    let undecided = |field: &&Field<'_>| {
        let decided = field.serde.serialize_with.is_some() || field.serde.deserialize_with.is_some();
        !decided && (field.is_written() || field.is_read()) && field::form(input, field).is_none()
    };
    let this = &input.item.ident;
    let checks = input.all_fields().filter(|_| !input.is_generic()).filter(undecided).flat_map(|field| {
        LOOKS.iter().filter_map(|(look, check)| {
            let found = look(field.ty)?;
            let found = ty::without_self(quote!(#found), &quote!(#this));
            let check = Ident::new(check, Span::call_site());
            Some(quote_spanned!(field.ty.span()=> const _: () = #private::#check::<#found>();))
        })
    });
    quote!(#(#checks)*)
}
