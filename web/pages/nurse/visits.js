// @ts-check
/** When a request wants care, in words. */
import { now } from "../../app/clock.js";
import { date, timeRange } from "../../app/format.js";
import { t, tn } from "../../app/i18n.js";

const DAY_MS = 86_400_000;

/**
 * The days of a series of visits, first and last included.
 * @param {{requested_date: string, session_count: number, visit_interval_days: number}} request
 * @returns {string[]} `YYYY-MM-DD`
 */
export function visitDays({ requested_date: first, session_count: count, visit_interval_days: every }) {
  const start = Date.parse(`${first}T00:00:00Z`);
  return Array.from({ length: count }, (_, i) => new Date(start + i * every * DAY_MS).toISOString().slice(0, 10));
}

/** The first day and the hours. @param {any} request */
export const whenOf = (request) => t("visit.when", { day: date(request.requested_date, "long"), hours: hoursOf(request) });

/** From when to when; the end may be on the next day. @param {any} request */
export function hoursOf({ requested_time_start: start, requested_time_end: end }) {
  const hours = timeRange(start, end);
  return end <= start ? t("visit.next_day", { hours }) : hours;
}

/** How many visits at what distance, or nothing for a single one. @param {any} request */
export function seriesOf({ session_count: n, visit_interval_days: every }) {
  if (n < 2) return "";
  return t("visit.series", { visits: tn("visit.count", n), every: tn("visit.every", every) });
}

/** The status as the nurse would say it, with a passed deadline taken into account. @param {any} request @param {boolean} late */
export const standingOf = (request, late) =>
  (late && request.status === "pending_nurse_response" ? "expired_no_response" : request.status);

/** Whether the time to answer has passed, whatever the sweep has done so far. @param {any} request */
export const isLate = (request) => Date.parse(request.nurse_response_deadline_at) <= now();

/** City and district. @param {{city: string, district: string | null}} address */
export const placeOf = ({ city, district }) => (district ? t("visit.place", { city, district }) : city);

/** States in which nothing more happens. */
const ENDED = new Set([
  "converted", "rejected_by_nurse", "expired_no_response", "payment_deadline_expired", "cancelled_by_customer",
]);

/** @param {{status: string}} request */
export const hasEnded = ({ status }) => ENDED.has(status);

/** The deadline that runs, if one does. @param {any} request @returns {{until: string, label: string} | null} */
export function deadlineOf(request) {
  if (request.status === "pending_nurse_response") {
    return { until: request.nurse_response_deadline_at, label: t("visit.answer_until") };
  }
  if (request.status === "accepted_awaiting_payment" && request.payment_deadline_at) {
    return { until: request.payment_deadline_at, label: t("visit.pay_until") };
  }
  return null;
}
