//! The service as a process of its own, driven over HTTP.

mod client;
mod program;

use std::{
    sync::atomic::{AtomicBool, Ordering::Relaxed},
    time::Duration,
};

use mongomancy_testkit::{ReplicaSet, wait_until};
use serde_json::{Value, json};

use self::{client::Client, program::Program};

const LIMIT: Duration = Duration::from_secs(60);

#[tokio::test(flavor = "multi_thread")]
async fn it_serves_until_it_is_told_to_stop() {
    let set = ReplicaSet::start().await.unwrap();
    let program = Program::start(&set.uri());
    let client = program.client();
    documents_come_and_go(client).await;
    what_is_wrong_is_told(client).await;
    a_list_comes_in_pages(client).await;
    a_switch_costs_no_request(client, &set).await;
    a_dead_database_is_told(client, &set).await;
    a_request_that_has_begun_is_answered(program).await;
}

async fn documents_come_and_go(client: Client) {
    let created = client.post("/players", &json!({ "name": "Ada", "guild": "red" })).await;
    assert_eq!(created.status, 201, "{created:?}");
    let place = created.header("location").unwrap().to_owned();
    let id = created.body["_id"].as_str().unwrap();
    assert_eq!(place, format!("/players/{id}"));
    let ada = json!({ "_id": id, "name": "Ada", "guild": "red", "score": 0 });
    assert_eq!(created.body, ada);
    assert_eq!(client.get(&place).await.body, ada);

    let scored = client.post(&format!("{place}/score"), &json!({ "points": 5 })).await;
    assert_eq!((scored.status, &scored.body["score"]), (200, &json!(5)));
    assert_eq!(client.send("DELETE", &place, None).await.status, 204);
    for gone in [client.get(&place).await, client.send("DELETE", &place, None).await] {
        assert_eq!((gone.status, gone.body), (404, json!({ "error": "there is no such player" })));
    }
    assert_eq!(client.post(&format!("{place}/score"), &json!({ "points": 5 })).await.status, 404);
}

async fn what_is_wrong_is_told(client: Client) {
    let bob = json!({ "name": "Bob", "guild": "blue" });
    assert_eq!(client.post("/players", &bob).await.status, 201);
    let again = client.post("/players", &bob).await;
    assert_eq!((again.status, again.body), (409, json!({ "error": "there is one like that already" })));
    assert_eq!(client.post("/players", &json!({ "name": " ", "guild": "blue" })).await.status, 422);
    assert_eq!(client.post("/players", &json!({ "name": "Cyd" })).await.status, 422);
    for id in ["7", "507f1f77bcf86cd79943901z", "%24ne"] {
        assert_eq!(client.get(&format!("/players/{id}")).await.status, 400, "{id}");
    }
    assert_eq!(client.get("/players/507f1f77bcf86cd799439011").await.status, 404);
}

async fn a_list_comes_in_pages(client: Client) {
    for (name, points) in [("Dee", 3), ("Eve", 9), ("Fay", 3), ("Gus", 1), ("Hal", 7)] {
        let created = client.post("/players", &json!({ "name": name, "guild": "green" })).await;
        let scored = format!("/players/{}/score", created.body["_id"].as_str().unwrap());
        assert_eq!(client.post(&scored, &json!({ "points": points })).await.status, 200);
    }
    let mut pages = Vec::new();
    let mut path = "/players?guild=green&size=2".to_owned();
    loop {
        let page = client.get(&path).await;
        assert_eq!(page.status, 200, "{page:?}");
        pages.push(names(&page.body["items"]));
        let Some(next) = page.body["next"].as_str() else { break };
        path = format!("/players?guild=green&size=2&after={next}");
    }
    assert_eq!(pages, [vec!["Eve", "Hal"], vec!["Dee", "Fay"], vec!["Gus"]]);
    assert_eq!(client.get("/players?guild=green").await.body["next"], Value::Null);
    for wrong in [path.replace("green", "red"), format!("{path}x"), "/players?guild=green&size=0".to_owned()] {
        assert_eq!(client.get(&wrong).await.status, 400, "{wrong}");
    }
    assert_eq!(client.get("/players").await.status, 400, "no guild");
}

fn names(players: &Value) -> Vec<String> {
    players.as_array().unwrap().iter().map(|player| player["name"].as_str().unwrap().to_owned()).collect()
}

/// Every point is counted once, and the service is well again.
async fn a_switch_costs_no_request(client: Client, set: &ReplicaSet) {
    let created = client.post("/players", &json!({ "name": "Ida", "guild": "grey" })).await;
    let place = created.header("location").unwrap();
    let scored = format!("{place}/score");
    let is_switched = AtomicBool::new(false);
    let load = async {
        let (mut points, mut after) = (0, 0);
        while after < 20 {
            after += i32::from(is_switched.load(Relaxed));
            points += 1;
            let answer = client.post(&scored, &json!({ "points": 1 })).await;
            assert_eq!((answer.status, &answer.body["score"]), (200, &json!(points)));
            let health = client.get("/health").await;
            assert!(health.status == 200 || health.status == 503, "{health:?}");
        }
    };
    let switch = async {
        set.step_down().await.unwrap();
        is_switched.store(true, Relaxed);
    };
    tokio::join!(load, switch);
    wait_until(LIMIT, "health", async || (client.get("/health").await.status == 200).then_some(())).await.unwrap();
}

async fn a_dead_database_is_told(client: Client, set: &ReplicaSet) {
    set.members().iter().for_each(|member| set.freeze(member).unwrap());
    for answer in [client.get("/health").await, client.get("/players?guild=green").await] {
        assert_eq!((answer.status, answer.header("retry-after")), (503, Some("1")));
        assert_eq!(answer.body, json!({ "error": "the database does not answer: send it again" }));
    }
    set.members().iter().for_each(|member| set.thaw(member).unwrap());
    wait_until(LIMIT, "health", async || (client.get("/health").await.status == 200).then_some(())).await.unwrap();
}

async fn a_request_that_has_begun_is_answered(mut program: Program) {
    let client = program.client();
    let body = json!({ "name": "Jon", "guild": "grey" }).to_string();
    let begun = client.begin("POST", "/players", body.len()).await;
    program.terminate();
    wait_until(LIMIT, "no more connections", async || client.is_refused().await.then_some(())).await.unwrap();
    assert_eq!(begun.finish(&body).await.status, 201);
    let mut ended = || program.end();
    let ended = wait_until(LIMIT, "its end", || std::future::ready(ended())).await.unwrap();
    assert!(ended.success(), "{ended}");
}
