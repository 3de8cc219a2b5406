//! Zibal. Amounts in rials; the merchant's name stands in the body. Its refund interface could not
//! be checked against documents, so people give money back in its panel.

use std::sync::Arc;

use serde_json::{Value, json};

use super::wire::{Carrier, NAME_MAX, Question, converse, rials, trimmed, whole, word};
use super::{
    CallbackHint, Capabilities, Claim, Confirmation, Fault, Later, Mode, Paid, PaymentGateway,
    RefundOrder, RefundState, Standing, StartPayment, Started, Told, Unconfirmed, Unit, pair,
};
use crate::kernel::money::Irr;
use crate::kernel::secret::Secret;

/// The name in settings, rows and paths.
pub const NAME: &str = "zibal";
/// Where payments are begun and confirmed, and where browsers are sent.
pub const LIVE: &str = "https://gateway.zibal.ir";
/// The merchant whose payments move no money.
pub const SANDBOX_MERCHANT: &str = "zibal";

/// More than a thousand rials; the ceiling is the provider's to say.
const AMOUNTS: (Irr, Irr) = (Irr::new(1_001), Irr::new(2_000_000_000));

/// What the adapter is told of our account.
#[derive(Clone)]
pub struct Account {
    /// The merchant's name.
    pub merchant: Secret,
    /// The interface, without a path.
    pub base_url: String,
    /// Where browsers are sent.
    pub pay_base_url: String,
}

/// The adapter.
pub struct Zibal {
    account: Account,
    mode: Mode,
    carrier: Arc<dyn Carrier>,
}

/// Either a fault or a code of theirs that may mean something to the caller.
enum Refusal {
    Code(i64),
    Fault(Fault),
}

impl From<Fault> for Refusal {
    fn from(fault: Fault) -> Refusal {
        Refusal::Fault(fault)
    }
}

impl From<Refusal> for Fault {
    fn from(refusal: Refusal) -> Fault {
        match refusal {
            Refusal::Fault(fault) => fault,
            Refusal::Code(code) => fault_of(code),
        }
    }
}

/// What to do about a code of theirs that says nothing about one payment.
fn fault_of(code: i64) -> Fault {
    let text = code.to_string();
    match code {
        102..=104 | 115 => Fault::Config { code: text },
        105 | 113 => Fault::Rejected { code: text },
        106..=112 | 114 | 116 => Fault::Bug,
        _ => Fault::Unknown,
    }
}

impl Zibal {
    /// An adapter for this account.
    pub fn new(account: Account, mode: Mode, carrier: Arc<dyn Carrier>) -> Zibal {
        let account = Account {
            base_url: trimmed(&account.base_url),
            pay_base_url: trimmed(&account.pay_base_url),
            ..account
        };
        Zibal {
            account,
            mode,
            carrier,
        }
    }

    async fn ask(&self, method: &str, mut body: Value) -> Result<Value, Refusal> {
        body["merchant"] = json!(self.account.merchant.reveal());
        let url = format!("{}/v1/{method}", self.account.base_url);
        let said = converse(&*self.carrier, Question::new(url, body)).await?;
        match whole(&said.json["result"]) {
            Some(100) => Ok(said.json),
            Some(code) => Err(Refusal::Code(code)),
            None => Err(Fault::Unknown.into()),
        }
    }

    async fn begin(&self, order: &StartPayment) -> Result<Started, Fault> {
        let body = json!({
            "amount": order.amount.get(),
            "callbackUrl": order.callback_url,
            "description": order.description,
            "orderId": order.payment.to_string(),
        });
        let answer = self.ask("request", body).await?;
        let track = whole(&answer["trackId"]).filter(|track| *track > 0);
        let authority = track.ok_or(Fault::Unknown)?.to_string();
        Ok(Started {
            redirect_url: format!("{}/start/{authority}", self.account.pay_base_url),
            authority,
        })
    }

    async fn judge(&self, authority: &str, asked: Irr) -> Result<Confirmation, Fault> {
        let Some(body) = about(authority) else {
            return Ok(Confirmation::Mismatch(None));
        };
        match self.ask("verify", body.clone()).await {
            Ok(answer) => Ok(weigh(paid(&answer, Told::First)?, asked)),
            // The answer says only that it was confirmed; what was paid stands in the inquiry.
            Err(Refusal::Code(201)) => {
                let answer = self.ask("inquiry", body).await?;
                Ok(weigh(paid(&answer, Told::Again)?, asked))
            }
            Err(Refusal::Code(202)) => self.unpaid(authority).await,
            Err(Refusal::Code(203)) => Ok(Confirmation::Mismatch(None)),
            Err(refusal) => Err(refusal.into()),
        }
    }

