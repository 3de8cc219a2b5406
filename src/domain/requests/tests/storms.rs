//! Many at once: exactly one wins, and what is written says who.

use std::sync::{Arc, Barrier};

use serde_json::json;

use super::wire::Wire;
use super::{Agency, visit};
use crate::domain::requests::service;
use crate::domain::requests::types::RequestStatus;
use crate::kernel::ids::RequestId;
use crate::kernel::time::Span;
use crate::testing::code_of;

/// What an answer at or after the deadline is told.
const LATE: &str = "request.response_deadline_passed";
/// Rounds of a race around the deadline.
const ROUNDS: u32 = 300;

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_fifty_acceptances_at_once_one_counts() {
    let wire = Arc::new(Wire::open());
    let id = wire.ask().await;
    let tries: Vec<_> = (0..50)
        .map(|_| {
            let wire = Arc::clone(&wire);
            let accept = format!("/{id}/accept");
            tokio::spawn(async move {
                let came = wire.post(&wire.sara, &accept, &json!({})).await;
                came.status.as_u16()
            })
        })
        .collect();
    let mut statuses = Vec::new();
    for one in tries {
        statuses.push(one.await.unwrap());
    }
    statuses.sort_unstable();
    assert_eq!(statuses[0], 200);
    assert_eq!(statuses[1..], [409; 49]);
    let stage = &wire.site.stage;
    assert_eq!(stage.count("booking_request_events"), 1);
    // One to the nurse when asked, one to the family when accepted.
    assert_eq!(stage.count("notifications"), 2);
}

/// What the contenders of one round were told.
struct Round {
    id: RequestId,
    accept: &'static str,
    other: &'static str,
    swept: i64,
}

/// Nurse, a second contender, sweep and clock meet a millisecond before the deadline.
fn race(agency: &Agency, contender: fn(&Agency, RequestId) -> &'static str) -> Round {
    let id = agency.pending_at(visit("2026-12-01", "09:00", "13:00"));
    agency.stage.advance(Span::millis(3_600_000 - 1));
    let gate = Barrier::new(4);
    std::thread::scope(|scope| {
        let accept = scope.spawn(|| {
            gate.wait();
            code_of(agency.accept(agency.sara.caller, id))
        });
        let other = scope.spawn(|| {
            gate.wait();
            contender(agency, id)
        });
        let sweep = scope.spawn(|| {
            gate.wait();
            let first = agency.sweep(100).0;
            first + agency.sweep(100).0
        });
        scope.spawn(|| {
            gate.wait();
            agency.stage.advance(Span::millis(1));
        });
        Round {
            id,
            accept: accept.join().unwrap(),
            other: other.join().unwrap(),
            swept: sweep.join().unwrap(),
        }
    })
}

/// The moves of a request as stored, each a legal edge that begins where the last one ended.
fn chain(agency: &Agency, id: RequestId) -> Vec<RequestStatus> {
    let read = agency
        .stage
        .read_as(agency.admin, |tx| service::read(tx, id));
    let detail = read.unwrap();
    let moves = &detail.timeline[1..];
    let mut at = RequestStatus::PendingNurse;
    for one in moves {
        assert_eq!(one.from, Some(at));
        let edges = RequestStatus::EDGES;
        assert!(
            edges
                .iter()
                .any(|(from, _, to)| *from == at && *to == one.to)
        );
        at = one.to;
    }
    assert_eq!(detail.view.request.status, at);
    moves.iter().map(|one| one.to).collect()
}

/// What the family was told of a request, in order.
fn heard(agency: &Agency, id: RequestId) -> Vec<String> {
    let sql = format!(
        "select event from notifications where event <> 'booking_request_received'
           and data ->> 'booking_request_id' = {id} order by id"
    );
    agency.rows(&sql)
}

