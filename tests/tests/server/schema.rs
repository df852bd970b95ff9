//! The schema as code: plans, what becomes of them, and what stands in their way, on real servers.

mod blocked;
mod crash;
mod drift;
mod expiry;
mod progress;
mod refused;
mod rights;
mod starters;

use mongomancy::{CollectionDefinition, Database, Document, Plan};
use mongomancy_testkit::TestDatabase;
use mongomancy_tests::run;

/// Runs a command as the driver would, past all definitions.
async fn command(database: &Database, engine: &mongomancy::Engine, command: Document) -> Document {
    run(engine, database.name(), command).await.unwrap()
}

/// A handle of the same database in which just `definition` is registered.
fn declaring(database: &TestDatabase, definition: CollectionDefinition) -> Database {
    let anew = database.engine().database(database.name());
    anew.add_collection(definition);
    anew
}

fn lines(plan: &Plan) -> Vec<String> {
    plan.changes().iter().map(ToString::to_string).collect()
}
