//! Routes of the ledger: the books as finance reads them.

use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::service;
use super::types::{
    Account, Balance, Kind, Reference, ReferenceKind, Transaction, TrialBalance, Wanted,
};
use crate::http::call::{Bookkeeper, Call};
use crate::http::paging::{Paged, listed_beside};
use crate::http::query::Pairs;
use crate::http::reply::{Answer, Reply};
use crate::http::state::App;
use crate::kernel::check::Fields;
use crate::kernel::error::Error;
use crate::kernel::money::Irr;
use crate::kernel::page::From as Start;
use crate::kernel::text;

/// Accounts a trial balance names at most.
const ACCOUNTS_MAX: i64 = 10_000;

/// Routes of this slice.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list))
        .routes(routes!(trial_balance))
}

#[derive(Serialize, ToSchema)]
#[schema(as = LedgerReference)]
struct ReferenceJson {
    /// A noun such as `payment`.
    kind: &'static str,
    id: i64,
}

#[derive(Serialize, ToSchema)]
#[schema(as = LedgerEntry)]
struct EntryJson {
    /// Such as `escrow` or `nurse_payable:7`.
    account: String,
    /// A debit is positive, a credit negative.
    amount_irr: i64,
}

#[derive(Serialize, ToSchema)]
#[schema(as = LedgerTransaction)]
struct TransactionJson {
    id: i64,
    kind: &'static str,
    reference: ReferenceJson,
    memo: Option<String>,
    posted_at: String,
    /// Null for the clock and for a gateway's answer.
    posted_by_id: Option<i64>,
    /// They sum to zero.
    entries: Vec<EntryJson>,
}

impl From<Transaction> for TransactionJson {
    fn from(transaction: Transaction) -> TransactionJson {
        let entry = |(account, amount): (Account, Irr)| EntryJson {
            account: account.name(),
            amount_irr: amount.get(),
        };
        TransactionJson {
            id: transaction.id.get(),
            kind: transaction.kind.as_str(),
            reference: ReferenceJson {
                kind: transaction.reference.kind.as_str(),
                id: transaction.reference.row,
            },
            memo: transaction.memo,
            posted_at: transaction.posted_at.to_rfc3339(),
            posted_by_id: transaction.posted_by.map(|user| user.get()),
            entries: transaction.entries.into_iter().map(entry).collect(),
        }
    }
}

#[derive(Serialize, ToSchema)]
#[schema(as = LedgerPage)]
struct LedgerPage {
    /// On the first page: every account with its balance.
    #[schema(nullable = false)]
    accounts: Option<Vec<AccountJson>>,
    items: Vec<TransactionJson>,
    next_cursor: Option<String>,
    /// With `count=1`.
    total: Option<i64>,
}

#[utoipa::path(get, path = "/admin/ledger", tag = "ledger",
    params(
        ("account" = Option<String>, Query, description = "One account, such as `escrow`"),
        ("kind" = Option<String>, Query, description = "One event, such as `capture`"),
        ("reference_kind" = Option<String>, Query, description = "With `reference_id`"),
        ("reference_id" = Option<i64>, Query, description = "With `reference_kind`"),
        ("page_size" = Option<u32>, Query, description = "1 to 100, default 25"),
        ("cursor" = Option<String>, Query, description = "Where the last page ended"),
        ("page" = Option<u32>, Query, description = "1 to 100"),
        ("count" = Option<String>, Query, description = "`1`: with `total`"),
    ),
    responses((status = 200, description = "Postings with their entries, newest first",
        body = LedgerPage)))]
async fn list(
    State(app): State<App>,
    call: Call<Bookkeeper>,
    pairs: Pairs,
    Paged(page): Paged,
) -> Answer {
    let wanted = wanted(&pairs)?;
    let again = call.clone();
    app.read(&call, move |tx| {
        let accounts = match page.from {
            Start::Start => Some(service::balances(tx, ACCOUNTS_MAX)?),
            Start::After(_) | Start::Number(_) => None,
        };
        let beside = AccountsJson::of(accounts);
        let page = service::list(tx, wanted, &page)?;
        listed_beside(&again, page.map(TransactionJson::from), beside)
    })
    .await
}

/// Balances beside the first page.
#[derive(Serialize)]
struct AccountsJson {
    #[serde(skip_serializing_if = "Option::is_none")]
    accounts: Option<Vec<AccountJson>>,
}

impl AccountsJson {
    fn of(balances: Option<Vec<Balance>>) -> AccountsJson {
        let named = |all: Vec<Balance>| all.into_iter().map(AccountJson::from).collect();
        AccountsJson {
            accounts: balances.map(named),
        }
    }
}

/// At most one of account, event and reference.
fn wanted(pairs: &Pairs) -> Result<Wanted, Error> {
    let mut fields = Fields::new();
    let account = pairs
        .text("account")
        .and_then(|name| fields.choice("account", Some(name), Account::parse));
    let kind = pairs
        .text("kind")
        .and_then(|word| fields.choice("kind", Some(word), Kind::parse));
    let reference = reference(&mut fields, pairs);
    let given = [account.is_some(), kind.is_some(), reference.is_some()];
    if given.into_iter().filter(|given| *given).count() > 1 {
        fields.bad("account", "one_of_two");
    }
    let wanted = account
        .map(Wanted::Account)
        .or(kind.map(Wanted::Kind))
        .or(reference.map(Wanted::Reference));
    fields.finish(Some(wanted.unwrap_or_default()))
}

fn reference(fields: &mut Fields, pairs: &Pairs) -> Option<Reference> {
    let (kind, row) = (pairs.text("reference_kind"), pairs.get("reference_id"));
    if kind.is_none() && row.is_none() {
        return None;
    }
    let kind = fields.choice("reference_kind", kind, ReferenceKind::parse);
    let row = fields.required("reference_id", row)?;
    let row = text::ascii_digits(row).parse::<i64>().ok();
    let row = row.filter(|row| *row > 0);
    let row = fields.parsed("reference_id", row, "out_of_range");
    Some(Reference::new(kind?, row?))
}

#[derive(Serialize, ToSchema)]
#[schema(as = LedgerAccount)]
struct AccountJson {
    /// Such as `escrow` or `nurse_payable:7`.
    account: String,
    /// Debits less credits.
    balance_irr: i64,
    /// How many entries it has.
    entries: i64,
}

impl From<Balance> for AccountJson {
    fn from(balance: Balance) -> AccountJson {
        AccountJson {
            account: balance.account.name(),
            balance_irr: balance.amount.get(),
            entries: balance.entries,
        }
    }
}

#[derive(Serialize, ToSchema)]
#[schema(as = TrialBalance)]
struct TrialBalanceJson {
    /// Every account that was ever touched, by name.
    accounts: Vec<AccountJson>,
    /// Zero, or money appeared from nowhere.
    total: i64,
}

impl From<TrialBalance> for TrialBalanceJson {
    fn from(trial: TrialBalance) -> TrialBalanceJson {
        TrialBalanceJson {
            accounts: trial.accounts.into_iter().map(AccountJson::from).collect(),
            total: trial.total.get(),
        }
    }
}

#[utoipa::path(get, path = "/admin/ledger/trial_balance", tag = "ledger",
    responses((status = 200, description = "Every account and the total",
        body = TrialBalanceJson)))]
async fn trial_balance(State(app): State<App>, call: Call<Bookkeeper>) -> Answer {
    app.read(&call, |tx| {
        let trial = service::trial_balance(tx, ACCOUNTS_MAX)?;
        Reply::ok(&TrialBalanceJson::from(trial))
    })
    .await
}