#[test]
fn around_the_deadline_accept_refuse_and_sweep_have_one_winner() {
    let agency = Agency::with(&[("nurse_response_deadline_hours", "1")]);
    let mut wins = [0_u32; 3];
    for _ in 0..ROUNDS {
        let round = race(&agency, |agency, id| {
            code_of(agency.reject(agency.sara.caller, id))
        });
        let (ended, event, winner) = match (round.accept, round.other, round.swept) {
            ("ok", refused, 0) => {
                assert_eq!(refused, "state.illegal_transition");
                (
                    RequestStatus::AwaitingPayment,
                    "booking_request_accepted",
                    0,
                )
            }
            (refused, "ok", 0) => {
                assert!(is_refused(refused), "{refused}");
                (RequestStatus::Rejected, "booking_request_rejected", 1)
            }
            (refused, other, 1) => {
                assert!(
                    is_refused(refused) && is_refused(other),
                    "{refused} {other}"
                );
                (
                    RequestStatus::NoResponse,
                    "booking_request_expired_no_response",
                    2,
                )
            }
            // Nobody was in time and the sweep came a moment too early: it stays for the next.
            (LATE, LATE, 0) => {
                assert_eq!(agency.sweep(100).0, 1);
                (
                    RequestStatus::NoResponse,
                    "booking_request_expired_no_response",
                    2,
                )
            }
            (refused, other, swept) => panic!("{refused} {other} {swept}"),
        };
        assert_eq!(chain(&agency, round.id), [ended]);
        assert_eq!(heard(&agency, round.id), [event]);
        wins[winner] += 1;
    }
    assert_eq!(wins.iter().sum::<u32>(), ROUNDS);
    assert!(wins[0] > 0 && wins[1] > 0, "{wins:?}");
}

#[test]
fn around_the_deadline_accept_withdraw_and_sweep_leave_a_legal_chain() {
    let agency = Agency::with(&[("nurse_response_deadline_hours", "1")]);
    for _ in 0..ROUNDS {
        let round = race(&agency, |agency, id| {
            code_of(agency.withdraw(agency.reza.caller, id))
        });
        let moves = chain(&agency, round.id);
        let accepted = usize::from(round.accept == "ok");
        let withdrawn = usize::from(round.other == "ok");
        let swept = usize::try_from(round.swept).unwrap();
        // Withdrawing what was just accepted is legal; everything else excludes the others.
        assert_eq!(moves.len(), accepted + withdrawn + swept);
        assert!(withdrawn + swept <= 1 && accepted + swept <= 1);
        assert!(accepted + withdrawn + swept >= 1);
        assert_eq!(
            accepted == 1,
            moves.first() == Some(&RequestStatus::AwaitingPayment)
        );
        assert_eq!(
            withdrawn == 1,
            moves.last() == Some(&RequestStatus::Withdrawn)
        );
        let mut expected = Vec::new();
        if accepted == 1 {
            expected.push("booking_request_accepted");
        }
        if swept == 1 {
            expected.push("booking_request_expired_no_response");
        }
        assert_eq!(heard(&agency, round.id), expected);
    }
}

fn is_refused(code: &str) -> bool {
    matches!(
        code,
        "state.illegal_transition" | "request.response_deadline_passed"
    )
}

#[test]
fn two_sweeps_at_once_end_each_request_once() {
    let agency = Agency::open();
    for _ in 0..60 {
        agency.pending();
    }
    agency.stage.advance(Span::hours(24));
    let gate = Barrier::new(4);
    let ended: i64 = std::thread::scope(|scope| {
        let sweeps: Vec<_> = (0..4)
            .map(|_| {
                scope.spawn(|| {
                    gate.wait();
                    (0..20).map(|_| agency.sweep(7).0).sum::<i64>()
                })
            })
            .collect();
        sweeps.into_iter().map(|sweep| sweep.join().unwrap()).sum()
    });
    assert_eq!(ended, 60);
    assert_eq!(agency.stage.count("booking_request_events"), 60);
    // Sixty to the nurse, sixty to the family.
    assert_eq!(agency.stage.count("notifications"), 120);
}

#[test]
fn overlapping_acceptances_at_once_are_blocked_but_for_one() {
    let agency = Agency::with(&[("overlap_on_accept", "block")]);
    let ids: Vec<RequestId> = (0..8).map(|_| agency.pending()).collect();
    let gate = Barrier::new(ids.len());
    let outcomes: Vec<&str> = std::thread::scope(|scope| {
        let tries: Vec<_> = ids
            .iter()
            .map(|id| {
                scope.spawn(|| {
                    gate.wait();
                    code_of(agency.accept(agency.sara.caller, *id))
                })
            })
            .collect();
        tries.into_iter().map(|one| one.join().unwrap()).collect()
    });
    let count = |code| outcomes.iter().filter(|outcome| **outcome == code).count();
    assert_eq!((count("ok"), count("request.overlap")), (1, 7));
}
