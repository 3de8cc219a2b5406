//! Who is found, and in which order.

use super::{add, anything, bookable, offer, rate};
use crate::domain::catalog::service;
use crate::domain::catalog::types::search::{Search, Sort};
use crate::domain::catalog::types::{NewVariant, PriceUnit};
use crate::domain::people;
use crate::domain::people::tests::{nurse, nurse_text};
use crate::domain::people::types::Gender;
use crate::domain::people::types::nurses::{
    Accepting, CredentialKind, District, NewCredential, NurseChange, NurseText, Verified,
};
use crate::kernel::ids::NurseId;
use crate::kernel::money::Irr;
use crate::kernel::page::PageRequest;
use crate::kernel::secret::Secret;
use crate::kernel::time::{Day, Span};
use crate::testing::{Stage, code_of};

fn found(stage: &Stage, search: &Search) -> Vec<NurseId> {
    let page = stage.read(|tx| service::search::search(tx, search, &PageRequest::FIRST));
    page.unwrap().items.iter().map(|nurse| nurse.id).collect()
}

fn change(stage: &Stage, id: NurseId, text: NurseText) {
    let change = NurseChange {
        text,
        iban: None,
        national_id: None,
    };
    stage
        .write(move |tx| people::service::nurses::change(tx, id, None, change).map(drop))
        .unwrap();
}

fn licence(stage: &Stage, id: NurseId, expires: &str) {
    let new = NewCredential {
        kind: CredentialKind::NursingLicense,
        number: Secret::new("1"),
        issued_on: None,
        expires_on: Day::parse(expires),
    };
    stage
        .write(move |tx| people::service::nurses::add_credential(tx, id, &new).map(drop))
        .unwrap();
}

#[test]
fn only_nurses_who_can_be_booked_are_found() {
    let stage = Stage::at("2026-03-01 08:00");
    let shown = bookable(&stage, "shown", 100);
    let (_, unverified) = nurse(&stage, "unverified", Gender::Female);
    add(&stage, unverified, offer("x", 100));
    let busy = bookable(&stage, "busy", 100);
    let text = NurseText {
        accepting: Accepting::No,
        ..nurse_text("busy")
    };
    change(&stage, busy, text);
    let (_, idle) = nurse(&stage, "without offers", Gender::Female);
    let (_, paused) = nurse(&stage, "with a resting offer", Gender::Female);
    let resting = NewVariant {
        is_active: false,
        ..offer("x", 100)
    };
    add(&stage, paused, resting);
    for id in [idle, paused] {
        stage
            .write(move |tx| people::service::verify_nurse(tx, id))
            .unwrap();
    }
    let expired = bookable(&stage, "expired", 100);
    licence(&stage, expired, "2026-02-28");
    assert_eq!(found(&stage, &anything()), [shown]);
    stage
        .write(move |tx| people::service::nurses::set_verified(tx, shown, Verified::No))
        .unwrap();
    assert_eq!(found(&stage, &anything()), []);
}

#[test]
fn a_nurse_who_has_left_is_not_found_shown_or_asked() {
    let stage = Stage::at("2026-03-01 08:00");
    let leave = [
        ("sara", "update users set disabled_at = 1"),
        ("mina", "update users set joined_at = null"),
        ("omid", "update user_roles set role = 'doctor'"),
    ];
    for (name, sql) in leave {
        let id = bookable(&stage, name, 100);
        assert_eq!(found(&stage, &anything()), [id], "{sql}");
        assert!(
            stage
                .read(|tx| people::service::nurse_brief(tx, id))
                .unwrap()
                .is_accepting
        );
        stage.write(move |tx| tx.execute(sql, [])).unwrap();
        assert_eq!(found(&stage, &anything()), [], "{sql}");
        assert!(
            !stage
                .read(|tx| people::service::nurse_brief(tx, id))
                .unwrap()
                .is_accepting
        );
        let shown = stage.read(|tx| service::search::nurse(tx, id).map(drop));
        assert_eq!(code_of(shown), "request.not_found", "{sql}");
    }
}

#[test]
fn a_lowest_rating_of_zero_leaves_out_nobody() {
    let stage = Stage::at("2026-03-01 08:00");
    let (unrated, rated) = (bookable(&stage, "new", 100), bookable(&stage, "old", 100));
    rate(&stage, rated, 100, 1);
    let at_least = |hundredths| Search {
        min_rating_hundredths: Some(hundredths),
        sort: Sort::Price,
        ..anything()
    };
    assert_eq!(found(&stage, &at_least(0)), [unrated, rated]);
    assert_eq!(found(&stage, &at_least(100)), [rated]);
}

