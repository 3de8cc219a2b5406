//! A POST whose work takes longer than anybody waits.

use std::sync::mpsc;

use axum::http::Method;

use crate::http::body::{Body, Empty};
use crate::http::call::{Anyone, Call, Facts};
use crate::http::pages::Look;
use crate::http::reply::{Answer, Reply};
use crate::kernel::actor::Actor;
use crate::kernel::error::Error;
use crate::platform::db::Origin;
use crate::platform::messages::Locale;
use crate::platform::tx::RequestTag;
use crate::testing::site::Site;

fn call() -> Call<Anyone> {
    let request = RequestTag::internal();
    let facts = Facts {
        request: request.clone(),
        locale: Locale::En,
        address: std::net::IpAddr::from([127, 0, 0, 1]),
        method: Method::POST,
        uri: "/api/v1/slow".parse().unwrap(),
        look: Look {
            theme: "auto",
            text_size: "normal",
        },
        read: false,
    };
    Call {
        who: Anyone(None),
        origin: Origin {
            actor: Actor::Nobody,
            request,
        },
        identity: None,
        facts,
        key: Some("slow-1".to_owned()),
        if_match: None,
    }
}

fn body() -> Body<Empty> {
    Body {
        command: (),
        bytes: Vec::new(),
    }
}

fn answer(work: i64) -> Answer {
    Reply::ok(&serde_json::json!({ "work": work }))
}

/// Sends the call; its work must not be done (again).
async fn retry(site: &Site) -> Answer {
    let no_work = |()| Err::<i64, _>(Error::internal("done a second time"));
    site.app
        .post_after(&call(), body(), no_work, |_, work| answer(work))
        .await
}

#[tokio::test]
async fn work_nobody_waits_for_any_more_goes_on_and_its_answer_is_kept() {
    let site = Site::new();
    let (open, gate) = mpsc::channel::<()>();
    let (begun, has_begun) = tokio::sync::oneshot::channel();
    let work = move |()| {
        begun
            .send(())
            .map_err(|()| Error::internal("nobody listens"))?;
        gate.recv().map_err(|_| Error::internal("the gate fell"))?;
        Ok(41)
    };
    let (slow, asked) = (site.app.clone(), call());
    let waiting = slow.post_after(&asked, body(), work, |_, work| answer(work));
    // The layer around every request gives up in just this way: it drops the handler.
    tokio::select! {
        _ = waiting => panic!("the gate is shut"),
        begun = has_begun => begun.unwrap(),
    }
    let busy = retry(&site).await.err().unwrap();
    assert_eq!(busy.code().0, "idempotency.in_progress");
    open.send(()).unwrap();
    let kept = loop {
        match retry(&site).await {
            Err(Error::Conflict(..)) => tokio::task::yield_now().await,
            outcome => break outcome.unwrap(),
        }
    };
    assert_eq!(kept.body, br#"{"work":41}"#);
}
