//! What a type writes passes the validator that is made of the type, on a server.

use bson::{Document, RawArrayBuf, RawDocument, RawDocumentBuf};
use mongomancy::{CollectionDefinition, Executor, MongoDocument, Operation};
use mongomancy_testkit::Server;

use crate::{
    check::{Difference, runner},
    family,
    subject::Subject,
};

/// The server's code for what a validator did not let pass.
const REFUSED: i32 = 121;

/// The validator of a collection of `T`s.
pub(crate) fn validator<T: MongoDocument>() -> Document {
    let definition = CollectionDefinition::new("c").documents_of::<T>().validated();
    definition.options().get_document("validator").unwrap().clone()
}

/// Fails with a document that its own validator refuses.
pub(crate) fn check(subjects: &[Subject]) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let db = Server::shared().await.unwrap().test_database();
        for (number, subject) in subjects.iter().enumerate() {
            let (name, validator) = (format!("c{number}"), subject.validator());
            let create = bson::doc! { "create": &name, "validator": validator.clone() };
            let create = Operation::new(db.name(), &create).unwrap();
            db.engine().execute(create).await.unwrap_or_else(|error| {
                panic!("{}: no server takes {validator}: {error} {:?}", subject.name, error.server_message())
            });
            let (documents, insert) = insert(&name, subject);
            let insert = Operation::from_raw(db.name(), insert).unwrap();
            let reply = db.engine().execute(insert).await.unwrap().into_document().unwrap();
            for error in reply.get_array("writeErrors").map(Vec::as_slice).unwrap_or_default() {
                let error = error.as_document().unwrap();
                if error.get_i32("code").unwrap() == REFUSED {
                    let position = usize::try_from(error.get_i32("index").unwrap()).unwrap();
                    let document = crate::subject::hex(documents[position].as_bytes());
                    panic!("{}: {validator} refuses\n  {document}\nfor {error}", subject.name);
                }
            }
        }
    });
}

fn insert(into: &str, subject: &Subject) -> (Vec<RawDocumentBuf>, RawDocumentBuf) {
    let mut runner = runner();
    let (mut documents, mut array) = (Vec::new(), RawArrayBuf::new());
    for _ in 0..runner.config().cases {
        let bytes = family::sample(subject, &mut runner).unwrap_or_else(|Difference { how, .. }| panic!("{how}"));
        let document = RawDocument::from_bytes(&bytes).unwrap().to_owned();
        array.push(document.clone());
        documents.push(document);
    }
    let mut command = RawDocumentBuf::new();
    command.append(bson::raw::cstr!("insert"), into);
    command.append(bson::raw::cstr!("documents"), array);
    command.append(bson::raw::cstr!("ordered"), false);
    (documents, command)
}
