//! From an accepted request to a booking that is paid, and every way a payment can go wrong. The
//! provider is the fake one, asked by the adapters that ask the real ones.

mod going_back;
mod lies;
mod paying;
mod practice;

use axum::body::Body;
use axum::http::{Request, StatusCode};
use balinyaar::integrations::sandbox::gateway::behaviour::Press;
use balinyaar::kernel::time::Span;
use serde_json::{Value, json};

use crate::support::{Answer, Customer, Nurse, TestApp};

/// A family whose request a nurse has accepted, at eight o'clock.
async fn accepted<'a>(family: &Customer<'a>, nurse: &Nurse<'a>) -> Value {
    let request = family.asks(nurse).await.created();
    nurse.accepts(&request).await.ok()
}

async fn begins(family: &Customer<'_>, request: &Value) -> Answer {
    let path = format!("/booking_requests/{}/payments", request["id"]);
    family.post(&path, &json!({})).await
}

/// The provider's name of a payment stands at the end of the address where it is paid.
fn authority(payment: &Value) -> String {
    let url = payment["redirect_url"].as_str().unwrap();
    url.rsplit('/').next().unwrap().to_owned()
}

/// Presses a button on the provider's page; answers where the browser goes then.
fn press(app: &TestApp, payment: &Value, press: Press) -> Vec<String> {
    let gateway = payment["gateway"].as_str().unwrap();
    let pressed = app.app.provider.press(gateway, &authority(payment), press);
    pressed.unwrap().visits
}

/// Comes back without a session, as a browser does from another site; answers where it is sent.
async fn comes_back(app: &TestApp, url: &str) -> String {
    let path = url.strip_prefix("http://localhost").unwrap();
    let request = Request::get(path).body(Body::empty()).unwrap();
    let answer = app.send(request).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    answer.header("location").unwrap().to_owned()
}

async fn page(app: &TestApp, path: &str) -> String {
    let answer = app
        .send(Request::get(path).body(Body::empty()).unwrap())
        .await;
    assert_eq!(answer.status, StatusCode::OK);
    answer.text()
}

/// Pays on the provider's page and comes back.
async fn pays(app: &TestApp, payment: &Value) -> String {
    let visits = press(app, payment, Press::Pay);
    assert_eq!(visits.len(), 1);
    comes_back(app, &visits[0]).await
}

async fn stands(family: &Customer<'_>, payment: &Value) -> Value {
    family
        .get(&format!("/payments/{}", payment["id"]))
        .await
        .ok()
}

fn minutes(app: &TestApp, minutes: i64) {
    app.advance_by(Span::minutes(minutes));
}

/// Refunds, alerts and tickets of the world: how many of each.
fn given_back(app: &TestApp) -> [i64; 3] {
    [
        "select count(*) from refunds",
        "select count(*) from support_alerts where kind = 'payment_orphan'",
        "select count(*) from tickets where kind = 'refund'",
    ]
    .map(|sql| app.number(sql))
}

fn balance(app: &TestApp, account: &str) -> i64 {
    app.number(&format!(
        "select coalesce(sum(amount_irr), 0) from ledger_entries where account = '{account}'"
    ))
}

/// An agency that takes payments here.
fn with(gateway: &str) -> TestApp {
    let lanes = ["signed_in", "sensitive", "public", "sign_in"];
    let lanes: Vec<String> = lanes
        .iter()
        .map(|lane| format!("{lane}_per_minute"))
        .collect();
    let mut settings: Vec<(&str, &str)> = lanes.iter().map(|lane| (lane.as_str(), "0")).collect();
    settings.push(("payment_gateway", gateway));
    TestApp::with("2026-03-01 08:00", &settings)
}

/// Waits for all of them at the same time.
async fn at_once<T>(mut running: Vec<std::pin::Pin<Box<impl Future<Output = T>>>>) -> Vec<T> {
    let mut done = Vec::new();
    std::future::poll_fn(|cx| {
        running.retain_mut(|one| match one.as_mut().poll(cx) {
            std::task::Poll::Ready(answer) => {
                done.push(answer);
                false
            }
            std::task::Poll::Pending => true,
        });
        if running.is_empty() {
            std::task::Poll::Ready(())
        } else {
            std::task::Poll::Pending
        }
    })
    .await;
    done
}
