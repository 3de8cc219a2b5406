//! Routes of users, for the owner, and of invitations, for the invited.

use axum::extract::State;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::service;
use super::types::{Access, FactorWish, Filter, Status, UserChange, UserView};
use crate::domain::accounts::http::{Site, email, locale, mobile, role_words};
use crate::domain::accounts::invitations;
use crate::domain::accounts::invitations::types::{Invite, NewInvite};
use crate::domain::accounts::types::{NAME_MAX, NewUser};
use crate::http::body::{Body, Check, Empty, Judged};
use crate::http::call::{Call, Owner};
use crate::http::newcomers;
use crate::http::paging::{Paged, listed};
use crate::http::query::{Pairs, RowId};
use crate::http::reply::{Answer, Reply};
use crate::http::state::App;
use crate::kernel::actor::{Role, Roles};
use crate::kernel::check::Fields;
use crate::kernel::error::Error;
use crate::kernel::ids::{CustomerId, NurseId, UserId};
use crate::kernel::time::Timestamp;
use crate::platform::messages::Locale;

/// Routes of this file.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list, invite))
        .routes(routes!(read, change))
        .routes(routes!(invite_again))
}

#[derive(Serialize, ToSchema)]
struct UserJson {
    id: i64,
    name: String,
    roles: Vec<&'static str>,
    /// `invited`, `active` or `disabled`.
    status: &'static str,
    mobile: Option<String>,
    email: Option<String>,
    locale: Option<&'static str>,
    customer_id: Option<i64>,
    nurse_id: Option<i64>,
    has_password: bool,
    totp_enabled: bool,
    last_sign_in_at: Option<String>,
    created_at: String,
    modified_at: String,
}

impl From<UserView> for UserJson {
    fn from(view: UserView) -> UserJson {
        let UserView { user, contact } = view;
        UserJson {
            id: user.id.get(),
            roles: role_words(user.roles),
            status: user.status_word(),
            mobile: contact.mobile.map(|mobile| mobile.as_e164().to_owned()),
            email: contact.email.map(|email| email.as_str().to_owned()),
            locale: user.locale.map(Locale::as_str),
            customer_id: user.customer.map(CustomerId::get),
            nurse_id: user.nurse.map(NurseId::get),
            has_password: user.password_hash.is_some(),
            totp_enabled: user.totp_confirmed_at.is_some(),
            last_sign_in_at: user.last_sign_in_at.map(Timestamp::to_rfc3339),
            created_at: user.created_at.to_rfc3339(),
            modified_at: user.modified_at.to_rfc3339(),
            name: user.name,
        }
    }
}

/// Users, newest first.
#[utoipa::path(get, path = "/admin/users", tag = "users",
    params(("role" = Option<String>, Query), ("status" = Option<String>, Query),
        ("q" = Option<String>, Query)),
    responses((status = 200, body = [UserJson])))]
async fn list(
    State(app): State<App>,
    call: Call<Owner>,
    Paged(page): Paged,
    pairs: Pairs,
) -> Answer {
    let filter = filter(&pairs)?;
    let users = app
        .db
        .read(call.origin.clone(), move |tx| {
            service::list(tx, &filter, &page)
        })
        .await?;
    listed(&call, users.map(UserJson::from))
}

fn filter(pairs: &Pairs) -> Result<Filter, Error> {
    let mut fields = Fields::new();
    let role = match pairs.text("role") {
        Some(word) => fields.choice("role", Some(word), Role::parse),
        None => None,
    };
    let status = match pairs.text("status") {
        Some(word) => fields.choice("status", Some(word), Status::parse),
        None => None,
    };
    let name = fields.text_or_none("q", pairs.text("q"), NAME_MAX);
    fields.finish(Some(Filter { role, status, name }))
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewUserJson {
    name: Option<String>,
    /// One of `mobile` and `email` is needed.
    mobile: Option<String>,
    email: Option<String>,
    roles: Option<Vec<String>>,
    /// `fa` or `en`.
    locale: Option<String>,
    /// `female` or `male`; needed for a nurse.
    gender: Option<String>,
}

struct Invitee {
    user: NewUser,
    gender: Option<String>,
}

impl Check for NewUserJson {
    type Valid = Invitee;

    fn check(self, fields: &mut Fields) -> Option<Invitee> {
        let name = fields.text("name", self.name, NAME_MAX);
        if self.mobile.is_none() && self.email.is_none() {
            fields.bad("mobile", "required");
        }
        let mobile = self
            .mobile
            .and_then(|to| mobile(fields, "mobile", Some(to)));
        let email = self.email.and_then(|to| email(fields, "email", Some(to)));
        let roles = roles(fields, self.roles);
        let locale = locale(fields, "locale", self.locale);
        if roles.is_some_and(|roles| roles.has(Role::Nurse)) && self.gender.is_none() {
            fields.bad("gender", "required");
        }
        if self
            .gender
            .as_deref()
            .is_some_and(|word| !["female", "male"].contains(&word))
        {
            fields.bad("gender", "not_a_choice");
        }
        let user = NewUser {
            name: name?,
            mobile,
            email,
            password_hash: None,
            roles: roles?,
            locale,
        };
        Some(Invitee {
            user,
            gender: self.gender,
        })
    }
}

/// At least one role, each a known word.
fn roles(fields: &mut Fields, words: Option<Vec<String>>) -> Option<Roles> {
    let words = fields.required("roles", words.filter(|words| !words.is_empty()))?;
    let roles: Option<Roles> = words.iter().map(|word| Role::parse(word)).collect();
    fields.parsed("roles", roles, "not_a_choice")
}

#[derive(Serialize, ToSchema)]
struct InvitedJson {
    #[serde(flatten)]
    user: UserJson,
    /// Path of the page that accepts the invitation; shown this once.
    invite_path: String,
    invite_expires_at: String,
}

impl InvitedJson {
    fn from(user: UserView, invite: Invite) -> InvitedJson {
        InvitedJson {
            user: UserJson::from(user),
            invite_path: invite.path,
            invite_expires_at: invite.expires_at.to_rfc3339(),
        }
    }
}

/// Makes a user and sends an invitation to choose a password.
#[utoipa::path(post, path = "/admin/users", tag = "users", request_body = NewUserJson,
    responses((status = 201, body = InvitedJson)))]
