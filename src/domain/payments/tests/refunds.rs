//! What becomes of a refund.

use crate::domain::payments::refunds::rules;
use crate::domain::payments::refunds::types::{Decision, Refund, RefundStatus, Verdict};
use crate::kernel::ids::{PaymentId, RefundId, TicketId};
use crate::kernel::money::Irr;
use crate::kernel::time::{Span, Timestamp};
use crate::testing::{code_of, tehran};

fn now() -> Timestamp {
    tehran("2026-03-01 09:00")
}

fn refund(status: RefundStatus) -> Refund {
    Refund {
        id: RefundId::new(1),
        payment: PaymentId::new(1),
        ticket: TicketId::new(1),
        amount: Irr::new(1_500_000),
        reason: "paid_late".to_owned(),
        status,
        gateway_refund_id: None,
        error: None,
        attempts: 0,
        created_at: now(),
        settled_at: None,
    }
}

#[test]
fn no_more_goes_back_than_arrived() {
    let fit = |captured, before, amount| {
        let [captured, before, amount] = [captured, before, amount].map(Irr::new);
        code_of(rules::fit(captured, before, amount))
    };
    assert_eq!(fit(100, 0, 100), "ok");
    assert_eq!(fit(100, 99, 1), "ok");
    for (captured, before, amount) in [(100, 0, 101), (100, 100, 1), (100, 0, 0), (100, 0, -1)] {
        assert_eq!(fit(captured, before, amount), "server.internal");
    }
    assert_eq!(fit(i64::MAX, i64::MAX, 1), "server.internal");
}

#[test]
fn a_refund_ends_only_with_the_providers_word() {
    let done = Verdict::Done("9".to_owned());
    let refused = Verdict::Refused("200".to_owned());
    let pending = Verdict::Pending("9".to_owned());
    for status in [RefundStatus::Requested, RefundStatus::Processing] {
        let to = |verdict: &Verdict| match rules::judge(&refund(status), verdict, now()).unwrap() {
            Decision::Move(step) => Some(step.to()),
            Decision::Wait(_) => None,
        };
        assert_eq!(to(&done), Some(RefundStatus::Succeeded));
        assert_eq!(to(&refused), Some(RefundStatus::Failed));
        let moves = (status == RefundStatus::Requested).then_some(RefundStatus::Processing);
        assert_eq!(to(&pending), moves);
        assert_eq!(to(&Verdict::ByHand), None);
        assert_eq!(to(&Verdict::Unanswered("unanswered".to_owned())), None);
    }
    for status in [RefundStatus::Succeeded, RefundStatus::Failed] {
        let again = rules::judge(&refund(status), &done, now());
        assert_eq!(code_of(again), "state.illegal_transition");
    }
}

#[test]
fn a_refund_on_its_way_is_polled_every_minute_and_a_silent_provider_ever_more_rarely() {
    let wait = |refund: &Refund, verdict: &Verdict| match rules::judge(refund, verdict, now()) {
        Ok(Decision::Wait(until)) => until - now(),
        other => panic!("{:?}", other.map(drop)),
    };
    let going = refund(RefundStatus::Processing);
    assert_eq!(
        wait(&going, &Verdict::Pending("9".to_owned())),
        Span::seconds(60)
    );
    assert_eq!(wait(&going, &Verdict::ByHand), Span::hours(1));
    let silent = Verdict::Unanswered("unanswered".to_owned());
    for (attempts, minutes) in [(0, 1), (1, 2), (5, 32), (9, 360), (60, 360)] {
        let tried = Refund {
            attempts,
            ..refund(RefundStatus::Processing)
        };
        assert_eq!(wait(&tried, &silent), Span::minutes(minutes), "{attempts}");
    }
}
