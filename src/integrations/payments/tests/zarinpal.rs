//! Zarinpal's documented answers.

use std::sync::Arc;
use std::time::Duration;

use serde_json::{Value, json};

use super::{Script, now};
use crate::integrations::payments::wire::Broken;
use crate::integrations::payments::zarinpal::{Account, Zarinpal};
use crate::integrations::payments::{
    CallbackHint, Claim, Confirmation, Fault, Mode, Paid, PaymentGateway as _, RefundOrder,
    RefundReason, RefundState, Standing, StartPayment, Told, Unit,
};
use crate::kernel::money::Irr;
use crate::kernel::secret::Secret;

const AUTHORITY: &str = "A00000000000000000000000000217885159";
const MERCHANT: &str = "1344b5d4-0048-11e8-94db-005056a205be";

fn adapter(script: &Arc<Script>, mode: Mode) -> Zarinpal {
    let account = Account {
        merchant: Secret::new(MERCHANT),
        token: Some(Secret::new("token")),
        terminal: "77".to_owned(),
        base_url: "https://api.example/".to_owned(),
        pay_base_url: "https://pay.example".to_owned(),
        refund_url: "https://next.example".to_owned(),
    };
    Zarinpal::new(account, mode, Arc::<Script>::clone(script))
}

fn live(script: &Arc<Script>) -> Zarinpal {
    adapter(script, Mode::Live)
}

fn order() -> StartPayment {
    StartPayment {
        payment: 42,
        amount: Irr::new(1_500_000),
        description: "42".to_owned(),
        callback_url: "https://agency.example/back".to_owned(),
    }
}

fn refund() -> RefundOrder {
    RefundOrder {
        refund: 7,
        authority: AUTHORITY.to_owned(),
        reference: "201".to_owned(),
        amount: Irr::new(900_000),
        reason: RefundReason::Duplicate,
        same_before: 0,
    }
}

fn refused(code: &str) -> String {
    format!(r#"{{"data":[],"errors":{{"code":{code},"message":"no","validations":[]}}}}"#)
}

fn confirm(answers: &[(u16, &str)]) -> Result<Confirmation, Fault> {
    let script = Script::of(answers);
    let outcome = now(live(&script).confirm(AUTHORITY, Irr::new(1_500_000)));
    script.asked();
    outcome
}

const PAID: &str = r#"{"data":{"code":100,"message":"Verified","card_hash":"1EBE","card_pan":
    "502229******5995","ref_id":201,"fee_type":"Merchant","fee":7500},"errors":[]}"#;

#[test]
fn a_payment_is_begun_with_the_amount_in_rials_and_nobodys_name() {
    let begun = format!(
        r#"{{"data":{{"code":100,"message":"Success","authority":"{AUTHORITY}",
        "fee_type":"Merchant","fee":100}},"errors":[]}}"#
    );
    let script = Script::of(&[(200, &begun)]);
    let started = now(live(&script).start(&order())).unwrap();
    assert_eq!(started.authority, AUTHORITY);
    let there = format!("https://pay.example/pg/StartPay/{AUTHORITY}");
    assert_eq!(started.redirect_url, there);
    let body = json!({
        "merchant_id": MERCHANT,
        "amount": 1_500_000,
        "currency": "IRR",
        "description": "42",
        "callback_url": "https://agency.example/back",
        "metadata": { "order_id": "42" },
    });
    let url = "https://api.example/pg/v4/payment/request.json".to_owned();
    assert_eq!(script.asked(), [(url, body)]);
    assert_eq!(script.bearers(), [None]);
}

