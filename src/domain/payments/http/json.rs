//! The JSON of payments.

use serde::Serialize;
use utoipa::ToSchema;

use crate::domain::payments::refunds::types::Refund;
use crate::domain::payments::types::{Payment, PaymentStatus, Settled};
use crate::kernel::ids::{BookingId, RequestId};
use crate::kernel::time::Timestamp;

#[derive(Serialize, ToSchema)]
#[schema(as = Payment)]
pub(super) struct PaymentJson {
    id: i64,
    booking_request_id: Option<i64>,
    appointment_id: Option<i64>,
    /// `zarinpal` or `zibal`.
    gateway: &'static str,
    /// `sandbox` or `live`.
    mode: &'static str,
    status: &'static str,
    /// What was asked for, quoted when the attempt began.
    amount_irr: i64,
    /// What arrived; another amount only after a mix-up.
    captured_irr: Option<i64>,
    /// What went back.
    refunded_irr: i64,
    /// Where the browser pays, while it can.
    redirect_url: Option<String>,
    /// The bank's number.
    gateway_reference: Option<String>,
    /// Why it failed or goes back.
    error_code: Option<String>,
    captured_at: Option<String>,
    created_at: String,
}

impl From<Payment> for PaymentJson {
    fn from(payment: Payment) -> PaymentJson {
        let is_open = payment.status == PaymentStatus::Initiated;
        PaymentJson {
            id: payment.id.get(),
            booking_request_id: payment.request.map(RequestId::get),
            appointment_id: payment.appointment,
            gateway: payment.gateway.as_str(),
            mode: payment.mode.as_str(),
            status: payment.status.as_str(),
            amount_irr: payment.amount.get(),
            captured_irr: payment.captured.map(|captured| captured.get()),
            refunded_irr: payment.refunded.get(),
            redirect_url: payment.redirect_url.filter(|_| is_open),
            gateway_reference: payment.reference,
            error_code: payment.error,
            captured_at: payment.captured_at.map(Timestamp::to_rfc3339),
            created_at: payment.created_at.to_rfc3339(),
        }
    }
}

#[derive(Serialize, ToSchema)]
#[schema(as = PaymentRefund)]
pub(super) struct RefundJson {
    id: i64,
    amount_irr: i64,
    /// `paid_late`, `paid_twice`, `amount_mismatch`, or a reason in words.
    reason: String,
    status: &'static str,
    ticket_id: i64,
    created_at: String,
    settled_at: Option<String>,
}

impl From<Refund> for RefundJson {
    fn from(refund: Refund) -> RefundJson {
        RefundJson {
            id: refund.id.get(),
            amount_irr: refund.amount.get(),
            reason: refund.reason,
            status: refund.status.as_str(),
            ticket_id: refund.ticket.get(),
            created_at: refund.created_at.to_rfc3339(),
            settled_at: refund.settled_at.map(Timestamp::to_rfc3339),
        }
    }
}

#[derive(Serialize, ToSchema)]
#[schema(as = PaymentDetail)]
pub(super) struct DetailJson {
    #[serde(flatten)]
    payment: PaymentJson,
    /// The booking it made.
    booking_id: Option<i64>,
    /// Money that goes back, oldest first.
    refunds: Vec<RefundJson>,
}

impl DetailJson {
    /// A payment with what became of it.
    pub fn of(settled: Settled, refunds: Vec<Refund>) -> DetailJson {
        DetailJson {
            booking_id: settled.booking.map(BookingId::get),
            payment: PaymentJson::from(settled.payment),
            refunds: refunds.into_iter().map(RefundJson::from).collect(),
        }
    }
}

#[derive(Serialize, ToSchema)]
#[schema(as = PaymentPage)]
pub(super) struct PaymentPage {
    items: Vec<PaymentJson>,
    next_cursor: Option<String>,
    /// With `count=1`.
    total: Option<i64>,
}

/// A webhook was taken.
#[derive(Serialize, ToSchema)]
#[schema(as = PaymentWebhookTaken)]
pub(super) struct TakenJson {
    pub received: bool,
}
