//! Building a typed filter and encoding it, against the `doc!` that says the same.

use std::hint::black_box;

use bson::{Bson, Document, RawDocumentBuf, doc};
use mongomancy::{Filter, IntoFilter, MongoCollection};

use crate::{
    Result, begin,
    rounds::{self, Rounds, Work},
    summary::{Summary, Unit},
};

/// Filters of one round.
const FILTERS: u32 = 50_000;
/// The `doc!` side may take as long.
const BAR: f64 = 1.0;

pub(crate) const NOTES: &str = "Three conditions: an integer, a text and a number, each filter with values of its own, to the bytes that a command\n\
    takes. The other side is the `doc!` that has the same bytes, and the one that is usually written, without `$eq` and\n\
    `$and`; the driver encodes it as here.";

#[derive(Debug, MongoCollection)]
struct Player {
    #[serde(rename = "playerId")]
    number: i64,
    name: String,
    guild: Option<String>,
    score: f64,
    level: i32,
    tags: Vec<String>,
}

/// Measures both ways to write the other side.
///
/// # Errors
/// Where the two sides say something else.
pub(crate) async fn run(rounds: Rounds) -> Result<Vec<Summary>> {
    let unit = Unit::nanos_of_each(FILTERS);
    let mut summaries = Vec::new();
    for (name, form) in [("the same as a document", Form::Same), ("as one would write it", Form::Short)] {
        begin(name);
        let taken = rounds::alternate(rounds, &Typed, &Untyped(form)).await?;
        let work = format!("filter of three conditions, against {name}");
        summaries.push(Summary::of_times(work, &taken, |took| took.wall, unit, BAR));
    }
    Ok(summaries)
}

/// The values that a filter is made of.
fn values(number: u32) -> (i64, &'static str, f64) {
    (number.into(), ["red", "blue", "green"][number as usize % 3], f64::from(number) / 2.0)
}

fn typed(number: u32) -> Filter<Player> {
    let p = Player::fields();
    let (id, guild, score) = values(number);
    p.number.eq(id) & p.guild.eq(guild) & p.score.gte(score)
}

#[derive(Debug, Clone, Copy)]
enum Form {
    Same,
    Short,
}

fn untyped(number: u32, form: Form) -> Document {
    let (id, guild, score) = values(number);
    match form {
        Form::Same => doc! { "$and": [
            { "playerId": { "$eq": id } },
            { "guild": { "$eq": guild } },
            { "score": { "$gte": score } },
        ] },
        Form::Short => doc! { "playerId": id, "guild": guild, "score": { "$gte": score } },
    }
}

/// A filter as the list of its conditions, however it is written.
fn conditions(filter: &Document) -> Vec<(String, Bson)> {
    let mut all = Vec::new();
    for (key, value) in filter {
        match (key.as_str(), value) {
            ("$and", Bson::Array(filters)) => {
                all.extend(filters.iter().filter_map(Bson::as_document).flat_map(conditions));
            }
            (_, Bson::Document(_)) => all.push((key.clone(), value.clone())),
            _ => all.push((key.clone(), doc! { "$eq": value.clone() }.into())),
        }
    }
    all
}

/// Some filters of a round, to be compared.
fn answer(of: impl Fn(u32) -> Result<RawDocumentBuf>) -> Result<Vec<Vec<(String, Bson)>>> {
    let numbers = (0..FILTERS).step_by(997);
    numbers.map(|number| Ok(conditions(&Document::try_from(&*of(number)?)?))).collect()
}

#[derive(Clone)]
struct Typed;

impl Typed {
    fn encoded(number: u32) -> Result<RawDocumentBuf> {
        Ok(IntoFilter::<Player>::into_filter(typed(black_box(number)))?)
    }
}

impl Work for Typed {
    type Given = ();
    type Answer = Vec<Vec<(String, Bson)>>;

    async fn work(&self, _: u32) -> Result<()> {
        (0..FILTERS).try_for_each(|number| Self::encoded(number).map(|bytes| drop(black_box(bytes))))
    }

    async fn answer(&self, (): ()) -> Result<Self::Answer> {
        answer(Self::encoded)
    }
}

#[derive(Clone)]
struct Untyped(Form);

impl Untyped {
    fn encoded(&self, number: u32) -> Result<RawDocumentBuf> {
        Ok(RawDocumentBuf::try_from(&untyped(black_box(number), self.0))?)
    }
}

impl Work for Untyped {
    type Given = ();
    type Answer = Vec<Vec<(String, Bson)>>;

    async fn work(&self, _: u32) -> Result<()> {
        (0..FILTERS).try_for_each(|number| self.encoded(number).map(|bytes| drop(black_box(bytes))))
    }

    async fn answer(&self, (): ()) -> Result<Self::Answer> {
        answer(|number| self.encoded(number))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_sides_say_the_same() {
        let ours = answer(Typed::encoded).unwrap();
        for form in [Form::Same, Form::Short] {
            assert_eq!(ours, answer(|number| Untyped(form).encoded(number)).unwrap());
        }
        assert_eq!(Typed::encoded(7).unwrap(), RawDocumentBuf::try_from(&untyped(7, Form::Same)).unwrap());
        assert_ne!(conditions(&untyped(1, Form::Same)), conditions(&untyped(2, Form::Short)));
    }
}