#[test]
fn an_authority_of_the_other_mode_is_not_taken() {
    for (mode, letter, is_taken) in [
        (Mode::Live, "A", true),
        (Mode::Live, "S", false),
        (Mode::Sandbox, "S", true),
        (Mode::Sandbox, "A", false),
    ] {
        let name = AUTHORITY.replacen('A', letter, 1);
        let begun = format!(r#"{{"data":{{"code":100,"authority":"{name}"}},"errors":[]}}"#);
        let script = Script::of(&[(200, &begun)]);
        let started = now(adapter(&script, mode).start(&order()));
        assert_eq!(started.is_ok(), is_taken, "{mode:?} {letter}");
    }
}

#[test]
fn a_payment_is_confirmed_with_our_amount() {
    let script = Script::of(&[(200, PAID)]);
    let outcome = now(live(&script).confirm(AUTHORITY, Irr::new(1_500_000)));
    let paid = Paid {
        reference: "201".to_owned(),
        captured: Irr::new(1_500_000),
        card: Some("502229******5995".to_owned()),
        fee: Some(Irr::new(7_500)),
        told: Told::First,
    };
    assert_eq!(outcome, Ok(Confirmation::Paid(paid)));
    let body = json!({
        "merchant_id": MERCHANT, "amount": 1_500_000, "authority": AUTHORITY,
    });
    let url = "https://api.example/pg/v4/payment/verify.json".to_owned();
    assert_eq!(script.asked(), [(url, body)]);
}

#[test]
fn confirmed_before_is_confirmed_also_when_numbers_come_as_text() {
    for body in [
        PAID.replace("100,", "101,"),
        PAID.replace("100,", "\"101\",").replace("201,", "\"201\","),
    ] {
        let Ok(Confirmation::Paid(paid)) = confirm(&[(200, &body)]) else {
            panic!("{body}");
        };
        assert_eq!((paid.told, &*paid.reference), (Told::Again, "201"));
    }
}

#[test]
fn a_fee_the_payer_bears_is_none_of_ours() {
    let body = PAID.replace("Merchant", "Payer");
    let Ok(Confirmation::Paid(paid)) = confirm(&[(200, &body)]) else {
        panic!("not paid");
    };
    assert_eq!(paid.fee, None);
}

#[test]
fn not_paid_is_asked_about_before_it_is_believed() {
    let unpaid = refused("-51");
    for (standing, expected) in [
        ("IN_BANK", Confirmation::Pending),
        ("PAID", Confirmation::Pending),
        ("FAILED", Confirmation::Declined("declined")),
        ("REVERSED", Confirmation::Declined("reversed")),
    ] {
        let inquiry = format!(r#"{{"data":{{"code":100,"status":"{standing}"}},"errors":[]}}"#);
        for status in [400, 401, 422, 200] {
            let outcome = confirm(&[(status, &unpaid), (200, &inquiry)]);
            assert_eq!(outcome, Ok(expected.clone()), "{standing} {status}");
        }
    }
}

#[test]
fn another_amount_is_taken_as_what_it_is_so_that_it_can_be_given_back() {
    let differs = refused("-50");
    let listed = format!(
        r#"{{"data":{{"code":"100","message":"Success","authorities":[{{"authority":"{AUTHORITY}",
        "amount":"1501000","callback_url":"","referer":"","date":"2026-03-01"}}]}},"errors":[]}}"#
    );
    let script = Script::of(&[(400, &differs), (200, &listed), (200, PAID)]);
    let outcome = now(live(&script).confirm(AUTHORITY, Irr::new(1_500_000)));
    let Ok(Confirmation::Mismatch(Some(paid))) = outcome else {
        panic!("{outcome:?}");
    };
    assert_eq!(paid.captured, Irr::new(1_501_000));
    let asked = script.asked();
    assert_eq!(asked[1].1, json!({ "merchant_id": MERCHANT }));
    assert!(asked[1].0.ends_with("/pg/v4/payment/unVerified.json"));
    assert_eq!(asked[2].1["amount"], 1_501_000);
}

#[test]
fn a_payment_that_is_not_ours_is_a_mismatch_and_nothing_is_taken() {
    for code in ["-53", "-54", "-55", "\"-54\""] {
        let outcome = confirm(&[(400, &refused(code))]);
        assert_eq!(outcome, Ok(Confirmation::Mismatch(None)), "{code}");
    }
    let none = r#"{"data":{"code":100,"authorities":[]},"errors":[]}"#;
    let outcome = confirm(&[(400, &refused("-50")), (200, none)]);
    assert_eq!(outcome, Ok(Confirmation::Mismatch(None)));
}

