// @ts-check
/** The road of a request, as steps of a rail: sent, answered, paid, booked. */
import { t } from "../../app/i18n.js";

/** @typedef {{title: string, at?: string | null, text?: any, state: "done" | "now" | "next" | "failed"}} Step */

/** Ends without a booking, and the step at which each ends. @type {Record<string, "answer" | "payment">} */
const ENDS = { rejected_by_nurse: "answer", expired_no_response: "answer", payment_deadline_expired: "payment" };

/** Whether a request ended without a booking, so that another nurse may be asked. @param {string} status */
export const hasFailed = (status) => status in ENDS || status === "cancelled_by_customer";

/** @param {any} request @returns {Step} */
function answerStep(request) {
  const { status } = request;
  if (status === "pending_nurse_response") return { title: t("step.answer.now"), state: "now" };
  if (ENDS[status] === "answer") return { title: t(`step.end.${status}`), at: request.modified_at, state: "failed" };
  return { title: t("step.answer.done"), state: "done" };
}

/** @param {any} request @returns {Step} */
function paymentStep(request) {
  const { status } = request;
  if (status === "accepted_awaiting_payment") return { title: t("step.payment.now"), state: "now" };
  if (status === "converted") return { title: t("step.payment.done"), state: "done" };
  if (ENDS[status] === "payment") return { title: t(`step.end.${status}`), at: request.payment_deadline_at, state: "failed" };
  return { title: t("step.payment.next"), text: t("step.payment.next_text"), state: "next" };
}

/**
 * @param {any} request as the server shows it to its family
 * @returns {Step[]}
 */
export function stepsOf(request) {
  const sent = /** @type {Step} */ ({ title: t("step.sent"), at: request.created_at, state: "done" });
  if (request.status === "cancelled_by_customer") {
    const answered = request.payment_deadline_at ? [/** @type {Step} */ ({ title: t("step.answer.done"), state: "done" })] : [];
    return [sent, ...answered, { title: t("step.end.cancelled_by_customer"), at: request.modified_at, state: "failed" }];
  }
  const answer = answerStep(request);
  if (answer.state === "failed") return [sent, answer];
  const payment = paymentStep(request);
  if (payment.state === "failed") return [sent, answer, payment];
  return [sent, answer, payment, request.status === "converted"
    ? { title: t("step.booked.done"), at: request.modified_at, state: "done" }
    : { title: t("step.booked.next"), state: "next" }];
}
