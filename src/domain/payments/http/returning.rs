//! The way back from a provider. A browser may come back without its session, twice, never, or with
//! somebody else's payment: what it brings is a hint to ask the provider, nothing more.

use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::{Html, IntoResponse, Redirect, Response};

use crate::domain::payments::types::{Gateway, Payment, PaymentStatus};
use crate::http::assets::BUILD;
use crate::http::call::{Anyone, Call};
use crate::http::query::Pairs;
use crate::http::shells::escape;
use crate::http::state::App;
use crate::kernel::error::Error;
use crate::kernel::ids::PaymentId;
use crate::platform::messages::{self, Locale};

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
        Some(id) => format!(
            "/pay/return?payment={id}&key={}",
            app.cashier.return_key(id)?
        ),
        None => "/pay/return".to_owned(),
    };
    let mut response = Redirect::to(&page).into_response();
    keep_out_of_caches(&mut response);
    Ok(response)
}

/// The payment a return address of ours was made for.
fn sent_by_us(app: &App, pairs: &Pairs) -> Result<Option<PaymentId>, Error> {
    let Some(id) = pairs.get("payment").and_then(|text| text.parse().ok()) else {
        return Ok(None);
    };
    let id = PaymentId::new(id);
    let key = app.cashier.return_key(id)?;
    Ok((pairs.get("key") == Some(key.as_str())).then_some(id))
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
}

/// `/pay/return`: how a payment stands. While nobody can say, it looks again by itself, without a
/// script, for about ten seconds.
pub(super) async fn show(
    State(app): State<App>,
    call: Call<Anyone>,
    pairs: Pairs,
) -> Result<Response, Error> {
    let looks: u8 = pairs
        .get("look")
        .and_then(|text| text.parse().ok())
        .unwrap_or(0);
    let payment = match sent_by_us(&app, &pairs)? {
        Some(id) => look(&app, id, looks).await?,
        None => None,
    };
    let said = said(payment.as_ref(), looks);
    let next = match (&payment, said) {
        (Some(payment), Said::Verifying) => Some(again(&app, payment.id, looks)?),
        _ => None,
    };
    Ok(page(
        &app,
        call.facts.locale,
        said,
        payment.as_ref(),
        next.as_deref(),
    ))
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

fn again(app: &App, id: PaymentId, looks: u8) -> Result<String, Error> {
    let key = app.cashier.return_key(id)?;
    let next = looks.saturating_add(1);
    Ok(format!("/pay/return?payment={id}&key={key}&look={next}"))
}

fn page(
    app: &App,
    locale: Locale,
    said: Said,
    payment: Option<&Payment>,
    next: Option<&str>,
) -> Response {
    let settings = app.db.settings();
    let agency = escape(settings.text("agency_name"));
    let title = escape(&say(locale, &format!("pay_return.{}.title", said.word())));
    let text = escape(&say(locale, &format!("pay_return.{}.text", said.word())));
    let refresh = next.map_or_else(String::new, |url| {
        format!(
            "<meta http-equiv=\"refresh\" content=\"2;url={}\">",
            escape(url)
        )
    });
    let html = format!(
        "<!doctype html>\n<html lang=\"{}\" dir=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n<title>{title} · {agency}</title>\n\
         <link rel=\"icon\" href=\"/_a/{build}/mark.svg\" type=\"image/svg+xml\">\n\
         <link rel=\"stylesheet\" href=\"/_a/{build}/css/app.css\">\n{refresh}</head>\n<body>\n\
         <main class=\"main pay-return pay-return-{}\"><p class=\"pay-return-agency\">{agency}</p>\
         <h1>{title}</h1><p>{text}</p>{}{}</main>\n</body>\n</html>\n",
        locale.as_str(),
        locale.direction(),
        said.word(),
        links(locale, said, payment),
        phone(locale, settings.text("agency_phone")),
        build = BUILD.as_str(),
    );
    let mut response = Html(html).into_response();
    let language = HeaderValue::from_static(locale.as_str());
    response
        .headers_mut()
        .insert(header::CONTENT_LANGUAGE, language);
    keep_out_of_caches(&mut response);
    response
}

fn links(locale: Locale, said: Said, payment: Option<&Payment>) -> String {
    let request = payment.and_then(|payment| payment.request);
    let to_request = request.filter(|_| said != Said::Verifying).map(|id| {
        let words = if said == Said::Failed {
            "pay_return.try_again"
        } else {
            "pay_return.request"
        };
        let words = escape(&say(locale, words));
        format!("<a class=\"button button-primary\" href=\"/me/requests/{id}\">{words}</a>")
    });
    let words = escape(&say(locale, "pay_return.payments"));
    format!(
        "<p class=\"pay-return-links\">{}\
         <a class=\"button button-secondary\" href=\"/me/payments\">{words}</a></p>",
        to_request.unwrap_or_default()
    )
}

fn phone(locale: Locale, number: &str) -> String {
    if number.is_empty() {
        return String::new();
    }
    let (words, number) = (escape(&say(locale, "pay_return.phone")), escape(number));
    format!("<p>{words} <a href=\"tel:{number}\" dir=\"ltr\">{number}</a></p>")
}

fn keep_out_of_caches(response: &mut Response) {
    let never = HeaderValue::from_static("no-store");
    response.headers_mut().insert(header::CACHE_CONTROL, never);
}

fn say(locale: Locale, key: &str) -> String {
    messages::text(locale, key, &[]).unwrap_or_else(|| key.to_owned())
}
