//! A random condition: as a typed filter, and as what it means.

use mongomancy::{BsonType, Filter, MongoCollection};

use super::{
    numbers::Numbers,
    thing::{Thing, big, item, level, score, seen, small, text},
};

type Matches = Box<dyn Fn(&Thing) -> bool>;

/// A filter, what it means, and the operators in it.
pub(super) struct Condition {
    pub(super) filter: Filter<Thing>,
    pub(super) matches: Matches,
    pub(super) operators: Vec<&'static str>,
}

impl Condition {
    /// One condition, or some combined.
    pub(super) fn random(numbers: &mut Numbers, depth: usize) -> Self {
        if depth == 0 || numbers.below(2) == 0 {
            return Self::single(numbers);
        }
        match numbers.below(5) {
            0 => {
                let of = Self::random(numbers, depth - 1);
                let (matches, operators) = (of.matches, with(of.operators, "!"));
                Self { filter: !of.filter, matches: Box::new(move |thing| !matches(thing)), operators }
            }
            1 | 2 => Self::pair(numbers, depth, "&", |a, b| a & b, |a, b| a && b),
            _ => Self::pair(numbers, depth, "|", |a, b| a | b, |a, b| a || b),
        }
    }

    fn pair(
        numbers: &mut Numbers,
        depth: usize,
        operator: &'static str,
        join: fn(Filter<Thing>, Filter<Thing>) -> Filter<Thing>,
        meaning: fn(bool, bool) -> bool,
    ) -> Self {
        let (left, right) = (Self::random(numbers, depth - 1), Self::random(numbers, depth - 1));
        let mut operators = with(left.operators, operator);
        operators.extend(right.operators);
        let (a, b) = (left.matches, right.matches);
        let matches: Matches = Box::new(move |thing| meaning(a(thing), b(thing)));
        Self { filter: join(left.filter, right.filter), matches, operators }
    }

    fn of(operator: &'static str, filter: Filter<Thing>, matches: impl Fn(&Thing) -> bool + 'static) -> Self {
        Self { filter, matches: Box::new(matches), operators: vec![operator] }
    }

    fn single(numbers: &mut Numbers) -> Self {
        match numbers.below(8) {
            0 => number(numbers),
            1 => fraction(numbers),
            2 => name(numbers),
            3 => optional(numbers),
            4 => other(numbers),
            5 => scalars(numbers),
            6 => texts(numbers),
            _ => documents(numbers),
        }
    }
}

fn with(mut operators: Vec<&'static str>, operator: &'static str) -> Vec<&'static str> {
    operators.push(operator);
    operators
}

fn number(numbers: &mut Numbers) -> Condition {
    let p = Thing::fields().big_number;
    let v = big(numbers);
    match numbers.below(12) {
        0 => Condition::of("eq", p.eq(v), move |t| t.big_number == v),
        1 => Condition::of("ne", p.ne(v), move |t| t.big_number != v),
        2 => Condition::of("gt", p.gt(v), move |t| t.big_number > v),
        3 => Condition::of("gte", p.gte(v), move |t| t.big_number >= v),
        4 => Condition::of("lt", p.lt(v), move |t| t.big_number < v),
        5 => Condition::of("lte", p.lte(v), move |t| t.big_number <= v),
        6 => {
            let values = numbers.some(8, big);
            Condition::of("in_", p.in_(values.clone()), move |t| values.contains(&t.big_number))
        }
        7 => {
            let values = numbers.some(8, big);
            Condition::of("nin", p.nin(values.clone()), move |t| !values.contains(&t.big_number))
        }
        8 => {
            let (divisor, remainder) = (i64::from(numbers.between(2, 4)), i64::from(numbers.between(0, 1)));
            Condition::of("mod_", p.mod_(divisor, remainder), move |t| t.big_number % divisor == remainder)
        }
        9 => {
            let (set, mask) = mask(numbers);
            Condition::of("bits_all_set", p.bits_all_set(set), move |t| t.big_number & mask == mask)
        }
        10 => {
            let (set, mask) = mask(numbers);
            Condition::of("bits_any_set", p.bits_any_set(set), move |t| t.big_number & mask != 0)
        }
        _ => {
            let (set, mask) = mask(numbers);
            if numbers.below(2) == 0 {
                Condition::of("bits_all_clear", p.bits_all_clear(set), move |t| t.big_number & mask == 0)
            } else {
                Condition::of("bits_any_clear", p.bits_any_clear(set), move |t| t.big_number & mask != mask)
            }
        }
    }
}

