//! Expressions made by functions.

use bson::Document;

use super::{Expression, IntoExpression, of_document};
use crate::{
    codec::encode::Encode,
    query::{operators, path::container::Sequence},
};

/// A value, which is never taken for an expression: `$literal`.
///
/// ```
/// use mongomancy::{Document, bson::bson, expression::value};
///
/// let price = value::<Document, _>("$9.99".to_owned());
/// assert_eq!(price.to_bson()?, bson!({ "$literal": "$9.99" }));
/// # Ok::<(), mongomancy::Error>(())
/// ```
pub fn value<R: ?Sized, T: Encode>(value: T) -> Expression<R, T> {
    Expression::written(|to| operators::document(to, |to| operators::put(to, "$literal", |to| value.encode_to(to))))
}

/// An expression that is written as a document, for what there is no function for.
///
/// ```
/// # use mongomancy::{MongoCollection, doc, expression::raw};
/// # #[derive(MongoCollection)]
/// # struct Player { score: f64 }
/// let rounded = raw::<Player, f64>(doc! { "$round": ["$score", 1] });
/// # assert!(rounded.to_bson().is_ok());
/// ```
#[expect(clippy::needless_pass_by_value, reason = "as everywhere, a `doc!` is given away")]
pub fn raw<R: ?Sized, T>(expression: Document) -> Expression<R, T> {
    of_document(&expression)
}

/// `$cond`: one of two, by a condition.
///
/// ```
/// # use mongomancy::{MongoCollection, bson::bson, expression::{cond, value}};
/// # #[derive(MongoCollection)]
/// # struct Player { score: f64, bonus: f64 }
/// let p = Player::fields();
/// let counted = cond(p.score.expr().gt(p.bonus), p.score, value(0.0));
/// let expected = bson!({ "$cond": [{ "$gt": ["$score", "$bonus"] }, "$score", { "$literal": 0.0 }] });
/// assert_eq!(counted.to_bson()?, expected);
/// # Ok::<(), mongomancy::Error>(())
/// ```
pub fn cond<R: ?Sized, T>(
    condition: impl IntoExpression<R, Value = bool>,
    then: impl IntoExpression<R, Value = T>,
    otherwise: impl IntoExpression<R, Value = T>,
) -> Expression<R, T> {
    let parts = [
        condition.into_expression().untyped(),
        then.into_expression().untyped(),
        otherwise.into_expression().untyped(),
    ];
    Expression::call("$cond", parts)
}

/// `$ifNull`: the first, or the other where that is null or missing.
///
/// ```
/// # use mongomancy::{MongoCollection, bson::bson, expression::{if_null, value}};
/// # #[derive(MongoCollection)]
/// # struct Player { bonus: Option<f64> }
/// let bonus = if_null(Player::fields().bonus, value(0.0));
/// assert_eq!(bonus.to_bson()?, bson!({ "$ifNull": ["$bonus", { "$literal": 0.0 }] }));
/// # Ok::<(), mongomancy::Error>(())
/// ```
pub fn if_null<R: ?Sized, T>(
    first: impl IntoExpression<R, Value = Option<T>>,
    otherwise: impl IntoExpression<R, Value = T>,
) -> Expression<R, T> {
    Expression::call("$ifNull", [first.into_expression().untyped(), otherwise.into_expression().untyped()])
}

/// `$concat`: texts, one after the other.
///
/// ```
/// # use mongomancy::{MongoCollection, bson::bson, expression::{concat, value}};
/// # #[derive(MongoCollection)]
/// # struct Player { first: String, last: String }
/// let p = Player::fields();
/// let name = concat([p.first.expr(), value(" ".to_owned()), p.last.expr()]);
/// assert_eq!(name.to_bson()?, bson!({ "$concat": ["$first", { "$literal": " " }, "$last"] }));
/// # Ok::<(), mongomancy::Error>(())
/// ```
pub fn concat<R: ?Sized>(texts: impl IntoIterator<Item = Expression<R, String>>) -> Expression<R, String> {
    Expression::call("$concat", texts.into_iter().map(Expression::untyped))
}

/// `$size`: how many elements an array has. A missing one is an error of the server.
///
/// ```
/// # use mongomancy::{MongoCollection, bson::bson, expression::size};
/// # #[derive(MongoCollection)]
/// # struct Player { tags: Vec<String> }
/// assert_eq!(size(Player::fields().tags).to_bson()?, bson!({ "$size": "$tags" }));
/// # Ok::<(), mongomancy::Error>(())
/// ```
pub fn size<R: ?Sized>(array: impl IntoExpression<R, Value: Sequence>) -> Expression<R, i32> {
    Expression::call_one("$size", array.into_expression().untyped())
}
