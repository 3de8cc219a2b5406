//! Lists and details: who sees what, in which order, at what cost.

use super::{Agency, LINE, visit};
use crate::domain::requests::service;
use crate::domain::requests::store;
use crate::domain::requests::types::{Hat, HatWanted, NewRequest, RequestStatus, RequestView};
use crate::kernel::actor::Caller;
use crate::kernel::ids::{CustomerId, NurseId, RequestId};
use crate::kernel::page::{Count, From, Page, PageRequest};
use crate::kernel::time::Span;
use crate::platform::tx::ReadTx;
use crate::testing::code_of;

fn page(size: u32, from: From) -> PageRequest {
    PageRequest {
        size,
        from,
        count: Count::Total,
    }
}

impl Agency {
    fn listed(&self, by: Caller, status: Option<RequestStatus>) -> Vec<RequestId> {
        let page = page(100, From::Start);
        let list = |tx: &ReadTx<'_>| service::list(tx, None, status, &page);
        let found = self.stage.read_as(by, list).unwrap();
        assert_eq!(found.total, i64::try_from(found.items.len()).ok());
        found.items.iter().map(|view| view.request.id).collect()
    }
}

#[test]
fn what_can_be_acted_on_comes_first_and_the_nearest_deadline_on_top() {
    let agency = Agency::open();
    let each = agency.one_of_each();
    let [
        pending,
        awaiting,
        converted,
        rejected,
        late,
        lapsed,
        withdrawn,
    ] = each[..]
    else {
        panic!("not seven");
    };
    agency.stage.advance(Span::minutes(1));
    let later = agency.pending();
    // Thirty minutes to pay come before a day to answer; the younger question comes after the
    // older. What is over follows, the latest deadline first.
    let over = [rejected, withdrawn, converted, late, lapsed];
    let with = |live: [RequestId; 3]| [live.to_vec(), over.to_vec()].concat();
    for by in [agency.reza.caller, agency.admin, agency.agent] {
        assert_eq!(agency.listed(by, None), with([awaiting, pending, later]));
    }
    // The nurse has answered the accepted one: it waits for the family.
    let nurses = agency.listed(agency.sara.caller, None);
    assert_eq!(nurses, with([pending, later, awaiting]));
}

#[test]
fn what_a_family_can_pay_comes_before_what_waits_for_a_nurse_however_near_its_deadline() {
    let agency = Agency::with(&[
        ("nurse_response_deadline_hours", "2"),
        ("booking_payment_deadline_minutes", "1440"),
    ]);
    let (first, second) = (agency.pending(), agency.pending());
    agency.accept(agency.sara.caller, second).unwrap();
    assert_eq!(agency.listed(agency.reza.caller, None), [second, first]);
    assert_eq!(agency.listed(agency.sara.caller, None), [first, second]);
    // Staff look at both sides: two hours to answer end before a day to pay.
    assert_eq!(agency.listed(agency.admin, None), [first, second]);
}

#[test]
fn a_list_is_filtered_by_status() {
    let agency = Agency::open();
    let each = agency.one_of_each();
    for by in [agency.sara.caller, agency.reza.caller, agency.admin] {
        for (id, status) in each.iter().zip(RequestStatus::ALL) {
            assert_eq!(agency.listed(by, Some(*status)), [*id]);
        }
    }
}

#[test]
fn nobody_sees_what_is_not_theirs() {
    let agency = Agency::open();
    let id = agency.pending();
    for stranger in [agency.mina.caller, agency.omid.caller] {
        assert!(agency.listed(stranger, None).is_empty());
        assert_eq!(code_of(agency.read(stranger, id)), "request.not_found");
    }
    for party in [
        agency.reza.caller,
        agency.sara.caller,
        agency.admin,
        agency.agent,
    ] {
        assert_eq!(agency.listed(party, None), [id]);
        assert!(agency.read(party, id).is_ok());
    }
    let doctor = crate::testing::caller(99, &[crate::kernel::actor::Role::Doctor]);
    let list = |tx: &ReadTx<'_>| service::list(tx, None, None, &PageRequest::FIRST);
    assert_eq!(
        code_of(agency.stage.read_as(doctor, list)),
        "auth.forbidden"
    );
    assert_eq!(code_of(agency.read(doctor, id)), "request.not_found");
}

