//! Nurses: verification, profile, account numbers.

use super::{new_nurse, nurse, nurse_text, staff, user};
use crate::domain::people::service::{self, nurses};
use crate::domain::people::types::nurses::{
    Accepting, Discipline, District, NewNurse, NurseAmendment, NurseChange, NurseFilter, NurseText,
    Rating, Verified,
};
use crate::domain::people::types::{Gender, Standing, rating_text};
use crate::kernel::actor::Role;
use crate::kernel::error::Error;
use crate::kernel::ids::{NurseId, UserId};
use crate::kernel::page::PageRequest;
use crate::kernel::text::identifiers::{Iban, NationalId};
use crate::testing::{Stage, caller, code_of};

/// A valid account number.
const IBAN: &str = "IR820540102680020817909002";

fn text_only(text: NurseText) -> NurseChange {
    NurseChange {
        text,
        iban: None,
        national_id: None,
    }
}

#[test]
fn a_nurse_is_public_only_while_verified() {
    let stage = Stage::at("2026-03-01 08:00");
    let (_, id) = nurse(&stage, "sara", Gender::Female);
    let public = || stage.read(|tx| nurses::public(tx, id).map(drop));
    assert_eq!(code_of(public()), "request.not_found");
    stage
        .write(move |tx| service::verify_nurse(tx, id))
        .unwrap();
    assert_eq!(code_of(public()), "ok");
    stage
        .write(move |tx| nurses::set_verified(tx, id, Verified::No))
        .unwrap();
    assert_eq!(code_of(public()), "request.not_found");
}

#[test]
fn verifying_twice_leaves_one_line_in_the_trail() {
    let stage = Stage::at("2026-03-01 08:00");
    let (_, id) = nurse(&stage, "sara", Gender::Female);
    let before = stage.count("audit_log");
    for _ in 0..2 {
        stage
            .write(move |tx| service::verify_nurse(tx, id))
            .unwrap();
    }
    assert_eq!(stage.count("audit_log"), before + 1);
}

#[test]
fn what_a_request_asks_of_a_nurse_is_told_verified_or_not() {
    let stage = Stage::at("2026-03-01 08:00");
    let (sara, id) = nurse(&stage, "sara", Gender::Female);
    let brief = stage.read(|tx| service::nurse_brief(tx, id)).unwrap();
    assert_eq!(brief.user, sara.user);
    assert_eq!(brief.display_name, "sara");
    assert_eq!(brief.gender, Gender::Female);
    assert_eq!(brief.credentials, Standing::InForce);
    assert!(!brief.is_verified && brief.is_accepting);
    assert_eq!(brief.average_rating_hundredths, None);
    let absent = stage.read(|tx| service::nurse_brief(tx, NurseId::new(9)));
    assert_eq!(code_of(absent), "request.not_found");
}

#[test]
fn a_changed_profile_replaces_what_families_read_and_keeps_account_numbers() {
    let stage = Stage::at("2026-03-01 08:00");
    let (sara, id) = nurse(&stage, "sara", Gender::Female);
    let first = stage.write_as(sara, move |tx| {
        let change = NurseChange {
            text: nurse_text("سارا"),
            iban: Iban::parse(IBAN),
            national_id: NationalId::parse("1583250689"),
        };
        nurses::change(tx, id, Some(1), change)
    });
    assert_eq!(first.unwrap().iban_masked.as_deref(), Some("IR82…9002"));
    let place = District {
        city: "کرج".to_owned(),
        district: None,
    };
    let places = vec![place];
    let wanted = NurseText {
        display_name: "سارا احمدی".to_owned(),
        about: Some("ده سال سابقه".to_owned()),
        disciplines: vec![Discipline::Midwifery],
        districts: places.clone(),
        accepting: Accepting::No,
    };
    let own = stage
        .write_as(sara, move |tx| {
            nurses::change(tx, id, None, text_only(wanted))
        })
        .unwrap();
    assert_eq!(own.view.nurse.display_name, "سارا احمدی");
    assert_eq!(own.view.nurse.about.as_deref(), Some("ده سال سابقه"));
    assert_eq!(own.view.disciplines, [Discipline::Midwifery]);
    assert_eq!(own.view.districts, places);
    assert!(!own.view.nurse.is_accepting);
    assert_eq!(own.iban_masked.as_deref(), Some("IR82…9002"));
    assert_eq!(own.national_id_masked.as_deref(), Some("•••689"));
    let stale = stage.write_as(sara, move |tx| {
        nurses::change(tx, id, Some(1), text_only(nurse_text("x")))
    });
    assert_eq!(code_of(stale), "state.stale");
}

