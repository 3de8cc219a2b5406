//! Zarinpal, version 4. Amounts in rials, said so in every request; the merchant id stands in the
//! body. Refunds go through its second interface (GraphQL), which wants a token of its own.

use std::sync::Arc;
use std::time::Duration;

use serde_json::{Value, json};

use super::wire::{self, Carrier, Question, busy, config, converse, rials, trimmed, whole, word};
use super::{
    CallbackHint, Capabilities, Claim, Confirmation, Fault, Later, Mode, Paid, PaymentGateway,
    RefundOrder, RefundReason, RefundState, Standing, StartPayment, Started, Told, Unconfirmed,
    Unit, pair,
};
use crate::kernel::money::Irr;
use crate::kernel::secret::Secret;

/// The name in settings, rows and paths.
pub const NAME: &str = "zarinpal";
/// Where payments are begun and confirmed, and where browsers are sent.
pub const LIVE: &str = "https://payment.zarinpal.com";
/// Where refunds are asked for.
pub const LIVE_REFUNDS: &str = "https://next.zarinpal.com";

/// A hundred to a hundred million toman.
const AMOUNTS: (Irr, Irr) = (Irr::new(1_000), Irr::new(1_000_000_000));
/// Refunds below this are refused over there.
const REFUNDS_FROM: Irr = Irr::new(20_000);
/// Characters of a description.
const DESCRIPTION_MAX: usize = 500;

const REFUND: &str = "mutation AddRefund($session_id: ID!, $amount: BigInteger!, \
    $description: String, $method: InstantPayoutActionTypeEnum, $reason: RefundReasonEnum) { \
    resource: AddRefund(session_id: $session_id, amount: $amount, description: $description, \
    method: $method, reason: $reason) { id terminal_id amount \
    timeline { refund_amount refund_time refund_status } } }";
const SESSIONS: &str = "query Sessions($terminal_id: ID!, $reference_id: String, $limit: Int) { \
    Session(terminal_id: $terminal_id, reference_id: $reference_id, limit: $limit) { \
    id status amount timeline { refund_amount refund_time refund_status } } }";

/// What the adapter is told of our account.
#[derive(Clone)]
pub struct Account {
    /// 36 characters, lower case.
    pub merchant: Secret,
    /// For refunds; without one they are done by hand.
    pub token: Option<Secret>,
    /// The terminal refunds are looked up under.
    pub terminal: String,
    /// The interface, without a path.
    pub base_url: String,
    /// Where browsers are sent.
    pub pay_base_url: String,
    /// The second interface, without a path.
    pub refund_url: String,
}

/// The adapter.
pub struct Zarinpal {
    account: Account,
    mode: Mode,
    carrier: Arc<dyn Carrier>,
}

impl Zarinpal {
    /// An adapter for this account.
    pub fn new(account: Account, mode: Mode, carrier: Arc<dyn Carrier>) -> Zarinpal {
        let account = Account {
            base_url: trimmed(&account.base_url),
            pay_base_url: trimmed(&account.pay_base_url),
            refund_url: trimmed(&account.refund_url),
            ..account
        };
        Zarinpal {
            account,
            mode,
            carrier,
        }
    }

    /// Asks one method of the payment interface.
    async fn ask(&self, method: &str, mut body: Value) -> Result<Value, Refusal> {
        body["merchant_id"] = json!(self.account.merchant.reveal());
        let url = format!("{}/pg/v4/payment/{method}.json", self.account.base_url);
        let said = converse(&*self.carrier, Question::new(url, body)).await?;
        read(&said.json)
    }

    async fn begin(&self, order: &StartPayment) -> Result<Started, Fault> {
        let description: String = order.description.chars().take(DESCRIPTION_MAX).collect();
        let body = json!({
            "amount": order.amount.get(),
            "currency": "IRR",
            "description": description,
            "callback_url": order.callback_url,
            "metadata": { "order_id": order.payment.to_string() },
        });
        let data = self.ask("request", body).await?;
        let authority = word(&data["authority"]).filter(|authority| self.is_authority(authority));
        let authority = authority.ok_or(Fault::Unknown)?;
        let redirect_url = format!("{}/pg/StartPay/{authority}", self.account.pay_base_url);
        Ok(Started {
            authority,
            redirect_url,
        })
    }

    /// A letter for the mode and 35 letters or digits: money of one mode never meets the other.
    fn is_authority(&self, authority: &str) -> bool {
        let letter = match self.mode {
            Mode::Live => 'A',
            Mode::Sandbox => 'S',
        };
        authority.len() == 36
            && authority.starts_with(letter)
            && authority.bytes().all(|byte| byte.is_ascii_alphanumeric())
    }