async fn invite(
    State(app): State<App>,
    call: Call<Owner>,
    Site(origin): Site,
    body: Body<NewUserJson>,
) -> Answer {
    app.post(&call, body, move |tx, new| {
        let invite = invitations::service::invite(
            tx,
            NewInvite {
                user: new.user,
                origin,
            },
        )?;
        newcomers::settle(tx, invite.user, new.gender.as_deref())?;
        let user = service::view(tx, invite.user)?;
        let path = format!("/api/v1/admin/users/{}", invite.user);
        Reply::created(&path, &InvitedJson::from(user, invite))
    })
    .await
}

/// One user.
#[utoipa::path(get, path = "/admin/users/{id}", tag = "users", params(("id" = i64, Path)),
    responses((status = 200, body = UserJson)))]
async fn read(State(app): State<App>, call: Call<Owner>, RowId(id): RowId) -> Answer {
    app.read(&call, move |tx| {
        Reply::ok(&UserJson::from(service::view(tx, UserId::new(id))?))
    })
    .await
}

/// Sends a new invitation in place of the earlier one.
#[utoipa::path(post, path = "/admin/users/{id}/invite", tag = "users",
    params(("id" = i64, Path)), request_body = Option<Empty>,
    responses((status = 200, body = InvitedJson)))]
async fn invite_again(
    State(app): State<App>,
    call: Call<Owner>,
    Site(origin): Site,
    RowId(id): RowId,
    body: Judged<Empty>,
) -> Answer {
    let id = UserId::new(id);
    app.post(&call, body, move |tx, verdict| {
        service::view(tx, id)?;
        verdict?;
        let invite = invitations::service::renew(tx, id, &origin)?;
        let user = service::view(tx, id)?;
        Reply::ok(&InvitedJson::from(user, invite))
    })
    .await
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct UserChangeJson {
    name: Option<String>,
    /// All roles from now on.
    roles: Option<Vec<String>>,
    /// Whether sign-in is refused.
    disabled: Option<bool>,
    mobile: Option<String>,
    email: Option<String>,
    /// `true` takes the second factor away.
    reset_totp: Option<bool>,
    /// `female` or `male`; needed when somebody becomes a nurse.
    gender: Option<String>,
}

struct Wanted {
    change: UserChange,
    gender: Option<String>,
}

impl Check for UserChangeJson {
    type Valid = Wanted;

    fn check(self, fields: &mut Fields) -> Option<Wanted> {
        let name = match self.name {
            Some(name) => fields.text("name", Some(name), NAME_MAX),
            None => None,
        };
        let roles = match self.roles {
            Some(words) => roles(fields, Some(words)),
            None => None,
        };
        let access = self
            .disabled
            .map(|off| if off { Access::Closed } else { Access::Open });
        let factor = match self.reset_totp {
            Some(true) => FactorWish::Reset,
            _ => FactorWish::Keep,
        };
        if self
            .gender
            .as_deref()
            .is_some_and(|word| !["female", "male"].contains(&word))
        {
            fields.bad("gender", "not_a_choice");
        }
        let change = UserChange {
            name,
            roles,
            access,
            mobile: self
                .mobile
                .and_then(|to| mobile(fields, "mobile", Some(to))),
            email: self.email.and_then(|to| email(fields, "email", Some(to))),
            factor,
        };
        Some(Wanted {
            change,
            gender: self.gender,
        })
    }
}

/// Changes a user; what is left out stays. It counts from that person's next request on.
#[utoipa::path(put, path = "/admin/users/{id}", tag = "users", params(("id" = i64, Path)),
    request_body = UserChangeJson, responses((status = 200, body = UserJson)))]
async fn change(
    State(app): State<App>,
    call: Call<Owner>,
    RowId(id): RowId,
    body: Judged<UserChangeJson>,
) -> Answer {
    let verdict = body.verdict;
    app.write(&call, move |tx| {
        let id = UserId::new(id);
        service::view(tx, id)?;
        let wanted = verdict?;
        service::change(tx, id, &wanted.change)?;
        newcomers::settle(tx, id, wanted.gender.as_deref())?;
        Reply::ok(&UserJson::from(service::view(tx, id)?))
    })
    .await
}
