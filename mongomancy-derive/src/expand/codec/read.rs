//! Statements that read fields.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::Path;

use super::field;
use crate::ast::{Field, Input, Style};

/// Reads fields from `__fields` and makes `made` of them: a block that ends with a `Result`.
pub(super) fn fields(
    input: &Input<'_>,
    private: &Path,
    style: Style,
    fields: &[Field<'_>],
    made: &TokenStream,
) -> TokenStream {
    let read: Vec<_> = fields.iter().filter(|field| field.is_read()).collect();
    let codecs: Vec<_> = read.iter().map(|field| format_ident!("__c{}", field.number)).collect();
    let slots: Vec<_> = read.iter().map(|field| format_ident!("__{}", field.number)).collect();
    let chosen = read.iter().map(|field| field::reader(input, private, field));
    let names: Vec<_> = read.iter().map(|field| &field.read).collect();
    let found = read.iter().map(|field| found(style, field));
    let deny = input.serde.deny_unknown_fields.is_set() && style == Style::Named;
    let members = fields.iter().map(|field| {
        let (member, number) = (&field.member, field.number);
        let (codec, slot, name) = (format_ident!("__c{number}"), format_ident!("__{number}"), &field.read);
        let value = match (field::default(input, private, field), field.is_read()) {
            (Some(default), false) => default,
            (Some(default), true) => quote! {
                match #slot {
                    #private::Option::Some(__value) => __value,
                    #private::Option::None => #default,
                }
            },
            (None, _) => quote!(__fields.take(#slot, #name, #codec)?),
        };
        quote!(#member: #value)
    });
    let default = field::whole_default(input, private);
    quote! {
        #(let #codecs = #chosen;)*
        #(let mut #slots = #private::Option::None;)*
        while __fields.next_round(#deny)? {
            #(if #found {
                __fields.fill(&mut #slots, #names, #codecs)?;
            })*
        }
        #default
        #private::result::Result::Ok(#made { #(#members,)* })
    }
}

/// Whether the field comes next, under one of its names. Elements of an array have none.
fn found(style: Style, field: &Field<'_>) -> TokenStream {
    if style != Style::Named {
        return quote!(__fields.at("\0"));
    }
    let names = std::iter::once(&field.read).chain(&field.serde.aliases).map(|name| format!("{name}\0"));
    quote!(#(__fields.at(#names))||*)
}
