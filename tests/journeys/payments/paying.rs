//! Beginning, paying, coming back.

use axum::http::StatusCode;
use balinyaar::domain::payments::types::Gateway;
use balinyaar::integrations::sandbox::gateway::behaviour::Press;
use balinyaar::kernel::time::Span;
use serde_json::{Value, json};

use super::{
    accepted, at_once, authority, balance, begins, comes_back, given_back, minutes, page, pays,
    press, stands,
};
use crate::journeys::bare;
use crate::journeys::ids;
use crate::support::{Sex, TestApp};

#[tokio::test]
async fn a_family_pays_and_has_a_booking() {
    let app = TestApp::new();
    let (reza, sara) = (app.customer("reza"), app.nurse("sara", Sex::Female));
    let request = accepted(&reza, &sara).await;
    let payment = begins(&reza, &request).await.created();
    assert_eq!(payment["status"], "initiated");
    assert_eq!(payment["amount_irr"], 9_000_000);
    assert_eq!(payment["mode"], "sandbox");
    assert_eq!(payment["booking_request_id"], request["id"]);
    let url = payment["redirect_url"].as_str().unwrap();
    assert!(
        url.starts_with("http://localhost/__sandbox/zarinpal/pg/StartPay/S"),
        "{url}"
    );

    let shown = pays(&app, &payment).await;
    let html = page(&app, &shown).await;
    assert!(html.contains("pay-return-success"), "{html}");
    assert!(!html.contains("<script"));

    let after = stands(&reza, &payment).await;
    assert_eq!(after["status"], "succeeded");
    assert_eq!(after["captured_irr"], 9_000_000);
    assert_eq!(after["redirect_url"], Value::Null);
    let booking = reza
        .get(&format!("/bookings/{}", after["booking_id"]))
        .await
        .ok();
    assert_eq!(booking["gross_price_irr"], 9_000_000);
    assert_eq!(booking["psp_fee_amount"], 45_000);
    assert_eq!(booking["status"], "confirmed");
    let request = reza
        .get(&format!("/booking_requests/{}", request["id"]))
        .await
        .ok();
    assert_eq!(request["status"], "converted");
    let posted = app.number("select count(*) from ledger_transactions where kind = 'capture'");
    assert_eq!(posted, 1);
}

#[tokio::test]
async fn the_amount_is_frozen_when_the_attempt_begins() {
    let app = TestApp::new();
    let (reza, sara) = (app.customer("reza"), app.nurse("sara", Sex::Female));
    let request = accepted(&reza, &sara).await;
    let payment = begins(&reza, &request).await.created();
    app.write(|tx| {
        tx.execute("update nurse_service_variants set price_irr = 1", [])
            .map(drop)
    });
    pays(&app, &payment).await;
    let after = stands(&reza, &payment).await;
    let booking = reza
        .get(&format!("/bookings/{}", after["booking_id"]))
        .await
        .ok();
    assert_eq!(booking["gross_price_irr"], 9_000_000);
}

#[tokio::test]
async fn an_open_attempt_is_handed_out_again_and_retries_have_one_effect() {
    let app = TestApp::new();
    let (reza, sara) = (app.customer("reza"), app.nurse("sara", Sex::Female));
    let request = accepted(&reza, &sara).await;
    let path = format!("/booking_requests/{}/payments", request["id"]);
    let first = reza.post_once(&path, "k1", &json!({})).await;
    let again = reza.post_once(&path, "k1", &json!({})).await;
    assert_eq!(bare(&first), bare(&again));
    assert_eq!(first.status, StatusCode::CREATED);
    let open = reza.post_once(&path, "k2", &json!({})).await.ok();
    assert_eq!(open["id"], first.json()["id"]);
    assert_eq!(open["redirect_url"], first.json()["redirect_url"]);
    assert_eq!(app.number("select count(*) from payment_transactions"), 1);
}

#[tokio::test]
async fn only_its_customer_pays_and_only_in_the_window() {
    let app = TestApp::new();
    let (reza, mina) = (app.customer("reza"), app.customer("mina"));
    let sara = app.nurse("sara", Sex::Female);
    let pending = reza.asks(&sara).await.created();
    begins(&reza, &pending)
        .await
        .problem(409, "payment.not_awaiting_payment");
    let request = sara.accepts(&pending).await.ok();
    begins(&mina, &request)
        .await
        .problem(404, "request.not_found");
    let path = format!("/booking_requests/{}/payments", request["id"]);
    for other in [&*sara, &app.admin()] {
        other
            .post(&path, &json!({}))
            .await
            .problem(403, "auth.forbidden");
    }
    reza.post(&path, &json!({ "amount_irr": 1 }))
        .await
        .problem(400, "request.invalid");
    app.slip(Span::minutes(30));
    begins(&reza, &request)
        .await
        .problem(409, "payment.window_closed");
    assert_eq!(app.number("select count(*) from payment_transactions"), 0);
}

