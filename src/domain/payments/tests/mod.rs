//! Payments and refunds as rules.

mod refunds;
mod rules;

use super::types::{Gateway, Mode, Payment, PaymentStatus};
use crate::kernel::ids::{CustomerId, PaymentId, RequestId};
use crate::kernel::money::Irr;
use crate::kernel::time::Timestamp;
use crate::testing::tehran;

/// The instant the window of the request closes.
fn pay_by() -> Timestamp {
    tehran("2026-03-01 08:30")
}

/// A payment in a state, begun at eight.
fn payment(status: PaymentStatus) -> Payment {
    let arrived = !matches!(
        status,
        PaymentStatus::Initiated | PaymentStatus::Failed | PaymentStatus::Abandoned
    );
    Payment {
        id: PaymentId::new(1),
        request: Some(RequestId::new(7)),
        appointment: None,
        customer: CustomerId::new(3),
        gateway: Gateway::Zarinpal,
        mode: Mode::Sandbox,
        authority: Some("S1".to_owned()),
        redirect_url: Some("http://localhost/pay".to_owned()),
        reference: arrived.then(|| "201".to_owned()),
        price: Irr::new(1_500_000),
        amount: Irr::new(1_500_000),
        captured: arrived.then_some(Irr::new(1_500_000)),
        fee: None,
        refunded: Irr::ZERO,
        status,
        error: None,
        checks: 0,
        next_check: None,
        captured_at: None,
        created_at: tehran("2026-03-01 08:00"),
    }
}
