//! A web service: the engine in axum's state, JSON with typed ids, errors as status codes, pages, a health check, and an
//! end that lets requests finish. It uses the server of `MONGODB_URI`, or starts a replica set of three members for itself,
//! and listens on the address that is its argument, by default on any free port of this machine.

use std::{env, error::Error, time::Duration};

use axum::{
    Json, Router,
    extract::{Path, Query, State},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use mongomancy::{Collection, Engine, ErrorKind, Id, MongoCollection, Page, doc, options::ReturnDocument};
use mongomancy_testkit::ReplicaSet;
use serde::{Deserialize, Serialize};
use serde_json::json;
use tokio::{
    net::TcpListener,
    signal::unix::{SignalKind, signal},
};

#[cfg(test)]
#[path = "axum/tests.rs"]
mod tests;

#[derive(Debug, Serialize, Deserialize, MongoCollection)]
#[collection(name = "player")]
#[index(guild = 1, score = -1, id = 1)] // what the pages are read by
struct Player {
    #[serde(rename = "_id")]
    id: Id<Player>,
    #[index(unique)]
    name: String,
    guild: String,
    score: i64,
}

#[derive(Deserialize)]
struct NewPlayer {
    name: String,
    guild: String,
}

#[derive(Deserialize)]
struct Won {
    points: i64,
}

#[derive(Deserialize)]
struct PageOf {
    guild: String,
    size: Option<u32>,
    /// What the page before this one gave as `next`.
    after: Option<String>,
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let address = env::args().nth(1).unwrap_or_else(|| "127.0.0.1:0".to_owned());
    if let Ok(uri) = env::var("MONGODB_URI") {
        return run(&uri, &address).await;
    }
    let set = ReplicaSet::start().await?;
    run(&set.uri(), &address).await
}

async fn run(uri: &str, address: &str) -> Result<(), Box<dyn Error>> {
    // Nobody waits longer for a web page: what is not answered by then is a 503.
    let engine = Engine::builder(uri).deadline(Duration::from_secs(5)).build()?;
    println!("{}", engine.database("game").register::<Player>().create_all().await?);
    let stop = stop()?;
    let listener = TcpListener::bind(address).await?;
    println!("http://{}", listener.local_addr()?);
    // Ends when it was told to stop and every request that had begun is answered; the engine is needed until then.
    axum::serve(listener, app(engine.clone())).with_graceful_shutdown(stop).await?;
    engine.dispose().await;
    Ok(())
}

/// Waits for Ctrl-C, or for what a supervisor ends services by.
fn stop() -> std::io::Result<impl Future<Output = ()>> {
    let (mut interrupt, mut terminate) = (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    })
}

fn app(engine: Engine) -> Router {
    Router::new()
        .route("/players", get(list).post(create))
        .route("/players/{id}", get(read).delete(remove))
        .route("/players/{id}/score", post(score))
        .route("/health", get(health))
        .with_state(engine)
}

/// A handle is made where it is used: that sends nothing and costs next to nothing.
fn players(engine: &Engine) -> Collection<Player> {
    engine.database("game").collection()
}

async fn create(State(engine): State<Engine>, Json(new): Json<NewPlayer>) -> Result<impl IntoResponse, Failure> {
    if new.name.trim().is_empty() {
        return Err(Failure(StatusCode::UNPROCESSABLE_ENTITY, "a player needs a name"));
    }
    let player = Player { id: Id::new(), name: new.name, guild: new.guild, score: 0 };
    players(&engine).insert_one(&player).await?;
    let place = [(header::LOCATION, format!("/players/{}", player.id))];
    Ok((StatusCode::CREATED, place, Json(player)))
}

async fn read(State(engine): State<Engine>, Path(id): Path<Id<Player>>) -> Result<Json<Player>, Failure> {
    players(&engine).find_by_id(id).await?.map(Json).ok_or(NOT_FOUND)
}

/// The best of a guild. Each page costs what the first costs, and a token that was tampered with is a 400.
async fn list(State(engine): State<Engine>, Query(asked): Query<PageOf>) -> Result<Json<Page<Player>>, Failure> {
    let best = players(&engine).find(doc! { "guild": asked.guild }).sort(doc! { "score": -1 });
    Ok(Json(best.page(asked.size.unwrap_or(50).min(100)).after(asked.after).await?))
}

/// Counted once, even when the primary dies after it has counted and before it has said so.
async fn score(
    State(engine): State<Engine>,
    Path(id): Path<Id<Player>>,
    Json(won): Json<Won>,
) -> Result<Json<Player>, Failure> {
    let (filter, update) = (doc! { "_id": id }, doc! { "$inc": { "score": won.points } });
    let scored = players(&engine).find_one_and_update(filter, update).return_document(ReturnDocument::After).await?;
    scored.map(Json).ok_or(NOT_FOUND)
}

async fn remove(State(engine): State<Engine>, Path(id): Path<Id<Player>>) -> Result<StatusCode, Failure> {
    match players(&engine).delete_by_id(id).await?.deleted_count {
        0 => Err(NOT_FOUND),
        _ => Ok(StatusCode::NO_CONTENT),
    }
}

/// Whether a primary answers, and soon: by it a balancer decides who gets requests.
async fn health(State(engine): State<Engine>) -> Result<Json<&'static str>, Failure> {
    engine.ping().deadline(Duration::from_millis(500)).await?;
    Ok(Json("ok"))
}

/// A status, and what the caller may know of it.
struct Failure(StatusCode, &'static str);

const NOT_FOUND: Failure = Failure(StatusCode::NOT_FOUND, "there is no such player");

impl From<mongomancy::Error> for Failure {
    fn from(error: mongomancy::Error) -> Self {
        let (status, told) = match error.kind() {
            ErrorKind::DuplicateKey(_) => (StatusCode::CONFLICT, "there is one like that already"),
            ErrorKind::Validation(_) => (StatusCode::UNPROCESSABLE_ENTITY, "the values are not allowed"),
            ErrorKind::InvalidArgument => (StatusCode::BAD_REQUEST, "the request makes no sense"),
            ErrorKind::Unavailable | ErrorKind::DeadlineExceeded | ErrorKind::Disposed if error.maybe_applied() => {
                (StatusCode::SERVICE_UNAVAILABLE, "it may be stored or not: look before you send it again")
            }
            ErrorKind::Unavailable | ErrorKind::DeadlineExceeded | ErrorKind::Disposed => {
                (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer: send it again")
            }
            _ => (StatusCode::INTERNAL_SERVER_ERROR, "something is wrong here"),
        };
        if status.is_server_error() {
            // For the log, not for the caller. It has no values of documents or filters in it.
            eprintln!("{status}: {error}");
        }
        Self(status, told)
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let Self(status, told) = self;
        let again_in_seconds = (status == StatusCode::SERVICE_UNAVAILABLE).then_some([(header::RETRY_AFTER, "1")]);
        (status, again_in_seconds, Json(json!({ "error": told }))).into_response()
    }
}
