//! The derives of mongomancy.

use proc_macro::TokenStream;

/// Ties a struct to its collection.
#[proc_macro_derive(MongoCollection, attributes(collection, index, default_documents))]
pub fn derive_mongo_collection(_input: TokenStream) -> TokenStream {
    TokenStream::new()
}

/// Makes a struct an embedded document.
#[proc_macro_derive(MongoDocument, attributes(mongo))]
pub fn derive_mongo_document(_input: TokenStream) -> TokenStream {
    TokenStream::new()
}
