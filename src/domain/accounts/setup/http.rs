//! Routes of the first start. Each needs the one-time token, in `X-Setup-Token` or `?token=`.

use axum::extract::{FromRequestParts, State};
use axum::http::request::Parts;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::service;
use super::types::{NewOwner, OWNER_MISSING, Progress, SHEET_ABSENT, Stand};
use crate::domain::accounts::http::{
    Browser, Created, SignedInJson, email, entered, entered_before, mobile,
};
use crate::domain::accounts::second_factor;
use crate::domain::accounts::second_factor::http::{EnrolmentJson, TotpJson};
use crate::domain::accounts::sign_in::types::Outcome;
use crate::domain::accounts::types::NAME_MAX;
use crate::http::body::{Body, Check, Empty};
use crate::http::call::{Anyone, Call};
use crate::http::hashing::new_password;
use crate::http::once::{Asked, Begun, Once};
use crate::http::query::Pairs;
use crate::http::reply::{Answer, Reply};
use crate::http::state::App;
use crate::kernel::check::Fields;
use crate::kernel::error::Error;
use crate::kernel::ids::UserId;
use crate::kernel::secret::Secret;
use crate::kernel::text::contact::{Email, Mobile};
use crate::kernel::time::Timestamp;

/// Routes of this file.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(state, finish))
        .routes(routes!(agency))
        .routes(routes!(owner))
        .routes(routes!(sheet, confirm_sheet))
        .routes(routes!(start_totp))
        .routes(routes!(confirm_totp))
}

/// The one-time token, as sent.
pub struct Token(pub String);

impl FromRequestParts<App> for Token {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &App) -> Result<Self, Error> {
        let header = parts
            .headers
            .get("x-setup-token")
            .and_then(|value| value.to_str().ok());
        let pairs = Pairs::of(parts.uri.query().unwrap_or(""));
        let token = header.or(pairs.get("token")).unwrap_or("");
        Ok(Token(token.to_owned()))
    }
}

#[derive(Serialize, ToSchema)]
struct StateJson {
    /// `owner`, `recovery_sheet` or `finish`.
    next: &'static str,
    expires_at: String,
    /// The settings this wizard may change, with their values in force.
    agency: std::collections::BTreeMap<&'static str, String>,
    owner_name: Option<String>,
    /// How a test message can reach the owner: `sms`, `email`.
    owner_channels: Vec<&'static str>,
    sheet_confirmed_at: Option<String>,
    totp_enabled: bool,
    /// Whether cookies travel encrypted; if not, the page warns.
    secure: bool,
}

impl StateJson {
    fn from(stand: Stand, app: &App) -> StateJson {
        let Stand {
            progress,
            next,
            agency,
            channels,
        } = stand;
        let owner = progress.owner.as_ref();
        StateJson {
            next: next.as_str(),
            expires_at: progress.expires_at.to_rfc3339(),
            agency: agency.into_iter().collect(),
            owner_name: owner.map(|owner| owner.name.clone()),
            owner_channels: channels,
            sheet_confirmed_at: progress.sheet_confirmed_at.map(Timestamp::to_rfc3339),
            totp_enabled: owner.is_some_and(|owner| owner.totp_confirmed_at.is_some()),
            secure: app.stance.secure,
        }
    }
}

/// How far the first start has come; 404 once the agency is set up.
#[utoipa::path(get, path = "/setup", tag = "setup",
    responses((status = 200, body = StateJson)))]
async fn state(State(app): State<App>, call: Call<Anyone>, Token(token): Token) -> Answer {
    let running = app.clone();
    app.read(&call, move |tx| {
        Reply::ok(&StateJson::from(service::state(tx, &token)?, &running))
    })
    .await
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct AgencyJson {
    default_locale: Option<String>,
    digits: Option<String>,
    calendar: Option<String>,
    theme: Option<String>,
    agency_name: Option<String>,
    agency_phone: Option<String>,
    emergency_phone: Option<String>,
    agency_location: Option<String>,
    money_unit: Option<String>,
    time_zone: Option<String>,
    backup_seconds: Option<i64>,
}

impl Check for AgencyJson {
    type Valid = Vec<(String, String)>;

    fn check(self, _: &mut Fields) -> Option<Self::Valid> {
        let given = [
            ("default_locale", self.default_locale),
            ("digits", self.digits),
            ("calendar", self.calendar),
            ("theme", self.theme),
            ("agency_name", self.agency_name),
            ("agency_phone", self.agency_phone),
            ("emergency_phone", self.emergency_phone),
            ("agency_location", self.agency_location),
            ("money_unit", self.money_unit),
            ("time_zone", self.time_zone),
            (
                "backup_seconds",
                self.backup_seconds.map(|seconds| seconds.to_string()),
            ),
        ];
        let named = given
            .into_iter()
            .filter_map(|(key, value)| Some((key.to_owned(), value?)));
        Some(named.collect())
    }
}

/// Saves language and agency settings; what is left out stays.
#[utoipa::path(post, path = "/setup/agency", tag = "setup", request_body = AgencyJson,
    responses((status = 204, description = "Saved")))]
