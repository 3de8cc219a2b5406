//! Routes of people.

mod addresses;
mod credentials;
mod customers;
mod nurses;
mod patients;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::http::call::Persona;
use crate::http::query::Pairs;
use crate::http::state::App;
use crate::kernel::actor::Caller;
use crate::kernel::check::Fields;
use crate::kernel::error::Error;
use crate::kernel::ids::CustomerId;
use crate::kernel::text;

/// Routes of this slice.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(patients::list, patients::create))
        .routes(routes!(patients::read, patients::change, patients::remove))
        .routes(routes!(addresses::list, addresses::create))
        .routes(routes!(
            addresses::read,
            addresses::change,
            addresses::remove
        ))
        .routes(routes!(customers::list))
        .routes(routes!(customers::read))
        .routes(routes!(nurses::profile, nurses::change))
        .routes(routes!(nurses::list, nurses::create))
        .routes(routes!(nurses::read, nurses::amend))
        .routes(routes!(nurses::verify))
        .routes(routes!(nurses::unverify))
        .routes(routes!(credentials::list, credentials::create))
}

/// A customer, or staff acting for one.
#[derive(Clone, Copy)]
struct Payer(Caller);

impl Persona for Payer {
    fn admit(caller: Option<Caller>) -> Result<Self, Error> {
        let caller = caller.ok_or(Error::unauthenticated())?;
        if caller.customer.is_some() || caller.roles.is_staff() {
            Ok(Payer(caller))
        } else {
            Err(Error::forbidden())
        }
    }
}

/// `customer_id=`, with which staff say for whom.
fn asked(pairs: &Pairs) -> Result<Option<CustomerId>, Error> {
    let Some(given) = pairs.get("customer_id") else {
        return Ok(None);
    };
    let mut fields = Fields::new();
    let number = text::ascii_digits(given).parse().ok();
    let id = fields.id("customer_id", number.or(Some(0)), CustomerId::new);
    fields.finish(id).map(Some)
}
