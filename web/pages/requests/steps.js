// @ts-check
/** The road of a request, as steps of a rail: sent, answered, paid, settled. */
import { t } from "../../app/i18n.js";

/** @typedef {{title: string, at?: string | null, text?: any, state: "done" | "now" | "next" | "failed"}} Step */

/** States that end a request without a booking. */
const ENDS = new Set(["rejected_by_nurse", "expired_no_response", "payment_deadline_expired", "cancelled_by_customer"]);

/** Whether a request ended without a booking, so that another nurse may be asked. @param {string} status */
export const hasFailed = (status) => ENDS.has(status);

/** When a state was reached, by the request's own record. @param {any} request @param {string} status @returns {string | undefined} */
const reached = (request, status) => request.timeline?.find((/** @type {any} */ moment) => moment.to === status)?.at;

/** @param {any} request @returns {Step[]} what lies ahead of a request that is alive */
function ahead(request) {
  if (request.status === "pending_nurse_response") {
    return [
      { title: t("step.answer.now"), state: "now" },
      { title: t("step.payment.next"), text: t("step.payment.next_text"), state: "next" },
      { title: t("step.settled.next"), state: "next" },
    ];
  }
  return [{ title: t("step.payment.now"), state: "now" }, { title: t("step.settled.next"), state: "next" }];
}

/**
 * @param {any} request as the server shows it to its family
 * @returns {Step[]}
 */
export function stepsOf(request) {
  const { status } = request;
  /** @type {Step[]} */
  const steps = [{ title: t("step.sent"), at: request.created_at, state: "done" }];
  if (request.payment_deadline_at) {
    steps.push({ title: t("step.answer.done"), at: reached(request, "accepted_awaiting_payment"), state: "done" });
  }
  if (hasFailed(status)) return [...steps, { title: t(`step.end.${status}`), at: reached(request, status), state: "failed" }];
  if (status !== "converted") return [...steps, ...ahead(request)];
  const at = reached(request, status);
  return [...steps, { title: t("step.payment.done"), at, state: "done" }, { title: t("step.settled.done"), at, state: "done" }];
}
