//! Addresses: one primary each, sealed lines, removal.

use super::{customer, new_address, new_patient, staff};
use crate::domain::people::service::{self, addresses};
use crate::domain::people::types::{NewAddress, Primary, Use};
use crate::kernel::actor::{Caller, Role};
use crate::kernel::geo::Point;
use crate::kernel::ids::{AddressId, CustomerId};
use crate::kernel::page::PageRequest;
use crate::kernel::secret::Secret;
use crate::testing::{Stage, code_of};

fn add(stage: &Stage, customer: CustomerId, line: &'static str, primary: Primary) -> AddressId {
    stage
        .write(move |tx| {
            let new = NewAddress {
                primary,
                ..new_address(line)
            };
            service::create_address(tx, customer, new)
        })
        .unwrap()
}

fn primaries(stage: &Stage, caller: Caller) -> Vec<AddressId> {
    let page = stage
        .read_as(caller, |tx| {
            addresses::list(tx, &caller, None, &PageRequest::FIRST)
        })
        .unwrap();
    let primary = page.items.iter().filter(|view| view.address.is_primary);
    primary.map(|view| view.address.id).collect()
}

fn change(
    stage: &Stage,
    caller: Caller,
    id: AddressId,
    primary: Primary,
) -> Result<i64, crate::kernel::error::Error> {
    let view = stage.write_as(caller, move |tx| {
        let new = NewAddress {
            primary,
            ..new_address("نو")
        };
        addresses::change(tx, &caller, id, None, new)
    });
    view.map(|view| view.address.version)
}

#[test]
fn a_customer_with_addresses_has_exactly_one_primary_whatever_happens() {
    let stage = Stage::at("2026-03-01 08:00");
    let (reza, his) = customer(&stage, "reza");
    let a = add(&stage, his, "یک", Primary::No);
    assert_eq!(
        primaries(&stage, reza),
        [a],
        "the first one is primary unasked"
    );
    let b = add(&stage, his, "دو", Primary::Unsaid);
    assert_eq!(primaries(&stage, reza), [a]);
    let c = add(&stage, his, "سه", Primary::Yes);
    assert_eq!(primaries(&stage, reza), [c]);
    change(&stage, reza, b, Primary::Yes).unwrap();
    assert_eq!(primaries(&stage, reza), [b]);
    change(&stage, reza, b, Primary::Unsaid).unwrap();
    change(&stage, reza, b, Primary::Yes).unwrap();
    change(&stage, reza, a, Primary::No).unwrap();
    assert_eq!(primaries(&stage, reza), [b]);
    let stepped_back = change(&stage, reza, b, Primary::No);
    assert_eq!(code_of(stepped_back), "people.primary_needed");
    assert_eq!(primaries(&stage, reza), [b]);
    let remove = |id| stage.write_as(reza, move |tx| addresses::remove(tx, &reza, id));
    remove(b).unwrap();
    assert_eq!(
        primaries(&stage, reza),
        [a],
        "the oldest one left takes over"
    );
    remove(c).unwrap();
    assert_eq!(primaries(&stage, reza), [a]);
    remove(a).unwrap();
    assert_eq!(primaries(&stage, reza), []);
    let d = add(&stage, his, "چهار", Primary::No);
    assert_eq!(primaries(&stage, reza), [d]);
}

#[test]
fn one_customers_primary_address_is_no_matter_of_anothers() {
    let stage = Stage::at("2026-03-01 08:00");
    let (reza, his) = customer(&stage, "reza");
    let (sara, hers) = customer(&stage, "sara");
    let a = add(&stage, his, "یک", Primary::Yes);
    let b = add(&stage, hers, "دو", Primary::Yes);
    assert_eq!(primaries(&stage, reza), [a]);
    assert_eq!(primaries(&stage, sara), [b]);
}

#[test]
fn the_step_back_of_a_primary_address_counts_as_a_change_of_it() {
    let stage = Stage::at("2026-03-01 08:00");
    let (reza, his) = customer(&stage, "reza");
    let a = add(&stage, his, "یک", Primary::Yes);
    add(&stage, his, "دو", Primary::Yes);
    let stale = stage.write_as(reza, move |tx| {
        addresses::change(tx, &reza, a, Some(1), new_address("نو"))
    });
    assert_eq!(code_of(stale), "state.stale");
    assert_eq!(change(&stage, reza, a, Primary::Unsaid).unwrap(), 3);
}

