//! What becomes of a payment.

use super::{pay_by, payment};
use crate::domain::payments::rules::{self, Earlier};
use crate::domain::payments::types::{
    Awaited, Decision, Money, Payment, PaymentEvent, PaymentStatus, Verdict, Why,
};
use crate::kernel::actor::Role;
use crate::kernel::ids::{CustomerId, UserId};
use crate::kernel::money::Irr;
use crate::kernel::time::{Span, Timestamp};
use crate::testing::{as_customer, caller, code_of, tehran};

const OPEN: [PaymentStatus; 3] = [
    PaymentStatus::Initiated,
    PaymentStatus::Failed,
    PaymentStatus::Abandoned,
];

fn awaiting() -> Awaited {
    Awaited {
        is_awaiting: true,
        is_converted: false,
        pay_by: Some(pay_by()),
    }
}

/// The window was let go.
fn lapsed() -> Awaited {
    Awaited {
        is_awaiting: false,
        ..awaiting()
    }
}

/// Another payment made the booking.
fn converted() -> Awaited {
    Awaited {
        is_converted: true,
        ..lapsed()
    }
}

fn money() -> Money {
    Money {
        reference: "201".to_owned(),
        captured: Irr::new(1_500_000),
        fee: None,
    }
}

fn early() -> Timestamp {
    tehran("2026-03-01 08:10")
}

fn judge(it: &Payment, verdict: Verdict, awaited: &Awaited, now: Timestamp) -> Decision {
    rules::judge(it, verdict, awaited, now).unwrap()
}

#[test]
fn only_the_payer_pays() {
    let mine = CustomerId::new(3);
    let payer = as_customer(UserId::new(1), mine);
    assert!(rules::require_payer(&payer, mine).is_ok());
    let other = as_customer(UserId::new(2), CustomerId::new(4));
    assert_eq!(
        code_of(rules::require_payer(&other, mine)),
        "auth.forbidden"
    );
    let admin = caller(5, &[Role::Admin]);
    assert_eq!(
        code_of(rules::require_payer(&admin, mine)),
        "auth.forbidden"
    );
}

#[test]
fn a_request_is_paid_until_its_deadline_and_at_it_no_more() {
    let check = |awaited: &Awaited, now| code_of(rules::admit(awaited, now));
    assert_eq!(check(&awaiting(), pay_by() - Span::millis(1)), "ok");
    assert_eq!(check(&awaiting(), pay_by()), "payment.window_closed");
    assert_eq!(check(&lapsed(), early()), "payment.not_awaiting_payment");
    assert_eq!(check(&converted(), early()), "payment.not_awaiting_payment");
}

#[test]
fn an_open_attempt_is_handed_out_again_and_a_lost_one_replaced() {
    let open = payment(PaymentStatus::Initiated);
    assert_eq!(rules::weigh(&open, early()).unwrap(), Earlier::Open);
    let unnamed = Payment {
        authority: None,
        ..open
    };
    let soon = unnamed.created_at + Span::seconds(20);
    assert_eq!(rules::weigh(&unnamed, soon).unwrap(), Earlier::Open);
    let later = soon + Span::millis(1);
    assert!(matches!(
        rules::weigh(&unnamed, later).unwrap(),
        Earlier::Lost(_)
    ));
    for status in PaymentStatus::ALL
        .iter()
        .filter(|it| **it != PaymentStatus::Initiated)
    {
        assert_eq!(
            rules::weigh(&payment(*status), early()).unwrap(),
            Earlier::Over
        );
    }
}

#[test]
fn money_in_time_makes_a_booking_from_every_open_state() {
    for status in OPEN {
        let decision = judge(
            &payment(status),
            Verdict::Paid(money()),
            &awaiting(),
            early(),
        );
        let Decision::Convert(step, arrived) = decision else {
            panic!("{status:?}: {decision:?}");
        };
        assert_eq!((step.to(), arrived), (PaymentStatus::Succeeded, money()));
    }
}

#[test]
fn money_at_the_deadline_is_late() {
    let it = payment(PaymentStatus::Initiated);
    let last = pay_by() - Span::millis(1);
    let paid = || Verdict::Paid(money());
    assert!(matches!(
        judge(&it, paid(), &awaiting(), last),
        Decision::Convert(..)
    ));
    let late = judge(&it, paid(), &awaiting(), pay_by());
    assert!(matches!(late, Decision::GiveBack(_, _, _, Why::Late)));
}

#[test]
fn money_that_finds_nothing_to_pay_goes_back_and_is_recorded_first() {
    for status in OPEN {
        for (awaited, expected) in [(lapsed(), Why::Late), (converted(), Why::Twice)] {
            let decision = judge(&payment(status), Verdict::Paid(money()), &awaited, early());
            let Decision::GiveBack(capture, back, arrived, why) = decision else {
                panic!("{status:?}: {decision:?}");
            };
            assert_eq!(
                (capture.from(), capture.to()),
                (status, PaymentStatus::Succeeded)
            );
            assert_eq!(back.to(), PaymentStatus::RefundPending);
            assert_eq!((arrived, why), (money(), expected));
        }
    }
}

