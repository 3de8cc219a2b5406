//! Pages of a search: every nurse once, whatever the order and the page size.

use proptest::prelude::{ProptestConfig, prop_assert_eq};
use proptest::test_runner::TestRunner;

use super::{add, anything, offer, rate};
use crate::domain::catalog::service;
use crate::domain::catalog::types::search::{Search, Sort};
use crate::domain::people;
use crate::domain::people::tests::{new_nurse, user};
use crate::domain::people::types::Gender;
use crate::kernel::actor::Role;
use crate::kernel::ids::NurseId;
use crate::kernel::page::{Count, From, PAGE_SIZE_MAX, PageRequest};
use crate::testing::{Stage, code_of};

/// Nurses with many equal prices and ratings, so that only the id keeps them apart.
fn crowd() -> Stage {
    let stage = Stage::at("2026-03-01 08:00");
    for n in 0..60_i64 {
        let name = format!("nurse {n}");
        let id = stage
            .write(move |tx| {
                let user = user(tx, &name, Role::Nurse)?;
                let id = people::service::create_nurse(tx, user, new_nurse(&name, Gender::Male))?;
                people::service::verify_nurse(tx, id)?;
                Ok(id)
            })
            .unwrap();
        add(&stage, id, offer("x", 100 + n % 3));
        if n % 4 > 0 {
            rate(&stage, id, 300 + (n % 4) * 50, 1 + n % 2);
        }
    }
    stage
}

fn page(stage: &Stage, search: &Search, size: u32, from: From) -> (Vec<NurseId>, Option<Vec<i64>>) {
    let request = PageRequest {
        size,
        from,
        count: Count::Skip,
    };
    let page = stage
        .read(|tx| service::search::search(tx, search, &request))
        .unwrap();
    (page.items.iter().map(|nurse| nurse.id).collect(), page.next)
}

fn walk(stage: &Stage, search: &Search, size: u32) -> Vec<NurseId> {
    let (mut all, mut next) = page(stage, search, size, From::Start);
    while let Some(keys) = next {
        let (more, after) = page(stage, search, size, From::After(keys));
        assert!(!more.is_empty(), "a cursor leads somewhere");
        all.extend(more);
        next = after;
    }
    all
}

#[test]
fn pages_of_any_size_and_order_hold_every_nurse_once() {
    let stage = crowd();
    let cases = (1..=PAGE_SIZE_MAX, 0..Sort::ALL.len(), 0..2_usize);
    let mut runner = TestRunner::new(ProptestConfig::with_cases(24));
    let outcome = runner.run(&cases, |(size, order, words)| {
        let search = Search {
            sort: Sort::ALL[order],
            words: [None, Some("nurse".to_owned())][words].clone(),
            ..anything()
        };
        let (whole, next) = page(&stage, &search, PAGE_SIZE_MAX, From::Start);
        prop_assert_eq!(next, None);
        let mut ids: Vec<_> = whole.clone();
        ids.sort_unstable();
        ids.dedup();
        prop_assert_eq!(ids.len(), 60);
        prop_assert_eq!(walk(&stage, &search, size), whole);
        Ok(())
    });
    outcome.unwrap();
}

#[test]
fn a_page_by_number_is_the_page_a_cursor_leads_to() {
    let stage = crowd();
    let search = Search {
        sort: Sort::Rating,
        ..anything()
    };
    let (_, keys) = page(&stage, &search, 25, From::Start);
    let (second, _) = page(&stage, &search, 25, From::After(keys.unwrap()));
    assert_eq!(page(&stage, &search, 25, From::Number(2)).0, second);
    let (third, next) = page(&stage, &search, 25, From::Number(3));
    assert_eq!((third.len(), next), (10, None));
}

#[test]
fn a_cursor_of_another_order_is_refused() {
    let stage = crowd();
    let sorted = |sort| Search { sort, ..anything() };
    for made in Sort::ALL {
        let (_, keys) = page(&stage, &sorted(made), 25, From::Start);
        for used in Sort::ALL {
            let request = PageRequest {
                from: From::After(keys.clone().unwrap()),
                ..PageRequest::FIRST
            };
            let outcome = stage.read(|tx| service::search::search(tx, &sorted(used), &request));
            let expected = if made == used {
                "ok"
            } else {
                "request.invalid"
            };
            assert_eq!(code_of(outcome), expected, "{made:?} {used:?}");
        }
    }
}
