//! Where generated code finds mongomancy.

use proc_macro_crate::FoundCrate;
use proc_macro2::Span;
use syn::{Ident, Path, parse_quote};

/// `<mongomancy>::__private`: under the path that the struct names, or the name that the manifest gives.
pub(crate) fn private(said: Option<&Path>) -> Path {
    if let Some(path) = said {
        return parse_quote!(#path::__private);
    }
    let name = match proc_macro_crate::crate_name("mongomancy") {
        Ok(FoundCrate::Name(name)) => name,
        Ok(FoundCrate::Itself) | Err(_) => "mongomancy".to_owned(),
    };
    let name = Ident::new(&name, Span::call_site());
    parse_quote!(::#name::__private)
}
