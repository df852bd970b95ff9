//! What the calls of a collection take unless they say otherwise.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;
use syn::Path;

use crate::attr::collection::concern::{Acknowledgment, Concerns, WriteConcern};

/// The function that tells it, where there is anything to tell.
pub(super) fn expand(private: &Path, concerns: &Concerns) -> TokenStream {
    if !concerns.is_said() {
        return TokenStream::new();
    }
    let name = |name: &str| Ident::new(name, Span::call_site());
    let read_concern = concerns.read_concern.get().map(|level| {
        let level = name(level);
        quote!(.read_concern(#private::ReadConcern::#level()))
    });
    let write_concern = concerns.write_concern.get().map(|concern| {
        let concern = write_concern(private, concern);
        quote!(.write_concern(#concern))
    });
    let preference = concerns.read_preference.get().map(|mode| {
        let options = (*mode != "Primary").then(|| quote!({ options: #private::Option::None }));
        let mode = name(mode);
        quote!(.read_preference(#private::ReadPreference::#mode #options))
    });
    quote! {
        fn call_defaults() -> #private::Option<#private::Arc<#private::CallDefaults>> {
            static __DEFAULTS: #private::OnceLock<#private::Arc<#private::CallDefaults>> = #private::OnceLock::new();
            let __defaults = __DEFAULTS.get_or_init(|| {
                #private::Arc::new(#private::CallDefaults::new() #read_concern #write_concern #preference)
            });
            #private::Option::Some(#private::Arc::clone(__defaults))
        }
    }
}

fn write_concern(private: &Path, concern: &WriteConcern) -> TokenStream {
    let w = concern.w.as_ref().map(|w| {
        let w = match w {
            Acknowledgment::Majority => quote!(Majority),
            Acknowledgment::Nodes(count) => quote!(Nodes(#count)),
            Acknowledgment::Custom(name) => quote!(Custom(#private::String::from(#name))),
        };
        quote!(.w(#private::Acknowledgment::#w))
    });
    let journal = concern.journal.map(|journal| quote!(.journal(#journal)));
    let timeout = concern.timeout.map(|timeout| {
        let millis = u64::try_from(timeout.as_millis()).unwrap_or(u64::MAX);
        quote!(.w_timeout(#private::Duration::from_millis(#millis)))
    });
    quote!(#private::WriteConcern::builder() #w #journal #timeout .build())
}
