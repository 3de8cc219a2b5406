// @ts-check
/** What a nurse must see to before families can ask, or keep asking. */
import { today } from "../../app/format.js";

const SOON_DAYS = 30;
const DAY_MS = 86_400_000;

/**
 * @typedef {{code: "unverified" | "expired" | "expiring" | "closed" | "no_offers", tone: "info" | "warn" | "danger",
 *   href?: string, day?: string}} Duty
 */

/** Whole days from today to a day. @param {string} day */
export const daysUntil = (day) => Math.round((Date.parse(day) - Date.parse(today())) / DAY_MS);

/** Whether a paper has run out, or soon will. @param {string | null} expires @returns {"expired" | "expiring" | "ok"} */
export function paperState(expires) {
  if (!expires) return "ok";
  const left = daysUntil(expires);
  return left < 0 ? "expired" : left <= SOON_DAYS ? "expiring" : "ok";
}

/**
 * The most pressing first.
 * @param {any} profile as `GET /nurse/profile` answers @param {{is_active: boolean}[]} offers
 * @returns {Duty[]}
 */
export function duties(profile, offers) {
  /** @type {Duty[]} */
  const due = [];
  const until = profile.credentials_until;
  if (!profile.is_verified) due.push({ code: "unverified", tone: "warn", href: "/n/profile?tab=papers" });
  if (profile.is_verified && profile.credentials === "expired") due.push({ code: "expired", tone: "danger", href: "/n/profile?tab=papers" });
  else if (paperState(until) === "expiring") due.push({ code: "expiring", tone: "warn", href: "/n/profile?tab=papers", day: until });
  if (!offers.some((offer) => offer.is_active)) due.push({ code: "no_offers", tone: "warn", href: "/n/variants" });
  if (!profile.is_accepting_bookings) due.push({ code: "closed", tone: "info", href: "/n/profile" });
  return due;
}
