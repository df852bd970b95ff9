use mongomancy::MongoDocument;
use serde::{Deserialize, Serialize};

mod other {
    pub struct Duration {
        pub secs: i64,
    }
    impl Duration {
        pub fn secs(&self) -> i64 {
            self.secs
        }
    }
}

#[derive(Serialize, Deserialize, MongoDocument)]
#[serde(remote = "other::Duration")]
struct Duration {
    #[serde(getter = "other::Duration::secs")]
    secs: i64,
}

impl From<Duration> for other::Duration {
    fn from(d: Duration) -> Self {
        Self { secs: d.secs }
    }
}

fn main() {}
