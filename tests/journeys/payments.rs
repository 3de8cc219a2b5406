//! From an accepted request to a booking that is paid, and every way a payment can go wrong. The
//! provider is the fake one, asked by the adapters that ask the real ones.

use axum::body::Body;
use axum::http::{Method, Request, StatusCode};
use balinyaar::domain::payments::types::Gateway;
use balinyaar::integrations::sandbox::gateway::behaviour::{Behaviour, Press};
use balinyaar::kernel::time::Span;
use serde_json::{Value, json};

use super::bare;
use crate::support::{Answer, Customer, Nurse, Sex, TestApp};

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

#[tokio::test]
async fn late_money_is_recorded_and_goes_back_by_itself() {
    let app = TestApp::new();
    let (reza, sara) = (app.customer("reza"), app.nurse("sara", Sex::Female));
    let request = accepted(&reza, &sara).await;
    let payment = begins(&reza, &request).await.created();
    minutes(&app, 31);
    assert_eq!(stands(&reza, &payment).await["status"], "abandoned");
    let shown = pays(&app, &payment).await;
    assert!(page(&app, &shown).await.contains("pay-return-returned"));
    let late = stands(&reza, &payment).await;
    assert_eq!(late["status"], "refund_pending");
    assert_eq!(late["error_code"], "paid_late");
    assert_eq!(late["booking_id"], Value::Null);
    assert_eq!(given_back(&app), [1, 1, 1]);
    assert_eq!(balance(&app, "escrow"), -9_000_000);

    minutes(&app, 3);
    let back = stands(&reza, &payment).await;
    assert_eq!(back["status"], "refunded");
    assert_eq!(back["refunded_irr"], 9_000_000);
    assert_eq!(back["refunds"][0]["status"], "succeeded");
    assert_eq!(balance(&app, "escrow"), 0);
    assert_eq!(
        balance(&app, "psp_clearing"),
        -45_000,
        "the provider keeps its fee"
    );
    assert_eq!(balance(&app, "psp_fees"), 45_000);
    assert_eq!(app.number("select count(*) from bookings"), 0);
    let events = reza.get("/notifications").await.ok();
    let events: Vec<&str> = events["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|item| item["event"].as_str().unwrap())
        .collect();
    assert!(
        events.starts_with(&["refund_done", "refund_started"]),
        "{events:?}"
    );
}

#[tokio::test]
async fn a_payer_who_takes_three_quarters_of_an_hour_is_found_afterwards() {
    let app = TestApp::new();
    let (reza, sara) = (app.customer("reza"), app.nurse("sara", Sex::Female));
    let request = accepted(&reza, &sara).await;
    let payment = begins(&reza, &request).await.created();
    minutes(&app, 5);
    press(&app, &payment, Press::PayLate);
    minutes(&app, 120);
    let after = stands(&reza, &payment).await;
    assert_eq!(after["status"], "refunded");
    assert_eq!(given_back(&app), [1, 1, 1]);
}

#[tokio::test]
async fn who_pays_twice_gets_one_booking_and_the_second_payment_back() {
    let app = TestApp::new();
    let (reza, sara) = (app.customer("reza"), app.nurse("sara", Sex::Female));
    let request = accepted(&reza, &sara).await;
    let payment = begins(&reza, &request).await.created();
    let visits = press(&app, &payment, Press::PayTwice);
    comes_back(&app, &visits[0]).await;
    minutes(&app, 5);
    minutes(&app, 5);
    assert_eq!(stands(&reza, &payment).await["status"], "succeeded");
    let mine = reza.get("/payments?count=1").await.ok();
    assert_eq!(mine["total"], 2);
    let second = &mine["items"][0];
    assert_eq!(second["status"], "refunded");
    assert_eq!(second["error_code"], "paid_twice");
    assert_eq!(app.number("select count(*) from bookings"), 1);
    assert_eq!(balance(&app, "escrow"), -9_000_000);
}

#[tokio::test]
async fn another_amount_makes_no_booking_and_goes_back_as_it_came() {
    for gateway in ["zarinpal", "zibal"] {
        let app = with(gateway);
        let (reza, sara) = (app.customer("reza"), app.nurse("sara", Sex::Female));
        let request = accepted(&reza, &sara).await;
        let payment = begins(&reza, &request).await.created();
        assert_eq!(payment["gateway"], gateway);
        let visits = press(&app, &payment, Press::PayAnotherAmount);
        comes_back(&app, &visits[0]).await;
        let after = stands(&reza, &payment).await;
        assert_eq!(after["status"], "refund_pending");
        assert_eq!(after["error_code"], "amount_mismatch");
        assert_eq!(after["captured_irr"], 9_001_000);
        assert_eq!(after["refunds"][0]["amount_irr"], 9_001_000);
        assert_eq!(app.number("select count(*) from bookings"), 0);
        assert_eq!(balance(&app, "escrow"), -9_001_000);
    }
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

#[tokio::test]
async fn the_second_gateway_takes_payments_too_and_leaves_refunds_to_people() {
    let app = with("zibal");
    let (reza, sara) = (app.customer("reza"), app.nurse("sara", Sex::Female));
    let request = accepted(&reza, &sara).await;
    let payment = begins(&reza, &request).await.created();
    pays(&app, &payment).await;
    assert_eq!(stands(&reza, &payment).await["status"], "succeeded");
    let request = accepted(&reza, &sara).await;
    let late = begins(&reza, &request).await.created();
    minutes(&app, 31);
    pays(&app, &late).await;
    minutes(&app, 3);
    let after = stands(&reza, &late).await;
    assert_eq!(after["status"], "refund_pending");
    let stuck = "select count(*) from support_alerts
                 where kind = 'payment_failed' and subject_kind = 'refund'";
    assert_eq!(app.number(stuck), 1);
}

#[tokio::test]
async fn a_lying_browser_moves_nothing() {
    let app = TestApp::new();
    let (reza, sara) = (app.customer("reza"), app.nurse("sara", Sex::Female));
    let request = accepted(&reza, &sara).await;
    let payment = begins(&reza, &request).await.created();
    let name = authority(&payment);
    let path = |query: &str| format!("http://localhost/api/v1/payments/return/zarinpal?{query}");
    let own = app
        .app
        .cashier
        .return_key(balinyaar::kernel::ids::PaymentId::new(
            payment["id"].as_i64().unwrap(),
        ));
    let own = own.unwrap();
    for query in [
        format!("Authority={name}&Status=OK"),
        format!("payment={}&key={own}&Authority=S0&Status=OK", payment["id"]),
        format!("payment={}&key=wrong&Status=OK", payment["id"]),
        "payment=999&key=&Status=OK".to_owned(),
        String::new(),
    ] {
        comes_back(&app, &path(&query)).await;
    }
    assert_eq!(stands(&reza, &payment).await["status"], "initiated");
    assert_eq!(app.number("select count(*) from bookings"), 0);
    let nowhere = Request::get("/api/v1/payments/return/stripe").body(Body::empty());
    app.send(nowhere.unwrap())
        .await
        .problem(404, "request.not_found");
    let html = page(&app, "/pay/return?payment=1&key=wrong").await;
    assert!(html.contains("pay-return-nothing"));
}

#[tokio::test]
async fn somebody_elses_payment_is_not_taken_for_ones_own() {
    let app = TestApp::new();
    let (reza, mina) = (app.customer("reza"), app.customer("mina"));
    let sara = app.nurse("sara", Sex::Female);
    let one = begins(&reza, &accepted(&reza, &sara).await).await.created();
    let other = begins(&mina, &accepted(&mina, &sara).await).await.created();
    app.app.provider.behave(Behaviour::ForeignCallback).unwrap();
    let visits = press(&app, &one, Press::Pay);
    assert!(visits[0].contains(&authority(&other)));
    comes_back(&app, &visits[0]).await;
    assert_eq!(stands(&mina, &other).await["status"], "initiated");
    minutes(&app, 3);
    assert_eq!(stands(&reza, &one).await["status"], "succeeded");
    assert_eq!(app.number("select count(*) from bookings"), 1);
    reza.get(&format!("/payments/{}", other["id"]))
        .await
        .problem(404, "request.not_found");
}

#[tokio::test]
async fn answers_that_cannot_be_read_are_asked_for_again() {
    for garbled in [Behaviour::Error500, Behaviour::Html, Behaviour::Truncated] {
        let app = TestApp::new();
        let (reza, sara) = (app.customer("reza"), app.nurse("sara", Sex::Female));
        let request = accepted(&reza, &sara).await;
        let payment = begins(&reza, &request).await.created();
        app.app.provider.behave(garbled).unwrap();
        let shown = pays(&app, &payment).await;
        assert!(page(&app, &shown).await.contains("pay-return-verifying"));
        assert_eq!(stands(&reza, &payment).await["status"], "initiated");
        minutes(&app, 3);
        app.app.provider.behave(Behaviour::Ok).unwrap();
        minutes(&app, 6);
        assert_eq!(
            stands(&reza, &payment).await["status"],
            "succeeded",
            "{garbled:?}"
        );
    }
}

#[tokio::test]
async fn a_provider_that_is_away_takes_nothing_and_the_family_is_told() {
    let app = TestApp::new();
    let (reza, sara) = (app.customer("reza"), app.nurse("sara", Sex::Female));
    let request = accepted(&reza, &sara).await;
    app.app.provider.behave(Behaviour::TooMany).unwrap();
    begins(&reza, &request)
        .await
        .problem(503, "payment.gateway_unavailable");
    app.app.provider.behave(Behaviour::Ok).unwrap();
    let payment = begins(&reza, &request).await.created();
    pays(&app, &payment).await;
    assert_eq!(stands(&reza, &payment).await["status"], "succeeded");
}

#[tokio::test]
async fn a_refused_refund_is_left_to_people_and_the_money_is_not_forgotten() {
    let app = TestApp::new();
    let (reza, sara) = (app.customer("reza"), app.nurse("sara", Sex::Female));
    let request = accepted(&reza, &sara).await;
    let payment = begins(&reza, &request).await.created();
    minutes(&app, 31);
    app.app.provider.behave(Behaviour::RefundRejected).unwrap();
    pays(&app, &payment).await;
    minutes(&app, 3);
    let after = stands(&reza, &payment).await;
    assert_eq!(after["status"], "refund_pending");
    assert_eq!(after["refunds"][0]["status"], "failed");
    assert_eq!(balance(&app, "escrow"), -9_000_000, "still owed");
    let alert = app
        .agent()
        .get("/admin/alerts?kind=payment_failed")
        .await
        .ok();
    assert_eq!(alert["items"][0]["severity"], "critical");
}

#[tokio::test]
async fn a_crash_between_refund_and_note_never_refunds_twice() {
    let app = TestApp::new();
    let (reza, sara) = (app.customer("reza"), app.nurse("sara", Sex::Female));
    let request = accepted(&reza, &sara).await;
    let payment = begins(&reza, &request).await.created();
    minutes(&app, 31);
    pays(&app, &payment).await;
    minutes(&app, 1);
    // As if what was noted after asking the provider had been lost.
    app.write(|tx| {
        tx.execute(
            "update refunds set status = 'requested', gateway_refund_id = null, attempts = 0,
               next_attempt_at = ?1 where settled_at is null",
            [tx.now],
        )
        .map(drop)
    });
    minutes(&app, 5);
    assert_eq!(stands(&reza, &payment).await["status"], "refunded");
    assert_eq!(balance(&app, "escrow"), 0);
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
    let shown = futures_join(running).await;
    assert_eq!(shown.len(), 20);
    assert_eq!(app.number("select count(*) from bookings"), 1);
    assert_eq!(balance(&app, "escrow"), -9_000_000);
    assert_eq!(given_back(&app), [0, 0, 0]);
    assert_eq!(stands(&reza, &payment).await["status"], "succeeded");
}

/// Waits for all of them at the same time.
async fn futures_join<T>(mut running: Vec<std::pin::Pin<Box<impl Future<Output = T>>>>) -> Vec<T> {
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

#[tokio::test]
async fn two_attempts_at_the_same_moment_are_one() {
    let app = TestApp::new();
    let (reza, sara) = (app.customer("reza"), app.nurse("sara", Sex::Female));
    let request = accepted(&reza, &sara).await;
    let running = (0..8).map(|_| Box::pin(begins(&reza, &request))).collect();
    let answers = futures_join(running).await;
    let ids: Vec<Value> = answers
        .iter()
        .map(|answer| answer.json()["id"].clone())
        .collect();
    assert!(ids.iter().all(|id| *id == ids[0]), "{ids:?}");
    assert_eq!(app.number("select count(*) from payment_transactions"), 1);
}

#[tokio::test]
async fn a_signed_webhook_is_kept_once_and_a_forged_one_refused() {
    let app = TestApp::new();
    let (reza, sara) = (app.customer("reza"), app.nurse("sara", Sex::Female));
    let request = accepted(&reza, &sara).await;
    let payment = begins(&reza, &request).await.created();
    press(&app, &payment, Press::PayAndClose);
    let body = json!({
        "event_id": "evt_1", "type": "payment.paid", "authority": authority(&payment),
    })
    .to_string();
    let signed = app.app.cashier.sign(&body, Span::seconds(0)).unwrap();
    let send = |header: String| {
        let nobody = app.nobody();
        let body = body.clone();
        async move {
            let headers = [("balinyaar-signature", header.as_str())];
            let path = "/webhooks/payments/zarinpal";
            nobody.send(Method::POST, path, &headers, body).await
        }
    };
    let stale = app.app.cashier.sign(&body, Span::seconds(-301)).unwrap();
    for bad in [stale, signed.replace("v1=", "v1=00"), String::new()] {
        send(bad).await.problem(401, "payment.bad_signature");
    }
    assert_eq!(app.number("select count(*) from payment_webhook_events"), 0);
    for _ in 0..3 {
        send(signed.clone()).await.ok();
    }
    assert_eq!(app.number("select count(*) from payment_webhook_events"), 1);
    assert_eq!(stands(&reza, &payment).await["status"], "succeeded");
    assert_eq!(app.number("select count(*) from bookings"), 1);
}

#[tokio::test]
async fn lists_show_a_family_its_own_and_staff_everybodys() {
    let app = TestApp::new();
    let (reza, mina) = (app.customer("reza"), app.customer("mina"));
    let sara = app.nurse("sara", Sex::Female);
    let one = begins(&reza, &accepted(&reza, &sara).await).await.created();
    let other = begins(&mina, &accepted(&mina, &sara).await).await.created();
    let mine = reza.get("/payments").await.ok();
    assert_eq!(super::ids(&mine), [one["id"].as_i64().unwrap()]);
    sara.get("/payments").await.problem(403, "auth.forbidden");
    reza.get("/admin/payments")
        .await
        .problem(403, "auth.forbidden");
    let agent = app.agent();
    let all = agent.get("/admin/payments?count=1").await.ok();
    assert_eq!(all["total"], 2);
    assert_eq!(super::ids(&all)[0], other["id"].as_i64().unwrap());
    let path = format!("/admin/payments?status=initiated&customer_id={}", mina.id);
    assert_eq!(
        super::ids(&agent.get(&path).await.ok()),
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

#[tokio::test]
async fn staff_convert_in_practice_once_however_often_they_ask() {
    let app = TestApp::new();
    let (reza, sara) = (app.customer("reza"), app.nurse("sara", Sex::Female));
    let request = accepted(&reza, &sara).await;
    let body = json!({ "booking_request_id": request["id"] });
    let admin = app.admin();
    let running = (0..6)
        .map(|_| Box::pin(admin.post("/bookings/convert", &body)))
        .collect();
    let answers = futures_join(running).await;
    let mut statuses: Vec<u16> = answers.iter().map(|it| it.status.as_u16()).collect();
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 200, 200, 200, 200, 201]);
    let ids: Vec<Value> = answers.iter().map(|it| it.json()["id"].clone()).collect();
    assert!(ids.iter().all(|id| *id == ids[0]));
    assert_eq!(app.number("select count(*) from payment_transactions"), 1);
    assert_eq!(balance(&app, "escrow"), -9_000_000);
    let again = admin.post("/bookings/convert", &body).await.ok();
    assert_eq!(again["id"], ids[0]);

    let pending = reza.asks(&sara).await.created();
    let body = json!({ "booking_request_id": pending["id"] });
    admin
        .post("/bookings/convert", &body)
        .await
        .problem(409, "payment.not_awaiting_payment");
    let absent = json!({ "booking_request_id": 999 });
    admin
        .post("/bookings/convert", &absent)
        .await
        .problem(404, "request.not_found");
    reza.post("/bookings/convert", &body)
        .await
        .problem(403, "auth.forbidden");
}

#[tokio::test]
async fn while_payments_are_real_nothing_is_practised() {
    let app = TestApp::with("2026-03-01 08:00", &[("payment_mode", "live")]);
    let (reza, sara) = (app.customer("reza"), app.nurse("sara", Sex::Female));
    let request = accepted(&reza, &sara).await;
    let body = json!({ "booking_request_id": request["id"] });
    let refused = app.admin().post("/bookings/convert", &body).await;
    refused.problem(409, "payment.sandbox_only");
    // No account is set up: nothing begins, and staff are told.
    begins(&reza, &request)
        .await
        .problem(503, "payment.gateway_unavailable");
    let told = "select count(*) from support_alerts where kind = 'payment_failed'";
    assert_eq!(app.number(told), 1);
    let page = Request::get("/__sandbox/zarinpal/pg/StartPay/S1").body(Body::empty());
    app.send(page.unwrap())
        .await
        .problem(404, "request.not_found");
}
