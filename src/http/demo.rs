//! A throw-away agency only: letting time pass, and every message that would have left.

use axum::extract::{FromRequestParts, State};
use axum::http::request::Parts;
use serde::{Deserialize, Serialize};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::http::body::{Body, Check};
use crate::http::call::{Call, Owner};
use crate::http::paging::{Paged, listed};
use crate::http::reply::{Answer, Reply};
use crate::http::state::App;
use crate::integrations::sandbox::gateway::behaviour::{Behaviour, Press};
use crate::kernel::check::Fields;
use crate::kernel::error::Error;
use crate::kernel::ids::PaymentId;
use crate::kernel::time::Span;
use crate::platform::audit::{self, Change};
use crate::platform::outbox::{self, Due};

/// Days that may pass at once.
const DAYS_MAX: i64 = 400;

/// Routes of this file.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(clock))
        .routes(routes!(written))
        .routes(routes!(gateway))
}

/// The owner of a demo. Elsewhere these routes do not exist, whoever asks.
struct InDemo(Call<Owner>);

impl FromRequestParts<App> for InDemo {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Error> {
        if !app.stance.demo {
            return Err(Error::not_found("demo"));
        }
        let call = <Call<Owner> as FromRequestParts<App>>::from_request_parts(parts, app);
        call.await.map(InDemo)
    }
}

#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct ClockJson {
    /// How far to move the clock forward, at most 400 days.
    advance_seconds: Option<i64>,
}

impl Check for ClockJson {
    type Valid = Span;

    fn check(self, fields: &mut Fields) -> Option<Span> {
        let range = 0..=DAYS_MAX * 86_400;
        let seconds = fields.integer("advance_seconds", self.advance_seconds, range)?;
        Some(Span::seconds(seconds))
    }
}

#[derive(Serialize, utoipa::ToSchema)]
struct NowJson {
    /// The instant it is after that.
    now: String,
}

#[utoipa::path(post, path = "/demo/clock", tag = "demo",
    request_body = ClockJson,
    responses((status = 200, body = NowJson)))]
async fn clock(State(app): State<App>, call: InDemo, body: Body<ClockJson>) -> Answer {
    let runner = app.runner.clone();
    let work = move |span: Span| Ok((span, runner.advance(span)?));
    app.post_after(&call.0, body, work, |tx, (span, now)| {
        let change = Change::new().now("seconds", span.as_seconds());
        audit::record(tx, "demo.clock_advanced", "installation", 1, &change)?;
        Reply::ok(&NowJson {
            now: now.to_rfc3339(),
        })
    })
    .await
}

#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct GatewayJson {
    /// The open payment to finish, with `outcome`.
    payment_id: Option<i64>,
    /// `pay`, `decline`, `abandon`, `pay_twice` or `mismatch`.
    outcome: Option<String>,
    /// How the provider answers from now on: `ok`, `slow`, `hang`, `error_500`, `html`,
    /// `duplicate_callback`, `lost_return`, `amount_mismatch`, `refund_pending`,
    /// `refund_rejected` and more.
    behaviour: Option<String>,
}

/// What the fake provider is told.
struct Told {
    behaviour: Option<Behaviour>,
    outcome: Option<(PaymentId, Press)>,
}

impl Check for GatewayJson {
    type Valid = Told;

    fn check(self, fields: &mut Fields) -> Option<Told> {
        let behaviour = self
            .behaviour
            .map(|word| fields.choice("behaviour", Some(word), Behaviour::parse));
        if self.payment_id.is_none() && self.outcome.is_none() && behaviour.is_some() {
            return Some(Told {
                behaviour: behaviour.flatten(),
                outcome: None,
            });
        }
        let id = fields.id("payment_id", self.payment_id, PaymentId::new);
        let press = fields.choice("outcome", self.outcome, press);
        Some(Told {
            behaviour: behaviour.flatten(),
            outcome: Some((id?, press?)),
        })
    }
}

fn press(word: &str) -> Option<Press> {
    match word {
        "abandon" => Some(Press::Close),
        word => Press::parse(word),
    }
}

#[derive(Serialize, utoipa::ToSchema)]
struct FinishedJson {
    /// The payment, when one was finished.
    id: Option<i64>,
    /// How it stands now.
    status: Option<&'static str>,
    /// How the provider answers.
    behaviour: &'static str,
}

#[utoipa::path(post, path = "/demo/gateway", tag = "demo",
    request_body = GatewayJson,
    responses((status = 200, description = "After return, confirmation and capture",
        body = FinishedJson)))]
async fn gateway(State(app): State<App>, call: InDemo, body: Body<GatewayJson>) -> Answer {
    let desk = app.clone();
    let work = move |told: Told| async move {
        if let Some(behaviour) = told.behaviour {
            desk.provider.behave(behaviour)?;
        }
        match told.outcome {
            Some((id, press)) => desk
                .cashier
                .finish(&desk.provider, id, press)
                .await
                .map(Some),
            None => Ok(None),
        }
    };
    let provider = app.provider.clone();
    app.post_awaited(&call.0, body, work, move |tx, payment| {
        let behaviour = provider.behaviour()?.as_str();
        let change = Change::new().now("behaviour", behaviour);
        audit::record(tx, "demo.gateway_told", "installation", 1, &change)?;
        Reply::ok(&FinishedJson {
            id: payment.as_ref().map(|payment| payment.id.get()),
            status: payment.map(|payment| payment.status.as_str()),
            behaviour,
        })
    })
    .await
}

#[derive(Serialize, utoipa::ToSchema)]
struct MessageJson {
    id: i64,
    /// `sms` or `email`.
    channel: &'static str,
    to: String,
    subject: String,
    body: String,
    event: String,
    created_at: String,
}

impl From<Due> for MessageJson {
    fn from(it: Due) -> MessageJson {
        MessageJson {
            id: it.id.get(),
            channel: it.channel.as_str(),
            to: it.to.into_inner(),
            subject: it.subject.into_inner(),
            body: it.body.into_inner(),
            event: it.event,
            created_at: it.created_at.to_rfc3339(),
        }
    }
}

#[utoipa::path(get, path = "/demo/outbox", tag = "demo",
    responses((status = 200, body = [MessageJson])))]
async fn written(State(app): State<App>, call: InDemo, page: Paged) -> Answer {
    let asked = call.0.clone();
    app.read(&call.0, move |tx| {
        let page = outbox::written(tx, &page.0)?;
        listed(&asked, page.map(MessageJson::from))
    })
    .await
}
