//! The ledger through its services, on a real store.

mod books;
mod wire;

use super::service;
use super::types::{Account, Entry, Kind, Posting, Reference, ReferenceKind};
use crate::kernel::error::Error;
use crate::kernel::ids::{LedgerTransactionId, NurseId};
use crate::kernel::money::Irr;
use crate::testing::Stage;

fn payment(row: i64) -> Reference {
    Reference::new(ReferenceKind::Payment, row)
}

fn session(row: i64) -> Reference {
    Reference::new(ReferenceKind::Session, row)
}

const fn nurse(id: i64) -> Account {
    Account::NursePayable(NurseId::new(id))
}

const fn irr(amount: i64) -> Irr {
    Irr::new(amount)
}

/// What a visit worth a million does when it becomes payable.
fn payable() -> Vec<Entry> {
    vec![
        (Account::Escrow, irr(1_000_000)),
        (nurse(7), irr(-850_000)),
        (Account::PlatformRevenue, irr(-150_000)),
    ]
}

fn post(
    stage: &Stage,
    kind: Kind,
    reference: Reference,
    entries: Vec<Entry>,
) -> Result<LedgerTransactionId, Error> {
    stage.write(move |tx| {
        let posting = Posting {
            kind,
            reference,
            memo: Some("test"),
            entries: &entries,
        };
        service::post(tx, &posting)
    })
}

fn captured(stage: &Stage, row: i64, gross: i64, fee: Option<i64>) {
    let (gross, fee) = (irr(gross), fee.map(irr));
    stage
        .write(move |tx| service::capture(tx, payment(row), gross, fee))
        .unwrap();
}

fn balance(stage: &Stage, account: Account) -> i64 {
    stage
        .read(|tx| service::balance(tx, account))
        .unwrap()
        .get()
}
