//! What must hold whatever happened.

use std::fmt::Write as _;

use balinyaar::domain::requests::service as requests;
use balinyaar::domain::requests::types::RequestStatus as Status;
use balinyaar::kernel::actor::Caller;
use balinyaar::kernel::ids::RequestId;
use balinyaar::kernel::page::{Count, From, PageRequest};
use balinyaar::platform::audit;

use super::Run;
use super::agency::LINE;
use super::model::Known;

impl Run {
    /// The store says what the model says: states, frozen deadlines, moves, notices, uses.
    pub fn compare(&self, seed: u64, step: usize) {
        let stored = self.agency.rows(
            "select id, status, nurse_response_deadline_at, payment_deadline_at,
                    (select count(*) from booking_request_events where booking_request_id = id),
                    exists (select 1 from people_uses where user_row_id = id)
             from booking_requests order by id limit 1000",
        );
        let expected: Vec<String> = self
            .model
            .requests
            .iter()
            .map(|(id, known)| {
                let pay_by = known
                    .pay_by
                    .map_or("-".to_owned(), |at| at.as_millis().to_string());
                let (status, respond_by) = (known.status.as_str(), known.respond_by.as_millis());
                let live = i64::from(known.is_live());
                format!("{id}|{status}|{respond_by}|{pay_by}|{}|{live}", known.moves)
            })
            .collect();
        assert_eq!(stored, expected, "seed {seed}, step {step}");
        let told = self.agency.rows(
            "select event, count(*) from notifications group by event order by event limit 100",
        );
        let expected: Vec<String> = self
            .model
            .told
            .iter()
            .map(|(event, count)| format!("{event}|{count}"))
            .collect();
        assert_eq!(told, expected, "seed {seed}, step {step}");
    }

    /// The trail is whole, no row points nowhere, every move is an edge that begins where the one
    /// before ended, and no notice carries what a nurse may not read.
    pub fn prove(&self, seed: u64) {
        let held = self.agency.read(None, audit::verify);
        assert!(held.is_ok(), "seed {seed}: {held:?}");
        let orphans = self
            .agency
            .rows("select * from pragma_foreign_key_check limit 10");
        assert!(orphans.is_empty(), "seed {seed}: {orphans:?}");
        let moves = "select booking_request_id, from_status, to_status from booking_request_events
                     order by booking_request_id, at, from_status desc limit 1000";
        let mut last = (String::new(), String::new());
        for row in self.agency.rows(moves) {
            let parts: Vec<&str> = row.split('|').collect();
            let (id, from, to) = (parts[0], parts[1], parts[2]);
            let edge =
                |edge: &&(Status, _, Status)| edge.0.as_str() == from && edge.2.as_str() == to;
            assert!(
                Status::EDGES.iter().any(|one| edge(&one)),
                "seed {seed}: {row}"
            );
            let begins = if last.0 == id {
                last.1.as_str()
            } else {
                "pending_nurse_response"
            };
            assert_eq!(from, begins, "seed {seed}: {row}");
            last = (id.to_owned(), to.to_owned());
        }
        let leaked = format!("select id from notifications where data like '%{LINE}%' limit 1");
        assert!(self.agency.rows(&leaked).is_empty());
    }

    /// Everybody walks their list page by page and meets what is theirs, once, in order.
    pub fn walk_lists(&self, seed: u64) {
        let walk = |by: Caller, expected: Vec<RequestId>| {
            let mut met = Vec::new();
            let mut from = From::Start;
            loop {
                let page = PageRequest {
                    size: 3,
                    from,
                    count: Count::Skip,
                };
                let list = self
                    .agency
                    .read(Some(by), |tx| requests::list(tx, None, None, &page));
                met.extend(list.items.iter().map(|view| view.request.id));
                match list.next {
                    Some(keys) => from = From::After(keys),
                    None => break,
                }
            }
            assert_eq!(met, expected, "seed {seed}");
        };
        for family in &self.agency.families {
            let theirs = |known: &Known| known.customer == family.customer;
            let to_pay = |known: &Known| known.status == Status::AwaitingPayment;
            walk(family.caller, self.model.listed(theirs, to_pay));
        }
        for nurse in &self.agency.nurses {
            let asked = |known: &Known| known.nurse == nurse.id;
            let to_answer = |known: &Known| known.status == Status::PendingNurse;
            walk(nurse.caller, self.model.listed(asked, to_answer));
        }
        walk(self.agency.admin, self.model.listed(|_| true, |_| true));
    }

    /// Everything that happened and everything that is left of it.
    pub fn story(&self) -> String {
        let mut story = self.log.clone();
        for table in [
            "booking_requests",
            "booking_request_events",
            "notifications",
            "audit_log",
        ] {
            let rows = self
                .agency
                .rows(&format!("select * from {table} limit 10000"));
            writeln!(story, "{table}\n{}", rows.join("\n")).unwrap();
        }
        story
    }
}
