//! Update: one field of each document, one after the other.

use bson::doc;

use super::{
    model::{DOCUMENT, Model, id},
    task::{Measured, Shared, Task},
};
use crate::{Result, rounds::Work};

/// Bytes of `updated_value`, all that an update counts for.
const BYTES: u32 = 13;

pub(super) async fn run<M: Model>(task: Task, template: &M, field: &'static str) -> Result<Measured> {
    for side in ["ours", "driver"] {
        task.fill(side, |number| template.numbered(number)).await?;
    }
    let ours = Ours { side: task.side("ours", template), field };
    let driver = Driver { side: task.side("driver", template), field };
    task.measure(BYTES, &ours, &driver).await
}

/// Another value in each round: one that is there already would be no update.
fn value(round: u32) -> String {
    format!("updated_value{round}")
}

#[derive(Clone)]
struct Ours<M: Model> {
    side: Shared<M>,
    field: &'static str,
}

impl<M: Model> Work for Ours<M> {
    type Given = u64;
    type Answer = (u64, (u64, u64));

    async fn work(&self, round: u32) -> Result<u64> {
        let (mut modified, value) = (0, value(round));
        for number in 0..self.side.documents {
            let set = doc! { "$set": { self.field: &value } };
            let updated = self.side.ours.update_one(doc! { "_id": id(DOCUMENT, number) }, set).await?;
            modified += updated.modified_count;
        }
        Ok(modified)
    }

    async fn answer(&self, modified: u64) -> Result<Self::Answer> {
        Ok((modified, self.side.stored().await?))
    }
}

#[derive(Clone)]
struct Driver<M: Model> {
    side: Shared<M>,
    field: &'static str,
}

impl<M: Model> Work for Driver<M> {
    type Given = u64;
    type Answer = (u64, (u64, u64));

    async fn work(&self, round: u32) -> Result<u64> {
        let (mut modified, value) = (0, value(round));
        for number in 0..self.side.documents {
            let set = doc! { "$set": { self.field: &value } };
            let updated = self.side.driver.update_one(doc! { "_id": id(DOCUMENT, number) }, set).await?;
            modified += updated.modified_count;
        }
        Ok(modified)
    }

    async fn answer(&self, modified: u64) -> Result<Self::Answer> {
        Ok((modified, self.side.stored().await?))
    }
}