/// Some of the three lowest bits, as the filter takes them and as the field has them.
fn mask(numbers: &mut Numbers) -> (u64, i64) {
    let mask = numbers.between(1, 7);
    (u64::try_from(mask).unwrap(), mask.into())
}

fn fraction(numbers: &mut Numbers) -> Condition {
    let p = Thing::fields().score;
    let v = score(numbers);
    match numbers.below(5) {
        0 => Condition::of("gt", p.gt(v), move |t| t.score > v),
        1 => Condition::of("gte", p.gte(v), move |t| t.score >= v),
        2 => Condition::of("lt", p.lt(v), move |t| t.score < v),
        3 => Condition::of("lte", p.lte(v), move |t| t.score <= v),
        #[expect(clippy::float_cmp, reason = "the server compares likewise")]
        _ => Condition::of("eq", p.eq(v), move |t| t.score == v),
    }
}

fn name(numbers: &mut Numbers) -> Condition {
    let p = Thing::fields().name;
    let v = text(numbers);
    match numbers.below(5) {
        0 => Condition::of("eq", p.eq(&v), move |t| t.name == v),
        1 => Condition::of("gte", p.gte(&v), move |t| t.name >= v),
        2 | 3 => Condition::of("starts_with", p.starts_with(&v), move |t| t.name.starts_with(&v)),
        _ => {
            let ends = numbers.one_of(&["b", "c", "y"]);
            Condition::of("regex", p.regex(&format!("{ends}$"), ""), move |t| t.name.ends_with(ends))
        }
    }
}

fn optional(numbers: &mut Numbers) -> Condition {
    let p = Thing::fields();
    let v = text(numbers);
    match numbers.below(10) {
        0 => Condition::of("eq", p.nick.eq(&v), move |t| t.nick.as_ref() == Some(&v)),
        1 => Condition::of("eq", p.nick.eq(None::<String>), |t| t.nick.is_none()),
        2 => Condition::of("ne", p.guild.ne(&v), move |t| t.guild.as_ref() != Some(&v)),
        3 => Condition::of("is_null", p.nick.is_null(), |t| t.nick.is_none()),
        4 => Condition::of("is_null", p.guild.is_null(), |t| t.guild.is_none()),
        5 => {
            let there = numbers.below(2) == 0;
            Condition::of("exists", p.guild.exists(there), move |t| t.guild.is_some() == there)
        }
        6 => Condition::of("lt", p.guild.lt(&v), move |t| t.guild.as_ref().is_some_and(|guild| *guild < v)),
        7 => {
            let v = score(numbers);
            Condition::of("gte", p.stats().rate.gte(v), move |t| t.stats.rate.is_some_and(|rate| rate >= v))
        }
        8 => Condition::of("type_", p.nick.type_(BsonType::String), |t| t.nick.is_some()),
        _ => Condition::of("starts_with", p.nick.starts_with(&v), move |t| {
            t.nick.as_ref().is_some_and(|nick| nick.starts_with(&v))
        }),
    }
}

