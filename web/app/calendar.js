// @ts-check
/** The calendar the reader uses, Persian or Gregorian, behind one face. Days travel as `YYYY-MM-DD`. */
import { boot } from "./boot.js";
import { digits, toLatin } from "./digits.js";
import { list } from "./i18n.js";
import * as jalali from "./jalali.js";

/** @typedef {import("./jalali.js").Ymd} Ymd */

const DAY_MS = 86_400_000;
const isPersian = () => boot.calendar === "persian";

/** @param {number} day days since 1970-01-01 @returns {Ymd} */
export function toYmd(day) {
  if (isPersian()) return jalali.fromEpochDay(day);
  const date = new Date(day * DAY_MS);
  return { y: date.getUTCFullYear(), m: date.getUTCMonth() + 1, d: date.getUTCDate() };
}

/** @param {Ymd} ymd @returns {number} days since 1970-01-01 */
export function fromYmd(ymd) {
  return isPersian() ? jalali.toEpochDay(ymd) : Date.UTC(ymd.y, ymd.m - 1, ymd.d) / DAY_MS;
}

/** @param {number} y @param {number} m */
export function monthLength(y, m) {
  return isPersian() ? jalali.monthLength(y, m) : new Date(Date.UTC(y, m, 0)).getUTCDate();
}

/** A day moved by months, kept inside the month it lands in. @param {number} day @param {number} months */
export function addMonths(day, months) {
  const { y, m, d } = toYmd(day);
  const index = y * 12 + m - 1 + months;
  const year = Math.floor(index / 12);
  const month = (index % 12) + 1;
  return fromYmd({ y: year, m: month, d: Math.min(d, monthLength(year, month)) });
}

/** Month names of the calendar in use. */
export const monthNames = () => list(isPersian() ? "date.months.persian" : "date.months.gregorian");

/** Column of a day in the week grid: Saturday first in Persian, Monday first in English. @param {number} day */
export function weekColumn(day) {
  const fromSaturday = jalali.weekday(day);
  return boot.locale === "fa" ? fromSaturday : (fromSaturday + 5) % 7;
}

/** Weekday names in the order of `weekColumn`. @param {"date.weekdays" | "date.weekdays_short"} key */
export function weekdayNames(key) {
  const names = list(key);
  return boot.locale === "fa" ? names : [...names.slice(2), ...names.slice(0, 2)];
}

/** `1405/08/29`, or `2026-11-20` in the Gregorian calendar. @param {number} day */
export function numeric(day) {
  const { y, m, d } = toYmd(day);
  const mark = isPersian() ? "/" : "-";
  return digits([y, String(m).padStart(2, "0"), String(d).padStart(2, "0")].join(mark));
}

/** Reads what a person typed as a date; the answer is `YYYY-MM-DD` or null. @param {string} text */
export function parse(text) {
  const match = /^\s*(\d{4})\D(\d{1,2})\D(\d{1,2})\s*$/.exec(toLatin(text));
  if (!match) return null;
  const ymd = { y: Number(match[1]), m: Number(match[2]), d: Number(match[3]) };
  if (isPersian() && ymd.y < 1700) {
    return jalali.isValid(ymd) ? jalali.epochDayToIso(jalali.toEpochDay(ymd)) : null;
  }
  const iso = [ymd.y, String(ymd.m).padStart(2, "0"), String(ymd.d).padStart(2, "0")].join("-");
  return Number.isNaN(jalali.isoToEpochDay(iso)) ? null : iso;
}
