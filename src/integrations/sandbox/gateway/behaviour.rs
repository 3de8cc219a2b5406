//! How the provider answers, and what its payer does: every way a gateway has been seen to fail.

crate::words! {
    /// How the provider answers from now on.
    Behaviour {
        /// As documented.
        Ok = "ok",
        /// Three seconds late.
        Slow = "slow",
        /// Not at all.
        Hang = "hang",
        /// With a server error, after doing what was asked.
        Error500 = "error_500",
        /// With a proxy's page, after doing what was asked.
        Html = "html",
        /// With half an answer, after doing what was asked.
        Truncated = "truncated",
        /// With its errors in a list.
        ErrorsAsList = "errors_as_list",
        /// With its numbers as texts.
        CodeAsText = "code_as_text",
        /// That there were too many tries, doing nothing.
        Busy = "busy",
        /// With 429, doing nothing.
        TooMany = "too_many",
        /// The browser comes back twice.
        DuplicateCallback = "duplicate_callback",
        /// The browser never comes back.
        LostReturn = "lost_return",
        /// The browser comes back with the name of somebody else's payment.
        ForeignCallback = "foreign_callback",
        /// The payer is charged another amount.
        AmountMismatch = "amount_mismatch",
        /// Refunds are taken on and stay so.
        RefundPending = "refund_pending",
        /// Refunds are refused.
        RefundRejected = "refund_rejected",
        /// Refunds are taken on and fail in the end.
        RefundFailed = "refund_failed",
        /// Payments cannot be taken back any more.
        ReverseClosed = "reverse_closed",
        /// Webhooks are told twice.
        WebhookTwice = "webhook_twice",
        /// Webhooks are signed with another secret.
        WebhookForged = "webhook_forged",
        /// Webhooks are told with an old stamp.
        WebhookStale = "webhook_stale",
    }
}

crate::words! {
    /// A button on the payment page.
    Press {
        /// Pays and comes back.
        Pay = "pay",
        /// The bank declines; comes back.
        Decline = "decline",
        /// Changes their mind; comes back.
        Cancel = "cancel",
        /// Closes the page without paying.
        Close = "close",
        /// Pays, and the browser is closed before it comes back.
        PayAndClose = "pay_and_close",
        /// Pays two times over.
        PayTwice = "pay_twice",
        /// Pays after three quarters of an hour, and does not come back.
        PayLate = "pay_late",
        /// Pays another amount than was asked for.
        PayAnotherAmount = "mismatch",
    }
}
