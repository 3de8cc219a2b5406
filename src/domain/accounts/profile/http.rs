//! Routes of one's own account.

use axum::extract::State;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::service;
use super::types::{Demand, Profile, ProfileChange, WRONG_PASSWORD, Wanted};
use crate::domain::accounts::http::{consent_version, email, locale, mobile, role_words};
use crate::domain::accounts::types::{Credential, NAME_MAX, SmsConsent};
use crate::http::body::{Body, Check};
use crate::http::call::{Call, Signed};
use crate::http::hashing::{Match, new_password};
use crate::http::once::{Asked, Begun, Once};
use crate::http::reply::{Answer, Reply};
use crate::http::state::App;
use crate::kernel::check::Fields;
use crate::kernel::error::Error;
use crate::kernel::ids::{CustomerId, NurseId};
use crate::kernel::secret::Secret;
use crate::kernel::time::Timestamp;
use crate::platform::messages::Locale;
use crate::platform::tx::{ReadTx, Tx};

/// Routes of this file.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(view, change))
        .routes(routes!(change_password))
}

#[derive(Serialize, ToSchema)]
struct ProfileJson {
    id: i64,
    name: String,
    roles: Vec<&'static str>,
    mobile: Option<String>,
    email: Option<String>,
    locale: Option<&'static str>,
    time_zone: Option<String>,
    customer_id: Option<i64>,
    nurse_id: Option<i64>,
    /// When text messages were agreed to; null: none is sent but one-time codes.
    sms_consent_at: Option<String>,
    /// Which version of the text was agreed to.
    sms_consent_version: Option<i64>,
    /// Since when the number is proved by a code.
    mobile_verified_at: Option<String>,
    /// Since when the address is proved by a code.
    email_verified_at: Option<String>,
    notify_email: bool,
    has_password: bool,
    totp_enabled: bool,
    /// Whether one's role demands a second factor.
    totp_required: bool,
    recovery_codes_left: i64,
    last_sign_in_at: Option<String>,
    created_at: String,
}

impl ProfileJson {
    fn from(profile: Profile) -> ProfileJson {
        let Profile {
            user,
            contact,
            recovery_left,
            totp_demand,
        } = profile;
        ProfileJson {
            id: user.id.get(),
            roles: role_words(user.roles),
            mobile: contact.mobile.map(|mobile| mobile.as_e164().to_owned()),
            email: contact.email.map(|email| email.as_str().to_owned()),
            locale: user.locale.map(Locale::as_str),
            time_zone: user.time_zone,
            customer_id: user.customer.map(CustomerId::get),
            nurse_id: user.nurse.map(NurseId::get),
            sms_consent_at: user.sms_consent.map(|(at, _)| at.to_rfc3339()),
            sms_consent_version: user.sms_consent.map(|(_, version)| version),
            mobile_verified_at: user.mobile_verified_at.map(Timestamp::to_rfc3339),
            email_verified_at: user.email_verified_at.map(Timestamp::to_rfc3339),
            notify_email: user.email_muted_at.is_none(),
            has_password: user.password_hash.is_some(),
            totp_enabled: user.totp_confirmed_at.is_some(),
            totp_required: totp_demand == Demand::Demanded,
            recovery_codes_left: recovery_left,
            last_sign_in_at: user.last_sign_in_at.map(Timestamp::to_rfc3339),
            created_at: user.created_at.to_rfc3339(),
            name: user.name,
        }
    }
}

/// Who one is, and one's own account.
#[utoipa::path(get, path = "/me", tag = "account",
    responses((status = 200, body = ProfileJson)))]