#[test]
fn another_amount_goes_back_whole_and_makes_no_booking() {
    let other = Money {
        captured: Irr::new(1_400_000),
        ..money()
    };
    let verdict = Verdict::Mismatch(Some(other.clone()));
    let decision = judge(
        &payment(PaymentStatus::Initiated),
        verdict,
        &awaiting(),
        early(),
    );
    let Decision::GiveBack(_, _, arrived, Why::Amount) = decision else {
        panic!("{decision:?}");
    };
    assert_eq!(arrived, other);
    let none = judge(
        &payment(PaymentStatus::Initiated),
        Verdict::Mismatch(None),
        &awaiting(),
        early(),
    );
    assert!(matches!(none, Decision::Suspect(_)));
}

#[test]
fn money_that_arrived_is_judged_once() {
    let arrived = PaymentStatus::ALL
        .iter()
        .filter(|status| !OPEN.contains(status));
    for status in arrived {
        for verdict in [
            Verdict::Paid(money()),
            Verdict::Mismatch(Some(money())),
            Verdict::Mismatch(None),
            Verdict::Declined("declined"),
            Verdict::Pending,
            Verdict::Unanswered("unanswered".to_owned()),
        ] {
            let decision = judge(&payment(*status), verdict, &awaiting(), early());
            assert_eq!(decision, Decision::Stands, "{status:?}");
        }
    }
}

#[test]
fn a_declined_payment_has_failed_and_is_asked_about_once_more_after_the_window() {
    let it = payment(PaymentStatus::Initiated);
    let decision = judge(&it, Verdict::Declined("declined"), &awaiting(), early());
    let Decision::End(step, "declined", Some(again)) = decision else {
        panic!("{decision:?}");
    };
    assert_eq!(step.to(), PaymentStatus::Failed);
    assert_eq!(again, pay_by() + Span::minutes(60));
    let over = payment(PaymentStatus::Failed);
    let decision = judge(&over, Verdict::Declined("declined"), &lapsed(), again);
    assert_eq!(decision, Decision::Wait(None), "and not for ever");
}

#[test]
fn nobody_knows_yet_means_asking_again_until_the_window_is_let_go() {
    let it = payment(PaymentStatus::Initiated);
    for verdict in [
        Verdict::Pending,
        Verdict::Unanswered("unanswered".to_owned()),
    ] {
        let decision = judge(&it, verdict.clone(), &awaiting(), early());
        assert_eq!(decision, Decision::Wait(Some(early() + Span::minutes(5))));
        let near = pay_by() - Span::minutes(2);
        let last_call = pay_by() - Span::seconds(30);
        let decision = judge(&it, verdict.clone(), &awaiting(), near);
        assert_eq!(
            decision,
            Decision::Wait(Some(last_call)),
            "while there is time"
        );
        let decision = judge(&it, verdict.clone(), &awaiting(), last_call);
        assert_eq!(decision, Decision::Wait(Some(pay_by())), "and at its end");
        let decision = judge(&it, verdict, &awaiting(), pay_by());
        let Decision::End(step, "no_return", Some(again)) = decision else {
            panic!("{decision:?}");
        };
        assert_eq!(step.to(), PaymentStatus::Abandoned);
        assert_eq!(again, pay_by() + Span::minutes(60));
    }
}

#[test]
fn a_silent_provider_is_asked_ever_more_rarely_after_the_window_and_then_no_more() {
    let silent = |checks| {
        let it = Payment {
            checks,
            ..payment(PaymentStatus::Abandoned)
        };
        let verdict = Verdict::Unanswered("unanswered".to_owned());
        match judge(&it, verdict, &lapsed(), pay_by()) {
            Decision::Wait(until) => until.map(|until| (until - pay_by()).as_seconds() / 60),
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(silent(0), Some(5));
    assert_eq!(silent(1), Some(10));
    assert_eq!(silent(8), Some(1_280));
    assert_eq!(silent(11), Some(1_280));
    assert_eq!(silent(12), None);
}

#[test]
fn what_went_back_is_counted_and_never_more_than_arrived() {
    let going = payment(PaymentStatus::RefundPending);
    let (step, back) = rules::refunded(&going, Irr::new(1_500_000)).unwrap();
    assert_eq!(
        (step.to(), back.get()),
        (PaymentStatus::Refunded, 1_500_000)
    );
    let (step, back) = rules::refunded(&going, Irr::new(1)).unwrap();
    assert_eq!(
        (step.to(), back.get()),
        (PaymentStatus::PartiallyRefunded, 1)
    );
    assert_eq!(
        code_of(rules::refunded(&going, Irr::new(1_500_001))),
        "server.internal"
    );
    let part = Payment {
        refunded: Irr::new(1_000_000),
        ..going
    };
    assert_eq!(
        code_of(rules::refunded(&part, Irr::new(500_001))),
        "server.internal"
    );
    assert!(rules::refunded(&part, Irr::new(500_000)).is_ok());
}

#[test]
fn every_state_and_event_does_as_the_table_says() {
    let mut lines = Vec::new();
    for status in PaymentStatus::ALL {
        for event in PaymentEvent::ALL {
            let edge = PaymentStatus::EDGES
                .iter()
                .find(|(from, by, _)| from == status && by == event);
            if let Some((_, _, to)) = edge {
                lines.push(format!(
                    "{} {} {}",
                    status.as_str(),
                    event.as_str(),
                    to.as_str()
                ));
            }
        }
    }
    expect_test::expect![[r#"
        initiated Capture succeeded
        initiated Fail failed
        initiated Abandon abandoned
        succeeded GiveBack refund_pending
        refund_pending Refund refunded
        refund_pending RefundPart partially_refunded
        partially_refunded GiveBack refund_pending
        failed Capture succeeded
        abandoned Capture succeeded"#]]
    .assert_eq(&lines.join("\n"));
}
