//! The fake provider, asked by the very adapters that ask the real ones.

use std::sync::Arc;

use axum::body::{Body, to_bytes};
use axum::http::Request;
use tower::ServiceExt as _;

use super::behaviour::{Behaviour, Press};
use super::indoors::Indoors;
use super::page::Look;
use super::{MOUNT, Provider};
use crate::integrations::payments::till::{Terms, Till, wait_for};
use crate::integrations::payments::{
    Confirmation, Fault, Mode, PaymentGateway, RefundOrder, RefundReason, RefundState, Standing,
    StartPayment, Started, Told,
};
use crate::kernel::money::Irr;
use crate::kernel::secret::Secret;
use crate::kernel::time::Span;
use crate::platform::clock::Clock;
use crate::platform::messages::Locale;
use crate::testing::tehran;

const PRICE: Irr = Irr::new(1_500_000);

/// A provider, a till that reaches it, and the clock both go by.
struct Bank {
    provider: Provider,
    till: Till,
    clock: Clock,
}

impl Bank {
    fn new() -> Bank {
        let clock = Clock::manual(tehran("2026-03-01 08:00"));
        let provider = Provider::new(None, clock.clone());
        let till = Indoors::till(&provider, Arc::new(Terms::none()));
        Bank {
            provider,
            till,
            clock,
        }
    }

    fn gateway(&self, name: &str) -> Arc<dyn PaymentGateway> {
        self.till.gateway(name, Mode::Sandbox).ok().unwrap()
    }

    fn begin(&self, name: &str) -> Started {
        let order = StartPayment {
            payment: 42,
            amount: PRICE,
            description: "42".to_owned(),
            callback_url: "http://localhost/back".to_owned(),
        };
        wait_for(self.gateway(name).start(&order)).unwrap()
    }

    fn press(&self, name: &str, authority: &str, press: Press) -> Vec<String> {
        self.provider.press(name, authority, press).unwrap().visits
    }

    fn confirm(&self, name: &str, authority: &str) -> Result<Confirmation, Fault> {
        wait_for(self.gateway(name).confirm(authority, PRICE))
    }

    /// A payment begun, paid and confirmed; answers its authority and the bank's number.
    fn paid(&self) -> (String, String) {
        let authority = self.begin("zarinpal").authority;
        self.press("zarinpal", &authority, Press::Pay);
        match self.confirm("zarinpal", &authority) {
            Ok(Confirmation::Paid(paid)) => (authority, paid.reference),
            other => panic!("{other:?}"),
        }
    }
}

const BOTH: [&str; 2] = ["zarinpal", "zibal"];

#[test]
fn a_payment_goes_from_start_to_confirmation_and_is_taken_once() {
    for name in BOTH {
        let bank = Bank::new();
        let started = bank.begin(name);
        assert!(started.redirect_url.ends_with(&started.authority));
        let authority = &started.authority;
        assert_eq!(bank.confirm(name, authority), Ok(Confirmation::Pending));
        let visits = bank.press(name, authority, Press::Pay);
        assert_eq!(visits.len(), 1);
        assert!(
            visits[0].starts_with("http://localhost/back?"),
            "{}",
            visits[0]
        );
        assert!(visits[0].contains(authority));
        for told in [Told::First, Told::Again, Told::Again] {
            match bank.confirm(name, authority) {
                Ok(Confirmation::Paid(paid)) => {
                    assert_eq!((paid.captured, paid.told), (PRICE, told), "{name}");
                }
                other => panic!("{name}: {other:?}"),
            }
        }
        let standing = wait_for(bank.gateway(name).inquire(authority));
        assert_eq!(standing, Ok(Standing::Verified));
    }
}

#[test]
fn names_of_payments_are_those_of_the_sandbox_and_bank_numbers_rise() {
    let bank = Bank::new();
    let (first, one) = bank.paid();
    let (second, other) = bank.paid();
    assert!(first.starts_with('S') && first.len() == 36);
    assert_ne!(first, second);
    let number = |text: &str| text.parse::<i64>().unwrap();
    assert!(number(&one) < number(&other));
}

