//! Postings balance, stand once and stand for ever.

use proptest::prelude::{any, prop_assert, prop_assert_eq, proptest};

use super::{balance, captured, irr, nurse, payable, payment, post, session};
use crate::domain::ledger::rules;
use crate::domain::ledger::service;
use crate::domain::ledger::types::{Account, Broken, Entry, Kind};
use crate::kernel::ids::CustomerId;
use crate::kernel::money::Irr;
use crate::testing::{Stage, code_of};

#[test]
fn a_capture_holds_the_gross_for_the_customer_and_the_rest_of_the_fee_at_the_gateway() {
    let stage = Stage::at("2026-03-01 08:00");
    captured(&stage, 1, 1_000_000, Some(12_000));
    captured(&stage, 2, 500_000, None);
    assert_eq!(balance(&stage, Account::PspClearing), 1_488_000);
    assert_eq!(balance(&stage, Account::PspFees), 12_000);
    assert_eq!(balance(&stage, Account::Escrow), -1_500_000);
    let trial = stage.read(|tx| service::trial_balance(tx, 100)).unwrap();
    assert_eq!(trial.total, Irr::ZERO);
    assert_eq!(trial.accounts.len(), 3);
}

#[test]
fn the_same_event_is_posted_once_however_often_it_is_told() {
    let stage = Stage::at("2026-03-01 08:00");
    captured(&stage, 1, 1_000_000, None);
    captured(&stage, 1, 1_000_000, None);
    assert_eq!(stage.count("ledger_transactions"), 1);
    assert_eq!(balance(&stage, Account::Escrow), -1_000_000);
    let other = stage.write(|tx| service::capture(tx, payment(1), irr(999), None));
    assert_eq!(code_of(other), "server.internal");
    assert_eq!(balance(&stage, Account::Escrow), -1_000_000);
    post(&stage, Kind::VisitPayable, session(1), payable()).unwrap();
    assert_eq!(balance(&stage, Account::Escrow), 0);
}

#[test]
fn what_does_not_balance_is_not_posted() {
    let stage = Stage::at("2026-03-01 08:00");
    let bad: [Vec<Entry>; 6] = [
        vec![],
        vec![(Account::Bank, irr(0))],
        vec![(Account::Bank, irr(5))],
        vec![(Account::Bank, irr(5)), (Account::Escrow, irr(-4))],
        vec![(Account::Bank, irr(5)), (Account::Bank, irr(-5))],
        vec![
            (Account::Bank, irr(i64::MAX)),
            (Account::Escrow, irr(i64::MAX)),
        ],
    ];
    for entries in bad {
        let posted = post(&stage, Kind::Settlement, payment(1), entries);
        assert_eq!(code_of(posted), "server.internal");
    }
    for table in ["ledger_transactions", "ledger_entries", "ledger_balances"] {
        assert_eq!(stage.count(table), 0, "{table}");
    }
}

#[test]
fn a_balance_that_would_not_fit_is_refused_whole() {
    let stage = Stage::at("2026-03-01 08:00");
    let all = |sign: i64| vec![(Account::Bank, irr(sign)), (Account::Escrow, irr(-sign))];
    post(&stage, Kind::Settlement, payment(1), all(i64::MAX)).unwrap();
    let more = post(&stage, Kind::Settlement, payment(2), all(1));
    assert_eq!(code_of(more), "server.internal");
    assert_eq!(balance(&stage, Account::Bank), i64::MAX);
    assert_eq!(stage.count("ledger_transactions"), 1);
}

#[test]
fn the_books_are_neither_changed_nor_removed() {
    let stage = Stage::at("2026-03-01 08:00");
    captured(&stage, 1, 1_000_000, None);
    for sql in [
        "update ledger_entries set amount_irr = 1",
        "update ledger_transactions set memo = 'x'",
        "delete from ledger_entries",
        "delete from ledger_transactions",
        "delete from ledger_balances",
    ] {
        assert!(stage.write(|tx| tx.execute(sql, [])).is_err(), "{sql}");
    }
}

#[test]
fn the_proof_finds_an_entry_and_a_balance_that_were_written_past_the_rules() {
    let stage = Stage::at("2026-03-01 08:00");
    captured(&stage, 1, 1_000_000, Some(1));
    let prove = || stage.read(service::prove).unwrap();
    assert_eq!(prove(), Broken::default());
    let past = "insert into ledger_entries (transaction_id, account, amount_irr)
                values (1, 'bank', 5)";
    stage.write(|tx| tx.execute(past, [])).unwrap();
    let broken = Broken {
        unbalanced: 1,
        misstated: 1,
    };
    assert_eq!(prove(), broken);
}

#[test]
fn every_account_reads_back_by_its_name_and_nothing_else_does() {
    let people = [nurse(1), Account::CustomerCredit(CustomerId::new(90))];
    for account in people.into_iter().chain([Account::Escrow, Account::Bank]) {
        assert_eq!(Account::parse(&account.name()), Some(account));
    }
    for text in [
        "",
        "Escrow",
        "nurse_payable:",
        "nurse_payable:0",
        "nurse_payable:-1",
        "nurse_payable:+1",
        "nurse_payable:01",
        "bank:1",
        "nurse_payable",
    ] {
        assert_eq!(Account::parse(text), None, "{text}");
    }
}

proptest! {
    #[test]
    fn a_capture_always_balances(gross in 1..=i64::MAX, share in 0..=10_000u32) {
        let gross = Irr::new(gross);
        let fee = gross.commission(share).unwrap();
        let entries = rules::capture(gross, fee).unwrap();
        prop_assert_eq!(Irr::total(entries.iter().map(|(_, amount)| *amount)), Some(Irr::ZERO));
        prop_assert!(rules::balanced(&entries).is_ok());
    }

    #[test]
    fn only_what_sums_to_zero_is_balanced(a in any::<i64>(), b in any::<i64>()) {
        let entries = [(Account::Bank, Irr::new(a)), (Account::Escrow, Irr::new(b))];
        let sums = i128::from(a) + i128::from(b) == 0;
        prop_assert_eq!(rules::balanced(&entries).is_ok(), sums && a != 0);
    }
}