    async fn verify(&self, authority: &str, amount: Irr) -> Result<Paid, Refusal> {
        let body = json!({ "amount": amount.get(), "authority": authority });
        let data = self.ask("verify", body).await?;
        let reference = word(&data["ref_id"]).ok_or(Fault::Unknown)?;
        let is_ours = word(&data["fee_type"]).is_some_and(|payer| payer == "Merchant");
        Ok(Paid {
            reference,
            captured: amount,
            card: word(&data["card_pan"]),
            fee: rials(&data["fee"]).filter(|_| is_ours),
            told: match whole(&data["code"]) {
                Some(101) => Told::Again,
                _ => Told::First,
            },
        })
    }

    async fn judge(&self, authority: &str, amount: Irr) -> Result<Confirmation, Fault> {
        match self.verify(authority, amount).await {
            Ok(paid) => Ok(Confirmation::Paid(paid)),
            Err(Refusal::Code(-51)) => self.unpaid(authority).await,
            Err(Refusal::Code(-50)) => self.differing(authority, amount).await,
            Err(Refusal::Code(-55..=-53)) => Ok(Confirmation::Mismatch(None)),
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

    /// Another amount was paid than asked for. What is unconfirmed is taken as what it is, so that
    /// the ledger knows of it and it can be given back; what is not there is left alone.
    async fn differing(&self, authority: &str, asked: Irr) -> Result<Confirmation, Fault> {
        let unconfirmed = self.unconfirmed().await?;
        let found = unconfirmed.iter().find(|it| it.authority == authority);
        let Some(found) = found.filter(|it| it.amount != asked) else {
            return Ok(Confirmation::Mismatch(None));
        };
        match self.verify(authority, found.amount).await {
            Ok(paid) => Ok(Confirmation::Mismatch(Some(paid))),
            Err(Refusal::Code(_)) => Ok(Confirmation::Mismatch(None)),
            Err(refusal) => Err(refusal.into()),
        }
    }

    async fn standing(&self, authority: &str) -> Result<Standing, Fault> {
        let data = self
            .ask("inquiry", json!({ "authority": authority }))
            .await?;
        match word(&data["status"]).as_deref() {
            Some("PAID") => Ok(Standing::Paid),
            Some("VERIFIED") => Ok(Standing::Verified),
            Some("IN_BANK") => Ok(Standing::InBank),
            Some("FAILED") => Ok(Standing::Failed),
            Some("REVERSED") => Ok(Standing::Reversed),
            _ => Err(Fault::Unknown),
        }
    }

    async fn unconfirmed(&self) -> Result<Vec<Unconfirmed>, Fault> {
        let data = self.ask("unVerified", json!({})).await?;
        let listed = data["authorities"]
            .as_array()
            .map_or(&[][..], Vec::as_slice);
        let one = |it: &Value| {
            Some(Unconfirmed {
                authority: word(&it["authority"])?,
                amount: rials(&it["amount"])?,
                callback_url: word(&it["callback_url"]).unwrap_or_default(),
            })
        };
        Ok(listed.iter().filter_map(one).collect())
    }

    async fn ask_refunds(&self, query: &str, variables: Value) -> Result<Value, Refusal> {
        let Some(token) = self.account.token.clone() else {
            return Err(config("access_token").into());
        };
        let said = converse(
            &*self.carrier,
            Question {
                url: format!("{}/api/v4/graphql/", self.account.refund_url),
                bearer: Some(token),
                body: json!({ "query": query, "variables": variables }),
            },
        )
        .await?;
        if matches!(said.status, 401 | 403) {
            return Err(config("access_token").into());
        }
        let is_clean = said.json.get("errors").is_none_or(is_empty);
        if is_clean && said.status < 300 {
            return Ok(said.json["data"].clone());
        }
        Err(match said.status {
            500.. => Fault::Unknown.into(),
            // A refusal by the schema or by a rule of theirs: nothing happened.
            status => Refusal::Code(i64::from(status)),
        })
    }

    async fn session(&self, order: &RefundOrder) -> Result<Option<Value>, Refusal> {
        let variables = json!({
            "terminal_id": self.account.terminal,
            "reference_id": order.reference,
            "limit": 1,
        });
        let data = self.ask_refunds(SESSIONS, variables).await?;
        Ok(data["Session"]
            .as_array()
            .and_then(|all| all.first().cloned()))
    }

    async fn refunded(&self, order: &RefundOrder) -> Result<RefundState, Fault> {
        if self.account.token.is_none() || order.amount < REFUNDS_FROM {
            return Ok(RefundState::Unsupported);
        }
        match self.session(order).await {
            Ok(Some(session)) => Ok(state(&session, order)),
            Ok(None) => Ok(RefundState::Rejected("no_session".to_owned())),
            Err(refusal) => Err(refusal.into()),
        }
    }

    async fn give_back(&self, order: &RefundOrder) -> Result<RefundState, Fault> {
        if self.account.token.is_none() || order.amount < REFUNDS_FROM {
            return Ok(RefundState::Unsupported);
        }
        let session = self.session(order).await.map_err(Fault::from)?;
        let Some(id) = session.and_then(|session| word(&session["id"])) else {
            return Ok(RefundState::Rejected("no_session".to_owned()));
        };
        let variables = json!({
            "session_id": id,
            "amount": order.amount.get(),
            "description": format!("refund {}", order.refund),
            "method": "PAYA",
            "reason": match order.reason {
                RefundReason::Requested => "CUSTOMER_REQUEST",
                RefundReason::Duplicate => "DUPLICATE_TRANSACTION",
                RefundReason::Other => "OTHER",
            },
        });
        match self.ask_refunds(REFUND, variables).await {
            Ok(data) => Ok(state(&data["resource"], order)),
            Err(Refusal::Code(code)) => Ok(RefundState::Rejected(code.to_string())),
            Err(Refusal::Fault(fault)) => Err(fault),
        }
    }
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
        -2 | -3 | -40..=-30 => Fault::Bug,
        -4 | -41 => Fault::Rejected { code: text },
        -12 => busy(),
        -5 | -19..=-9 => Fault::Config { code: text },
        -63..=-60 => Fault::Rejected { code: text },
        _ => Fault::Unknown,
    }
}

/// An answer is `data` with 100 or 101, or `errors` as an object or a list of them; the other of
/// the two is an empty object or list.
fn read(answer: &Value) -> Result<Value, Refusal> {
    let errors = &answer["errors"];
    let said = errors
        .as_array()
        .and_then(|all| all.first())
        .unwrap_or(errors);
    if let Some(code) = whole(&said["code"]) {
        return Err(Refusal::Code(code));
    }
    match whole(&answer["data"]["code"]) {
        Some(100 | 101) => Ok(answer["data"].clone()),
        Some(code) => Err(Refusal::Code(code)),
        None => Err(Fault::Unknown.into()),
    }
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Array(all) => all.is_empty(),
        Value::Object(all) => all.is_empty(),
        _ => false,
    }
}