async fn view(State(app): State<App>, call: Call<Signed>) -> Answer {
    let user = call.who.0.user;
    app.read(&call, move |tx| {
        let profile = service::view(tx, user)?;
        Reply::ok(&ProfileJson::from(profile))
    })
    .await
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ChangeJson {
    name: Option<String>,
    /// `fa` or `en`.
    locale: Option<String>,
    time_zone: Option<String>,
    /// A new number, with `mobile_code`.
    mobile: Option<String>,
    /// The code sent to the new number with purpose `contact_change`.
    mobile_code: Option<String>,
    /// A new address, with `email_code`.
    email: Option<String>,
    /// The code sent to the new address with purpose `contact_change`.
    email_code: Option<String>,
    /// Agrees to text messages about one's care, or withdraws that.
    sms_consent: Option<bool>,
    /// Which version of the text was agreed to; the present one by default.
    sms_consent_version: Option<i64>,
    notify_email: Option<bool>,
}

impl Check for ChangeJson {
    type Valid = ProfileChange;

    fn check(self, fields: &mut Fields) -> Option<ProfileChange> {
        let wanted = |on: bool| if on { Wanted::Yes } else { Wanted::No };
        let name = match self.name {
            Some(name) => fields.text("name", Some(name), NAME_MAX),
            None => None,
        };
        let new_mobile = match self.mobile {
            Some(to) => mobile(fields, "mobile", Some(to)).zip(fields.text(
                "mobile_code",
                self.mobile_code,
                20,
            )),
            None => None,
        };
        let new_email = match self.email {
            Some(to) => {
                email(fields, "email", Some(to)).zip(fields.text("email_code", self.email_code, 20))
            }
            None => None,
        };
        let zone = self
            .time_zone
            .map(|zone| (jiff::tz::TimeZone::get(&zone).is_ok(), zone));
        let time_zone = match zone {
            Some((true, zone)) => Some(zone),
            Some((false, _)) => fields.parsed("time_zone", None, "not_a_choice"),
            None => None,
        };
        let version = consent_version(fields, self.sms_consent_version)?;
        let sms = self.sms_consent.map(|agrees| match agrees {
            true => SmsConsent::Given(version),
            false => SmsConsent::Withdrawn,
        });
        Some(ProfileChange {
            name,
            locale: locale(fields, "locale", self.locale),
            time_zone,
            mobile: new_mobile,
            email: new_email,
            sms,
            mail: self.notify_email.map(wanted),
        })
    }
}

/// Changes one's own account; what is left out stays.
#[utoipa::path(put, path = "/me", tag = "account", request_body = ChangeJson,
    responses((status = 200, body = ProfileJson)))]
async fn change(State(app): State<App>, call: Call<Signed>, body: Body<ChangeJson>) -> Answer {
    let (user, wanted) = (call.who.0.user, body.command);
    let profile = app
        .db
        .write(call.origin, move |tx| service::change(tx, user, &wanted))
        .await??;
    Reply::ok(&ProfileJson::from(profile))
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct PasswordJson {
    /// The present password, when there is one.
    current_password: Option<String>,
    /// The new one, at least ten characters.
    password: Option<String>,
}

impl Check for PasswordJson {
    type Valid = (Option<Secret>, Secret);

    fn check(self, fields: &mut Fields) -> Option<Self::Valid> {
        let present = self.current_password.map(Secret::new);
        let new = new_password(fields, "password", self.password);
        Some((present, new?))
    }
}

/// Replaces one's password; every other session ends.
#[utoipa::path(post, path = "/me/password", tag = "account", request_body = PasswordJson,
    responses((status = 204, description = "The new password counts")))]
async fn change_password(
    State(app): State<App>,
    call: Call<Signed>,
    body: Body<PasswordJson>,
) -> Answer {
    let once = match Once::begin(&app, &call, Asked::by(body.bytes)).await? {
        Begun::Before(reply) => return Ok(reply),
        Begun::New(once) => once,
    };
    let user = call.who.0.user;
    let (present, new) = body.command;
    let named = move |tx: &ReadTx<'_>| service::account_key(tx, user);
    let key = app.db.read(call.origin.clone(), named).await?;
    let attempt = app.hashing.attempt(key).await?;
    let present_hash = move |tx: &ReadTx<'_>| service::present_password(tx, user);
    let stored = app.db.read(call.origin.clone(), present_hash).await?;
    if stored.is_some() {
        let shown = present.ok_or(Error::field("current_password", "required"))?;
        if attempt.verify(shown, stored.clone()).await? == Match::Wrong {
            let refuse = move |tx: &Tx<'_>| {
                service::note_wrong_password(tx, user)?;
                Ok(Err(Error::refused(WRONG_PASSWORD)))
            };
            return app.finish(&call, &once, refuse).await;
        }
    }
    let hash = attempt.hash(new).await?;
    let kept = match call.identity.as_ref().map(|identity| identity.credential) {
        Some(Credential::Session(id)) => Some(id),
        _ => None,
    };
    app.finish(&call, &once, move |tx| {
        service::set_password(tx, user, stored.as_deref(), &hash, kept)?;
        Ok(Ok(Reply::nothing()))
    })
    .await
}
