//! Money that finds nothing to pay goes back by itself.

use balinyaar::integrations::sandbox::gateway::behaviour::{Behaviour, Press};
use serde_json::Value;

use super::{
    accepted, balance, begins, comes_back, given_back, minutes, page, pays, press, stands, with,
};
use crate::support::{Sex, TestApp};

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