#[test]
fn who_declines_or_leaves_has_not_paid() {
    for name in BOTH {
        for press in [Press::Decline, Press::Cancel] {
            let bank = Bank::new();
            let authority = bank.begin(name).authority;
            assert_eq!(bank.press(name, &authority, press).len(), 1);
            let outcome = bank.confirm(name, &authority);
            assert_eq!(outcome, Ok(Confirmation::Declined("declined")));
        }
        let bank = Bank::new();
        let authority = bank.begin(name).authority;
        assert!(bank.press(name, &authority, Press::Close).is_empty());
        assert_eq!(bank.confirm(name, &authority), Ok(Confirmation::Pending));
        bank.clock.advance(Span::minutes(46));
        let outcome = bank.confirm(name, &authority);
        assert_eq!(outcome, Ok(Confirmation::Declined("declined")));
    }
}

#[test]
fn a_late_payer_is_at_the_bank_for_three_quarters_of_an_hour() {
    for name in BOTH {
        let bank = Bank::new();
        let authority = bank.begin(name).authority;
        assert!(bank.press(name, &authority, Press::PayLate).is_empty());
        bank.clock.advance(Span::minutes(44));
        assert_eq!(bank.confirm(name, &authority), Ok(Confirmation::Pending));
        bank.clock.advance(Span::minutes(1));
        let outcome = bank.confirm(name, &authority);
        assert!(matches!(outcome, Ok(Confirmation::Paid(_))), "{outcome:?}");
    }
}

#[test]
fn another_amount_is_a_mismatch_with_the_money_in_hand() {
    for name in BOTH {
        let bank = Bank::new();
        bank.provider.behave(Behaviour::AmountMismatch).unwrap();
        let authority = bank.begin(name).authority;
        bank.press(name, &authority, Press::Pay);
        match bank.confirm(name, &authority) {
            Ok(Confirmation::Mismatch(Some(paid))) => {
                assert_eq!(paid.captured, Irr::new(1_501_000), "{name}");
            }
            other => panic!("{name}: {other:?}"),
        }
    }
}

#[test]
fn a_second_payment_of_the_same_order_stands_among_the_unconfirmed() {
    let bank = Bank::new();
    let authority = bank.begin("zarinpal").authority;
    bank.press("zarinpal", &authority, Press::PayTwice);
    let unconfirmed = wait_for(bank.gateway("zarinpal").list_unconfirmed()).unwrap();
    assert_eq!(unconfirmed.len(), 2);
    assert!(bank.confirm("zarinpal", &authority).is_ok());
    let unconfirmed = wait_for(bank.gateway("zarinpal").list_unconfirmed()).unwrap();
    assert_eq!(unconfirmed.len(), 1);
    assert_ne!(unconfirmed[0].authority, authority);
}

#[test]
fn a_garbled_answer_is_unknown_and_the_money_is_found_afterwards() {
    for name in BOTH {
        for garbled in [Behaviour::Error500, Behaviour::Html, Behaviour::Truncated] {
            let bank = Bank::new();
            let authority = bank.begin(name).authority;
            bank.press(name, &authority, Press::Pay);
            bank.provider.behave(garbled).unwrap();
            assert_eq!(bank.confirm(name, &authority), Err(Fault::Unknown));
            bank.provider.behave(Behaviour::Ok).unwrap();
            match bank.confirm(name, &authority) {
                Ok(Confirmation::Paid(paid)) => assert_eq!(paid.told, Told::Again),
                other => panic!("{name} {garbled:?}: {other:?}"),
            }
        }
    }
}

#[test]
fn odd_shapes_are_understood_and_a_busy_provider_is_waited_for() {
    for name in BOTH {
        for odd in [Behaviour::ErrorsAsList, Behaviour::CodeAsText] {
            let bank = Bank::new();
            bank.provider.behave(odd).unwrap();
            let authority = bank.begin(name).authority;
            assert_eq!(bank.confirm(name, &authority), Ok(Confirmation::Pending));
            bank.press(name, &authority, Press::Pay);
            let outcome = bank.confirm(name, &authority);
            assert!(
                matches!(outcome, Ok(Confirmation::Paid(_))),
                "{name} {odd:?}"
            );
        }
        let bank = Bank::new();
        let authority = bank.begin(name).authority;
        bank.provider.behave(Behaviour::TooMany).unwrap();
        let outcome = bank.confirm(name, &authority);
        assert!(
            matches!(outcome, Err(Fault::Retryable { .. })),
            "{outcome:?}"
        );
    }
}

