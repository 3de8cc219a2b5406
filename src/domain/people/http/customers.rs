//! `/admin/customers`.

use axum::extract::State;
use serde::Serialize;

use crate::domain::people::service::customers;
use crate::domain::people::types::customers::{CustomerFilter, CustomerRow, CustomerView};
use crate::domain::people::types::{Gender, NAME_MAX};
use crate::http::call::{Call, Signed, StaffMember};
use crate::http::paging::{Paged, listed};
use crate::http::query::{Pairs, RowId};
use crate::http::reply::{Answer, Reply};
use crate::http::state::App;
use crate::kernel::check::Fields;
use crate::kernel::error::Error;
use crate::kernel::ids::CustomerId;
use crate::kernel::text::contact::{Email, Mobile};
use crate::kernel::time::Timestamp;

/// A customer in a list; contacts show their ends only.
#[derive(Serialize, utoipa::ToSchema)]
pub(super) struct CustomerItem {
    id: i64,
    user_id: i64,
    display_name: String,
    mobile_masked: Option<String>,
    email_masked: Option<String>,
    last_sign_in_at: Option<String>,
    created_at: String,
}

impl From<CustomerRow> for CustomerItem {
    fn from(row: CustomerRow) -> CustomerItem {
        CustomerItem {
            id: row.id.get(),
            user_id: row.user.get(),
            display_name: row.display_name,
            mobile_masked: row.mobile_masked,
            email_masked: row.email_masked,
            last_sign_in_at: row.last_sign_in_at.map(Timestamp::to_rfc3339),
            created_at: row.created_at.to_rfc3339(),
        }
    }
}

/// A customer with how they are reached.
#[derive(Serialize, utoipa::ToSchema)]
pub(super) struct CustomerJson {
    id: i64,
    user_id: i64,
    display_name: String,
    mobile: Option<String>,
    email: Option<String>,
    birth_date: Option<String>,
    gender: Option<&'static str>,
    sms_consent_at: Option<String>,
    mobile_verified_at: Option<String>,
    email_verified_at: Option<String>,
    last_sign_in_at: Option<String>,
    created_at: String,
}

impl From<CustomerView> for CustomerJson {
    fn from(view: CustomerView) -> CustomerJson {
        let (profile, contact, user) = (view.profile, view.contact, view.user);
        CustomerJson {
            id: profile.id.get(),
            user_id: profile.user.get(),
            display_name: user.name,
            mobile: contact.mobile.map(|mobile| mobile.as_e164().to_owned()),
            email: contact.email.map(|email| email.as_str().to_owned()),
            birth_date: profile.birth_date.map(|day| day.to_string()),
            gender: profile.gender.map(Gender::as_str),
            sms_consent_at: user.sms_consent.map(|(at, _)| at.to_rfc3339()),
            mobile_verified_at: user.mobile_verified_at.map(Timestamp::to_rfc3339),
            email_verified_at: user.email_verified_at.map(Timestamp::to_rfc3339),
            last_sign_in_at: user.last_sign_in_at.map(Timestamp::to_rfc3339),
            created_at: profile.created_at.to_rfc3339(),
        }
    }
}

/// Customers, newest first; with `mobile` or `email` the one who has it.
#[utoipa::path(get, path = "/admin/customers", tag = "people",
    params(("mobile" = Option<String>, Query), ("email" = Option<String>, Query),
        ("q" = Option<String>, Query, description = "Part of the name")),
    responses((status = 200, body = [CustomerItem])))]
pub(super) async fn list(
    State(app): State<App>,
    call: Call<StaffMember>,
    Paged(page): Paged,
    pairs: Pairs,
) -> Answer {
    let (filter, back) = (filter(&pairs)?, call.clone());
    app.read(&call, move |tx| {
        let found = customers::list(tx, &filter, &page)?;
        listed(&back, found.map(CustomerItem::from))
    })
    .await
}

fn filter(pairs: &Pairs) -> Result<CustomerFilter, Error> {
    let mut fields = Fields::new();
    let mobile = pairs.get("mobile").map(Mobile::parse);
    let mobile = mobile.and_then(|read| fields.parsed("mobile", read, "invalid_mobile"));
    let email = pairs.get("email").map(Email::parse);
    let email = email.and_then(|read| fields.parsed("email", read, "invalid_email"));
    let name = fields.line_or_none("q", pairs.text("q"), NAME_MAX);
    fields.finish(Some(match (mobile, email) {
        (Some(mobile), _) => CustomerFilter::Mobile(mobile),
        (None, Some(email)) => CustomerFilter::Email(email),
        (None, None) => CustomerFilter::Name(name),
    }))
}

/// One customer with how they are reached. The reading is noted.
#[utoipa::path(get, path = "/admin/customers/{id}", tag = "people",
    params(("id" = i64, Path)), responses((status = 200, body = CustomerJson)))]
pub(super) async fn read(State(app): State<App>, call: Call<Signed>, RowId(id): RowId) -> Answer {
    let (caller, id) = (call.who.0, CustomerId::new(id));
    app.write(&call, move |tx| {
        Reply::ok(&CustomerJson::from(customers::read(tx, &caller, id)?))
    })
    .await
}