async fn agency(
    State(app): State<App>,
    call: Call<Anyone>,
    Token(token): Token,
    body: Body<AgencyJson>,
) -> Answer {
    let once = match Once::begin(&app, &call, Asked::by_secret(body.bytes, &token)).await? {
        Begun::Before(reply) => return Ok(reply),
        Begun::New(once) => once,
    };
    let values = body.command;
    app.finish(&call, &once, move |tx| {
        service::save_agency(tx, &token, &values)?;
        Ok(Ok(Reply::nothing()))
    })
    .await
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct OwnerJson {
    name: Option<String>,
    /// One of `email` and `mobile` is needed.
    email: Option<String>,
    mobile: Option<String>,
    /// At least ten characters.
    password: Option<String>,
}

struct Named {
    name: String,
    email: Option<Email>,
    mobile: Option<Mobile>,
    password: Secret,
}

impl Check for OwnerJson {
    type Valid = Named;

    fn check(self, fields: &mut Fields) -> Option<Named> {
        let name = fields.text("name", self.name, NAME_MAX);
        if self.email.is_none() && self.mobile.is_none() {
            fields.bad("email", "required");
        }
        let email = self.email.and_then(|to| email(fields, "email", Some(to)));
        let mobile = self
            .mobile
            .and_then(|to| mobile(fields, "mobile", Some(to)));
        let password = new_password(fields, "password", self.password);
        Some(Named {
            name: name?,
            email,
            mobile,
            password: password?,
        })
    }
}

/// Names the owner, or corrects who was named before.
#[utoipa::path(post, path = "/setup/owner", tag = "setup", request_body = OwnerJson,
    responses((status = 204, description = "Saved")))]
async fn owner(
    State(app): State<App>,
    call: Call<Anyone>,
    Token(token): Token,
    body: Body<OwnerJson>,
) -> Answer {
    admit(&app, &call, &token).await?;
    let once = match Once::begin(&app, &call, Asked::by_secret(body.bytes, &token)).await? {
        Begun::Before(reply) => return Ok(reply),
        Begun::New(once) => once,
    };
    let named = body.command;
    let new = NewOwner {
        name: named.name,
        email: named.email,
        mobile: named.mobile,
        password_hash: app.hashing.hash(named.password).await?,
    };
    app.finish(&call, &once, move |tx| {
        service::save_owner(tx, &token, new)?;
        Ok(Ok(Reply::nothing()))
    })
    .await
}

/// Refuses strangers before any work is done for them.
async fn admit(app: &App, call: &Call<Anyone>, token: &str) -> Result<Progress, Error> {
    let token = token.to_owned();
    app.db
        .read(call.origin.clone(), move |tx| service::progress(tx, &token))
        .await
}

#[derive(Serialize, ToSchema)]
struct SheetJson {
    key_id: String,
    /// Eight groups of eight letters, in order.
    groups: Vec<String>,
    /// The numbers of the two groups to type back, counted from one.
    asked: Vec<usize>,
}

/// The recovery sheet: the root key on paper, to be printed or written down.
#[utoipa::path(get, path = "/setup/recovery_sheet", tag = "setup",
    responses((status = 200, body = SheetJson)))]
