// @ts-check
/** What is read off a booking or one of its visits. */
import "./words.js";
import { boot } from "../../app/boot.js";
import { number } from "../../app/digits.js";
import { date, timeRange } from "../../app/format.js";
import { t } from "../../app/i18n.js";

/** Events after which a booking or a visit may look different. */
export const LIVE = ["booking.", "booking_session."];

/** @typedef {any} Booking as the server shows it, whole or in a list */
/** @typedef {any} Visit */

/** What was agreed on, in the reader's language where it was given. @param {{title: string, title_en: string | null}} variant */
export const titleOf = ({ title, title_en: english }) => (boot.locale === "en" && english ? english : title);

/** The hours; an end at or before the start is on the next day. @param {Visit | Booking} one */
export function hoursOf({ scheduled_time_start: start, scheduled_time_end: end }) {
  const hours = timeRange(start, end);
  return end <= start ? t("booking.next_day", { hours }) : hours;
}

/** Day and hours. @param {Visit | Booking} one */
export const whenOf = (one) => t("booking.when", { day: date(one.scheduled_date, "long"), hours: hoursOf(one) });

/** Whether visits may still take place. @param {Booking} booking */
export const isLive = ({ status }) => status === "confirmed" || status === "in_progress";

/** Whether a visit can still be moved to another time. @param {Booking} booking @param {Visit} visit */
export const isMovable = (booking, visit) => isLive(booking) && visit.status === "scheduled";

/** The visit under way, or the one that comes first. @param {Booking} booking @returns {Visit | undefined} */
export function nextVisit(booking) {
  if (!isLive(booking)) return undefined;
  const ahead = booking.sessions.filter((/** @type {Visit} */ { status }) => status === "in_progress" || status === "scheduled");
  return ahead.sort((/** @type {Visit} */ a, /** @type {Visit} */ b) => Date.parse(a.starts_at) - Date.parse(b.starts_at))[0];
}

/** A rate such as `0.1500` as whole or broken per cent. @param {string} rate */
export const percentOf = (rate) => t("booking.percent", { n: number(Number((Number(rate) * 100).toFixed(2))) });

/** City and district. @param {{city: string, district: string}} place */
export const placeOf = ({ city, district }) => [city, district].filter(Boolean).join(t("common.comma"));
