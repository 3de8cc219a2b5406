//! `/addresses`.

use axum::extract::State;
use serde::{Deserialize, Serialize};
use serde_json::Number;

use super::{Acts, Payer, asked, replace, rows};
use crate::domain::people::service::addresses;
use crate::domain::people::types::{AddressView, NAME_MAX, NewAddress, Place, Primary, TEXT_MAX};
use crate::http::body::{Body, Check, Judged};
use crate::http::call::{Call, Signed};
use crate::http::paging::Paged;
use crate::http::query::{Pairs, RowId};
use crate::http::reply::{Answer, Reply, coordinate};
use crate::http::state::App;
use crate::http::version;
use crate::kernel::check::Fields;
use crate::kernel::geo::{Point, parse_udeg};
use crate::kernel::ids::AddressId;
use crate::kernel::secret::Secret;
use crate::kernel::text;
use crate::kernel::text::identifiers::postal_code;

/// An address, as sent. A change replaces all of it: what is left out is cleared.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct AddressBody {
    address_line: Option<String>,
    province: Option<String>,
    city: Option<String>,
    district: Option<String>,
    /// Ten digits.
    postal_code: Option<String>,
    /// Decimal degrees with at most six decimals; with `lng` or not at all.
    #[schema(schema_with = coordinate)]
    lat: Option<Number>,
    #[schema(schema_with = coordinate)]
    lng: Option<Number>,
    /// The first address of a customer is primary in any case.
    is_primary: Option<bool>,
}

impl Check for AddressBody {
    type Valid = NewAddress;

    fn check(self, fields: &mut Fields) -> Option<NewAddress> {
        let address_line = fields.text("address_line", self.address_line, TEXT_MAX);
        let province = fields.line("province", self.province, NAME_MAX);
        let city = fields.line("city", self.city, NAME_MAX);
        let district = fields.line("district", self.district, NAME_MAX);
        let typed = self.postal_code.as_deref().map(text::normalise);
        let code = typed.filter(|typed| !typed.is_empty());
        let code =
            code.and_then(|code| fields.parsed("postal_code", postal_code(&code), "invalid_code"));
        let point = point(fields, self.lat, self.lng);
        Some(NewAddress {
            address_line: Secret::new(address_line?),
            province: province?,
            city: city?,
            district: district?,
            postal_code: code.map(Secret::new),
            point,
            primary: match self.is_primary {
                Some(true) => Primary::Yes,
                Some(false) => Primary::No,
                None => Primary::Unsaid,
            },
        })
    }
}

/// Both coordinates or neither, each within its range.
fn point(fields: &mut Fields, lat: Option<Number>, lng: Option<Number>) -> Option<Point> {
    let (lat, lng) = match (lat, lng) {
        (None, None) => return None,
        (lat, lng) => (fields.required("lat", lat), fields.required("lng", lng)),
    };
    let mut udeg = |name, given: Option<Number>, fits: fn(i32) -> bool| {
        let read = parse_udeg(&given?.to_string()).filter(|udeg| fits(*udeg));
        fields.parsed(name, read, "out_of_range")
    };
    let lat = udeg("lat", lat, |lat| Point::new(lat, 0).is_some());
    let lng = udeg("lng", lng, |lng| Point::new(0, lng).is_some());
    Point::new(lat?, lng?)
}

/// An address. Line, postal code and position are null in lists that staff read.
#[derive(Serialize, utoipa::ToSchema)]
pub(super) struct AddressJson {
    id: i64,
    customer_id: i64,
    address_line: Option<String>,
    province: String,
    city: String,
    district: String,
    postal_code: Option<String>,
    #[schema(schema_with = coordinate)]
    lat: Option<Number>,
    #[schema(schema_with = coordinate)]
    lng: Option<Number>,
    is_primary: bool,
    created_at: String,
    modified_at: String,
}

