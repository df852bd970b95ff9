//! Fields that are enums, by every form of their tags.

use mongomancy::{MongoCollection, MongoDocument};
use mongomancy_tests::database;
use serde::{Deserialize, Serialize};

use super::{every_field, stored};

#[derive(Debug, Clone, PartialEq, MongoDocument)]
#[serde(rename_all = "lowercase")]
enum Colour {
    Red,
    Blue,
}

#[derive(Debug, Clone, PartialEq, MongoDocument)]
enum External {
    Unit,
    Newtype(i32),
    Tuple(i32, String),
    Fields { a: i32, colour: Colour },
}

#[derive(Debug, Clone, PartialEq, MongoDocument)]
#[serde(tag = "$kind")]
enum Internal {
    Unit,
    Fields { a: i32 },
}

#[derive(Debug, Clone, PartialEq, MongoDocument)]
#[serde(tag = "t", content = "c", rename_all = "camelCase", rename_all_fields = "camelCase")]
enum Adjacent {
    Unit,
    NewType(i32),
    SomeFields { some_number: i32 },
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, MongoDocument)]
#[serde(untagged)]
enum Untagged {
    Number(i32),
    Text(String),
    Fields { a: i32 },
}

#[derive(Debug, Clone, PartialEq, MongoCollection)]
#[collection(name = "choice")]
struct Choices {
    #[serde(rename = "_id")]
    id: i32,
    colour: Colour,
    option: Option<Colour>,
    external: External,
    several: Vec<External>,
    internal: Internal,
    adjacent: Adjacent,
    untagged: Untagged,
}

#[tokio::test]
async fn every_variant_is_found() {
    let db = database().await;
    let collection = db.collection::<Choices>();
    let external = [
        External::Unit,
        External::Newtype(1),
        External::Tuple(1, "x".into()),
        External::Fields { a: 1, colour: Colour::Blue },
    ];
    let internal = [Internal::Unit, Internal::Fields { a: 1 }, Internal::Fields { a: 2 }, Internal::Fields { a: 3 }];
    let adjacent =
        [Adjacent::Unit, Adjacent::NewType(1), Adjacent::SomeFields { some_number: 1 }, Adjacent::NewType(2)];
    let untagged = [Untagged::Number(1), Untagged::Text("x".into()), Untagged::Fields { a: 1 }, Untagged::Number(2)];
    let mut documents = Vec::new();
    for (id, external) in (0..).zip(&external) {
        let at = documents.len();
        documents.push(Choices {
            id,
            colour: Colour::Red,
            option: None,
            external: external.clone(),
            several: vec![External::Unit, external.clone()],
            internal: internal[at].clone(),
            adjacent: adjacent[at].clone(),
            untagged: untagged[at].clone(),
        });
    }
    documents[3].colour = Colour::Blue;
    documents[3].option = Some(Colour::Red);
    stored(&collection, &documents).await;
    let c = Choices::fields();
    for document in &documents {
        let filters = [
            c.external.eq(&document.external),
            c.several.eq(&document.several),
            c.several.at(1).eq(&document.external),
            c.internal.eq(&document.internal),
            c.adjacent.eq(&document.adjacent),
            c.untagged.eq(&document.untagged),
        ];
        super::finds(&collection, document.id, "a variant", &filters).await;
    }
    // Of two documents alone, every field differs.
    let db = database().await;
    let collection = db.collection::<Choices>();
    let two = [documents[0].clone(), documents[3].clone()];
    stored(&collection, &two).await;
    every_field!(&collection, &two, Choices { id, colour, option, external, several, internal, adjacent, untagged });
}
