//! The codec of an enum, in the forms that serde gives it.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::{Path, ext::IdentExt};

use super::{Bodies, field, read, structure, write};
use crate::{
    ast::{Field, Input, Style, Tagging, Variant},
    suggest,
};

pub(super) fn bodies(input: &Input<'_>, private: &Path, variants: &[Variant<'_>]) -> Bodies {
    let arms = variants.iter().map(|variant| write_arm(input, private, variant));
    let encode = if variants.is_empty() { quote!(match *self {}) } else { quote!(match self { #(#arms)* }) };
    let decode = match input.tagging() {
        Tagging::Untagged => read_untagged(input, private, variants),
        _ => read_named(input, private, variants),
    };
    Bodies { encode, decode, missing: None, items: TokenStream::new() }
}

/// The pattern of a variant that binds its fields as `__f` and their numbers.
fn write_arm(input: &Input<'_>, private: &Path, variant: &Variant<'_>) -> TokenStream {
    let ident = variant.ident;
    if !variant.is_written() {
        return quote!(Self::#ident { .. } => #private::result::Result::Err(#private::unwritten()),);
    }
    let bound = variant.fields.iter().filter(|field| field.is_written());
    let bound = bound.map(|field| {
        let (member, binding) = (&field.member, binding(field));
        quote!(#member: #binding)
    });
    let body = match input.tagging() {
        Tagging::External => write_external(input, private, variant),
        Tagging::Internal(tag) => write_internal(input, private, variant, &tag.value()),
        Tagging::Adjacent(tag, content) => {
            let (tag, name) = (text_key(&tag.value()), &variant.written);
            let inner = write_inner(input, private, variant, &content.value());
            in_document(private, &quote!(#private::put_text(__to, #tag, #name); #inner))
        }
        Tagging::Untagged => write_bare(input, private, variant),
    };
    quote!(Self::#ident { #(#bound,)* .. } => { #body })
}

fn binding(field: &Field<'_>) -> TokenStream {
    let binding = format_ident!("__f{}", field.number);
    quote!(#binding)
}

fn text_key(name: &str) -> String {
    format!("\u{2}{name}\0")
}

fn fields(input: &Input<'_>, private: &Path, variant: &Variant<'_>) -> TokenStream {
    write::fields(input, private, variant.style, &variant.fields, binding)
}

/// `statements` between the beginning and the end of a document.
fn in_document(private: &Path, statements: &TokenStream) -> TokenStream {
    quote! {
        let __start = #private::begin(__to);
        #statements
        #private::end(__to, __start);
        #private::result::Result::Ok(#private::DOCUMENT)
    }
}

fn write_external(input: &Input<'_>, private: &Path, variant: &Variant<'_>) -> TokenStream {
    let name = &variant.written;
    if variant.style_written() == Style::Unit {
        return quote!(#private::result::Result::Ok(#private::write_text(__to, #name)));
    }
    in_document(private, &write_inner(input, private, variant, name))
}

/// The variant's fields as the element `name`; nothing where it has none.
fn write_inner(input: &Input<'_>, private: &Path, variant: &Variant<'_>, name: &str) -> TokenStream {
    let kind = match variant.style_written() {
        Style::Unit => return TokenStream::new(),
        Style::Newtype => {
            let only = &variant.fields[0];
            let (key, value, codec) = (format!("\0{name}\0"), binding(only), field::writer(input, private, only));
            return quote!(#private::put(__to, #key, #value, #codec)?;);
        }
        Style::Named => '\u{3}',
        Style::Tuple => '\u{4}',
    };
    let (key, puts) = (format!("{kind}{name}\0"), fields(input, private, variant));
    quote! {
        #private::put_inner(__to, #key, |__to| {
            #puts
            #private::result::Result::Ok(())
        })?;
    }
}

fn write_internal(input: &Input<'_>, private: &Path, variant: &Variant<'_>, tag: &str) -> TokenStream {
    let (tag, name) = (text_key(tag), &variant.written);
    if variant.style_written() == Style::Newtype {
        let only = &variant.fields[0];
        let (value, codec) = (binding(only), field::writer(input, private, only));
        return quote!(#private::write_tagged(__to, #tag, #name, #value, #codec));
    }
    let puts = if variant.style == Style::Named { fields(input, private, variant) } else { TokenStream::new() };
    in_document(private, &quote!(#private::put_text(__to, #tag, #name); #puts))
}

fn write_bare(input: &Input<'_>, private: &Path, variant: &Variant<'_>) -> TokenStream {
    match variant.style_written() {
        Style::Unit => quote!(#private::result::Result::Ok(#private::NULL)),
        Style::Newtype => {
            let only = &variant.fields[0];
            let (value, codec) = (binding(only), field::writer(input, private, only));
            quote!(#private::FieldCodec::encode(#codec, #value, __to))
        }
        Style::Named => in_document(private, &fields(input, private, variant)),
        Style::Tuple => {
            let puts = fields(input, private, variant);
            quote! {
                let __start = #private::begin(__to);
                #puts
                #private::end(__to, __start);
                #private::result::Result::Ok(#private::ARRAY)
            }
        }
    }
}

/// The variant by the name that was read.
fn read_named(input: &Input<'_>, private: &Path, variants: &[Variant<'_>]) -> TokenStream {
    let found = match input.tagging() {
        Tagging::Internal(tag) => {
            let expected = structure::expected(input, "internally tagged enum");
            quote!(#private::Variant::internal(__kind, __from, #tag, #expected)?)
        }
        Tagging::Adjacent(tag, content) => {
            let expected = structure::expected(input, "adjacently tagged enum");
            let deny = input.serde.deny_unknown_fields.is_set();
            quote!(#private::Variant::adjacent(__kind, __from, [#tag, #content], #deny, #expected)?)
        }
        Tagging::External | Tagging::Untagged => {
            let expected = structure::expected(input, "enum");
            quote!(#private::Variant::external(__kind, __from, #expected)?)
        }
    };
    let readable = || variants.iter().filter(|variant| variant.is_read());
    let arms = readable().map(|variant| {
        let (names, value) = (&variant.read, value(input, private, variant));
        quote!(#(#names)|* => #value,)
    });
    let other = if let Some(variant) = readable().find(|variant| variant.serde.other.is_set()) {
        value(input, private, variant)
    } else {
        let names = suggest::list(readable().map(|variant| &*variant.read[0]));
        quote!(#private::Variant::unknown(#names))
    };
    quote! {
        let __variant = #found;
        match __variant.name() {
            #(#arms)*
            _ => #other,
        }
    }
}

/// The first variant that the value fits.
fn read_untagged(input: &Input<'_>, private: &Path, variants: &[Variant<'_>]) -> TokenStream {
    let attempts = variants.iter().filter(|variant| variant.is_read()).map(|variant| {
        let value = value(input, private, variant);
        quote! {
            let __read: #private::result::Result<Self, #private::DecodeError> = #value;
            if __read.is_ok() {
                return __read;
            }
        }
    });
    let expected = structure::expected(input, "a variant of enum");
    quote! {
        let __variant = #private::Variant::untagged(__kind, __from)?;
        #(#attempts)*
        #private::Variant::unfit(#expected)
    }
}

/// An expression for the variant, of what `__variant` holds.
fn value(input: &Input<'_>, private: &Path, variant: &Variant<'_>) -> TokenStream {
    let ident = variant.ident;
    let expected = |what: &str| {
        let (this, variant) = (input.name(), ident.unraw());
        structure::expected_or(input, &format!("{what} {this}::{variant}"))
    };
    match variant.style_read() {
        Style::Unit => match variant.fields.first() {
            None => quote!(__variant.unit().map(|()| Self::#ident {})),
            Some(only) => {
                let (codec, default) = (field::reader(input, private, only), field::default(input, private, only));
                let passed = if let Tagging::Adjacent(..) = input.tagging() {
                    quote!(__variant.passed(#codec))
                } else {
                    quote!(__variant.unit().map(|()| #private::Option::None))
                };
                quote!(#passed.map(|__value| Self::#ident(__value.unwrap_or_else(|| #default))))
            }
        },
        Style::Newtype => {
            let codec = field::reader(input, private, &variant.fields[0]);
            quote!(__variant.newtype(#codec).map(Self::#ident))
        }
        style @ (Style::Named | Style::Tuple) => {
            let read = read::fields(input, private, style, &variant.fields, &quote!(Self::#ident));
            let (how, expected) = match style {
                Style::Named => (format_ident!("fields"), expected("struct variant")),
                _ => (format_ident!("tuple"), expected("tuple variant")),
            };
            quote!(__variant.#how(#expected, |__fields| { #read }))
        }
    }
}
