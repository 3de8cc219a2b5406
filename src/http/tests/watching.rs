//! Probes, metrics and the demo's clock, as machines and testers meet them.

use std::net::SocketAddr;

use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{Method, header};

use crate::http::state::Stance;
use crate::kernel::actor::Role;
use crate::kernel::secret::Secret;
use crate::kernel::time::Span;
use crate::platform::outbox::{self, Channel, Message};
use crate::testing::site::{Came, Site, ask};

#[tokio::test]
async fn the_process_is_ready_only_while_the_clock_ticks() {
    let site = Site::new();
    assert_eq!(site.get("/livez").await.status, 200);
    let before = site.get("/readyz").await;
    assert_eq!(before.status, 503);
    assert_eq!(before.json()["checks"]["scheduler"], "failed");
    let runner = site.app.runner.clone();
    tick(&runner).await;
    let ready = site.get("/readyz").await;
    assert_eq!(
        (ready.status.as_u16(), &ready.json()["status"]),
        (200, &"ready".into())
    );
    for check in ["database", "key", "migrations", "scheduler", "disk"] {
        assert_eq!(ready.json()["checks"][check], "ok", "{check}");
    }
    site.stage.advance(Span::millis(60_001));
    assert_eq!(
        site.get("/readyz").await.status,
        503,
        "a stuck scheduler shows"
    );
    tick(&runner).await;
    assert_eq!(site.get("/readyz").await.status, 200, "and heals by itself");
}

async fn tick(runner: &crate::platform::jobs::runner::Runner) {
    let ticking = runner.clone();
    tokio::task::spawn_blocking(move || ticking.tick().map(drop))
        .await
        .unwrap()
        .unwrap();
}

async fn metrics(site: &Site, peer: &str, headers: &[(&str, &str)]) -> Came {
    let mut request = ask(Method::GET, "/metrics");
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let mut request = request.body(Body::empty()).unwrap();
    let peer: SocketAddr = peer.parse().unwrap();
    request.extensions_mut().insert(ConnectInfo(peer));
    site.send(request).await
}

const HERE: &str = "127.0.0.1:40000";
const ELSEWHERE: &str = "203.0.113.9:40000";

#[tokio::test]
async fn without_a_token_only_this_machine_may_read_metrics() {
    let site = Site::new();
    assert_eq!(metrics(&site, HERE, &[]).await.status, 200);
    assert_eq!(metrics(&site, ELSEWHERE, &[]).await.status, 404);
    for name in ["x-forwarded-for", "forwarded"] {
        let proxied = metrics(&site, HERE, &[(name, "203.0.113.9")]).await;
        assert_eq!(
            proxied.status, 404,
            "a proxy on this machine is not this machine"
        );
    }
}

#[tokio::test]
async fn with_a_token_its_holder_alone_may_read_metrics() {
    let stance = Stance {
        metrics_token: Some("s3cret".to_owned()),
        ..Stance::default()
    };
    let site = Site::with(stance, &[]);
    let with = |value: &'static str| [(header::AUTHORIZATION.as_str(), value)];
    assert_eq!(
        metrics(&site, ELSEWHERE, &with("Bearer s3cret"))
            .await
            .status,
        200
    );
    for wrong in ["Bearer s3cre", "Bearer ", "s3cret", "Basic s3cret"] {
        assert_eq!(
            metrics(&site, HERE, &with(wrong)).await.status,
            404,
            "{wrong}"
        );
    }
    assert_eq!(metrics(&site, HERE, &[]).await.status, 404);
}

#[tokio::test]
async fn metrics_count_by_route_template_and_end_as_openmetrics_must() {
    let site = Site::new();
    let key = site.key_of(Role::Owner);
    site.get_as(&key, "/admin/jobs/wal_guard/runs").await;
    site.get("/v1/lifecycles").await;
    site.get("/a/page/of/someone/09120000001").await;
    send_invented(&site).await;
    let runner = site.app.runner.clone();
    let done = tokio::task::spawn_blocking(move || runner.run("wal_guard")).await;
    done.unwrap().unwrap();
    let came = metrics(&site, HERE, &[]).await;
    let kind = came.header("content-type").unwrap();
    assert!(kind.starts_with("application/openmetrics-text"));
    let text = came.text();
    for line in [
        "route=\"/api/v1/admin/jobs/{name}/runs\",status=\"200\"} 1",
        "balinyaar_http_requests_total{method=\"GET\",route=\"/api/v1/lifecycles\",",
        "balinyaar_job_runs_total{job=\"wal_guard\",result=\"ok\"} 1",
        "balinyaar_job_lag_seconds{job=\"wal_guard\"} 0",
        "balinyaar_write_queue_depth",
        "balinyaar_commits_total",
        "balinyaar_commit_seconds_total",
        "balinyaar_db_size_bytes",
        "balinyaar_db_wal_bytes",
        "balinyaar_sse_clients 0",
        "balinyaar_booking_requests{status=\"pending_nurse_response\"} 0",
        "balinyaar_clock_in_doubt 0",
        "balinyaar_build_info{version=",
        "balinyaar_http_request_duration_seconds_bucket",
    ] {
        assert!(text.contains(line), "{line}\n{text}");
    }
    assert!(text.ends_with("# EOF\n"));
    assert!(
        !text.contains("0912") && !text.contains("INVENTED"),
        "labels are templates"
    );
}

