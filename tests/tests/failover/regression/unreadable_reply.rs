//! A reply that could not be read was told as a command that could not be written: "nothing is stored", after the
//! increment was.

use mongomancy::{Engine, ErrorKind, Executor, Operation, bson, doc};
use mongomancy_tests::run;

use super::{Outcome, counted, counters, set};

/// Stores a counter with a string that is no UTF-8, as other clients can.
async fn store_unreadable(engine: &Engine) -> Outcome {
    let mut bytes = bson::rawdoc! { "_id": 1, "s": "?", "n": 0_i64 }.into_bytes();
    let at = bytes.iter().position(|byte| *byte == b'?').unwrap();
    bytes[at] = 0xff;
    let mut documents = bson::RawArrayBuf::new();
    documents.push(bson::RawDocumentBuf::from_bytes(bytes)?);
    let mut command = bson::rawdoc! { "insert": "counter" };
    command.append(bson::raw::cstr!("documents"), documents);
    engine.execute(Operation::from_raw("d", command)?).await?;
    Ok(())
}

#[tokio::test]
async fn a_write_whose_reply_cannot_be_read_may_be_applied() -> Outcome {
    let set = set().await;
    let engine = Engine::connect(set.uri()).await?;
    store_unreadable(&engine).await?;
    let add_one = doc! { "$inc": { "n": 1_i64 } };
    let command = doc! { "findAndModify": "counter", "query": { "_id": 1 }, "update": add_one.clone() };
    let by_command = run(&engine, "d", command).await.unwrap_err();
    let by_verb = counters(&engine).find_one_and_update(doc! { "_id": 1 }, add_one).await.unwrap_err();
    for error in [by_command, by_verb] {
        assert!(error.maybe_applied(), "{error}");
        assert_ne!(error.kind(), &ErrorKind::Encode);
    }
    counters(&engine).update_one(doc! { "_id": 1 }, doc! { "$unset": { "s": "" } }).await?;
    assert_eq!(counted(&engine).await, [2]);
    engine.dispose().await;
    Ok(())
}
