//! Changes that count with what is there.

use super::players;

#[tokio::test]
async fn inc_adds_and_dec_takes_away() {
    let c = players().await;
    let p = &c.p;
    c.check(p.score.inc(5.0) + p.lives.inc(1), |d| {
        d.insert("score", 15.0);
        d.insert("lives", 4);
    })
    .await;
    c.check(p.score.dec(2.5) + p.lives.dec(1) + p.flags.dec(2), |d| {
        d.insert("score", 7.5);
        d.insert("lives", 2);
        d.insert("flags", 0b1010_i64);
    })
    .await;
    c.check(p.wins.key("go").inc(1), |d| drop(d.get_document_mut("wins").unwrap().insert("go", 1))).await;
}

#[tokio::test]
async fn mul_multiplies() {
    let c = players().await;
    c.check(c.p.score.mul(1.5), |d| drop(d.insert("score", 15.0))).await;
}

#[tokio::test]
async fn bits_are_kept_set_and_turned() {
    let c = players().await;
    c.check(c.p.flags.bit_and(0b0110), |d| drop(d.insert("flags", 0b0100_i64))).await;
    c.check(c.p.flags.bit_or(0b0110), |d| drop(d.insert("flags", 0b1110_i64))).await;
    c.check(c.p.flags.bit_xor(0b0110), |d| drop(d.insert("flags", 0b1010_i64))).await;
}