#[tokio::test]
async fn who_declines_may_pay_again_and_hears_of_it() {
    let app = TestApp::new();
    let (reza, sara) = (app.customer("reza"), app.nurse("sara", Sex::Female));
    let request = accepted(&reza, &sara).await;
    let first = begins(&reza, &request).await.created();
    let visits = press(&app, &first, Press::Decline);
    let shown = comes_back(&app, &visits[0]).await;
    assert!(page(&app, &shown).await.contains("pay-return-failed"));
    assert_eq!(stands(&reza, &first).await["status"], "failed");
    let notices = reza.get("/notifications").await.ok();
    assert_eq!(notices["items"][0]["event"], "payment_failed");
    let second = begins(&reza, &request).await.created();
    assert_ne!(second["id"], first["id"]);
    pays(&app, &second).await;
    assert_eq!(stands(&reza, &second).await["status"], "succeeded");
}

#[tokio::test]
async fn a_browser_that_never_comes_back_loses_nothing() {
    let app = TestApp::new();
    let (reza, sara) = (app.customer("reza"), app.nurse("sara", Sex::Female));
    let request = accepted(&reza, &sara).await;
    let payment = begins(&reza, &request).await.created();
    assert!(press(&app, &payment, Press::PayAndClose).is_empty());
    assert_eq!(stands(&reza, &payment).await["status"], "initiated");
    minutes(&app, 3);
    assert_eq!(stands(&reza, &payment).await["status"], "succeeded");
}

#[tokio::test]
async fn a_payment_made_in_the_last_minutes_is_found_before_the_window_closes() {
    let app = TestApp::new();
    let (reza, sara) = (app.customer("reza"), app.nurse("sara", Sex::Female));
    let request = accepted(&reza, &sara).await;
    let payment = begins(&reza, &request).await.created();
    minutes(&app, 28);
    press(&app, &payment, Press::PayAndClose);
    minutes(&app, 3);
    let after = stands(&reza, &payment).await;
    assert_eq!(after["status"], "succeeded");
    let request = reza
        .get(&format!("/booking_requests/{}", request["id"]))
        .await
        .ok();
    assert_eq!(request["status"], "converted");
}

#[tokio::test]
async fn a_storm_of_returns_makes_one_booking() {
    let app = TestApp::new();
    let (reza, sara) = (app.customer("reza"), app.nurse("sara", Sex::Female));
    let request = accepted(&reza, &sara).await;
    let payment = begins(&reza, &request).await.created();
    let visits = press(&app, &payment, Press::Pay);
    let storm = (0..20).map(|_| comes_back(&app, &visits[0]));
    let mut running = Vec::new();
    for visit in storm {
        running.push(Box::pin(visit));
    }
    let shown = at_once(running).await;
    assert_eq!(shown.len(), 20);
    assert_eq!(app.number("select count(*) from bookings"), 1);
    assert_eq!(balance(&app, "escrow"), -9_000_000);
    assert_eq!(given_back(&app), [0, 0, 0]);
    assert_eq!(stands(&reza, &payment).await["status"], "succeeded");
}

#[tokio::test]
async fn two_attempts_at_the_same_moment_are_one() {
    let app = TestApp::new();
    let (reza, sara) = (app.customer("reza"), app.nurse("sara", Sex::Female));
    let request = accepted(&reza, &sara).await;
    let running = (0..8).map(|_| Box::pin(begins(&reza, &request))).collect();
    let answers = at_once(running).await;
    let ids: Vec<Value> = answers
        .iter()
        .map(|answer| answer.json()["id"].clone())
        .collect();
    assert!(ids.iter().all(|id| *id == ids[0]), "{ids:?}");
    assert_eq!(app.number("select count(*) from payment_transactions"), 1);
}

#[tokio::test]
async fn lists_show_a_family_its_own_and_staff_everybodys() {
    let app = TestApp::new();
    let (reza, mina) = (app.customer("reza"), app.customer("mina"));
    let sara = app.nurse("sara", Sex::Female);
    let one = begins(&reza, &accepted(&reza, &sara).await).await.created();
    let other = begins(&mina, &accepted(&mina, &sara).await).await.created();
    let mine = reza.get("/payments").await.ok();
    assert_eq!(ids(&mine), [one["id"].as_i64().unwrap()]);
    sara.get("/payments").await.problem(403, "auth.forbidden");
    reza.get("/admin/payments")
        .await
        .problem(403, "auth.forbidden");
    let agent = app.agent();
    let all = agent.get("/admin/payments?count=1").await.ok();
    assert_eq!(all["total"], 2);
    assert_eq!(ids(&all)[0], other["id"].as_i64().unwrap());
    let path = format!("/admin/payments?status=initiated&customer_id={}", mina.id);
    assert_eq!(
        ids(&agent.get(&path).await.ok()),
        [other["id"].as_i64().unwrap()]
    );
    agent
        .get("/admin/payments?status=paid")
        .await
        .problem(400, "request.invalid");
    let found = app
        .app
        .cashier
        .find(Gateway::Zarinpal, &authority(&one))
        .await
        .unwrap();
    assert!(found.is_some());
}