#[test]
fn what_was_typed_is_read_back_by_its_customer_and_by_staff_with_a_note() {
    let stage = Stage::at("2026-03-01 08:00");
    let (reza, his) = customer(&stage, "reza");
    let agent = staff(&stage, "agent", Role::Agent);
    let id = stage
        .write(move |tx| {
            let new = NewAddress {
                postal_code: Some(Secret::new("1939534567")),
                point: Point::parse("35.757", "-0.000001"),
                ..new_address("خیابان ولیعصر، پلاک ۱۲")
            };
            service::create_address(tx, his, new)
        })
        .unwrap();
    let check = |caller: Caller| {
        let view = stage.write_as(caller, move |tx| addresses::read(tx, &caller, id));
        let place = view.unwrap().place.unwrap();
        assert_eq!(place.address_line.reveal(), "خیابان ولیعصر، پلاک ۱۲");
        assert_eq!(place.postal_code.unwrap().reveal(), "1939534567");
        let point = place.point.unwrap();
        assert_eq!(
            (point.lat(), point.lng()),
            ("35.757".into(), "-0.000001".into())
        );
    };
    check(reza);
    assert_eq!(stage.count("access_log"), 0);
    check(agent);
    assert_eq!(stage.count("access_log"), 1);
    let line = stage
        .read(|tx| service::address_line_of(tx, his, id))
        .unwrap();
    assert_eq!(line.reveal(), "خیابان ولیعصر، پلاک ۱۲");
}

#[test]
fn a_list_shows_full_addresses_only_to_whose_they_are() {
    let stage = Stage::at("2026-03-01 08:00");
    let (reza, his) = customer(&stage, "reza");
    let agent = staff(&stage, "agent", Role::Agent);
    add(&stage, his, "کوچه یک", Primary::Yes);
    let lines = |caller: Caller| {
        let page = stage.read_as(caller, |tx| {
            addresses::list(tx, &caller, Some(his), &PageRequest::FIRST)
        });
        let items = page.unwrap().items;
        let line = |place: crate::domain::people::types::Place| place.address_line.into_inner();
        items
            .into_iter()
            .map(|view| view.place.map(line))
            .collect::<Vec<_>>()
    };
    assert_eq!(lines(reza), [Some("کوچه یک".to_owned())]);
    assert_eq!(lines(agent), [None]);
}

#[test]
fn an_address_line_stands_nowhere_in_the_file() {
    let stage = Stage::at("2026-03-01 08:00");
    let (_, his) = customer(&stage, "reza");
    add(&stage, his, "canary-street-7261", Primary::Yes);
    stage.db.stop();
    for file in std::fs::read_dir(stage.dir.path()).unwrap() {
        let bytes = std::fs::read(file.unwrap().path()).unwrap();
        assert!(!bytes.windows(13).any(|part| part == b"canary-street"));
    }
}

#[test]
fn everybody_elses_address_is_as_absent_as_one_that_never_was() {
    let stage = Stage::at("2026-03-01 08:00");
    let (_, his) = customer(&stage, "reza");
    let (sara, hers) = customer(&stage, "sara");
    let id = add(&stage, his, "یک", Primary::Yes);
    for id in [id, AddressId::new(999)] {
        let read = stage.write_as(sara, move |tx| addresses::read(tx, &sara, id));
        assert_eq!(code_of(read), "request.not_found");
        let own = stage.read_as(sara, |tx| addresses::read_own(tx, &sara, id));
        assert_eq!(code_of(own), "request.not_found");
        let changed = change(&stage, sara, id, Primary::Yes);
        assert_eq!(code_of(changed), "request.not_found");
        let removed = stage.write_as(sara, move |tx| addresses::remove(tx, &sara, id));
        assert_eq!(code_of(removed), "request.not_found");
        let brief = stage.read(|tx| service::address_of(tx, hers, id));
        assert_eq!(code_of(brief), "request.not_found");
        let line = stage.read(|tx| service::address_line_of(tx, hers, id));
        assert_eq!(code_of(line), "request.not_found");
    }
    let brief = stage.read(|tx| service::address_of(tx, his, id)).unwrap();
    assert_eq!(
        (brief.city.as_str(), brief.district.as_str()),
        ("تهران", "ونک")
    );
}

#[test]
fn an_address_in_use_stays_until_the_engagement_is_over() {
    let stage = Stage::at("2026-03-01 08:00");
    let (reza, his) = customer(&stage, "reza");
    let id = add(&stage, his, "یک", Primary::Yes);
    let by = Use {
        table: "booking_requests",
        row: 1,
    };
    stage
        .write(move |tx| {
            let patient = service::create_patient(tx, his, new_patient("x"))?;
            service::mark_used(tx, by, patient, id)
        })
        .unwrap();
    let remove = || stage.write_as(reza, move |tx| addresses::remove(tx, &reza, id));
    assert_eq!(code_of(remove()), "people.in_use");
    assert_eq!(primaries(&stage, reza), [id]);
    stage.write(move |tx| service::release(tx, by)).unwrap();
    assert_eq!(code_of(remove()), "ok");
    assert_eq!(code_of(remove()), "request.not_found");
}
