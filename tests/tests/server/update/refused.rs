//! What is refused before anything is sent.

use mongomancy::{ErrorKind, Fields, Update, doc};

use super::{Player, ada, players};

#[tokio::test]
async fn nothing_is_sent_of_what_cannot_be() {
    let c = players().await;
    let p = &c.p;
    let id = c.insert(ada()).await;
    let before = c.stored(id).await;
    for update in [
        Update::none(),
        p.name.set("Bob") + p.name.set("Cyd"),
        p.items().each().quantity.inc(1) + p.items.pop_last() + p.name.set("Bob"),
        p.grades.any().set(1),
        p.wins.key("a.b").set(1) + p.name.set("Bob"),
        p.name.set("Bob").array_filter(p.grades.matching("High"), |high| high.gt(1)),
    ] {
        let error = c.players.update_one(p.id.eq(id), &update).await.unwrap_err();
        assert_eq!((error.kind(), error.attempts()), (&ErrorKind::InvalidArgument, 0));
        let error = c.players.update_many(doc! {}, &update).await.unwrap_err();
        assert_eq!((error.kind(), error.attempts()), (&ErrorKind::InvalidArgument, 0));
        let error = c.players.find_one_and_update(doc! {}, |_: Fields<Player>| update).await.unwrap_err();
        assert_eq!((error.kind(), error.attempts()), (&ErrorKind::InvalidArgument, 0));
    }
    assert_eq!(c.stored(id).await, before);
}
