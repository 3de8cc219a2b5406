//! A nurse's offers.

use super::{add, bookable, offer};
use crate::domain::catalog::service::{self, variants};
use crate::domain::catalog::types::{NewVariant, Offered, VariantFilter};
use crate::domain::people::tests::{nurse, staff};
use crate::domain::people::types::Gender;
use crate::kernel::actor::{Caller, Role};
use crate::kernel::ids::{NurseId, VariantId};
use crate::kernel::page::PageRequest;
use crate::testing::{Stage, code_of};

fn change(
    stage: &Stage,
    caller: Caller,
    id: VariantId,
    expected: Option<i64>,
    new: NewVariant,
) -> &'static str {
    code_of(stage.write_as(caller, move |tx| {
        variants::change(tx, &caller, id, expected, &new)
    }))
}

#[test]
fn a_variant_is_of_its_nurse_and_of_nobody_else() {
    let stage = Stage::at("2026-03-01 08:00");
    let (sara, hers) = nurse(&stage, "sara", Gender::Female);
    let (ali, his) = nurse(&stage, "ali", Gender::Male);
    let id = add(&stage, hers, offer("مراقبت", 100));
    let brief = stage.read(|tx| service::variant_of(tx, hers, id)).unwrap();
    assert_eq!((brief.id, brief.title.as_str()), (id, "مراقبت"));
    assert!(brief.is_active && !brief.is_overnight);
    for id in [id, VariantId::new(99)] {
        let other = stage.read(|tx| service::variant_of(tx, his, id));
        assert_eq!(code_of(other), "request.not_found");
        assert_eq!(
            change(&stage, ali, id, None, offer("x", 1)),
            "request.not_found"
        );
    }
    assert_eq!(change(&stage, sara, id, None, offer("x", 1)), "ok");
}

#[test]
fn who_is_no_nurse_has_no_variants_to_change() {
    let stage = Stage::at("2026-03-01 08:00");
    let (sara, hers) = nurse(&stage, "sara", Gender::Female);
    let id = add(&stage, hers, offer("x", 100));
    let stranger = Caller {
        nurse: None,
        ..sara
    };
    assert_eq!(
        change(&stage, stranger, id, None, offer("x", 1)),
        "request.not_found"
    );
}

#[test]
fn a_change_replaces_the_whole_offer_and_counts_up_its_version() {
    let stage = Stage::at("2026-03-01 08:00");
    let (sara, hers) = nurse(&stage, "sara", Gender::Female);
    let first = NewVariant {
        options: vec!["dementia".to_owned(), "live_in".to_owned()],
        title_en: Some("Care".to_owned()),
        ..offer("مراقبت", 100)
    };
    let id = add(&stage, hers, first);
    let second = NewVariant {
        category: "injection".to_owned(),
        options: vec!["infusion".to_owned()],
        is_overnight: true,
        is_active: false,
        ..offer("سرم", 200)
    };
    assert_eq!(change(&stage, sara, id, Some(1), second), "ok");
    let page = stage.read(|tx| variants::list(tx, hers, &PageRequest::FIRST));
    let now = page.unwrap().items.swap_remove(0);
    assert_eq!(
        (now.category.as_str(), now.title.as_str()),
        ("injection", "سرم")
    );
    assert_eq!((now.title_en, now.price.get()), (None, 200));
    assert_eq!(now.options, ["infusion"]);
    assert!(now.is_overnight && !now.is_active);
    assert_eq!(now.version, 2);
    assert_eq!(
        change(&stage, sara, id, Some(1), offer("x", 1)),
        "state.stale"
    );
    assert_eq!(change(&stage, sara, id, Some(2), offer("x", 1)), "ok");
}

#[test]
fn an_offer_is_of_a_known_category_and_takes_only_its_options() {
    let stage = Stage::at("2026-03-01 08:00");
    let id = bookable(&stage, "sara", 100);
    let rows = stage.count("nurse_service_variants");
    let make = |category: &str, options: &[&str]| {
        let new = NewVariant {
            category: category.to_owned(),
            options: options.iter().map(|code| (*code).to_owned()).collect(),
            ..offer("x", 1)
        };
        code_of(stage.write(move |tx| service::create_variant(tx, id, new)))
    };
    assert_eq!(make("gardening", &[]), "request.invalid");
    assert_eq!(
        make("injection", &["infusion", "dementia"]),
        "request.invalid"
    );
    assert_eq!(stage.count("nurse_service_variants"), rows);
    assert_eq!(make("injection", &["infusion", "intravenous"]), "ok");
    let absent = stage.write(|tx| service::create_variant(tx, NurseId::new(99), offer("x", 1)));
    assert_eq!(code_of(absent), "request.not_found");
}

