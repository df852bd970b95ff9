use std::sync::Arc;

use mongomancy::Database;

struct Stub;

fn main() {
    let _ = Database::new(Stub, "game");
    let _ = Database::new(Arc::new(Stub), "game");
}