#[test]
fn every_other_code_says_what_to_do() {
    let config = |code: &str| Fault::Config {
        code: code.to_owned(),
    };
    let rejected = |code: &str| Fault::Rejected {
        code: code.to_owned(),
    };
    let busy = Fault::Retryable {
        after: Duration::from_secs(60),
    };
    let table = [
        ("-2", Fault::Bug),
        ("-3", Fault::Bug),
        ("-4", rejected("-4")),
        ("-9", config("-9")),
        ("-10", config("-10")),
        ("-11", config("-11")),
        ("-12", busy),
        ("-15", config("-15")),
        ("-19", config("-19")),
        ("-30", Fault::Bug),
        ("-40", Fault::Bug),
        ("-41", rejected("-41")),
        ("-52", Fault::Unknown),
        ("12345", Fault::Unknown),
    ];
    for (code, expected) in table {
        // The errors stand in an object or in a list; data is an empty list or object.
        let object = refused(code);
        let list = format!(r#"{{"data":{{}},"errors":[{{"code":{code},"message":"no"}}]}}"#);
        for body in [object, list] {
            assert_eq!(confirm(&[(422, &body)]), Err(expected.clone()), "{body}");
        }
    }
}

#[test]
fn what_cannot_be_read_is_unknown_and_never_failed() {
    for (status, body) in [
        (200, ""),
        (200, "{}"),
        (200, "[]"),
        (200, "null"),
        (200, r#"{"data":{"code":100"#),
        (200, r#"{"data":{"code":100},"errors":[]}"#),
        (200, "<html><body>ok</body></html>"),
        (500, "error"),
        (502, "<html>bad gateway</html>"),
        (503, "{}"),
    ] {
        assert_eq!(
            confirm(&[(status, body)]),
            Err(Fault::Unknown),
            "{status} {body}"
        );
    }
}

#[test]
fn a_wall_in_between_is_a_matter_of_set_up_and_too_many_questions_of_patience() {
    for status in [301, 302, 403, 404] {
        let outcome = confirm(&[(status, "<html>go away</html>")]);
        assert_eq!(
            outcome,
            Err(Fault::Config {
                code: status.to_string()
            })
        );
    }
    for body in ["", "{}", "<html>slow down</html>"] {
        let outcome = confirm(&[(429, body)]);
        assert!(matches!(outcome, Err(Fault::Retryable { .. })), "{body}");
    }
}

#[test]
fn a_question_that_never_left_may_be_asked_again_and_one_that_did_is_unknown() {
    let ask = |broken| {
        let script = Script::broken(broken);
        now(live(&script).start(&order()))
    };
    assert!(matches!(ask(Broken::Unsent), Err(Fault::Retryable { .. })));
    assert_eq!(ask(Broken::Unanswered), Err(Fault::Unknown));
    assert!(matches!(ask(Broken::Unable), Err(Fault::Config { .. })));
}

#[test]
fn a_standing_and_the_unconfirmed_are_read() {
    let script = Script::of(&[(
        200,
        r#"{"data":{"code":"100","status":"VERIFIED"},"errors":[]}"#,
    )]);
    assert_eq!(
        now(live(&script).inquire(AUTHORITY)),
        Ok(Standing::Verified)
    );
    let listed = format!(
        r#"{{"data":{{"code":100,"authorities":[{{"authority":"{AUTHORITY}","amount":1000}},
        {{"authority":"","amount":5}},{{"amount":7}}]}},"errors":[]}}"#
    );
    let script = Script::of(&[(200, &listed)]);
    let found = now(live(&script).list_unconfirmed()).unwrap();
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].amount, Irr::new(1_000));
}

#[test]
fn a_payment_is_taken_back_or_the_refusal_is_told() {
    let script = Script::of(&[(200, r#"{"data":{"code":100},"errors":[]}"#)]);
    assert_eq!(now(live(&script).reverse(AUTHORITY)), Ok(()));
    let asked = script.asked();
    assert!(asked[0].0.ends_with("/pg/v4/payment/reverse.json"));
    for code in ["-60", "-61", "-63"] {
        let script = Script::of(&[(400, &refused(code))]);
        let outcome = now(live(&script).reverse(AUTHORITY));
        assert!(matches!(outcome, Err(Fault::Rejected { .. })), "{code}");
    }
}

fn session(timeline: &str) -> String {
    format!(
        r#"{{"data":{{"Session":[{{"id":"9001","status":"VERIFIED","amount":1500000,
        "timeline":{timeline}}}]}}}}"#
    )
}

#[test]
fn a_refund_is_looked_for_by_the_banks_number_and_asked_for_by_session() {
    let given = r#"{"data":{"resource":{"terminal_id":"77","id":"9001","amount":1500000,
        "timeline":{"refund_amount":900000,"refund_time":"2026-03-01T08:00:00+03:30",
        "refund_status":"PENDING"}}}}"#;
    let script = Script::of(&[(200, &session("[]")), (200, given)]);
    let outcome = now(live(&script).refund(&refund()));
    assert_eq!(outcome, Ok(RefundState::Pending("9001".to_owned())));
    let asked = script.asked();
    assert_eq!(asked[0].0, "https://next.example/api/v4/graphql/");
    assert_eq!(
        asked[0].1["variables"],
        json!({ "terminal_id": "77", "reference_id": "201", "limit": 1 })
    );
    assert_eq!(
        asked[1].1["variables"],
        json!({
            "session_id": "9001",
            "amount": 900_000,
            "description": "refund 7",
            "method": "PAYA",
            "reason": "DUPLICATE_TRANSACTION",
        })
    );
    let token = Some("token".to_owned());
    assert_eq!(script.bearers(), [token.clone(), token]);
}

