//! Sends refunds on their way. The provider is asked what it knows of a refund before it is asked
//! for one, so that a crash between the two never refunds twice.

use super::{Cashier, told};
use crate::domain::payments::refunds::service as refunds;
use crate::domain::payments::refunds::types::{Due, Verdict};
use crate::domain::payments::types::{Payment, Why};
use crate::integrations::payments::{Fault, RefundOrder, RefundReason, RefundState};
use crate::kernel::error::Error;
use crate::platform::db::Origin;
use crate::platform::jobs::Shift;
use crate::platform::tx::Tx;

/// Refunds of one run at most; the rest waits for the next.
const ROUND: i64 = 100;

impl Cashier {
    /// Sends what is due on its way and asks about what is; answers how many there were.
    ///
    /// # Errors
    /// When the store fails; a provider that does not answer is asked again later.
    pub fn refund(&self, shift: &Shift<'_>) -> Result<u64, Error> {
        let due = self
            .db
            .read_blocking(Origin::system(), |tx| refunds::due(tx, ROUND))?;
        let mut asked = 0_u64;
        for (due, payment) in due {
            if shift.is_ending() {
                break;
            }
            let id = due.refund.id;
            let cashier = self.clone();
            let verdict = super::wait_for(async move { Ok(cashier.send(&due, &payment).await) })?;
            let act = move |tx: &Tx<'_>| refunds::settle(tx, id, verdict);
            match self.db.write_blocking(Origin::system(), act) {
                Ok(_) | Err(Error::Conflict(..)) => asked = asked.saturating_add(1),
                Err(error) => return Err(error),
            }
        }
        Ok(asked)
    }

    async fn send(&self, due: &Due, payment: &Payment) -> Verdict {
        let (Some(authority), Some(reference)) = (&payment.authority, &payment.reference) else {
            return Verdict::ByHand;
        };
        let order = RefundOrder {
            refund: due.refund.id.get(),
            authority: authority.clone(),
            reference: reference.clone(),
            amount: due.refund.amount,
            reason: match Why::parse(&due.refund.reason) {
                Some(Why::Twice) => RefundReason::Duplicate,
                Some(Why::Late | Why::Amount) => RefundReason::Other,
                None => RefundReason::Requested,
            },
            same_before: due.same_before,
        };
        let answer = match self.gateway(payment) {
            Ok(gateway) => match gateway.find_refund(&order).await {
                Ok(RefundState::Absent) => gateway.refund(&order).await,
                known => known,
            },
            Err(fault) => Err(fault),
        };
        match answer {
            Ok(RefundState::Done(number)) => Verdict::Done(number),
            Ok(RefundState::Pending(number)) => Verdict::Pending(number),
            Ok(RefundState::Rejected(word)) => Verdict::Refused(word),
            Ok(RefundState::Unsupported) => Verdict::ByHand,
            // It knew of none a moment ago and could not be asked for one: nothing is under way.
            Ok(RefundState::Absent) => Verdict::Unanswered("absent".to_owned()),
            Err(Fault::Rejected { code }) => Verdict::Refused(code),
            Err(fault) => Verdict::Unanswered(told(payment.id, &fault)),
        }
    }
}
