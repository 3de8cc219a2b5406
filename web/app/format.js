// @ts-check
/**
 * Dates, times, spans and phone numbers as this reader writes them. Instants are RFC 3339 strings, days
 * are `YYYY-MM-DD`, times of day `HH:MM`; all are shown in the agency's zone.
 */
import { boot } from "./boot.js";
import { numeric, toYmd, monthNames } from "./calendar.js";
import { now } from "./clock.js";
import { digits, toLatin } from "./digits.js";
import { list, t, tn } from "./i18n.js";
import { isoToEpochDay, weekday } from "./jalali.js";

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

/** @type {[string, number][]} */
const UNITS = [["day", 86_400], ["hour", 3600], ["minute", 60], ["second", 1]];

/** How long, in at most two units: 3 hours and 5 minutes. @param {number} seconds */
export function span(seconds) {
  let rest = Math.max(0, Math.floor(seconds));
  const parts = [];
  for (const [unit, size] of UNITS) {
    const n = Math.floor(rest / size);
    rest -= n * size;
    if (n > 0) parts.push(tn(`span.${unit}`, n));
    if (parts.length === 2 || (parts.length === 1 && n === 0)) break;
  }
  return parts.length === 0 ? tn("span.second", 0) : parts.join(t("span.and"));
}

/** Distance from the server's now: in 3 hours, 5 minutes ago. @param {string | null | undefined} instant */
export function relative(instant) {
  if (!instant) return t("common.none");
  const seconds = (Date.parse(instant) - now()) / 1000;
  if (Math.abs(seconds) < 45) return t("span.now");
  const [unit, size] = UNITS.find(([, s]) => Math.abs(seconds) >= s) ?? ["minute", 60];
  const n = Math.round(Math.abs(seconds) / size);
  return t(seconds > 0 ? "span.ahead" : "span.ago", { span: tn(`span.${unit}`, n) });
}

/** Whole years since a birth date. @param {string} birth */
export function age(birth) {
  const [by = 0, bm = 0, bd = 0] = birth.split("-").map(Number);
  const [y = 0, m = 0, d = 0] = today().split("-").map(Number);
  return y - by - (m < bm || (m === bm && d < bd) ? 1 : 0);
}

/** What a person typed as a mobile number, in E.164, or null. @param {string} text */
export function toE164(text) {
  const raw = toLatin(text).replace(/[\s().\u2010-\u2015\u200e\u200f\u2066-\u2069-]/g, "");
  const iran = /^(?:\+98|0098|98|0)?(9\d{9})$/.exec(raw);
  if (iran) return `+98${iran[1]}`;
  return /^\+[1-9]\d{7,14}$/.test(raw) ? raw : null;
}

/** A phone number in groups, always Latin digits: show it inside `dir="ltr"`. @param {string | null | undefined} e164 or as dialled at home */
export function phone(e164) {
  if (!e164) return "";
  const mobile = /^(?:\+98|0)(9\d\d)(\d{3})(\d{4})$/.exec(e164);
  if (mobile) return `0${mobile[1]} ${mobile[2]} ${mobile[3]}`;
  const tehran = /^(?:\+98|0)(\d\d)(\d{4})(\d{4})$/.exec(e164);
  return tehran ? `0${tehran[1]} ${tehran[2]} ${tehran[3]}` : e164;
}
