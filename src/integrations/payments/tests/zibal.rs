//! Zibal's documented answers.

use std::sync::Arc;

use serde_json::json;

use super::{Script, now};
use crate::integrations::payments::zibal::{Account, Zibal};
use crate::integrations::payments::{
    CallbackHint, Claim, Confirmation, Fault, Mode, PaymentGateway as _, RefundOrder, RefundReason,
    RefundState, Standing, StartPayment, Told, Unit,
};
use crate::kernel::money::Irr;
use crate::kernel::secret::Secret;

const TRACK: &str = "3714061001";

fn adapter(script: &Arc<Script>) -> Zibal {
    let account = Account {
        merchant: Secret::new("agency"),
        base_url: "https://gateway.example".to_owned(),
        pay_base_url: "https://gateway.example/".to_owned(),
    };
    Zibal::new(account, Mode::Live, Arc::<Script>::clone(script))
}

fn order() -> StartPayment {
    StartPayment {
        payment: 42,
        amount: Irr::new(1_500_000),
        description: "42".to_owned(),
        callback_url: "https://agency.example/back".to_owned(),
    }
}

fn confirm(answers: &[(u16, &str)]) -> Result<Confirmation, Fault> {
    let script = Script::of(answers);
    let outcome = now(adapter(&script).confirm(TRACK, Irr::new(1_500_000)));
    script.asked();
    outcome
}

const PAID: &str = r#"{"message":"success","result":100,"refNumber":1234,"paidAt":
    "2026-03-01T08:00:00.517000","status":1,"amount":1500000,"orderId":"42","description":"",
    "cardNumber":"62741****44"}"#;

#[test]
fn a_payment_is_begun_with_the_amount_in_rials_and_nobodys_name() {
    let script = Script::of(&[(
        200,
        r#"{"message":"success","result":100,"trackId":3714061001}"#,
    )]);
    let started = now(adapter(&script).start(&order())).unwrap();
    assert_eq!(started.authority, TRACK);
    assert_eq!(
        started.redirect_url,
        "https://gateway.example/start/3714061001"
    );
    let body = json!({
        "merchant": "agency",
        "amount": 1_500_000,
        "callbackUrl": "https://agency.example/back",
        "description": "42",
        "orderId": "42",
    });
    let url = "https://gateway.example/v1/request".to_owned();
    assert_eq!(script.asked(), [(url, body)]);
}

#[test]
fn the_amount_that_was_paid_is_compared_here() {
    let script = Script::of(&[(200, PAID)]);
    let outcome = now(adapter(&script).confirm(TRACK, Irr::new(1_500_000)));
    let Ok(Confirmation::Paid(paid)) = outcome else {
        panic!("{outcome:?}");
    };
    assert_eq!((&*paid.reference, paid.told), ("1234", Told::First));
    let body = json!({ "merchant": "agency", "trackId": 3_714_061_001_i64 });
    assert_eq!(script.asked()[0].1, body);
    let other = PAID.replace("1500000", "1400000");
    let Ok(Confirmation::Mismatch(Some(paid))) = confirm(&[(200, &other)]) else {
        panic!("taken for ours");
    };
    assert_eq!(paid.captured, Irr::new(1_400_000));
}

#[test]
fn confirmed_before_is_looked_up_for_what_was_paid() {
    let again = r#"{"message":"already verified","result":201}"#;
    let facts = PAID.replace("\"status\"", "\"wage\":\"5000\",\"status\"");
    let Ok(Confirmation::Paid(paid)) = confirm(&[(200, again), (200, &facts)]) else {
        panic!("not paid");
    };
    assert_eq!((paid.told, paid.fee), (Told::Again, Some(Irr::new(5_000))));
}

