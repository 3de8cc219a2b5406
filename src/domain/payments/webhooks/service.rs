//! Use cases of webhooks. Source: money, payment gateways.

use serde_json::Value;

use super::store;
use crate::domain::payments::service as payments;
use crate::domain::payments::types::Gateway;
use crate::kernel::error::Error;
use crate::kernel::ids::PaymentId;
use crate::kernel::secret::Secret;
use crate::platform::tx::Tx;

/// Characters of an event's name.
const EVENT_ID_MAX: usize = 128;

/// Keeps an event whose signature held and has the provider asked about its payment soon. Answers
/// the payment, unless it was told before or names none of ours.
///
/// # Errors
/// 400 by field, when the body is not in the form.
pub fn receive(tx: &Tx<'_>, gateway: Gateway, body: &str) -> Result<Option<PaymentId>, Error> {
    let told: Value = serde_json::from_str(body).unwrap_or(Value::Null);
    let event = told["event_id"].as_str().unwrap_or("");
    if event.is_empty() || event.chars().count() > EVENT_ID_MAX {
        return Err(Error::field("event_id", "required"));
    }
    let Some(id) = store::keep(tx, gateway, event, &Secret::new(body))? else {
        return Ok(None);
    };
    let authority = told["authority"].as_str().unwrap_or("");
    let payment = payments::reading::find_named(tx, gateway, authority)?;
    if let Some(payment) = &payment {
        payments::hurry(tx, payment.id)?;
    }
    store::settle(tx, id)?;
    Ok(payment.map(|payment| payment.id))
}