#[test]
fn only_the_family_itself_reads_the_address_line() {
    let agency = Agency::open();
    let id = agency.pending();
    let line = |by| {
        let detail = agency.read(by, id).unwrap();
        let line = detail.view.labels.address_line;
        line.map(|line| line.reveal().to_owned())
    };
    assert_eq!(line(agency.reza.caller).as_deref(), Some(LINE));
    assert_eq!(line(agency.sara.caller), None);
    assert_eq!(line(agency.admin), None);
    let listed = |by| {
        let list = |tx: &ReadTx<'_>| service::list(tx, None, None, &PageRequest::FIRST);
        let page = agency.stage.read_as(by, list).unwrap();
        page.items
            .iter()
            .all(|view| view.labels.address_line.is_some())
    };
    assert!(listed(agency.reza.caller));
    assert!(!listed(agency.sara.caller) && !listed(agency.admin));
}

#[test]
fn a_request_whose_address_was_removed_later_is_still_read() {
    let agency = Agency::open();
    let id = agency.pending();
    agency.withdraw(agency.reza.caller, id).unwrap();
    agency.exec("update customer_addresses set deleted_at = 1");
    let detail = agency.read(agency.reza.caller, id).unwrap();
    assert!(detail.view.labels.address_line.is_none());
    assert_eq!(detail.view.labels.district, "ونک");
    assert_eq!(agency.listed(agency.reza.caller, None), [id]);
}

#[test]
fn somebody_with_two_hats_chooses_one() {
    let agency = Agency::open();
    let asked = agency.pending();
    let mut sara = agency.sara.caller;
    sara.customer = agency.mina.caller.customer;
    let own = agency
        .ask(agency.mina, agency.wish_of(agency.mina, agency.omid))
        .unwrap();
    let under = |wanted| {
        let list = |tx: &ReadTx<'_>| service::list(tx, wanted, None, &PageRequest::FIRST);
        let page = agency.stage.read_as(sara, list).unwrap();
        page.items
            .iter()
            .map(|view| view.request.id)
            .collect::<Vec<_>>()
    };
    assert_eq!(under(None), [asked]);
    assert_eq!(under(Some(HatWanted::Nurse)), [asked]);
    assert_eq!(under(Some(HatWanted::Customer)), [own.view.request.id]);
}

#[test]
fn a_removed_row_is_read_by_nobody() {
    let agency = Agency::open();
    let id = agency.pending();
    agency.exec("update booking_requests set deleted_at = modified_at");
    for by in [agency.reza.caller, agency.sara.caller, agency.admin] {
        assert_eq!(code_of(agency.read(by, id)), "request.not_found");
        assert!(agency.listed(by, None).is_empty());
    }
    agency.stage.advance(Span::days(2));
    assert_eq!(agency.sweep(10), (0, 0));
}

#[test]
fn walking_page_by_page_meets_every_row_once_in_order() {
    let agency = Agency::open();
    for by in [agency.sara.caller, agency.reza.caller, agency.admin] {
        walk(&agency, by);
    }
}

fn walk(agency: &Agency, by: Caller) {
    for n in 0..23 {
        let id = agency.pending();
        match n % 4 {
            0 => drop(agency.accept(agency.sara.caller, id).unwrap()),
            1 => drop(agency.reject(agency.sara.caller, id).unwrap()),
            _ => agency.stage.advance(Span::minutes(n % 3)),
        }
    }
    let whole = agency.listed(by, None);
    assert_eq!(whole.len() % 23, 0);
    let mut met = Vec::new();
    let mut from = From::Start;
    loop {
        let request = page(4, from.clone());
        let list = |tx: &ReadTx<'_>| service::list(tx, None, None, &request);
        let found = agency.stage.read_as(by, list).unwrap();
        met.extend(found.items.iter().map(|view| view.request.id));
        match found.next {
            Some(keys) => from = From::After(keys),
            None => break,
        }
    }
    assert_eq!(met, whole);
    let second = page(4, From::Number(2));
    let list = |tx: &ReadTx<'_>| service::list(tx, None, None, &second);
    let found = agency.stage.read_as(by, list).unwrap();
    let ids: Vec<_> = found.items.iter().map(|view| view.request.id).collect();
    assert_eq!(ids, whole[4..8]);
}