#[test]
fn the_browser_comes_back_as_often_as_it_is_told_to() {
    let visits = |behaviour| {
        let bank = Bank::new();
        let other = bank.begin("zarinpal").authority;
        let authority = bank.begin("zarinpal").authority;
        bank.provider.behave(behaviour).unwrap();
        let visits = bank.press("zarinpal", &authority, Press::Pay);
        let is_foreign = visits.iter().any(|visit| visit.contains(&other));
        (visits.len(), is_foreign)
    };
    assert_eq!(visits(Behaviour::Ok), (1, false));
    assert_eq!(visits(Behaviour::DuplicateCallback), (2, false));
    assert_eq!(visits(Behaviour::LostReturn), (0, false));
    assert_eq!(visits(Behaviour::ForeignCallback), (1, true));
}

fn refund(authority: &str, reference: &str, amount: i64) -> RefundOrder {
    RefundOrder {
        refund: 1,
        authority: authority.to_owned(),
        reference: reference.to_owned(),
        amount: Irr::new(amount),
        reason: RefundReason::Duplicate,
        same_before: 0,
    }
}

#[test]
fn a_refund_is_pending_for_a_minute_and_then_done() {
    let bank = Bank::new();
    let (authority, reference) = bank.paid();
    let order = refund(&authority, &reference, 1_500_000);
    let gateway = bank.gateway("zarinpal");
    assert_eq!(
        wait_for(gateway.find_refund(&order)),
        Ok(RefundState::Absent)
    );
    let asked = wait_for(gateway.refund(&order)).unwrap();
    assert!(matches!(asked, RefundState::Pending(_)));
    bank.clock.advance(Span::seconds(61));
    let found = wait_for(gateway.find_refund(&order)).unwrap();
    assert!(matches!(found, RefundState::Done(_)));
    let more = RefundOrder {
        same_before: 1,
        ..order
    };
    let refused = wait_for(gateway.refund(&more)).unwrap();
    assert!(
        matches!(refused, RefundState::Rejected(_)),
        "more than was paid"
    );
}

#[test]
fn refunds_stay_pending_fail_or_are_refused_as_told() {
    let end = |behaviour| {
        let bank = Bank::new();
        let (authority, reference) = bank.paid();
        let order = refund(&authority, &reference, 900_000);
        bank.provider.behave(behaviour).unwrap();
        let gateway = bank.gateway("zarinpal");
        let asked = wait_for(gateway.refund(&order)).unwrap();
        if let RefundState::Rejected(_) = asked {
            return asked;
        }
        bank.clock.advance(Span::hours(2));
        wait_for(gateway.find_refund(&order)).unwrap()
    };
    assert!(matches!(
        end(Behaviour::RefundPending),
        RefundState::Pending(_)
    ));
    assert!(matches!(
        end(Behaviour::RefundFailed),
        RefundState::Rejected(_)
    ));
    assert!(matches!(
        end(Behaviour::RefundRejected),
        RefundState::Rejected(_)
    ));
}

#[test]
fn a_fresh_payment_can_be_taken_back_and_an_old_one_not() {
    let bank = Bank::new();
    let (fresh, _) = bank.paid();
    assert_eq!(wait_for(bank.gateway("zarinpal").reverse(&fresh)), Ok(()));
    let (old, _) = bank.paid();
    bank.clock.advance(Span::minutes(31));
    let refused = wait_for(bank.gateway("zarinpal").reverse(&old));
    assert!(matches!(refused, Err(Fault::Rejected { .. })));
}