    /// "Not paid" may mean "not yet": the payer may still be at the bank's page.
    async fn unpaid(&self, authority: &str) -> Result<Confirmation, Fault> {
        Ok(match self.standing(authority).await? {
            Standing::InBank | Standing::Paid | Standing::Verified => Confirmation::Pending,
            Standing::Failed => Confirmation::Declined("declined"),
            Standing::Reversed => Confirmation::Declined("reversed"),
        })
    }

    async fn standing(&self, authority: &str) -> Result<Standing, Fault> {
        let body = about(authority).ok_or(Fault::Bug)?;
        let answer = self.ask("inquiry", body).await?;
        match whole(&answer["status"]) {
            Some(-1) => Ok(Standing::InBank),
            Some(1) => Ok(Standing::Verified),
            Some(2) => Ok(Standing::Paid),
            Some(15 | 16 | 18) => Ok(Standing::Reversed),
            Some(3..=12 | 21) => Ok(Standing::Failed),
            _ => Err(Fault::Unknown),
        }
    }
}

/// The body of a question about one payment; its name here is a number.
fn about(authority: &str) -> Option<Value> {
    let track: i64 = authority.parse().ok()?;
    Some(json!({ "trackId": track }))
}

fn paid(answer: &Value, told: Told) -> Result<Paid, Fault> {
    if whole(&answer["status"]).is_some_and(|status| status != 1) {
        return Err(Fault::Unknown);
    }
    Ok(Paid {
        reference: word(&answer["refNumber"]).ok_or(Fault::Unknown)?,
        captured: rials(&answer["amount"]).ok_or(Fault::Unknown)?,
        card: word(&answer["cardNumber"]),
        fee: rials(&answer["wage"]),
        told,
    })
}

/// The amount is compared here: the provider confirms without being told it.
fn weigh(paid: Paid, asked: Irr) -> Confirmation {
    if paid.captured == asked {
        Confirmation::Paid(paid)
    } else {
        Confirmation::Mismatch(Some(paid))
    }
}

impl PaymentGateway for Zibal {
    fn name(&self) -> &'static str {
        NAME
    }

    fn mode(&self) -> Mode {
        self.mode
    }

    fn capabilities(&self) -> Capabilities {
        Capabilities {
            unit: Unit::Rial,
            amounts: AMOUNTS,
            refunds_from: None,
            reversible_for: None,
        }
    }

    fn start<'a>(&'a self, order: &'a StartPayment) -> Later<'a, Started> {
        Box::pin(self.begin(order))
    }

    fn confirm<'a>(&'a self, authority: &'a str, amount: Irr) -> Later<'a, Confirmation> {
        Box::pin(self.judge(authority, amount))
    }

    fn inquire<'a>(&'a self, authority: &'a str) -> Later<'a, Standing> {
        Box::pin(self.standing(authority))
    }

    fn list_unconfirmed(&self) -> Later<'_, Vec<Unconfirmed>> {
        Box::pin(async { Ok(Vec::new()) })
    }

    fn refund<'a>(&'a self, _: &'a RefundOrder) -> Later<'a, RefundState> {
        Box::pin(async { Ok(RefundState::Unsupported) })
    }

    fn find_refund<'a>(&'a self, order: &'a RefundOrder) -> Later<'a, RefundState> {
        // A refund done in the panel shows in the inquiry.
        Box::pin(async move {
            let body = about(&order.authority).ok_or(Fault::Bug)?;
            let answer = self.ask("inquiry", body).await.map_err(Fault::from)?;
            Ok(match whole(&answer["status"]) {
                Some(15) => RefundState::Done(order.reference.clone()),
                Some(16) => RefundState::Pending(order.reference.clone()),
                _ => RefundState::Unsupported,
            })
        })
    }

    fn reverse<'a>(&'a self, _: &'a str) -> Later<'a, ()> {
        Box::pin(async {
            Err(Fault::Rejected {
                code: "unsupported".to_owned(),
            })
        })
    }

    fn parse_callback(&self, pairs: &[(String, String)]) -> Option<CallbackHint> {
        let track = pair(pairs, "trackid").filter(|it| it.len() <= NAME_MAX)?;
        let is_paid = pair(pairs, "success") == Some("1");
        Some(CallbackHint {
            authority: track.to_owned(),
            claim: if is_paid { Claim::Paid } else { Claim::NotPaid },
        })
    }
}
