//! Updates made of structs that have some of the fields.

use mongomancy::{ErrorKind, Patch};

use super::{Player, ada, players};

#[derive(Debug, Default, Patch)]
#[patch(of = Player)]
struct PlayerPatch {
    name: Option<String>,
    #[patch(path = nickname)]
    #[expect(clippy::option_option, reason = "set to null, or left alone")]
    nick: Option<Option<String>>,
    lives: Option<u8>,
}

#[tokio::test]
async fn what_is_some_is_set_and_the_rest_stays() {
    let c = players().await;
    let bob = PlayerPatch { name: Some("Bob".into()), ..PlayerPatch::default() };
    c.check(&bob, |d| drop(d.insert("name", "Bob"))).await;
    c.check(bob, |d| drop(d.insert("name", "Bob"))).await;
    let nobody = PlayerPatch { nick: Some(None), lives: Some(0), ..PlayerPatch::default() };
    c.check(nobody.update() + c.p.score.inc(1.0), |d| {
        d.insert("nick", None::<String>);
        d.insert("lives", 0);
        d.insert("score", 11.0);
    })
    .await;
    let id = c.insert(ada()).await;
    let error = c.players.update_one(c.p.id.eq(id), PlayerPatch::default()).await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (&ErrorKind::InvalidArgument, 0));
}
