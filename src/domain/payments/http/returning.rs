//! The way back from a provider. A browser may come back without its session, twice, never, or with
//! somebody else's payment: what it brings is a hint to ask the provider, nothing more.

use axum::extract::{RawPathParams, State};
use axum::http::{HeaderValue, header};
use axum::response::{Html, IntoResponse, Redirect, Response};

use crate::domain::payments::types::{Gateway, Payment, PaymentStatus};
use crate::http::call::{Anyone, Call};
use crate::http::pages::{self, Pen};
use crate::http::query::Pairs;
use crate::http::state::App;
use crate::kernel::error::Error;
use crate::kernel::ids::PaymentId;

/// A provider's name for a payment this long is known to nobody but payer and provider.
const UNGUESSABLE: usize = 32;
/// Looks at a payment nobody can say anything about yet, two seconds apart.
const LOOKS: u8 = 5;

/// Asks the provider about the payment a browser came back from, and shows how it stands.
pub(super) async fn come_back(
    app: &App,
    gateway: Gateway,
    pairs: &Pairs,
) -> Result<Response, Error> {
    let sent = sent_by_us(app, pairs)?;
    let name = app.cashier.hint(gateway, pairs.all());
    let name = name.map_or_else(String::new, |hint| hint.authority);
    let named = app.cashier.find(gateway, &name).await?;
    let named = named.map(|payment| payment.id);
    // A key of ours names the payment, whatever else the browser brings.
    let shown = sent.or(named.filter(|_| name.len() >= UNGUESSABLE));
    if let Some(id) = shown.or(named) {
        // Whatever became of it, the page says how the payment stands.
        drop(app.cashier.settle_soon(id).await);
    }
    let page = match shown {
        Some(id) => format!("/pay/return/{id}/{}", app.cashier.return_key(id)?),
        None => "/pay/return".to_owned(),
    };
    let mut response = Redirect::to(&page).into_response();
    keep_out_of_caches(&mut response);
    Ok(response)
}

/// The payment a return address of ours was made for.
fn sent_by_us(app: &App, pairs: &Pairs) -> Result<Option<PaymentId>, Error> {
    proven(app, pairs.get("payment"), pairs.get("key"))
}

/// A payment with the key we gave its payer.
fn proven(app: &App, id: Option<&str>, key: Option<&str>) -> Result<Option<PaymentId>, Error> {
    let Some(id) = id.and_then(|text| text.parse().ok()).map(PaymentId::new) else {
        return Ok(None);
    };
    let known = app.cashier.return_key(id)?;
    Ok((key == Some(known.as_str())).then_some(id))
}

/// What the page says.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Said {
    Verifying,
    Success,
    Returned,
    Failed,
    Unknown,
    Nothing,
}

impl Said {
    const fn word(self) -> &'static str {
        match self {
            Said::Verifying => "verifying",
            Said::Success => "success",
            Said::Returned => "returned",
            Said::Failed => "failed",
            Said::Unknown => "unknown",
            Said::Nothing => "nothing",
        }
    }

    /// Its glyph and its tone.
    const fn face(self) -> (&'static str, &'static str) {
        match self {
            Said::Verifying => ("hourglass", "state-calm"),
            Said::Success => ("circle-check", "state-calm"),
            Said::Returned => ("history", "state-calm"),
            Said::Failed => ("circle-x", "state-problem"),
            Said::Unknown => ("hourglass", "state-problem"),
            Said::Nothing => ("banknote", "state-calm"),
        }
    }
}

/// `/pay/return`, when nobody knows which payment is meant.
pub(super) async fn show_nothing(
    State(app): State<App>,
    call: Call<Anyone>,
) -> Result<Response, Error> {
    page(&app, &call, Said::Nothing, None)
}