#[test]
fn two_nurses_never_share_an_account_or_a_national_id_and_nothing_else_is_written() {
    let stage = Stage::at("2026-03-01 08:00");
    let (_, id) = nurse(&stage, "sara", Gender::Female);
    let (_, other) = nurse(&stage, "ali", Gender::Male);
    let take = |id: NurseId, iban: Option<&str>, number: Option<&str>| {
        let change = NurseChange {
            text: nurse_text("taken"),
            iban: iban.and_then(Iban::parse),
            national_id: number.and_then(NationalId::parse),
        };
        stage.write(move |tx| nurses::change(tx, id, None, change).map(drop))
    };
    let number = Some("1583250689");
    assert_eq!(code_of(take(id, Some(IBAN), number)), "ok");
    assert_eq!(
        code_of(take(id, Some(IBAN), number)),
        "ok",
        "one's own again is fine"
    );
    assert_eq!(code_of(take(other, Some(IBAN), None)), "people.iban_taken");
    assert_eq!(
        code_of(take(other, None, number)),
        "people.national_id_taken"
    );
    let brief = stage.read(|tx| service::nurse_brief(tx, other)).unwrap();
    assert_eq!(brief.display_name, "ali");
}

#[test]
fn a_user_has_one_nurse_profile_and_must_exist() {
    let stage = Stage::at("2026-03-01 08:00");
    let (sara, _) = nurse(&stage, "sara", Gender::Female);
    let again = |user: UserId| {
        let new: NewNurse = new_nurse("again", Gender::Female);
        stage.write(move |tx| service::create_nurse(tx, user, new))
    };
    assert_eq!(code_of(again(sara.user)), "people.profile_exists");
    assert_eq!(code_of(again(UserId::new(99))), "request.not_found");
    assert_eq!(stage.count("nurse_profiles"), 1);
}

#[test]
fn a_staff_route_hides_unverified_nurses_from_others_and_refuses_them_the_rest() {
    let stage = Stage::at("2026-03-01 08:00");
    let (sara, id) = nurse(&stage, "sara", Gender::Female);
    let stranger = stage.write(|tx| user(tx, "reza", Role::Customer)).unwrap();
    let stranger = caller(stranger.get(), &[Role::Customer]);
    let agent = staff(&stage, "agent", Role::Agent);
    let ask = |who, id| {
        let outcome: Result<_, Error> = stage.read(|tx| nurses::for_staff(tx, &who, id));
        code_of(outcome)
    };
    assert_eq!(ask(agent, id), "ok");
    assert_eq!(ask(sara, id), "auth.forbidden");
    assert_eq!(ask(stranger, id), "request.not_found");
    stage
        .write(move |tx| service::verify_nurse(tx, id))
        .unwrap();
    assert_eq!(ask(stranger, id), "auth.forbidden");
    for who in [agent, sara, stranger] {
        assert_eq!(ask(who, NurseId::new(99)), "request.not_found");
    }
}

#[test]
fn staff_find_nurses_by_state_and_by_name_in_any_spelling() {
    let stage = Stage::at("2026-03-01 08:00");
    let (_, a) = nurse(&stage, "كاظمي", Gender::Male);
    let (_, b) = nurse(&stage, "رضایی", Gender::Male);
    stage.write(move |tx| service::verify_nurse(tx, b)).unwrap();
    let find = |verified, words: Option<&str>| {
        let filter = NurseFilter {
            verified,
            words: words.map(str::to_owned),
        };
        let page = stage.read(|tx| nurses::list(tx, &filter, &PageRequest::FIRST));
        let found = page.unwrap().items;
        found.iter().map(|view| view.nurse.id).collect::<Vec<_>>()
    };
    assert_eq!(find(None, None), [a, b]);
    assert_eq!(find(Some(Verified::No), None), [a]);
    assert_eq!(find(Some(Verified::Yes), None), [b]);
    assert_eq!(find(None, Some("کاظمی")), [a]);
    assert_eq!(find(Some(Verified::Yes), Some("کاظمی")), []);
}

