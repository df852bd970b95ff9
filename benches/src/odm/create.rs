//! Creation: a model is made and saved, one after the other.

use super::{
    model::Model,
    task::{Measured, Shared, Task},
};
use crate::{Result, rounds::Work};

pub(super) async fn run<M: Model>(task: Task, template: &M) -> Result<Measured> {
    let (ours, driver) = (Ours(task.side("ours", template)), Driver(task.side("driver", template)));
    task.measure(M::BYTES, &ours, &driver).await
}

#[derive(Clone)]
struct Ours<M: Model>(Shared<M>);

impl<M: Model> Work for Ours<M> {
    type Given = ();
    type Answer = (u64, u64);

    async fn prepare(&self) -> Result<()> {
        self.0.drop_collection().await
    }

    async fn work(&self, _: u32) -> Result<()> {
        for number in 0..self.0.documents {
            self.0.ours.insert_one(self.0.template.numbered(number)).await?;
        }
        Ok(())
    }

    async fn answer(&self, (): ()) -> Result<(u64, u64)> {
        self.0.stored().await
    }
}

#[derive(Clone)]
struct Driver<M: Model>(Shared<M>);

impl<M: Model> Work for Driver<M> {
    type Given = ();
    type Answer = (u64, u64);

    async fn prepare(&self) -> Result<()> {
        self.0.drop_collection().await
    }

    async fn work(&self, _: u32) -> Result<()> {
        for number in 0..self.0.documents {
            self.0.driver.insert_one(self.0.template.numbered(number)).await?;
        }
        Ok(())
    }

    async fn answer(&self, (): ()) -> Result<(u64, u64)> {
        self.0.stored().await
    }
}
