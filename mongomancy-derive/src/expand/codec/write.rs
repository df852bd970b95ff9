//! Statements that append fields.

use proc_macro2::TokenStream;
use quote::quote;
use syn::Path;

use super::field;
use crate::ast::{Field, Input, Style};

/// Appends fields to `__to`, as the elements of a document or of an array. `access` gives a reference to a field.
pub(super) fn fields(
    input: &Input<'_>,
    private: &Path,
    style: Style,
    fields: &[Field<'_>],
    access: impl Fn(&Field<'_>) -> TokenStream,
) -> TokenStream {
    let written = fields.iter().filter(|field| field.is_written());
    let puts = written.map(|field| {
        let (value, codec) = (access(field), field::writer(input, private, field));
        let put = if style == Style::Named {
            let key = format!("\0{}\0", field.stored);
            quote!(#private::put(__to, #key, #value, #codec)?;)
        } else {
            quote!(#private::put_at(__to, &mut __index, #value, #codec)?;)
        };
        match &field.serde.unwritten_if {
            Some(path) => quote!(if !#path(#value) { #put }),
            None => put,
        }
    });
    let puts = quote!(#(#puts)*);
    if style == Style::Named || puts.is_empty() { puts } else { quote!(let mut __index = 0; #puts) }
}
