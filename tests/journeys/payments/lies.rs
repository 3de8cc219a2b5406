//! Browsers and providers that lie, fail or fall silent.

use axum::body::Body;
use axum::http::{Method, Request};
use balinyaar::integrations::sandbox::gateway::behaviour::{Behaviour, Press};
use balinyaar::kernel::time::Span;
use serde_json::json;

use super::{accepted, authority, begins, comes_back, minutes, page, pays, press, stands};
use crate::support::{Sex, TestApp};

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
    let html = page(&app, "/pay/return/1/wrong").await;
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