#[test]
fn a_nurse_serves_only_where_the_profile_says() {
    let stage = Stage::at("2026-03-01 08:00");
    let (sara, id) = nurse(&stage, "sara", Gender::Female);
    let serves = |city, district| {
        stage
            .read(|tx| service::serves(tx, id, city, district))
            .unwrap()
    };
    assert!(serves("تهران", "ونک"));
    let place = District {
        city: "تهران".to_owned(),
        district: Some("ونک".to_owned()),
    };
    let text = NurseText {
        districts: vec![place],
        ..nurse_text("sara")
    };
    stage
        .write_as(sara, move |tx| {
            nurses::change(tx, id, None, text_only(text)).map(drop)
        })
        .unwrap();
    assert!(serves("تهران", "ونك") && !serves("تهران", "تجریش") && !serves("کرج", "ونک"));
}

#[test]
fn a_rating_is_shown_as_the_shortest_decimal() {
    for (hundredths, shown) in [
        (500, "5.0"),
        (460, "4.6"),
        (456, "4.56"),
        (405, "4.05"),
        (100, "1.0"),
    ] {
        assert_eq!(rating_text(hundredths), shown);
    }
}

#[test]
fn a_rating_needs_reviews_behind_it() {
    let stage = Stage::at("2026-03-01 08:00");
    let (_, id) = nurse(&stage, "sara", Gender::Female);
    let rate = |average_hundredths, reviews| {
        let rating = Rating {
            average_hundredths,
            reviews,
        };
        stage.write(move |tx| nurses::set_rating(tx, id, rating))
    };
    assert_eq!(code_of(rate(Some(460), 12)), "ok");
    for (average, reviews) in [(Some(460), 0), (None, 1), (Some(501), 3), (Some(99), 3)] {
        assert_eq!(code_of(rate(average, reviews)), "request.invalid");
    }
    let brief = stage.read(|tx| service::nurse_brief(tx, id)).unwrap();
    assert_eq!(brief.average_rating_hundredths, Some(460));
}

fn amendment(gender: Option<Gender>) -> NurseAmendment {
    NurseAmendment {
        gender,
        accepting: None,
        districts: None,
    }
}

#[test]
fn an_admin_corrects_who_may_be_sent_where_and_leaves_the_nurses_words_alone() {
    let stage = Stage::at("2026-03-01 08:00");
    let (sara, id) = nurse(&stage, "sara", Gender::Male);
    let admin = staff(&stage, "admin", Role::Admin);
    let place = District {
        city: "کرج".to_owned(),
        district: Some("گوهردشت".to_owned()),
    };
    let wanted = NurseAmendment {
        gender: Some(Gender::Female),
        accepting: Some(Accepting::No),
        districts: Some(vec![place.clone()]),
    };
    let view = stage
        .write_as(admin, move |tx| {
            nurses::amend(tx, &admin, id, Some(1), wanted)
        })
        .unwrap();
    assert_eq!(view.nurse.gender, Gender::Female);
    assert!(!view.nurse.is_accepting);
    assert_eq!(view.districts, std::slice::from_ref(&place));
    assert_eq!(view.nurse.display_name, "sara");
    assert_eq!(view.disciplines, [Discipline::Nursing]);
    let kept = stage
        .write_as(admin, move |tx| {
            nurses::amend(tx, &admin, id, None, amendment(None))
        })
        .unwrap();
    assert_eq!(
        (kept.nurse.gender, kept.districts),
        (Gender::Female, vec![place])
    );
    let stale = stage.write_as(admin, move |tx| {
        nurses::amend(tx, &admin, id, Some(1), amendment(None))
    });
    assert_eq!(code_of(stale), "state.stale");
    let own = stage.read(|tx| nurses::profile(tx, id)).unwrap();
    assert_eq!(own.view.nurse.user, sara.user);
}

#[test]
fn nobody_but_an_admin_corrects_a_nurse() {
    let stage = Stage::at("2026-03-01 08:00");
    let (sara, id) = nurse(&stage, "sara", Gender::Female);
    let agent = staff(&stage, "agent", Role::Agent);
    let (other, _) = nurse(&stage, "ali", Gender::Male);
    for (who, code) in [
        (agent, "auth.forbidden"),
        (sara, "auth.forbidden"),
        (other, "request.not_found"),
    ] {
        let refused = stage.write_as(who, move |tx| {
            nurses::amend(tx, &who, id, None, amendment(Some(Gender::Male)))
        });
        assert_eq!(code_of(refused), code);
    }
    let now = stage.read(|tx| service::nurse_brief(tx, id)).unwrap();
    assert_eq!(now.gender, Gender::Female);
}