#[test]
fn no_list_sorts_and_none_scans_past_its_scope() {
    let agency = Agency::open();
    let hats = [
        (Hat::Staff, "all", "status"),
        (Hat::Nurse(NurseId::new(1)), "nurse", "nurse_status"),
        (
            Hat::Customer(CustomerId::new(1)),
            "customer",
            "customer_status",
        ),
    ];
    for (hat, whole, filtered) in hats {
        for (status, index) in [(None, whole), (Some(RequestStatus::Converted), filtered)] {
            let [tied, behind] = store::page_sql(hat, status);
            // Either bound makes the walk start where the last page ended: depth costs nothing.
            for (sql, bound) in [
                (tied, "inbox_order=? AND rowid>?)"),
                (behind, "inbox_order>?)"),
            ] {
                let plan = plan_of(
                    &agency,
                    &format!("explain query plan {sql} limit ?5 offset ?6"),
                );
                assert!(!plan.contains("TEMP B-TREE"), "{plan}");
                let first = plan.lines().next().unwrap();
                let wanted = format!("SEARCH r USING INDEX booking_requests_{index} (");
                assert!(
                    first.starts_with(&wanted) && first.ends_with(bound),
                    "{plan}"
                );
                // Names by row id, the booking of a converted one by its unique key.
                let looked_up = |line: &str| {
                    line.contains("USING INTEGER PRIMARY KEY")
                        || line.starts_with("SEARCH b USING COVERING INDEX")
                        || line.starts_with("CORRELATED SCALAR SUBQUERY")
                };
                assert!(plan.lines().skip(1).all(looked_up), "{plan}");
            }
        }
    }
}

#[test]
fn hundreds_that_share_a_deadline_are_walked_once_each() {
    let agency = Agency::open();
    for _ in 0..30 {
        agency.pending();
    }
    let mut met = Vec::new();
    let mut from = From::Start;
    for _ in 0..4 {
        let request = page(9, from.clone());
        let list = |tx: &ReadTx<'_>| service::list(tx, None, None, &request);
        let found = agency.stage.read_as(agency.admin, list).unwrap();
        met.extend(found.items.iter().map(|view| view.request.id.get()));
        from = found.next.map_or(From::Start, From::After);
    }
    assert_eq!(met, (1..=30).collect::<Vec<_>>());
    assert_eq!(from, From::Start);
}

fn plan_of(agency: &Agency, sql: &str) -> String {
    let params = (0, "", 0, 0, 0, 0);
    let step = |row: &rusqlite::Row<'_>| Ok(row.get::<_, String>(3)?);
    let plan = agency.stage.read(|tx| tx.list(sql, params, step)).unwrap();
    plan.join("\n")
}

#[test]
fn the_nurse_reads_the_notes_and_a_coarse_place() {
    let agency = Agency::open();
    let wish = NewRequest {
        schedule: visit("2026-03-06", "10:00", "12:00"),
        ..agency.wish()
    };
    let id = agency.ask(agency.reza, wish).unwrap().view.request.id;
    let view = agency.read(agency.sara.caller, id).unwrap().view;
    assert_eq!(
        view.request.customer_notes.as_deref(),
        Some("پس از عمل زانو؛ پله دارد")
    );
    assert_eq!(view.labels.patient_name, "مادر رضا");
    assert_eq!(
        (view.labels.city.as_str(), view.labels.district.as_str()),
        ("تهران", "ونک")
    );
}

#[test]
fn staff_read_the_newest_first_or_one_familys_and_others_only_their_own() {
    let agency = Agency::open();
    let first = agency.pending();
    let mina = agency.wish_of(agency.mina, agency.omid);
    let second = agency.ask(agency.mina, mina).unwrap().view.request.id;
    let third = agency.pending();
    agency.withdraw(agency.reza.caller, first).unwrap();
    let ids = |page: Page<RequestView>| {
        let items = page.items.iter();
        items.map(|view| view.request.id).collect::<Vec<_>>()
    };
    let newest = |by: Caller, page: &PageRequest| {
        let list = |tx: &ReadTx<'_>| service::list_newest(tx, page);
        agency.stage.read_as(by, list)
    };
    let all = newest(agency.admin, &PageRequest::FIRST).unwrap();
    assert_eq!(ids(all), [third, second, first]);
    let begun = newest(agency.admin, &page(2, From::Start)).unwrap();
    let rest = page(2, From::After(begun.next.unwrap()));
    assert_eq!(ids(newest(agency.admin, &rest).unwrap()), [first]);
    let refused = newest(agency.reza.caller, &PageRequest::FIRST);
    assert_eq!(code_of(refused), "request.invalid");

    let family = |by: Caller, of: CustomerId| {
        let list = |tx: &ReadTx<'_>| service::list_family(tx, of, None, &PageRequest::FIRST);
        ids(agency.stage.read_as(by, list).unwrap())
    };
    let (reza, mina) = (agency.reza.caller, agency.mina.caller);
    assert_eq!(family(agency.admin, reza.customer.unwrap()), [third, first]);
    assert_eq!(family(agency.admin, mina.customer.unwrap()), [second]);
    assert_eq!(family(reza, mina.customer.unwrap()), [third, first]);
}
