//! Making a booking without a payer, while payments are practice: for demonstrations and tests.

use axum::extract::State;
use serde::Deserialize;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::cashier::practice::Made;
use crate::domain::bookings::http::json::DetailJson;
use crate::domain::bookings::service;
use crate::http::body::{Body, Check};
use crate::http::call::{Admin, Call};
use crate::http::reply::{Answer, Reply};
use crate::http::state::App;
use crate::kernel::check::Fields;
use crate::kernel::ids::RequestId;

/// Routes of this file.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(convert))
}

#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = BookingConvert)]
struct ConvertJson {
    booking_request_id: Option<i64>,
}

impl Check for ConvertJson {
    type Valid = RequestId;

    fn check(self, fields: &mut Fields) -> Option<RequestId> {
        fields.id(
            "booking_request_id",
            self.booking_request_id,
            RequestId::new,
        )
    }
}

#[utoipa::path(post, path = "/bookings/convert", tag = "bookings",
    request_body = ConvertJson,
    responses(
        (status = 201, description = "The booking, paid in practice just now", body = DetailJson),
        (status = 200, description = "The booking it was before", body = DetailJson)))]
async fn convert(State(app): State<App>, call: Call<Admin>, body: Body<ConvertJson>) -> Answer {
    let (desk, origin) = (app.clone(), call.origin.clone());
    let work =
        move |request| async move { desk.cashier.convert(&desk.provider, origin, request).await };
    app.post_awaited(&call, body, work, |tx, made| {
        let (Made::Now(id) | Made::Before(id)) = made;
        let detail = DetailJson::try_from(service::read(tx, id)?)?;
        match made {
            Made::Now(id) => Reply::created(&format!("/api/v1/bookings/{id}"), &detail),
            Made::Before(_) => Reply::ok(&detail),
        }
    })
    .await
}
