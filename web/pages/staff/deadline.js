// @ts-check
import { html } from "../../vendor/ui.mjs";
import { relative } from "../../app/format.js";
import { t } from "../../app/i18n.js";

/** The deadline that runs on a request, if any. @param {any} request */
export function runningDeadline(request) {
  if (request.status === "pending_nurse_response")
    return { until: request.nurse_response_deadline_at, label: t("staff.requests.answer_by") };
  if (request.status === "accepted_awaiting_payment")
    return { until: request.payment_deadline_at, label: t("staff.requests.pay_by") };
  return null;
}

/** The same in a table cell: when it ends, or when the request came to rest. @param {{request: any}} props */
export function Deadline({ request }) {
  const running = runningDeadline(request);
  if (running) return html`<strong class="nowrap">${relative(running.until)}</strong>`;
  return html`<span class="muted small nowrap">${relative(request.modified_at)}</span>`;
}
