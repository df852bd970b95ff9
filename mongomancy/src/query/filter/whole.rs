//! Conditions on a document as a whole.

use bson::{Bson, Document};

use super::{Filter, Shape};
use crate::{
    codec::encode::{Encode, EncodeError},
    error::Error,
    query::{operators, text_search::TextSearch},
};

impl<R: ?Sized> Filter<R> {
    /// `$text`: documents of which the collection's text index has some of the words, or what else a [`TextSearch`] asks
    /// for.
    ///
    /// ```
    /// # use mongomancy::{Filter, MongoCollection, TextSearch, doc};
    /// # #[derive(MongoCollection)]
    /// # struct Book { title: String }
    /// let filter = Filter::<Book>::text("coffee shop");
    /// assert_eq!(filter.to_document()?, doc! { "$text": { "$search": "coffee shop" } });
    /// let filter = Filter::<Book>::text(TextSearch::new("kaffee").language("german"));
    /// # assert!(filter.to_document().is_ok());
    /// # Ok::<(), mongomancy::Error>(())
    /// ```
    ///
    /// A search has a small language of its own: `"a phrase"` in quotes, `-word` for what must not be there. A text from
    /// outside can say no more than that.
    pub fn text(search: impl Into<TextSearch>) -> Self {
        let search = search.into();
        Self::whole("$text", |to| operators::document(to, |to| search.write(to)))
    }

    /// `$expr`: documents for which an expression of the aggregation language is true, which may compare fields.
    ///
    /// An expression is code: a value from outside belongs into a `$literal`, or into
    /// [`let_vars`](crate::action::Find::let_vars).
    ///
    /// ```
    /// # use mongomancy::{Filter, MongoCollection, doc};
    /// # #[derive(MongoCollection)]
    /// # struct Player { score: f64, best: f64 }
    /// let filter = Filter::<Player>::expr(doc! { "$lt": ["$score", "$best"] });
    /// assert_eq!(filter.to_document()?, doc! { "$expr": { "$lt": ["$score", "$best"] } });
    /// # Ok::<(), mongomancy::Error>(())
    /// ```
    pub fn expr(expression: impl Into<Bson>) -> Self {
        let expression = expression.into();
        Self::whole("$expr", |to| expression.encode_to(to))
    }

    /// `$jsonSchema`: documents that fit a JSON schema, in the form that MongoDB knows.
    ///
    /// ```
    /// # use mongomancy::{Filter, MongoCollection, doc};
    /// # #[derive(MongoCollection)]
    /// # struct Player { score: f64 }
    /// let schema = doc! { "required": ["score"], "properties": { "score": { "bsonType": "double" } } };
    /// let misfits = !Filter::<Player>::json_schema(schema.clone());
    /// assert_eq!(misfits.to_document()?, doc! { "$nor": [{ "$jsonSchema": schema }] });
    /// # Ok::<(), mongomancy::Error>(())
    /// ```
    #[expect(clippy::needless_pass_by_value, reason = "a `doc! {}` stands there")]
    pub fn json_schema(schema: Document) -> Self {
        Self::whole("$jsonSchema", |to| schema.encode_to(to))
    }

    fn whole(operator: &str, write: impl FnOnce(&mut Vec<u8>) -> Result<u8, EncodeError>) -> Self {
        let mut bytes = Vec::new();
        match operators::put(&mut bytes, operator, write) {
            Ok(()) => Self::of(Shape::Document, bytes),
            Err(error) => Self::failed(Error::from(error).within("the filter")),
        }
    }
}
