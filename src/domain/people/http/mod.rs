//! Routes of people.

mod addresses;
mod credentials;
mod customers;
mod nurses;
mod patients;

use serde::Serialize;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::http::body::{Check, Judged};
use crate::http::call::{Call, Persona, Signed};
use crate::http::paging::listed;
use crate::http::query::Pairs;
use crate::http::reply::Answer;
use crate::http::state::App;
use crate::http::version;
use crate::kernel::actor::Caller;
use crate::kernel::check::Fields;
use crate::kernel::error::Error;
use crate::kernel::ids::CustomerId;
use crate::kernel::page::{Page, PageRequest};
use crate::kernel::text;
use crate::platform::tx::{ReadTx, Tx};

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

/// A page of what belongs to a payer; staff say whose.
async fn rows<T: 'static, J: From<T> + Serialize>(
    app: &App,
    call: &Call<Payer>,
    (pairs, page): (&Pairs, PageRequest),
    find: Find<T>,
) -> Answer {
    let (caller, back, asked) = (call.who.0, call.clone(), asked(pairs)?);
    app.read(call, move |tx| {
        let found = find(tx, &caller, asked, &page)?;
        listed(&back, found.map(J::from))
    })
    .await
}

type Find<T> = fn(&ReadTx<'_>, &Caller, Option<CustomerId>, &PageRequest) -> Result<Page<T>, Error>;

/// What replacing a row takes.
struct Acts<Id, New, View> {
    /// Says whether the row is the caller's to change.
    require: fn(&ReadTx<'_>, &Caller, Id) -> Result<(), Error>,
    /// Changes it, if it is still the version that was read.
    change: Change<Id, New, View>,
    /// Answers it as it is then.
    show: fn(View) -> Answer,
}

type Change<Id, New, View> = fn(&Tx<'_>, &Caller, Id, Option<i64>, New) -> Result<View, Error>;

/// Replaces a row of a payer. What is wrong with the body is told only to whoever may change it.
async fn replace<Id: Copy + Send + 'static, B: Check, View: 'static>(
    app: &App,
    call: &Call<Signed>,
    id: Id,
    body: Judged<B>,
    acts: Acts<Id, B::Valid, View>,
) -> Answer
where
    B::Valid: 'static,
{
    let (caller, expected, new) = (call.who.0, version::expected(call), body.verdict);
    app.write(call, move |tx| {
        (acts.require)(tx, &caller, id)?;
        (acts.show)((acts.change)(tx, &caller, id, expected, new?)?)
    })
    .await
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
