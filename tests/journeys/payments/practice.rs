//! While payments are practice, and while they are not.

use axum::body::Body;
use axum::http::Request;
use serde_json::{Value, json};

use super::{accepted, at_once, balance, begins};
use crate::support::{Sex, TestApp};

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
    let answers = at_once(running).await;
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
