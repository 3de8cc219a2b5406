// @ts-check
/**
 * Dates and times as this reader writes them; spans of time and phone numbers too, from span.js and phone.js, which are
 * apart because every shell needs them. Instants are RFC 3339 strings, days are `YYYY-MM-DD`, times of day `HH:MM`; all
 * are shown in the agency's zone.
 */
import { boot } from "./boot.js";
import { numeric, toYmd, monthNames } from "./calendar.js";
import { now } from "./clock.js";
import { digits } from "./digits.js";
import { list, t } from "./i18n.js";
import { isoToEpochDay, weekday } from "./jalali.js";

export { phone, toE164 } from "./phone.js";
export { relative, span } from "./span.js";

/** @type {Intl.DateTimeFormat | undefined} */
let zoned;

/** Day and time of an instant in the agency's zone. @param {string | number} instant */
export function inZone(instant) {
  zoned ??= new Intl.DateTimeFormat("en-US", {
    timeZone: boot.zone, calendar: "gregory", numberingSystem: "latn", hourCycle: "h23",
    year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit",
  });
  /** @type {Record<string, string>} */
  const part = {};
  for (const { type, value } of zoned.formatToParts(new Date(instant))) part[type] = value;
  return {
    day: `${part.year}-${part.month}-${part.day}`,
    time: `${part.hour}:${part.minute}`,
  };
}

/** Today in the agency's zone, `YYYY-MM-DD`. */
export const today = () => inZone(now()).day;

/** @param {string} value a day or an instant */
const epochDay = (value) => isoToEpochDay(value.length > 10 ? inZone(value).day : value);

/**
 * A day in words, weekday-day-month-year, or `1405/08/29` when short.
 * @param {string | null | undefined} value day or instant
 * @param {"long" | "medium" | "short" | "day"} [style] long has the weekday; day leaves the year out
 */
export function date(value, style = "medium") {
  if (!value) return t("common.none");
  const day = epochDay(value);
  if (style === "short") return numeric(day);
  const { y, m, d } = toYmd(day);
  const values = {
    weekday: list("date.weekdays")[weekday(day)] ?? "", day: digits(d),
    month: monthNames()[m - 1] ?? "", year: digits(y),
  };
  return t(`date.${style}`, values);
}

/** 24-hour time of an instant, or a `HH:MM` as it is. @param {string | null | undefined} value */
export function time(value) {
  if (!value) return t("common.none");
  return digits(value.length <= 8 ? value.slice(0, 5) : inZone(value).time);
}

/** Day and time. @param {string | null | undefined} value @param {"long" | "medium" | "short" | "day"} [style] */
export function dateTime(value, style = "medium") {
  if (!value) return t("common.none");
  return t("date.with_time", { date: date(value, style), time: time(value) });
}

/** A span within a day: from 08:00 to 14:00. @param {string} start @param {string} end */
export const timeRange = (start, end) => t("date.range", { start: time(start), end: time(end) });

/** Whole years since a birth date. @param {string} birth */
export function age(birth) {
  const [by = 0, bm = 0, bd = 0] = birth.split("-").map(Number);
  const [y = 0, m = 0, d = 0] = today().split("-").map(Number);
  return y - by - (m < bm || (m === bm && d < bd) ? 1 : 0);
}