async fn send_invented(site: &Site) {
    let method = Method::from_bytes(b"INVENTED").unwrap();
    site.send(ask(method, "/livez").body(Body::empty()).unwrap())
        .await;
}

fn demo() -> Site {
    let stance = Stance {
        demo: true,
        ..Stance::default()
    };
    Site::with(stance, &[])
}

fn writes(site: &Site, body: &str) {
    let message = Message {
        channel: Channel::Sms,
        to: Secret::new("+989120000001"),
        subject: String::new(),
        body: Secret::new(body),
        event: "auth.code",
    };
    site.stage
        .write(move |tx| outbox::put(tx, &message).map(drop))
        .unwrap();
}

#[tokio::test]
async fn outside_a_demo_its_routes_do_not_exist_for_anybody() {
    let site = Site::new();
    let owner = site.key_of(Role::Owner);
    let came = site.get_as(&owner, "/demo/outbox").await;
    assert_eq!(came.problem(), (404, "request.not_found".into()));
    let clock = site
        .post_as(&owner, "/demo/clock", "{\"advance_seconds\":1}")
        .await;
    assert_eq!(clock.problem().0, 404);
    assert_eq!(site.get("/api/v1/demo/outbox").await.status, 404);
}

#[tokio::test]
async fn in_a_demo_they_are_the_owners_alone() {
    let site = demo();
    assert_eq!(site.get("/api/v1/demo/outbox").await.status, 401);
    for role in [Role::Admin, Role::Agent, Role::Customer] {
        let key = site.key_of(role);
        assert_eq!(site.get_as(&key, "/demo/outbox").await.status, 403);
    }
}

#[tokio::test]
async fn letting_time_pass_delivers_what_waits_and_answers_the_new_now() {
    let site = demo();
    let owner = site.key_of(Role::Owner);
    writes(&site, "one");
    let start = site.stage.db.now();
    let three_days = 72 * 3_600;
    let body = format!("{{\"advance_seconds\":{three_days}}}");
    let post = || (Method::POST, "/demo/clock");
    let came = site
        .send_with(&owner, post(), ("idempotency-key", "a"), &body)
        .await;
    let now = (start + Span::seconds(three_days)).to_rfc3339();
    assert_eq!(
        (came.status.as_u16(), &came.json()["now"]),
        (200, &now.clone().into())
    );
    let again = site
        .send_with(&owner, post(), ("idempotency-key", "a"), &body)
        .await;
    assert_eq!(again.json()["now"], now, "a retry lets no more time pass");
    assert_eq!(site.stage.db.now(), start + Span::seconds(three_days));
    let sent: i64 = site
        .stage
        .read(|tx| {
            let sql = "select count(*) from outbox where status = 'sent'";
            tx.one(sql, [], |row| Ok(row.get(0)?))
        })
        .unwrap();
    assert_eq!(sent, 1);
}

#[tokio::test]
async fn time_passes_only_forward_and_at_most_four_hundred_days() {
    let site = demo();
    let owner = site.key_of(Role::Owner);
    let start = site.stage.db.now();
    for bad in ["-1", "34560001", "1.5", "\"60\"", "null"] {
        let body = format!("{{\"advance_seconds\":{bad}}}");
        let came = site.post_as(&owner, "/demo/clock", &body).await;
        assert_eq!(came.problem(), (400, "request.invalid".into()), "{bad}");
    }
    assert_eq!(site.stage.db.now(), start);
    let most = site
        .post_as(&owner, "/demo/clock", "{\"advance_seconds\":34560000}")
        .await;
    assert_eq!(most.status, 200);
    assert_eq!(site.app.runner.doubt(), None);
}

#[tokio::test]
async fn the_demo_shows_every_message_newest_first_in_pages() {
    let site = demo();
    let owner = site.key_of(Role::Owner);
    for body in ["one", "two", "three"] {
        writes(&site, body);
    }
    let first = site.get_as(&owner, "/demo/outbox?page_size=2").await.json();
    let bodies: Vec<_> = first["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|m| &m["body"])
        .collect();
    assert_eq!(bodies, ["three", "two"]);
    assert_eq!(first["items"][0]["to"], "+989120000001");
    assert_eq!(first["items"][0]["channel"], "sms");
    let cursor = first["next_cursor"].as_str().unwrap();
    let path = format!("/demo/outbox?page_size=2&cursor={cursor}");
    let second = site.get_as(&owner, &path).await.json();
    assert_eq!(second["items"][0]["body"], "one");
    assert!(second["next_cursor"].is_null());
}