/// `/pay/return/{payment}/{key}`: how a payment stands. While nobody can say, it looks again by
/// itself, without a script, for about ten seconds.
pub(super) async fn show(
    State(app): State<App>,
    call: Call<Anyone>,
    params: RawPathParams,
    pairs: Pairs,
) -> Result<Response, Error> {
    let looks: u8 = pairs
        .get("look")
        .and_then(|text| text.parse().ok())
        .unwrap_or(0);
    let named = |wanted: &str| params.iter().find(|(name, _)| *name == wanted);
    let (id, key) = (named("payment"), named("key"));
    let payment = match proven(&app, id.map(|(_, id)| id), key.map(|(_, key)| key))? {
        Some(id) => look(&app, id, looks).await?,
        None => None,
    };
    let said = said(payment.as_ref(), looks);
    let mut response = page(&app, &call, said, payment.as_ref())?;
    if said == Said::Verifying {
        let again = format!("2;url=?look={}", looks.saturating_add(1));
        let again = HeaderValue::from_str(&again).map_err(|_| Error::internal("a header"))?;
        response.headers_mut().insert(header::REFRESH, again);
    }
    Ok(response)
}

/// The payment as it stands; at every further look the provider is asked once more.
async fn look(app: &App, id: PaymentId, looks: u8) -> Result<Option<Payment>, Error> {
    if looks > 0 {
        drop(app.cashier.settle_soon(id).await);
    }
    app.cashier.payment(id).await
}

fn said(payment: Option<&Payment>, looks: u8) -> Said {
    let Some(payment) = payment else {
        return Said::Nothing;
    };
    match payment.status {
        PaymentStatus::Succeeded => Said::Success,
        PaymentStatus::RefundPending
        | PaymentStatus::Refunded
        | PaymentStatus::PartiallyRefunded => Said::Returned,
        PaymentStatus::Failed => Said::Failed,
        PaymentStatus::Initiated if looks < LOOKS => Said::Verifying,
        PaymentStatus::Initiated | PaymentStatus::Abandoned => Said::Unknown,
    }
}

fn page(
    app: &App,
    call: &Call<Anyone>,
    said: Said,
    payment: Option<&Payment>,
) -> Result<Response, Error> {
    let own = call.identity.as_ref().and_then(|identity| identity.locale);
    let locale = pages::language(&call.facts, own);
    let pen = Pen::new(app, locale);
    let title = pen.say(&format!("pay_return.{}.title", said.word()));
    let text = pen.say(&format!("pay_return.{}.text", said.word()));
    let (glyph, tone) = said.face();
    let state = pages::state(glyph, tone, &text, &ways(&pen, said, payment));
    let word = said.word();
    let main = format!("<h1>{title}</h1><div class=\"pay-return pay-return-{word}\">{state}</div>");
    let mut response = Html(pen.plain(call.facts.look, &title, &main)?).into_response();
    let language = HeaderValue::from_static(locale.as_str());
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_LANGUAGE, language);
    keep_out_of_caches(&mut response);
    Ok(response)
}

/// Where to go from here.
fn ways(pen: &Pen, said: Said, payment: Option<&Payment>) -> String {
    let request = payment.and_then(|payment| payment.request);
    let to_request = request.filter(|_| said != Said::Verifying).map(|id| {
        let words = match said {
            Said::Failed => "pay_return.try_again",
            _ => "pay_return.request",
        };
        let (glyph, words) = (pages::icon("clipboard-list", "md"), pen.say(words));
        format!(
            "<a class=\"button button-primary button-md\" href=\"/me/requests/{id}\">{glyph}\
             <span>{words}</span></a>"
        )
    });
    let (glyph, words) = (
        pages::icon("banknote", "md"),
        pen.say("pay_return.payments"),
    );
    let phone = match pen.phone() {
        "" => String::new(),
        number => format!(
            "<p>{} {}</p>",
            pen.say("pay_return.phone"),
            pages::call(number)
        ),
    };
    format!(
        "{}<a class=\"button button-secondary button-md\" href=\"/me/payments\">{glyph}\
         <span>{words}</span></a>{phone}",
        to_request.unwrap_or_default()
    )
}

fn keep_out_of_caches(response: &mut Response) {
    let never = HeaderValue::from_static("no-store");
    response.headers_mut().insert(header::CACHE_CONTROL, never);
}