#[test]
fn not_paid_is_asked_about_before_it_is_believed() {
    let unpaid = r#"{"message":"not paid","result":202}"#;
    for (status, expected) in [
        ("-1", Confirmation::Pending),
        ("2", Confirmation::Pending),
        ("3", Confirmation::Declined("declined")),
        ("5", Confirmation::Declined("declined")),
        ("12", Confirmation::Declined("declined")),
        ("21", Confirmation::Declined("declined")),
        ("18", Confirmation::Declined("reversed")),
    ] {
        let inquiry = format!(r#"{{"result":100,"status":{status},"amount":1500000}}"#);
        let outcome = confirm(&[(200, unpaid), (200, &inquiry)]);
        assert_eq!(outcome, Ok(expected), "{status}");
    }
}

#[test]
fn every_other_code_says_what_to_do() {
    let config = |code: i64| Fault::Config {
        code: code.to_string(),
    };
    let rejected = |code: i64| Fault::Rejected {
        code: code.to_string(),
    };
    let mut table: Vec<(i64, Fault)> = vec![
        (102, config(102)),
        (103, config(103)),
        (104, config(104)),
        (105, rejected(105)),
        (113, rejected(113)),
        (115, config(115)),
        (-2, Fault::Unknown),
        (999, Fault::Unknown),
    ];
    table.extend([106, 107, 112, 114, 116].map(|code| (code, Fault::Bug)));
    for (code, expected) in table {
        for body in [
            format!(r#"{{"message":"no","result":{code}}}"#),
            format!(r#"{{"message":"no","result":"{code}"}}"#),
        ] {
            let script = Script::of(&[(200, &body)]);
            assert_eq!(
                now(adapter(&script).start(&order())),
                Err(expected.clone()),
                "{body}"
            );
        }
    }
    let strange = confirm(&[(200, r#"{"result":203}"#)]);
    assert_eq!(strange, Ok(Confirmation::Mismatch(None)));
}

#[test]
fn what_cannot_be_read_is_unknown_and_never_failed() {
    for (status, body) in [
        (200, ""),
        (200, "{}"),
        (200, r#"{"result":100}"#),
        (
            200,
            r#"{"result":100,"status":2,"amount":1500000,"refNumber":1}"#,
        ),
        (200, "<html></html>"),
        (500, r#"{"message":"error"}"#),
    ] {
        assert_eq!(
            confirm(&[(status, body)]),
            Err(Fault::Unknown),
            "{status} {body}"
        );
    }
}

#[test]
fn a_name_that_is_no_number_is_none_of_its_payments() {
    let script = Script::of(&[]);
    let outcome = now(adapter(&script).confirm("S12", Irr::new(1)));
    assert_eq!(outcome, Ok(Confirmation::Mismatch(None)));
}

#[test]
fn money_is_given_back_by_hand_and_that_is_seen() {
    let order = RefundOrder {
        refund: 1,
        authority: TRACK.to_owned(),
        reference: "1234".to_owned(),
        amount: Irr::new(1_500_000),
        reason: RefundReason::Other,
        same_before: 0,
    };
    let script = Script::of(&[]);
    assert_eq!(
        now(adapter(&script).refund(&order)),
        Ok(RefundState::Unsupported)
    );
    for (status, expected) in [
        (15, RefundState::Done("1234".to_owned())),
        (16, RefundState::Pending("1234".to_owned())),
        (1, RefundState::Unsupported),
    ] {
        let inquiry = format!(r#"{{"result":100,"status":{status}}}"#);
        let script = Script::of(&[(200, &inquiry)]);
        assert_eq!(now(adapter(&script).find_refund(&order)), Ok(expected));
    }
}

#[test]
fn a_standing_and_a_callback_are_read() {
    let script = Script::of(&[(200, r#"{"result":100,"status":"1"}"#)]);
    assert_eq!(now(adapter(&script).inquire(TRACK)), Ok(Standing::Verified));
    let read = |success: &str| {
        let pairs = [("trackId", TRACK), ("success", success), ("status", "2")];
        let pairs = pairs.map(|(a, b)| (a.to_owned(), b.to_owned()));
        adapter(&Script::of(&[])).parse_callback(&pairs)
    };
    let hint = |claim| {
        Some(CallbackHint {
            authority: TRACK.to_owned(),
            claim,
        })
    };
    assert_eq!(read("1"), hint(Claim::Paid));
    assert_eq!(read("0"), hint(Claim::NotPaid));
    let can = adapter(&Script::of(&[])).capabilities();
    assert_eq!((can.unit, can.refunds_from), (Unit::Rial, None));
}