impl From<AddressView> for AddressJson {
    fn from(view: AddressView) -> AddressJson {
        let (address, place) = (view.address, view.place);
        let point = place.as_ref().and_then(|place| place.point);
        let code = place.as_ref().and_then(|place| place.postal_code.clone());
        AddressJson {
            id: address.id.get(),
            customer_id: address.customer.get(),
            address_line: place.map(|place: Place| place.address_line.into_inner()),
            province: address.province,
            city: address.city,
            district: address.district,
            postal_code: code.map(Secret::into_inner),
            lat: point.and_then(|point| point.lat().parse().ok()),
            lng: point.and_then(|point| point.lng().parse().ok()),
            is_primary: address.is_primary,
            created_at: address.created_at.to_rfc3339(),
            modified_at: address.modified_at.to_rfc3339(),
        }
    }
}

fn one(view: AddressView) -> Answer {
    let tag = version::tag(view.address.version);
    Reply::ok(&AddressJson::from(view))?.etag(&tag)
}

/// Addresses of the caller, or for staff of `customer_id`, oldest first.
#[utoipa::path(get, path = "/addresses", tag = "people",
    params(("customer_id" = Option<i64>, Query, description = "Staff: whose")),
    responses((status = 200, body = [AddressJson])))]
pub(super) async fn list(
    State(app): State<App>,
    call: Call<Payer>,
    Paged(page): Paged,
    pairs: Pairs,
) -> Answer {
    rows::<_, AddressJson>(&app, &call, (&pairs, page), addresses::list).await
}

/// Adds an address; staff say whose with `customer_id=`.
#[utoipa::path(post, path = "/addresses", tag = "people", request_body = AddressBody,
    params(("customer_id" = Option<i64>, Query, description = "Staff: whose")),
    responses((status = 201, body = AddressJson)))]
pub(super) async fn create(
    State(app): State<App>,
    call: Call<Payer>,
    pairs: Pairs,
    body: Body<AddressBody>,
) -> Answer {
    let (caller, asked) = (call.who.0, asked(&pairs)?);
    app.post(&call, body, move |tx, new| {
        let view = addresses::add(tx, &caller, asked, new)?;
        let (path, tag) = place(&view);
        Reply::created(&path, &AddressJson::from(view))?.etag(&tag)
    })
    .await
}

fn place(view: &AddressView) -> (String, String) {
    let path = format!("/api/v1/addresses/{}", view.address.id);
    (path, version::tag(view.address.version))
}

/// One address in full. Staff's reading of it is noted.
#[utoipa::path(get, path = "/addresses/{id}", tag = "people",
    params(("id" = i64, Path)), responses((status = 200, body = AddressJson)))]
pub(super) async fn read(State(app): State<App>, call: Call<Signed>, RowId(id): RowId) -> Answer {
    let (caller, id) = (call.who.0, AddressId::new(id));
    if caller.roles.is_staff() {
        return app
            .write(&call, move |tx| one(addresses::read(tx, &caller, id)?))
            .await;
    }
    app.read(&call, move |tx| one(addresses::read_own(tx, &caller, id)?))
        .await
}

/// Replaces an address.
#[utoipa::path(put, path = "/addresses/{id}", tag = "people", request_body = AddressBody,
    params(("id" = i64, Path)), responses((status = 200, body = AddressJson)))]
pub(super) async fn change(
    State(app): State<App>,
    call: Call<Signed>,
    RowId(id): RowId,
    body: Judged<AddressBody>,
) -> Answer {
    let acts = Acts {
        require: addresses::require_writable,
        change: addresses::change,
        show: one,
    };
    replace(&app, &call, AddressId::new(id), body, acts).await
}

/// Removes an address that no live engagement needs.
#[utoipa::path(delete, path = "/addresses/{id}", tag = "people",
    params(("id" = i64, Path)), responses((status = 204)))]
pub(super) async fn remove(State(app): State<App>, call: Call<Signed>, RowId(id): RowId) -> Answer {
    let (caller, id) = (call.who.0, AddressId::new(id));
    app.write(&call, move |tx| {
        addresses::remove(tx, &caller, id).map(|()| Reply::nothing())
    })
    .await
}
