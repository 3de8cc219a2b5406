//! Event streams: who may listen, how long, and how many at once.

use axum::body::{Body, BodyDataStream};
use axum::http::{Method, Request};
use tokio_stream::StreamExt as _;

use crate::domain::accounts::service as accounts;
use crate::http::router;
use crate::kernel::actor::Role;
use crate::kernel::ids::UserId;
use crate::kernel::time::{Span, Timestamp};
use crate::platform::events::Staff;
use crate::platform::tx::Tx;
use crate::testing::site::{Site, ask};

fn asked(key: &str) -> Request<Body> {
    let ask = ask(Method::GET, "/api/v1/events").header("authorization", format!("Bearer {key}"));
    ask.body(Body::empty()).unwrap()
}

async fn listen(site: &Site, key: &str) -> Result<BodyDataStream, u16> {
    let router = router::site(site.app.clone());
    let answer = tower::ServiceExt::oneshot(router, asked(key))
        .await
        .unwrap();
    match answer.status().as_u16() {
        200 => Ok(answer.into_body().into_data_stream()),
        status => Err(status),
    }
}

/// The next event as text, or nothing once the stream has ended.
async fn next(stream: &mut BodyDataStream) -> Option<String> {
    let bytes = stream.next().await?.unwrap();
    Some(String::from_utf8(bytes.to_vec()).unwrap())
}

fn happen(site: &Site, row: i64) {
    tell(site, row, Vec::new());
}

fn tell(site: &Site, row: i64, people: Vec<UserId>) {
    let emit = move |tx: &Tx<'_>| {
        tx.emit("thing.changed", row, people, Staff::Told);
        Ok(())
    };
    site.stage.write(emit).unwrap();
}

fn change(site: &Site, sql: &'static str) {
    site.stage
        .write(move |tx| {
            tx.access_changed();
            tx.execute(sql, [])
        })
        .unwrap();
}

#[tokio::test]
async fn whoever_may_no_longer_know_is_told_nothing_more() {
    for sql in [
        "update api_keys set revoked_at = 9",
        "update users set disabled_at = 9",
    ] {
        let site = Site::new();
        let mut stream = listen(&site, &site.key_of(Role::Agent)).await.unwrap();
        happen(&site, 7);
        assert!(next(&mut stream).await.unwrap().contains("\"id\":7"));
        change(&site, sql);
        happen(&site, 8);
        assert_eq!(next(&mut stream).await, None, "{sql}");
    }
}

#[tokio::test]
async fn a_stream_follows_the_roles_of_its_listener() {
    let site = Site::new();
    let mut stream = listen(&site, &site.key_of(Role::Agent)).await.unwrap();
    change(&site, "update user_roles set role = 'doctor'");
    happen(&site, 7);
    tell(&site, 8, vec![UserId::new(1)]);
    assert!(next(&mut stream).await.unwrap().contains("\"id\":8"));
}

#[tokio::test]
async fn a_stream_ends_with_the_key_it_came_by() {
    let site = Site::new();
    site.key_of(Role::Agent);
    let end: Timestamp = site.app.db.now() + Span::hours(1);
    let short = site
        .stage
        .write(move |tx| accounts::issue_api_key(tx, UserId::new(1), "an hour", Some(end)));
    let mut stream = listen(&site, &short.unwrap()).await.unwrap();
    site.stage.advance(Span::minutes(59));
    happen(&site, 7);
    assert!(next(&mut stream).await.unwrap().contains("\"id\":7"));
    site.stage.advance(Span::minutes(1));
    happen(&site, 8);
    assert_eq!(next(&mut stream).await, None);
}

#[tokio::test]
async fn one_person_listens_eight_times_at_once_and_closing_one_makes_room() {
    let site = Site::new();
    let key = site.key_of(Role::Agent);
    let mut open = Vec::new();
    for _ in 0..8 {
        open.push(listen(&site, &key).await.unwrap());
    }
    assert_eq!(listen(&site, &key).await.err(), Some(429));
    let another = site.key_of(Role::Finance);
    assert!(listen(&site, &another).await.is_ok());
    open.clear();
    for _ in 0..1_000 {
        tokio::task::yield_now().await;
    }
    assert!(listen(&site, &key).await.is_ok());
}