async fn sheet(State(app): State<App>, call: Call<Anyone>, Token(token): Token) -> Answer {
    let progress = admit(&app, &call, &token).await?;
    let sheet = app.recovery_sheet().ok_or(Error::conflict(SHEET_ABSENT))?;
    let (first, second) = service::asked_groups(&progress);
    Reply::ok(&SheetJson {
        key_id: sheet.root_id().to_string(),
        groups: sheet.groups().to_vec(),
        asked: vec![first, second],
    })
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct TypedJson {
    /// The two groups asked for, in that order.
    groups: Option<Vec<String>>,
}

impl Check for TypedJson {
    type Valid = (String, String);

    fn check(self, fields: &mut Fields) -> Option<Self::Valid> {
        let groups = fields.required("groups", self.groups)?;
        let two = <[String; 2]>::try_from(groups).ok();
        let [first, second] = fields.parsed("groups", two, "two_groups")?;
        Some((first, second))
    }
}

/// Confirms the sheet by typing back two of its groups.
#[utoipa::path(post, path = "/setup/recovery_sheet", tag = "setup", request_body = TypedJson,
    responses((status = 204, description = "Confirmed")))]
async fn confirm_sheet(
    State(app): State<App>,
    call: Call<Anyone>,
    Token(token): Token,
    body: Body<TypedJson>,
) -> Answer {
    let once = match Once::begin(&app, &call, Asked::by_secret(body.bytes, &token)).await? {
        Begun::Before(reply) => return Ok(reply),
        Begun::New(once) => once,
    };
    let running = app.clone();
    let typed = body.command;
    app.finish(&call, &once, move |tx| {
        let sheet = running
            .recovery_sheet()
            .ok_or(Error::conflict(SHEET_ABSENT))?;
        service::confirm_sheet(tx, &token, sheet, &typed)?;
        Ok(Ok(Reply::nothing()))
    })
    .await
}

fn owner_id(progress: Progress) -> Result<UserId, Error> {
    let owner = progress.owner.ok_or(Error::conflict(OWNER_MISSING))?;
    Ok(owner.id)
}

/// Starts enrolling the owner's authenticator app; it may be skipped.
#[utoipa::path(post, path = "/setup/totp", tag = "setup", request_body = Option<Empty>,
    responses((status = 200, body = EnrolmentJson)))]
async fn start_totp(
    State(app): State<App>,
    call: Call<Anyone>,
    Token(token): Token,
    body: Body<Empty>,
) -> Answer {
    let once = match Once::begin(&app, &call, Asked::by_secret(body.bytes, &token)).await? {
        Begun::Before(reply) => return Ok(reply),
        Begun::New(once) => once,
    };
    app.finish(&call, &once, move |tx| {
        let owner = owner_id(service::progress(tx, &token)?)?;
        let enrolment = second_factor::service::start(tx, owner)?;
        Ok(Reply::ok(&EnrolmentJson::from(enrolment)?))
    })
    .await
}

#[derive(Serialize, ToSchema)]
struct RecoveryCodesJson {
    /// Ten codes, each good once; shown this once.
    recovery_codes: Vec<String>,
}

/// Confirms the owner's app with its first code.
#[utoipa::path(post, path = "/setup/totp/confirm", tag = "setup", request_body = TotpJson,
    responses((status = 200, body = RecoveryCodesJson)))]
async fn confirm_totp(
    State(app): State<App>,
    call: Call<Anyone>,
    Token(token): Token,
    body: Body<TotpJson>,
) -> Answer {
    let once = match Once::begin(&app, &call, Asked::by_secret(body.bytes, &token)).await? {
        Begun::Before(reply) => return Ok(reply),
        Begun::New(once) => once,
    };
    let code = body.command;
    app.finish(&call, &once, move |tx| {
        let owner = owner_id(service::progress(tx, &token)?)?;
        let recovery_codes = second_factor::service::confirm(tx, owner, code.reveal())?;
        Ok(Reply::ok(&RecoveryCodesJson { recovery_codes }))
    })
    .await
}

/// Finishes the first start and signs the owner in.
#[utoipa::path(post, path = "/setup", tag = "setup", request_body = Option<Empty>,
    responses((status = 200, body = SignedInJson)))]
async fn finish(
    State(app): State<App>,
    call: Call<Anyone>,
    Token(token): Token,
    browser: Browser,
    body: Body<Empty>,
) -> Answer {
    let once = match Once::begin(&app, &call, Asked::by_secret(body.bytes, &token)).await? {
        Begun::Before(reply) => return entered_before(&app, &call, reply).await,
        Begun::New(once) => once,
    };
    let (visitor, running) = (browser.visitor(&call), app.clone());
    app.finish(&call, &once, move |tx| {
        let signed_in = service::finish(tx, &token, &visitor)?;
        let outcome = Outcome::In(Box::new(signed_in));
        Ok(entered(&running, outcome, Created::Session))
    })
    .await
}