#[test]
fn a_licence_is_looked_at_on_the_day_of_care_and_never_before_today() {
    let stage = Stage::at("2026-03-20 23:59");
    let id = bookable(&stage, "sara", 100);
    licence(&stage, id, "2026-03-20");
    let on = |day: &str| Search {
        date: Day::parse(day),
        ..anything()
    };
    assert_eq!(found(&stage, &anything()), [id]);
    assert_eq!(found(&stage, &on("2026-03-20")), [id]);
    assert_eq!(found(&stage, &on("2026-03-21")), []);
    stage.advance(Span::minutes(1));
    assert_eq!(found(&stage, &anything()), []);
    assert_eq!(found(&stage, &on("2026-03-20")), [], "the day is over");
}

#[test]
fn each_filter_holds_and_all_hold_together() {
    let stage = Stage::at("2026-03-01 08:00");
    let sara = bookable(&stage, "sara", 500);
    let (_, ali) = nurse(&stage, "ali", Gender::Male);
    stage
        .write(move |tx| people::service::verify_nurse(tx, ali))
        .unwrap();
    let injection = NewVariant {
        category: "injection".to_owned(),
        unit: PriceUnit::PerHour,
        ..offer("تزریق", 900)
    };
    add(&stage, ali, injection);
    rate(&stage, ali, 450, 3);
    let check = |search: Search, expected: &[NurseId]| {
        assert_eq!(found(&stage, &search), expected);
    };
    let category = |code: &str| Search {
        category: Some(code.to_owned()),
        ..anything()
    };
    check(category("injection"), &[ali]);
    check(category("elderly_care"), &[sara]);
    check(category("nothing"), &[]);
    let gender = |gender| Search {
        gender: Some(gender),
        ..anything()
    };
    check(gender(Gender::Female), &[sara]);
    check(gender(Gender::Male), &[ali]);
    let price = |low: i64, high: i64| Search {
        min_price: Some(Irr::new(low)),
        max_price: Some(Irr::new(high)),
        ..anything()
    };
    check(price(500, 500), &[sara]);
    check(price(501, 900), &[ali]);
    check(price(501, 899), &[]);
    let rated = |hundredths| Search {
        min_rating_hundredths: Some(hundredths),
        ..anything()
    };
    check(rated(450), &[ali]);
    check(rated(451), &[]);
    check(rated(0), &[ali, sara]);
    let both = Search {
        gender: Some(Gender::Female),
        ..category("injection")
    };
    check(both, &[]);
}

#[test]
fn a_filter_on_price_and_category_holds_for_one_and_the_same_offer() {
    let stage = Stage::at("2026-03-01 08:00");
    let sara = bookable(&stage, "sara", 500);
    let injection = NewVariant {
        category: "injection".to_owned(),
        ..offer("تزریق", 900)
    };
    let dear = add(&stage, sara, injection);
    let search = |price| Search {
        category: Some("injection".to_owned()),
        max_price: Some(Irr::new(price)),
        ..anything()
    };
    assert_eq!(found(&stage, &search(500)), []);
    let page = stage.read(|tx| service::search::search(tx, &search(900), &PageRequest::FIRST));
    let items = page.unwrap().items;
    let variants: Vec<_> = items[0].variants.iter().map(|variant| variant.id).collect();
    assert_eq!(variants, [dear], "only the offer that matches is shown");
}

#[test]
fn a_place_is_served_by_its_district_by_the_whole_city_or_by_who_works_anywhere() {
    let stage = Stage::at("2026-03-01 08:00");
    let anywhere = bookable(&stage, "anywhere", 1);
    let city = bookable(&stage, "city", 1);
    let vanak = bookable(&stage, "vanak", 1);
    let serve = |id, district: Option<&str>| {
        let place = District {
            city: "تهران".to_owned(),
            district: district.map(str::to_owned),
        };
        let text = NurseText {
            districts: vec![place],
            ..nurse_text("x")
        };
        change(&stage, id, text);
    };
    serve(city, None);
    serve(vanak, Some("ونک"));
    let place = |city: Option<&str>, district: Option<&str>| Search {
        city: city.map(str::to_owned),
        district: district.map(str::to_owned),
        ..anything()
    };
    let check = |search, expected: &[NurseId]| assert_eq!(found(&stage, &search), expected);
    check(place(Some("تهران"), None), &[anywhere, city, vanak]);
    check(place(Some("تهران"), Some("ونک")), &[anywhere, city, vanak]);
    check(place(Some("تهران"), Some("ونك")), &[anywhere, city, vanak]);
    check(place(Some("تهران"), Some("تجریش")), &[anywhere, city]);
    check(place(Some("کرج"), Some("ونک")), &[anywhere]);
    check(place(None, Some("ونک")), &[anywhere, vanak]);
}