fn other(numbers: &mut Numbers) -> Condition {
    let p = Thing::fields();
    match numbers.below(5) {
        0 => {
            let v = level(numbers);
            Condition::of("eq", p.level.eq(v), move |t| t.level == v)
        }
        1 => {
            let levels = numbers.some(2, level);
            Condition::of("in_", p.level.in_(levels.clone()), move |t| levels.contains(&t.level))
        }
        2 => {
            let v = seen(numbers);
            Condition::of("lte", p.seen.lte(v), move |t| t.seen <= v)
        }
        3 => {
            let v = numbers.below(2) == 0;
            Condition::of("eq", p.flag.eq(v), move |t| t.flag == v)
        }
        _ => {
            let v = small(numbers);
            Condition::of("gt", p.stats().wins.gt(v), move |t| t.stats.wins > v)
        }
    }
}

fn scalars(numbers: &mut Numbers) -> Condition {
    let p = Thing::fields().grades;
    let v = small(numbers);
    match numbers.below(8) {
        0 => Condition::of("contains", p.contains(v), move |t| t.grades.contains(&v)),
        1 => {
            let length = numbers.below(4);
            Condition::of("size", p.size(u32::try_from(length).unwrap()), move |t| t.grades.len() == length)
        }
        2 => {
            let values = vec![small(numbers), small(numbers)];
            Condition::of("all", p.all(values.clone()), move |t| values.iter().all(|v| t.grades.contains(v)))
        }
        3 => {
            let values = numbers.some(3, small);
            Condition::of("any_of", p.any_of(values.clone()), move |t| values.iter().any(|v| t.grades.contains(v)))
        }
        4 | 5 => {
            let most = v + numbers.between(1, 3);
            Condition::of("elem_match", p.elem_match(|grade| grade.gte(v) & grade.lt(most)), move |t| {
                t.grades.iter().any(|grade| (v..most).contains(grade))
            })
        }
        6 => Condition::of("gt", p.any().gt(v), move |t| t.grades.iter().any(|grade| *grade > v)),
        _ => Condition::of("gte", p.at(1).gte(v), move |t| t.grades.get(1).is_some_and(|grade| *grade >= v)),
    }
}

fn texts(numbers: &mut Numbers) -> Condition {
    let p = Thing::fields().tags;
    let v = text(numbers);
    match numbers.below(5) {
        0 => Condition::of("contains", p.contains(&v), move |t| t.tags.contains(&v)),
        1 => {
            let values = vec![text(numbers), text(numbers)];
            Condition::of("all", p.all(values.clone()), move |t| values.iter().all(|v| t.tags.contains(v)))
        }
        2 => {
            let values = numbers.some(3, text);
            Condition::of("any_of", p.any_of(values.clone()), move |t| values.iter().any(|v| t.tags.contains(v)))
        }
        3 => {
            let values = numbers.some(2, text);
            Condition::of("eq", p.eq(values.clone()), move |t| t.tags == values)
        }
        _ => Condition::of("ne", p.any().ne(&v), move |t| !t.tags.contains(&v)),
    }
}

fn documents(numbers: &mut Numbers) -> Condition {
    let p = Thing::fields();
    let v = small(numbers);
    match numbers.below(6) {
        0 => {
            let item = item(numbers);
            Condition::of("contains", p.items.contains(&item), move |t| t.items.contains(&item))
        }
        1 | 2 => {
            let sku = text(numbers);
            let expected = sku.clone();
            let filter = p.items.elem_match(|item| item.quantity.gte(v) & item.sku_name.gte(&sku));
            Condition::of("elem_match", filter, move |t| {
                t.items.iter().any(|item| item.quantity >= v && item.sku_name >= expected)
            })
        }
        3 => Condition::of("lt", p.items().any().quantity.lt(v), move |t| t.items.iter().any(|item| item.quantity < v)),
        4 => Condition::of("eq", p.items().at(0).quantity.eq(v), move |t| {
            t.items.first().is_some_and(|item| item.quantity == v)
        }),
        _ => Condition::of("size", p.items.size(2), |t| t.items.len() == 2),
    }
}