/// How our refund stands in a session's own record. The record names no refund of ours: it is
/// known by its amount and by how many of the same amount went before.
fn state(record: &Value, order: &RefundOrder) -> RefundState {
    let timeline = &record["timeline"];
    let single = std::slice::from_ref(timeline);
    let entries = timeline.as_array().map_or(single, Vec::as_slice);
    let ours = |it: &&Value| rials(&it["refund_amount"]) == Some(order.amount);
    let Some(entry) = entries.iter().filter(ours).nth(order.same_before) else {
        return RefundState::Absent;
    };
    let id = word(&record["id"]).unwrap_or_default();
    match word(&entry["refund_status"]).as_deref() {
        Some("DONE" | "SUCCESS" | "PAID" | "REFUNDED") => RefundState::Done(id),
        Some("FAILED" | "REJECTED" | "CANCELED") => RefundState::Rejected("refused".to_owned()),
        Some(_) | None => RefundState::Pending(id),
    }
}

impl PaymentGateway for Zarinpal {
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
            refunds_from: self.account.token.as_ref().map(|_| REFUNDS_FROM),
            reversible_for: Some(Duration::from_secs(30 * 60)),
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
        Box::pin(self.unconfirmed())
    }

    fn refund<'a>(&'a self, order: &'a RefundOrder) -> Later<'a, RefundState> {
        Box::pin(self.give_back(order))
    }

    fn find_refund<'a>(&'a self, order: &'a RefundOrder) -> Later<'a, RefundState> {
        Box::pin(self.refunded(order))
    }

    fn reverse<'a>(&'a self, authority: &'a str) -> Later<'a, ()> {
        Box::pin(async move {
            let answer = self.ask("reverse", json!({ "authority": authority }));
            Ok(answer.await.map(drop)?)
        })
    }

    fn parse_callback(&self, pairs: &[(String, String)]) -> Option<CallbackHint> {
        let authority = pair(pairs, "authority").filter(|it| it.len() <= wire::NAME_MAX)?;
        let is_ok = pair(pairs, "status").is_some_and(|said| said.eq_ignore_ascii_case("ok"));
        Some(CallbackHint {
            authority: authority.to_owned(),
            claim: if is_ok { Claim::Paid } else { Claim::NotPaid },
        })
    }
}
