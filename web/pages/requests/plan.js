// @ts-check
/** The arithmetic of a request's days and hours, without any drawing. */
import { epochDayToIso, isoToEpochDay } from "../../app/jalali.js";
import { parseTime } from "../../app/ui/special-field.js";

const DAY_MIN = 24 * 60;

/** @param {string} time `HH:MM` */
function minutes(time) {
  const [hour = 0, minute = 0] = time.split(":").map(Number);
  return hour * 60 + minute;
}

/** Whether a value is a day that exists. @param {unknown} value */
export const isDay = (value) =>
  typeof value === "string" && /^\d{4}-\d\d-\d\d$/.test(value) && !Number.isNaN(isoToEpochDay(value));

/**
 * How long one visit is. An overnight one may end at or before its start: on the next day then.
 * @param {string} start @param {string} end as typed @param {boolean} overnight
 * @returns {{minutes: number, nextDay: boolean} | null} null while the hours make no visit
 */
export function visitSpan(start, end, overnight) {
  const [from, to] = [parseTime(start), parseTime(end)];
  if (!from || !to) return null;
  const length = minutes(to) - minutes(from);
  if (length > 0) return { minutes: length, nextDay: false };
  return overnight ? { minutes: length + DAY_MIN, nextDay: true } : null;
}

/**
 * The days of an engagement.
 * @param {string} first @param {number} count @param {number} interval days from one visit to the next
 * @returns {string[]}
 */
export function visitDays(first, count, interval) {
  if (!isDay(first) || !(count >= 1) || !(interval >= 1)) return [];
  const day = isoToEpochDay(first);
  return Array.from({ length: count }, (_, i) => epochDayToIso(day + i * interval));
}
