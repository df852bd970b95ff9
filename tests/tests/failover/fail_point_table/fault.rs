//! How a failure of the table is made to happen: before the command runs by the server, after it on the way back.

use mongomancy::{Document, doc};
use mongomancy_testkit::{FailPoint, FailPointGuard, Intercept, InterceptGuard, ReplicaSet};
use mongomancy_tests::guarantee::{Failure, When, name};

use super::collection::{DATABASE, PLAIN};

/// A failure that is switched on.
pub(super) enum Fault {
    Server(FailPointGuard),
    Reply(InterceptGuard),
}

impl Fault {
    /// Makes the next `times` commands of this name fail.
    pub(super) async fn start(set: &ReplicaSet, failure: Failure, when: When, command: &str, times: u32) -> Self {
        let (mut point, mut intercept) = (FailPoint::fail_command([command]), Intercept::command([command]));
        // A commit is on no collection.
        if command != "commitTransaction" {
            let namespace = format!("{DATABASE}.{PLAIN}");
            (point, intercept) = (point.namespace(&namespace), intercept.namespace(&namespace));
        }
        let (point, intercept) = (point.times(times), intercept.times(times));
        let point = match (failure, when) {
            (Failure::Closed, When::Before) => point.close_connection(),
            (Failure::Code(code), When::Before) => point.error_code(code),
            (Failure::Labels(code, labels), When::Before) => {
                point.error_code(code).error_labels(labels.iter().copied())
            }
            (Failure::WriteConcern(code), _) => point.write_concern_error(code, "made for a test"),
            (Failure::WriteConcernLabels(code, labels), _) => {
                point.write_concern_error(code, "made for a test").error_labels(labels.iter().copied())
            }
            (failure, _) => {
                let intercept = match reply(failure) {
                    Some(reply) => intercept.replace_reply(reply),
                    None => intercept.cut_reply(),
                };
                return Self::Reply(intercept.enable(set).unwrap());
            }
        };
        Self::Server(point.enable(set).await.unwrap())
    }

    pub(super) async fn end(self) {
        match self {
            Self::Server(guard) => guard.disable().await.unwrap(),
            Self::Reply(guard) => drop(guard),
        }
    }
}

/// The reply that comes instead of the server's; none where none comes.
fn reply(failure: Failure) -> Option<Document> {
    let code = failure.code()?;
    let error = doc! { "code": code, "codeName": name(code), "errmsg": "made for a test" };
    Some(match failure {
        Failure::WriteError(_) => {
            let mut at = doc! { "index": 0 };
            at.extend(error);
            doc! { "ok": 1.0, "n": 0, "nModified": 0, "writeErrors": [at] }
        }
        Failure::Labels(_, labels) => {
            let mut reply = doc! { "ok": 0.0, "errorLabels": labels };
            reply.extend(error);
            reply
        }
        _ => {
            let mut reply = doc! { "ok": 0.0 };
            reply.extend(error);
            reply
        }
    })
}
