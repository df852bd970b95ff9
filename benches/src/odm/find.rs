//! Find: each document by a value that it alone has, one after the other.

use bson::{doc, oid::ObjectId};

use super::{
    model::{Model, id},
    task::{Measured, Shared, Task},
};
use crate::{Result, rounds::Work};

/// Every so many documents are kept and compared: all of them would be memory to make, which is not what is measured.
const KEPT: u32 = 100;

/// What is looked for.
#[derive(Clone, Copy)]
pub(super) struct Key {
    pub(super) path: &'static str,
    /// The kind of ids that are there.
    pub(super) kind: u8,
}

impl Key {
    fn value(self, number: u32) -> ObjectId {
        id(self.kind, number)
    }
}

pub(super) async fn run<M: Model>(task: Task, template: &M, key: Key) -> Result<Measured> {
    for side in ["ours", "driver"] {
        task.fill(side, |number| template.numbered(number)).await?;
        if key.path != "_id" {
            task.index(side, key.path).await?;
        }
    }
    let ours = Ours { side: task.side("ours", template), key };
    let driver = Driver { side: task.side("driver", template), key };
    task.measure(M::BYTES, &ours, &driver).await
}

/// What was found: how many documents, and some of them.
struct Found<M> {
    count: u32,
    kept: Vec<(u32, M)>,
}

impl<M: Model> Found<M> {
    fn new() -> Self {
        Self { count: 0, kept: Vec::new() }
    }

    fn add(&mut self, number: u32, found: Option<M>) {
        let Some(found) = found else { return };
        self.count += 1;
        if number.is_multiple_of(KEPT) {
            self.kept.push((number, found));
        }
    }

    /// The count, and whether those that were kept are what is stored under their numbers.
    fn answer(&self, template: &M) -> Result<(u32, usize)> {
        let right = self.kept.iter().all(|(number, found)| *found == template.numbered(*number));
        if right {
            Ok((self.count, self.kept.len()))
        } else {
            Err("a document was found that was not looked for".into())
        }
    }
}

#[derive(Clone)]
struct Ours<M: Model> {
    side: Shared<M>,
    key: Key,
}

impl<M: Model> Work for Ours<M> {
    type Given = Found<M>;
    type Answer = (u32, usize);

    async fn work(&self, _: u32) -> Result<Found<M>> {
        let mut found = Found::new();
        for number in 0..self.side.documents {
            found.add(number, self.side.ours.find_one(doc! { self.key.path: self.key.value(number) }).await?);
        }
        Ok(found)
    }

    async fn answer(&self, found: Found<M>) -> Result<Self::Answer> {
        found.answer(&self.side.template)
    }
}

#[derive(Clone)]
struct Driver<M: Model> {
    side: Shared<M>,
    key: Key,
}

impl<M: Model> Work for Driver<M> {
    type Given = Found<M>;
    type Answer = (u32, usize);

    async fn work(&self, _: u32) -> Result<Found<M>> {
        let mut found = Found::new();
        for number in 0..self.side.documents {
            found.add(number, self.side.driver.find_one(doc! { self.key.path: self.key.value(number) }).await?);
        }
        Ok(found)
    }

    async fn answer(&self, found: Found<M>) -> Result<Self::Answer> {
        found.answer(&self.side.template)
    }
}