#[test]
fn a_refund_is_recognised_by_its_amount_and_its_turn() {
    let timeline = json!([
        { "refund_amount": 900_000, "refund_status": "DONE" },
        { "refund_amount": "100000", "refund_status": "FAILED" },
        { "refund_amount": 900_000, "refund_status": "PENDING" },
    ]);
    let find = |order: &RefundOrder, timeline: &Value| {
        let script = Script::of(&[(200, &session(&timeline.to_string()))]);
        now(live(&script).find_refund(order)).unwrap()
    };
    let nth = |same_before, amount| RefundOrder {
        same_before,
        amount: Irr::new(amount),
        ..refund()
    };
    let id = || "9001".to_owned();
    assert_eq!(find(&nth(0, 900_000), &timeline), RefundState::Done(id()));
    assert_eq!(
        find(&nth(1, 900_000), &timeline),
        RefundState::Pending(id())
    );
    assert_eq!(find(&nth(2, 900_000), &timeline), RefundState::Absent);
    let failed = RefundState::Rejected("refused".to_owned());
    assert_eq!(find(&nth(0, 100_000), &timeline), failed);
    assert_eq!(find(&nth(0, 900_000), &Value::Null), RefundState::Absent);
}

#[test]
fn a_refund_is_refused_for_good_or_left_to_people() {
    let no = r#"{"errors":[{"message":"not refundable"}],"data":null}"#;
    let script = Script::of(&[(200, &session("[]")), (200, no)]);
    let outcome = now(live(&script).refund(&refund()));
    assert_eq!(outcome, Ok(RefundState::Rejected("200".to_owned())));
    let script = Script::of(&[(200, r#"{"data":{"Session":[]}}"#)]);
    let outcome = now(live(&script).refund(&refund()));
    assert_eq!(outcome, Ok(RefundState::Rejected("no_session".to_owned())));
    let small = RefundOrder {
        amount: Irr::new(19_999),
        ..refund()
    };
    let script = Script::of(&[]);
    assert_eq!(
        now(live(&script).refund(&small)),
        Ok(RefundState::Unsupported)
    );
    let script = Script::of(&[(401, r#"{"errors":[{"message":"Unauthenticated."}]}"#)]);
    let outcome = now(live(&script).find_refund(&refund()));
    assert!(matches!(outcome, Err(Fault::Config { .. })));
}

#[test]
fn an_unanswered_refund_is_unknown() {
    for (status, body) in [
        (200, "<html>"),
        (500, r#"{"errors":[{"message":"x"}]}"#),
        (502, ""),
    ] {
        let script = Script::of(&[(200, &session("[]")), (status, body)]);
        assert_eq!(
            now(live(&script).refund(&refund())),
            Err(Fault::Unknown),
            "{status}"
        );
    }
}

#[test]
fn a_callback_is_read_in_any_case_of_letters() {
    let pairs = |pairs: &[(&str, &str)]| -> Vec<(String, String)> {
        let owned = pairs
            .iter()
            .map(|(a, b)| ((*a).to_owned(), (*b).to_owned()));
        owned.collect()
    };
    let adapter = live(&Script::of(&[]));
    let read = |given: &[(&str, &str)]| adapter.parse_callback(&pairs(given));
    let hint = |claim| {
        Some(CallbackHint {
            authority: AUTHORITY.to_owned(),
            claim,
        })
    };
    assert_eq!(
        read(&[("Authority", AUTHORITY), ("Status", "OK")]),
        hint(Claim::Paid)
    );
    assert_eq!(
        read(&[("authority", AUTHORITY), ("status", "NOK")]),
        hint(Claim::NotPaid)
    );
    assert_eq!(read(&[("AUTHORITY", AUTHORITY)]), hint(Claim::NotPaid));
    assert_eq!(read(&[("Status", "OK")]), None);
    assert_eq!(
        read(&[("Authority", &"x".repeat(65)), ("Status", "OK")]),
        None
    );
}

#[test]
fn it_counts_in_rials_and_can_take_back_for_half_an_hour() {
    let can = live(&Script::of(&[])).capabilities();
    assert_eq!(can.unit, Unit::Rial);
    assert_eq!(can.reversible_for, Some(Duration::from_secs(1_800)));
    assert_eq!(can.refunds_from, Some(Irr::new(20_000)));
}
