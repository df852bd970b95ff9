//! A random update: typed, and as the `doc!` that says the same.

use mongomancy::{
    Document, MongoCollection, Update,
    bson::{Bson, DateTime},
    doc,
};

use super::{
    numbers::Numbers,
    thing::{Item, Thing, item, score, seen, small, text},
};

/// An update, what is sent for it without types, and the operator in it.
pub(super) struct Change {
    pub(super) typed: Update<Thing>,
    pub(super) untyped: Document,
    pub(super) operator: &'static str,
}

impl Change {
    /// A change of one of the fields, numbered from 0; no two numbers are about the same field.
    pub(super) fn of_field(number: usize, numbers: &mut Numbers) -> Self {
        match number {
            0 => of_score(numbers),
            1 => of_name(numbers),
            2 => of_nick(numbers),
            3 => of_guild(numbers),
            4 => of_seen(numbers),
            5 => of_wins(numbers),
            6 => of_tags(numbers),
            7 => of_grades(numbers),
            _ => of_items(numbers),
        }
    }

    /// How many fields there are.
    pub(super) const FIELDS: usize = 9;

    fn new(operator: &'static str, typed: Update<Thing>, path: &str, value: impl Into<Bson>) -> Self {
        Self { typed, untyped: doc! { operator: { path: value.into() } }, operator }
    }
}

fn of_score(numbers: &mut Numbers) -> Change {
    let (p, v) = (Thing::fields().score, f64::from(small(numbers)) / 2.0);
    match numbers.below(4) {
        0 => Change::new("$inc", p.inc(v), "score", v),
        1 => Change::new("$mul", p.mul(v), "score", v),
        2 => Change::new("$min", p.min(v), "score", v),
        _ => Change::new("$max", p.max(v), "score", v),
    }
}

fn of_name(numbers: &mut Numbers) -> Change {
    let (p, v) = (Thing::fields().name, text(numbers));
    match numbers.below(3) {
        0 => Change::new("$set", p.set(&v), "name", v.clone()),
        1 => Change::new("$max", p.max(&v), "name", v.clone()),
        _ => Change::new("$setOnInsert", p.set_on_insert(&v), "name", v.clone()),
    }
}

fn of_nick(numbers: &mut Numbers) -> Change {
    let (p, v) = (Thing::fields().nick, text(numbers));
    match numbers.below(3) {
        0 => Change::new("$set", p.set(&v), "nick", v.clone()),
        1 => Change::new("$set", p.set(None), "nick", Bson::Null),
        _ => Change::new("$unset", p.unset(), "nick", ""),
    }
}

fn of_guild(numbers: &mut Numbers) -> Change {
    let (p, v) = (Thing::fields().guild, text(numbers));
    match numbers.below(2) {
        0 => Change::new("$set", p.set(&v), "guild", v.clone()),
        _ => Change::new("$unset", p.unset(), "guild", ""),
    }
}

fn of_seen(numbers: &mut Numbers) -> Change {
    let (p, v): (_, DateTime) = (Thing::fields().seen, seen(numbers));
    match numbers.below(2) {
        0 => Change::new("$set", p.set(v), "seen", v),
        _ => Change::new("$min", p.min(v), "seen", v),
    }
}

fn of_wins(numbers: &mut Numbers) -> Change {
    let (p, v) = (Thing::fields().stats().wins, small(numbers));
    match numbers.below(5) {
        0 => Change::new("$inc", p.inc(v), "stats.wins", v),
        1 => Change::new("$bit", p.bit_and(v), "stats.wins", doc! { "and": v }),
        2 => Change::new("$bit", p.bit_or(v), "stats.wins", doc! { "or": v }),
        3 => Change::new("$bit", p.bit_xor(v), "stats.wins", doc! { "xor": v }),
        _ => {
            let rate = score(numbers);
            Change::new("$set", Thing::fields().stats().rate.set(rate), "stats.r", rate)
        }
    }
}

fn of_tags(numbers: &mut Numbers) -> Change {
    let (p, v) = (Thing::fields().tags, text(numbers));
    match numbers.below(5) {
        0 => Change::new("$push", p.push(&v), "tags", v.clone()),
        1 => Change::new("$addToSet", p.add_to_set(&v), "tags", v.clone()),
        2 => {
            let values = numbers.some(3, text);
            Change::new("$pullAll", p.pull_all(values.clone()), "tags", values)
        }
        3 => Change::new("$pull", p.pull(|tag| tag.gte(&v)), "tags", doc! { "$gte": v.clone() }),
        _ => {
            let values = numbers.some(3, text);
            Change::new("$addToSet", p.add_each_to_set(values.clone()), "tags", doc! { "$each": values })
        }
    }
}

fn of_grades(numbers: &mut Numbers) -> Change {
    let p = Thing::fields().grades;
    match numbers.below(5) {
        0 => Change::new("$pop", p.pop_first(), "grades", -1),
        1 => Change::new("$pop", p.pop_last(), "grades", 1),
        2 => {
            let (values, at) = (numbers.some(3, small), numbers.between(0, 2));
            let each = doc! { "$each": values.clone(), "$position": at, "$slice": 4 };
            let typed = p.push_each(values).position(at).slice(4);
            Change::new("$push", typed.into(), "grades", each)
        }
        3 => {
            let values = numbers.some(3, small);
            let each = doc! { "$each": values.clone(), "$sort": -1 };
            Change::new("$push", p.push_each(values).descending(|grade| grade).into(), "grades", each)
        }
        _ => {
            let (least, most) = (small(numbers), small(numbers));
            let condition = doc! { "$gte": least, "$lt": most };
            Change::new("$pull", p.pull(|grade| grade.gte(least) & grade.lt(most)), "grades", condition)
        }
    }
}

fn of_items(numbers: &mut Numbers) -> Change {
    let p = Thing::fields();
    let v = small(numbers);
    match numbers.below(4) {
        0 => {
            let item = item(numbers);
            let stored = stored(&item);
            Change::new("$push", p.items.push(item), "items", stored)
        }
        1 => Change::new("$inc", p.items().each().quantity.inc(v), "items.$[].q", v),
        2 => Change::new("$pull", p.items.pull(|item| item.quantity.lt(v)), "items", doc! { "q": { "$lt": v } }),
        _ => {
            let item = item(numbers);
            let each = doc! { "$each": [stored(&item)], "$sort": { "q": -1, "skuName": 1 } };
            let typed = p.items.push_each([item]).descending(|i| i.quantity).ascending(|i| i.sku_name);
            Change::new("$push", typed.into(), "items", each)
        }
    }
}

fn stored(item: &Item) -> Document {
    doc! { "skuName": item.sku_name.clone(), "q": item.quantity }
}