#[test]
fn words_are_found_in_any_spelling_and_each_of_them_must_be() {
    let stage = Stage::at("2026-03-01 08:00");
    let (_, id) = nurse(&stage, "زهرا كاظمي", Gender::Female);
    stage
        .write(move |tx| people::service::verify_nurse(tx, id))
        .unwrap();
    let text = NurseText {
        about: Some("ده سال سابقۀ آی‌سی‌یو".to_owned()),
        ..nurse_text("زهرا كاظمي")
    };
    change(&stage, id, text);
    let night = NewVariant {
        title_en: Some("Night shift 12h".to_owned()),
        options: vec!["dementia".to_owned()],
        ..offer("شيفت شب ۱۲ ساعته", 1)
    };
    add(&stage, id, night);
    let is_found = |words: &str| {
        let search = Search {
            words: Some(words.to_owned()),
            ..anything()
        };
        !found(&stage, &search).is_empty()
    };
    for words in [
        "کاظمی",
        "كاظمي زهرا",
        "سابقه",
        "ایسییو",
        "شیفت شب",
        "12 ساعته",
        "١٢",
        "NIGHT",
        "سالمند",
        "elderly",
        "آلزایمر",
        "زهرا night",
        "  ",
        "\u{202E}کاظمی\u{200F}",
    ] {
        assert!(is_found(words), "{words}");
    }
    for words in [
        "رضایی",
        "کاظمی رضایی",
        "%",
        "_",
        "night day",
        "'",
        "\"",
        "*",
    ] {
        assert!(!is_found(words), "{words}");
    }
}

#[test]
fn words_of_an_offer_that_does_not_match_the_other_filters_do_not_count() {
    let stage = Stage::at("2026-03-01 08:00");
    let sara = bookable(&stage, "sara", 500);
    let injection = NewVariant {
        category: "injection".to_owned(),
        ..offer("تزریق", 900)
    };
    add(&stage, sara, injection);
    let search = Search {
        category: Some("elderly_care".to_owned()),
        words: Some("تزریق".to_owned()),
        ..anything()
    };
    assert_eq!(found(&stage, &search), []);
}

#[test]
fn each_order_is_what_its_name_says() {
    let stage = Stage::at("2026-03-01 08:00");
    let cheap = bookable(&stage, "cheap", 100);
    let tried = bookable(&stage, "tried", 300);
    let adored = bookable(&stage, "adored", 200);
    let poor = bookable(&stage, "poor", 400);
    add(&stage, poor, offer("x", 50));
    rate(&stage, tried, 470, 100);
    rate(&stage, adored, 500, 1);
    rate(&stage, poor, 150, 40);
    let check = |sort, expected: [NurseId; 4]| {
        let search = Search { sort, ..anything() };
        assert_eq!(found(&stage, &search), expected);
    };
    check(Sort::Price, [poor, cheap, adored, tried]);
    check(Sort::Rating, [adored, tried, poor, cheap]);
    // One enthusiast does not outrank a hundred; unrated stands between good and poor.
    check(Sort::Relevance, [tried, adored, cheap, poor]);
}

#[test]
fn who_bears_the_words_in_the_profile_comes_before_who_has_them_in_an_offer() {
    let stage = Stage::at("2026-03-01 08:00");
    let offers = bookable(&stage, "مینا", 1);
    add(&stage, offers, offer("مراقبت با بهار", 1));
    rate(&stage, offers, 500, 50);
    let named = bookable(&stage, "بهار", 1);
    let search = Search {
        words: Some("بهار".to_owned()),
        ..anything()
    };
    assert_eq!(found(&stage, &search), [named, offers]);
}

#[test]
fn a_public_profile_shows_active_offers_also_while_no_requests_are_taken() {
    let stage = Stage::at("2026-03-01 08:00");
    let id = bookable(&stage, "sara", 100);
    let resting = NewVariant {
        is_active: false,
        ..offer("x", 100)
    };
    add(&stage, id, resting);
    let text = NurseText {
        accepting: Accepting::No,
        ..nurse_text("sara")
    };
    change(&stage, id, text);
    let public = stage.read(|tx| service::search::nurse(tx, id)).unwrap();
    assert_eq!(public.variants.len(), 1);
    assert!(public.variants[0].is_active && !public.view.nurse.is_accepting);
    let (_, unverified) = nurse(&stage, "ali", Gender::Male);
    for hidden in [unverified, NurseId::new(99)] {
        let outcome = stage.read(|tx| service::search::nurse(tx, hidden));
        assert_eq!(code_of(outcome), "request.not_found");
    }
}