#[test]
fn a_nurse_has_at_most_100_offers_and_reads_them_in_pages() {
    let stage = Stage::at("2026-03-01 08:00");
    let id = bookable(&stage, "sara", 100);
    stage
        .write(move |tx| {
            for _ in 1..100 {
                service::create_variant(tx, id, offer("x", 1))?;
            }
            Ok(())
        })
        .unwrap();
    let more = stage.write(move |tx| service::create_variant(tx, id, offer("x", 1)));
    assert_eq!(code_of(more), "catalog.too_many");
    let page = stage
        .read(|tx| variants::list(tx, id, &PageRequest::FIRST))
        .unwrap();
    assert_eq!(page.items.len(), 25);
    assert!(page.next.is_some());
}

#[test]
fn every_category_has_titles_in_both_languages_options_and_tasks() {
    let stage = Stage::at("2026-03-01 08:00");
    let all = stage.read(service::categories).unwrap();
    assert!(all.len() >= 5);
    for category in all {
        let terms = category.options.iter().chain(&category.tasks);
        for term in terms.chain([&category.term]) {
            assert!(
                term.title_fa.chars().any(|c| ('ا'..='ی').contains(&c)),
                "{}",
                term.code
            );
            assert!(term.title_en.is_ascii(), "{}", term.code);
        }
        assert!(!category.options.is_empty() && !category.tasks.is_empty());
    }
}

fn listed(stage: &Stage, filter: &VariantFilter) -> Vec<String> {
    let page = stage.read(|tx| variants::every(tx, filter, &PageRequest::FIRST));
    let items = page.unwrap().items.into_iter();
    items.map(|of| of.variant.title).collect()
}

#[test]
fn staff_see_every_offer_of_every_nurse_and_narrow_the_list() {
    let stage = Stage::at("2026-03-01 08:00");
    let sara = bookable(&stage, "sara", 100);
    let (_, ali) = nurse(&stage, "ali", Gender::Male);
    let archived = NewVariant {
        is_active: false,
        category: "injection".to_owned(),
        ..offer("سرم", 5)
    };
    add(&stage, ali, archived);
    let all = VariantFilter::default();
    assert_eq!(listed(&stage, &all), ["مراقبت", "سرم"]);
    let only = |filter| listed(&stage, &filter);
    let hers = Some(sara);
    assert_eq!(
        only(VariantFilter {
            nurse: hers,
            ..all.clone()
        }),
        ["مراقبت"]
    );
    let kept = Some(Offered::Archived);
    assert_eq!(
        only(VariantFilter {
            offered: kept,
            ..all.clone()
        }),
        ["سرم"]
    );
    let care = Some("elderly_care".to_owned());
    assert_eq!(
        only(VariantFilter {
            category: care,
            ..all.clone()
        }),
        ["مراقبت"]
    );
    let words = Some("ALI".to_owned());
    assert_eq!(only(VariantFilter { words, ..all }), ["سرم"]);
}

#[test]
fn an_admin_archives_an_offer_once_and_offers_it_again_and_both_are_noted() {
    let stage = Stage::at("2026-03-01 08:00");
    let sara = bookable(&stage, "sara", 100);
    let id = add(&stage, sara, offer("شب", 7));
    let admin = staff(&stage, "admin", Role::Admin);
    let set = |offered| {
        let found = stage.write_as(admin, move |tx| {
            variants::set_offered(tx, &admin, id, offered)
        });
        found.unwrap().variant.is_active
    };
    let noted = stage.count("audit_log");
    assert!(!set(Offered::Archived) && !set(Offered::Archived));
    assert_eq!(stage.count("audit_log"), noted + 1);
    let brief = stage.read(|tx| service::variant_of(tx, sara, id)).unwrap();
    assert!(!brief.is_active, "kept, but not to be asked for");
    assert!(set(Offered::Active));
    assert_eq!(stage.count("audit_log"), noted + 2);
}

#[test]
fn who_may_not_archive_an_offer_is_told_no_more_than_they_may_see() {
    let stage = Stage::at("2026-03-01 08:00");
    let sara = bookable(&stage, "sara", 100);
    let hidden = add(
        &stage,
        sara,
        NewVariant {
            is_active: false,
            ..offer("شب", 7)
        },
    );
    let shown = add(&stage, sara, offer("روز", 7));
    let agent = staff(&stage, "agent", Role::Agent);
    let (ali, _) = nurse(&stage, "ali", Gender::Male);
    for (who, id, code) in [
        (agent, hidden, "auth.forbidden"),
        (ali, shown, "auth.forbidden"),
        (ali, hidden, "request.not_found"),
        (agent, VariantId::new(99), "request.not_found"),
    ] {
        let refused = stage.write_as(who, move |tx| {
            variants::set_offered(tx, &who, id, Offered::Archived)
        });
        assert_eq!(code_of(refused), code);
    }
}