#[test]
fn the_books_and_the_switch_survive_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join(super::FILE);
    let clock = Clock::manual(tehran("2026-03-01 08:00"));
    let open = || Provider::new(Some(file.clone()), clock.clone());
    let terms = || Arc::new(Terms::none());
    let till = |provider: &Provider| Indoors::till(provider, terms());
    let provider = open();
    assert!(!file.exists(), "made at the first question only");
    let order = StartPayment {
        payment: 1,
        amount: PRICE,
        description: "1".to_owned(),
        callback_url: "http://localhost/back".to_owned(),
    };
    let gateway = till(&provider)
        .gateway("zarinpal", Mode::Sandbox)
        .ok()
        .unwrap();
    let started = wait_for(gateway.start(&order)).unwrap();
    provider
        .press("zarinpal", &started.authority, Press::Pay)
        .unwrap();
    provider.behave(Behaviour::Html).unwrap();
    drop(provider);
    let again = open();
    assert_eq!(again.behaviour().unwrap(), Behaviour::Html);
    again.behave(Behaviour::Ok).unwrap();
    let gateway = till(&again)
        .gateway("zarinpal", Mode::Sandbox)
        .ok()
        .unwrap();
    let outcome = wait_for(gateway.confirm(&started.authority, PRICE));
    assert!(matches!(outcome, Ok(Confirmation::Paid(_))));
}

#[test]
fn what_happened_is_told_once() {
    let bank = Bank::new();
    let authority = bank.begin("zarinpal").authority;
    bank.press("zarinpal", &authority, Press::Pay);
    let news = bank.provider.news().unwrap();
    assert_eq!(news.len(), 1);
    assert!(news[0].body.contains("payment.paid") && news[0].body.contains(&authority));
    bank.provider.told(news[0].id).unwrap();
    assert!(bank.provider.news().unwrap().is_empty());
}

/// Asks the page as a browser does.
async fn browse(bank: &Bank, request: Request<Body>) -> (u16, Option<String>, String) {
    let look = Look {
        locale: Locale::Fa,
        css: "/style.css".to_owned(),
    };
    let routes = axum::Router::new()
        .nest(MOUNT, bank.provider.routes())
        .layer(axum::Extension(look));
    let answer = routes.oneshot(request).await.unwrap();
    let status = answer.status().as_u16();
    let location = answer.headers().get("location");
    let location = location.map(|value| value.to_str().unwrap().to_owned());
    let body = to_bytes(answer.into_body(), 1 << 20).await.unwrap();
    (status, location, String::from_utf8(body.to_vec()).unwrap())
}

#[tokio::test]
async fn the_page_pays_without_a_script() {
    let bank = Bank::new();
    let name = "zarinpal";
    let authority = bank.begin(name).authority;
    let path = format!("{MOUNT}/zarinpal/pg/StartPay/{authority}");
    let get = || Request::get(&path).body(Body::empty()).unwrap();
    let (status, _, page) = browse(&bank, get()).await;
    assert_eq!(status, 200);
    assert!(page.contains("dir=\"rtl\"") && page.contains("۱٬۵۰۰٬۰۰۰"));
    assert!(!page.contains("<script") && !page.contains(" style="));
    for press in Press::ALL {
        assert!(page.contains(&format!("value=\"{}\"", press.as_str())));
    }
    let post = |body: &str| {
        Request::post(&path)
            .body(Body::from(body.to_owned()))
            .unwrap()
    };
    assert_eq!(browse(&bank, post("press=steal")).await.0, 400);
    let (status, location, _) = browse(&bank, post("press=pay")).await;
    assert_eq!(status, 303);
    let back = format!("http://localhost/back?Authority={authority}&Status=OK");
    assert_eq!(location, Some(back));
    let (_, _, page) = browse(&bank, get()).await;
    assert!(!page.contains("<form"), "settled already");
    let nowhere = Request::get(format!("{MOUNT}/zarinpal/pg/StartPay/S1"));
    let absent = browse(&bank, nowhere.body(Body::empty()).unwrap()).await;
    assert_eq!(absent.0, 404);
}

#[test]
fn only_a_real_merchant_looks_like_one() {
    let with = |zarinpal: &str, zibal: &str| Terms {
        zarinpal_merchant: Secret::new(zarinpal),
        zibal_merchant: Secret::new(zibal),
        ..Terms::none()
    };
    assert!(!Terms::none().looks_live());
    assert!(!with(super::MERCHANT, "zibal").looks_live());
    assert!(!with("11111111-1111-1111-1111-111111111111", "").looks_live());
    assert!(with("1344b5d4-0048-11e8-94db-005056a205be", "").looks_live());
    assert!(with("", "64c0ffee64c0ffee64c0ffee").looks_live());
    let till = Bank::new().till;
    for name in BOTH {
        let refused = till.gateway(name, Mode::Live).err();
        assert!(matches!(refused, Some(Fault::Config { .. })), "no account");
    }
}
