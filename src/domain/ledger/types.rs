//! Accounts, postings and what is read of them.

use crate::kernel::error::Code;
use crate::kernel::ids::{CustomerId, LedgerTransactionId, NurseId, UserId};
use crate::kernel::money::Irr;
use crate::kernel::time::Timestamp;

/// Every code of this slice: a posting that does not balance is a bug, not a refusal.
pub const CODES: &[Code] = &[];

/// Characters of a memo.
pub const MEMO_MAX: usize = 200;
/// Accounts of one posting at most.
pub const ENTRIES_MAX: usize = 12;

/// Where money can be. Source: money, ledger.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Account {
    /// Captured by a gateway, not yet settled to the bank.
    PspClearing,
    /// Held for care that has not become payable.
    Escrow,
    /// The agency's commission.
    PlatformRevenue,
    /// What gateways kept.
    PspFees,
    /// Owed to a nurse; a debit balance is a clawback.
    NursePayable(NurseId),
    /// Penalties withheld from nurses.
    NursePenalty,
    /// Owed to a customer as credit.
    CustomerCredit(CustomerId),
    /// Refunds on their way.
    RefundsClearing,
    /// The agency's bank account.
    Bank,
    /// Tax owed.
    TaxPayable,
    /// What promotions cost.
    PromoExpense,
}

/// Accounts that belong to nobody in particular, with their stored text.
const AGENCY: [(Account, &str); 9] = [
    (Account::PspClearing, "psp_clearing"),
    (Account::Escrow, "escrow"),
    (Account::PlatformRevenue, "platform_revenue"),
    (Account::PspFees, "psp_fees"),
    (Account::NursePenalty, "nurse_penalty"),
    (Account::RefundsClearing, "refunds_clearing"),
    (Account::Bank, "bank"),
    (Account::TaxPayable, "tax_payable"),
    (Account::PromoExpense, "promo_expense"),
];

impl Account {
    /// The stored text: `escrow`, `nurse_payable:7`.
    pub fn name(self) -> String {
        match self {
            Account::NursePayable(nurse) => format!("nurse_payable:{nurse}"),
            Account::CustomerCredit(customer) => format!("customer_credit:{customer}"),
            shared => {
                let found = AGENCY.iter().find(|(account, _)| *account == shared);
                found.map_or_else(String::new, |(_, name)| (*name).to_owned())
            }
        }
    }

    /// Reads the stored text; anything else is `None`.
    pub fn parse(text: &str) -> Option<Account> {
        if let Some((account, _)) = AGENCY.iter().find(|(_, name)| *name == text) {
            return Some(*account);
        }
        let (owner, id) = text.split_once(':')?;
        let plain = !id.starts_with(['0', '+', '-']);
        let id: i64 = id.parse().ok().filter(|_| plain)?;
        match owner {
            "nurse_payable" => Some(Account::NursePayable(NurseId::new(id))),
            "customer_credit" => Some(Account::CustomerCredit(CustomerId::new(id))),
            _ => None,
        }
    }
}

crate::words! {
    /// What moved the money. Source: money, ledger.
    Kind {
        /// A payment was captured.
        Capture = "capture",
        /// A visit became payable.
        VisitPayable = "visit_payable",
        /// A nurse was paid.
        PayoutPaid = "payout_paid",
        /// A gateway settled to the bank.
        Settlement = "settlement",
        /// Money went back to a customer.
        Refund = "refund",
        /// Money became credit instead of a refund.
        Credit = "credit",
        /// Credit was spent.
        CreditSpent = "credit_spent",
        /// A nurse was fined.
        NursePenalty = "nurse_penalty",
        /// Part of a late cancellation was kept.
        CancellationKept = "cancellation_kept",
        /// An appointment was earned.
        AppointmentEarned = "appointment_earned",
        /// Tax on top of a price.
        Tax = "tax",
        /// A promotion paid part of a price.
        Promo = "promo",
    }
}

crate::words! {
    /// The noun a posting comes of.
    ReferenceKind {
        /// A payment.
        Payment = "payment",
        /// A request converted without a gateway, in a demonstration's past.
        Request = "booking_request",
        /// One visit.
        Session = "booking_session",
        /// One cancellation.
        Cancellation = "cancellation_event",
        /// A refund.
        Refund = "refund",
        /// One nurse's payout.
        Payout = "nurse_payout",
        /// A gateway's settlement.
        Settlement = "settlement",
        /// A consultation by appointment.
        Appointment = "appointment",
        /// A dispute.
        Dispute = "dispute",
    }
}

/// What a posting comes of: a noun and its row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reference {
    /// The noun.
    pub kind: ReferenceKind,
    /// Its row.
    pub row: i64,
}

impl Reference {
    /// Names one.
    pub const fn new(kind: ReferenceKind, row: i64) -> Reference {
        Reference { kind, row }
    }
}

/// What is done to one account: a debit is positive, a credit negative.
pub type Entry = (Account, Irr);

/// A balanced set of entries, as taken in. Entries of nothing are left out.
pub struct Posting<'a> {
    /// What moved the money.
    pub kind: Kind,
    /// What it comes of.
    pub reference: Reference,
    /// A word for people who read the books; nothing personal.
    pub memo: Option<&'a str>,
    /// What is done to which account.
    pub entries: &'a [Entry],
}

/// A transaction as loaded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Transaction {
    /// Row id.
    pub id: LedgerTransactionId,
    /// What moved the money.
    pub kind: Kind,
    /// What it comes of.
    pub reference: Reference,
    /// A word for people who read the books.
    pub memo: Option<String>,
    /// When.
    pub posted_at: Timestamp,
    /// Whose act it was; `None` for the clock or a gateway.
    pub posted_by: Option<UserId>,
    /// What was done to which account, in the order posted.
    pub entries: Vec<Entry>,
}

/// What an account comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Balance {
    /// Which account.
    pub account: Account,
    /// Debits less credits.
    pub amount: Irr,
    /// How many entries it has.
    pub entries: i64,
}

/// Every account, and what all of them come to together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrialBalance {
    /// Every account that was ever touched, by name.
    pub accounts: Vec<Balance>,
    /// Zero, or money appeared from nowhere.
    pub total: Irr,
}

/// Which transactions are wanted; at most one of the filters.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Wanted {
    /// All of them.
    #[default]
    All,
    /// Those that touch an account.
    Account(Account),
    /// Those of one event.
    Kind(Kind),
    /// Those that come of one thing.
    Reference(Reference),
}

/// Where the books do not hold. All zero when they do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Broken {
    /// Transactions whose entries do not sum to zero, or that have none.
    pub unbalanced: i64,
    /// Accounts whose balance is not the sum of their entries.
    pub misstated: i64,
}
