//! The codecs of one field, and what it becomes when it is absent.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::{Path, spanned::Spanned};

use crate::{
    ast::{Field, Input},
    serde::DefaultValue,
    ty,
};

/// The codec that writes the field.
pub(in crate::expand) fn writer(input: &Input<'_>, private: &Path, field: &Field<'_>) -> TokenStream {
    if field.serde.serialize_with.is_some() {
        let number = field.number;
        let codec = quote!(#private::write_with::<Self, #number, _>(#private::NoCodec));
        return helped(private, field, field.serde.written_by(), codec);
    }
    chosen(input, private, field)
}

/// The codec that reads the field.
pub(in crate::expand) fn reader(input: &Input<'_>, private: &Path, field: &Field<'_>) -> TokenStream {
    if field.serde.deserialize_with.is_some() {
        let number = field.number;
        let codec = quote!(#private::read_with::<Self, #number, _>(#private::NoCodec));
        return helped(private, field, field.serde.read_by(), codec);
    }
    chosen(input, private, field)
}

/// The codec of bson's type, if `path` leads to one, else that of the functions.
fn helped(private: &Path, field: &Field<'_>, path: Option<Path>, codec: TokenStream) -> TokenStream {
    let Some(path) = path else { return codec };
    let ty = field.ty;
    quote!((&&#private::Helped::<#path, #ty, _>::new(#codec)).codec())
}

/// The codecs that write and read the type of an id, where `id` is that field.
pub(crate) fn of_id(input: &Input<'_>, private: &Path, id: &Field<'_>, ty: &TokenStream) -> (TokenStream, TokenStream) {
    if id.is_option() {
        // The functions of `with` are for the `Option`.
        let codec = of_type(input, private, id, ty);
        return (codec.clone(), codec);
    }
    (writer(input, private, id), reader(input, private, id))
}

/// The codec that the field's attributes name, or that of its type.
fn chosen(input: &Input<'_>, private: &Path, field: &Field<'_>) -> TokenStream {
    of_type(input, private, field, &quote::ToTokens::to_token_stream(field.ty))
}

/// The same for a type within the field's.
pub(super) fn of_type(input: &Input<'_>, private: &Path, field: &Field<'_>, ty: &TokenStream) -> TokenStream {
    let span = field.ty.span();
    match form(input, field) {
        Some(Form::Serde) => quote_spanned!(span=> (&&#private::Left::<#ty>::NEW).codec()),
        Some(Form::Date) => quote_spanned!(span=> (&&#private::Said::<_, #ty>::new(#private::Date)).codec()),
        Some(Form::Uuid) => quote_spanned!(span=> (&&#private::Said::<_, #ty>::new(#private::UuidCodec)).codec()),
        Some(Form::Decimal) => {
            quote_spanned!(span=> (&&#private::Said::<_, #ty>::new(#private::DecimalCodec)).codec())
        }
        None => quote_spanned!(span=> (&&&&#private::Probe::<#ty>::NEW).codec()),
    }
}

/// The form that `#[codec]` gives a field.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    Serde,
    Date,
    Uuid,
    Decimal,
}

/// What the field's `#[codec]` says, or the struct's where the type looks as if it were meant.
pub(crate) fn form(input: &Input<'_>, field: &Field<'_>) -> Option<Form> {
    let (own, all) = (&field.codec, &input.codec);
    if own.serde.is_set() {
        Some(Form::Serde)
    } else if own.date.is_set() {
        Some(Form::Date)
    } else if own.uuid.is_set() {
        Some(Form::Uuid)
    } else if own.decimal.is_set() {
        Some(Form::Decimal)
    } else if all.date.is_set() && ty::is_instant(field.ty) {
        Some(Form::Date)
    } else if all.uuid.is_set() && ty::foreign(field.ty, "Uuid").is_some() {
        Some(Form::Uuid)
    } else if all.decimal.is_set() && ty::foreign(field.ty, "Decimal").is_some() {
        Some(Form::Decimal)
    } else {
        None
    }
}

/// The statement that makes `__default`, from which fields that are absent come.
pub(in crate::expand) fn whole_default(input: &Input<'_>, private: &Path) -> TokenStream {
    match input.serde.default.get() {
        Some(DefaultValue::Trait) => quote!(let __default: Self = #private::Default::default();),
        Some(DefaultValue::Path(path)) => quote_spanned!(path.span()=> let __default: Self = #path();),
        None => TokenStream::new(),
    }
}

/// What the field becomes where it is absent, if its attributes or the struct's say so.
pub(in crate::expand) fn default(input: &Input<'_>, private: &Path, field: &Field<'_>) -> Option<TokenStream> {
    let member = &field.member;
    match &field.serde.default {
        Some(DefaultValue::Path(path)) => Some(quote_spanned!(path.span()=> #path())),
        Some(DefaultValue::Trait) => Some(quote_spanned!(field.ty.span()=> #private::Default::default())),
        None if input.serde.default.is_set() => Some(quote!(__default.#member)),
        None if !field.is_read() => Some(quote_spanned!(field.ty.span()=> #private::Default::default())),
        None => None,
    }
}
