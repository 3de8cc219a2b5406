// @ts-check
import { html } from "../../vendor/ui.mjs";
import { date, timeRange } from "../../app/format.js";
import { t, tn } from "../../app/i18n.js";
import { Card, Countdown, Icon, Pill } from "../../app/ui/index.js";

/** The deadline that runs in a state, if one does. @param {any} request @returns {{until: string, label: string} | null} */
export function deadlineOf(request) {
  if (request.status === "pending_nurse_response") {
    return { until: request.nurse_response_deadline_at, label: t("request.answer_until") };
  }
  if (request.status === "accepted_awaiting_payment" && request.payment_deadline_at) {
    return { until: request.payment_deadline_at, label: t("request.pay_until") };
  }
  return null;
}

/** The hours of a visit; an end at or before the start is on the next day. @param {string} start @param {string} end */
export function hoursOf(start, end) {
  const hours = timeRange(start, end);
  return end <= start ? t("request.into_next_day", { hours }) : hours;
}

/** The first day and its hours. @param {any} request */
const whenOf = (request) => t("request.on", {
  day: date(request.requested_date, "long"), hours: hoursOf(request.requested_time_start, request.requested_time_end),
});

/** One request among others. @param {{request: any, onOver: () => void, level?: 2 | 3}} props */
export function RequestCard({ request, onOver, level = 2 }) {
  const deadline = deadlineOf(request);
  return html`<${Card} level=${level} href=${`/me/requests/${request.id}`} aside=${html`<${Pill} code=${request.status} />`}
    title=${html`<span dir="auto">${request.variant.title}</span>`}
    meta=${t("request.who", { nurse: request.nurse.display_name, patient: request.patient.display_name })}>
    <p class="note-line"><${Icon} name="calendar" size="sm" /> <span>${whenOf(request)}${request.session_count > 1 && html`${t("common.comma")}<span class="muted">${tn("request.visits_count", request.session_count)}</span>`}</span></p>
    ${deadline && html`<div class="section-tight"><${Countdown} until=${deadline.until} label=${deadline.label} onOver=${onOver} /></div>`}
  <//>`;
}
